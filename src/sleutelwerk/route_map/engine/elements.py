"""Going through the plain data of a map with the path of every part, whatever the data looks like.

Data with errors in it is looked at as well, so that everything is reported at once; what has the wrong type is passed
over here, since the schema has reported it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sleutelwerk.core.yaml_source import DataPath


class Element(NamedTuple):
    """A mapping in the data, and its path."""

    data: dict[str, Any]
    path: DataPath

    def word(self, key: str) -> str | None:
        """The text under a key, or None."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def words(self, key: str) -> Iterator[tuple[str, DataPath]]:
        """The texts in the list under a key, each with its path."""
        value = self.data.get(key)
        for index, text in enumerate(value if isinstance(value, list) else []):
            if isinstance(text, str):
                yield text, (*self.path, key, index)

    def each(self, key: str) -> Iterator[Element]:
        """The mappings in the list under a key."""
        value = self.data.get(key)
        for index, inner in enumerate(value if isinstance(value, list) else []):
            if isinstance(inner, dict):
                yield Element(inner, (*self.path, key, index))

    def inner(self, key: str) -> Element:
        """The mapping under a key, or an empty one."""
        value = self.data.get(key)
        return Element(value if isinstance(value, dict) else {}, (*self.path, key))


def whole(data: object) -> Element:
    """The map itself."""
    return Element(data if isinstance(data, dict) else {}, ())


def options(data: object) -> Iterator[tuple[Element, Element]]:
    """Every option with its question."""
    for question in whole(data).each("questions"):
        for option in question.each("options"):
            yield question, option


def texts(data: object) -> Iterator[tuple[str, str, DataPath]]:
    """Every text that a reader may see: the key under which it stands, the text and its path."""
    top = whole(data)
    yield from _texts(top, ("title", "summary", "label"))
    for key, keys in (
        ("sections", ("title", "intro")),
        ("facts", ("text",)),
        ("signals", ("title", "question")),
        ("questions", ("text", "why", "help", "short")),
        ("outcomes", ("title", "summary")),
    ):
        for element in top.each(key):
            yield from _texts(element, keys)
    for question in top.each("questions"):
        yield from _lines(question, ("arrange",))
        for option in question.each("options"):
            yield from _texts(option, ("text", "help", "because"))
    for outcome in top.each("outcomes"):
        yield from _lines(outcome, ("steps", "change_in_reality"))
        for contact in outcome.each("turn_to"):
            yield from _texts(contact, ("name", "reason"))


def _texts(element: Element, keys: tuple[str, ...]) -> Iterator[tuple[str, str, DataPath]]:
    for key in keys:
        text = element.word(key)
        if text is not None:
            yield key, text, (*element.path, key)


def _lines(element: Element, keys: tuple[str, ...]) -> Iterator[tuple[str, str, DataPath]]:
    for key in keys:
        for text, path in element.words(key):
            yield key, text, path
