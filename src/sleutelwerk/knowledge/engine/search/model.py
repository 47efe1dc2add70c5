"""What search takes in, who asks, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

#: Pieces of a text in order, each with whether it is a word that was looked for. Plain text: escape it to show it.
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. Of what is `gated`, headings and body are for readers with access only.

    `body` is plain text, a line for each block; `organisation` is None for what every organisation may see. Kind and
    key name it within an organisation; `url_name` and `url_args` say where it stands.
    """

    kind: str
    key: str
    title: str
    summary: str
    url_name: str
    url_args: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    body: str = ""
    gated: bool = False
    organisation: UUID | None = None
    language: str = "nl"
    theme: str = ""
    phase: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see: the organisations whose own items he may know of, and which gated texts he may read.

    `reads` names the kinds of which he may read every text, `keys` single texts by kind and key. The default is a
    visitor.
    """

    organisations: frozenset[UUID] = frozenset()
    reads: frozenset[str] = frozenset()
    keys: frozenset[tuple[str, str]] = frozenset()

    def may_read(self, kind: str, key: str, *, gated: bool) -> bool:
        """Tell whether the text of an item that he may know of is for him."""
        return not gated or kind in self.reads or (kind, key) in self.keys


VISITOR = Scope()


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which items to look among; what is not given leaves nothing out."""

    kinds: frozenset[str] | None = None
    theme: str | None = None
    phase: str | None = None
    audience: str | None = None

    def fits(self, about: About) -> bool:
        """Tell whether an item is one of them."""
        return (
            (self.kinds is None or about.kind in self.kinds)
            and self.theme in {None, about.theme}
            and self.phase in {None, *about.phase}
            and self.audience in {None, *about.audience}
        )


EVERYTHING = Narrow()
#: What a profile is called in the index. Its room opens and closes as a whole: who may enter, may find by all of it.
PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class About:
    """What ranking has to know of an item besides its words. All of it is for everybody who may know of the item."""

    kind: str
    key: str
    title: str
    theme: str = ""
    phase: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands among items that are found equally well."""
        return self.title.casefold(), self.kind, self.key


class Status(StrEnum):
    """What came of a question."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_WORDS = "no_words"
    ONLY_SMALL_WORDS = "only_small_words"
    NOTHING = "nothing"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Hit:
    """One item that was found, as this viewer may see it. `readable` tells whether he may open the whole text."""

    kind: str
    key: str
    title: Marked
    summary: str
    passage: Marked
    url_name: str
    url_args: tuple[str, ...]
    gated: bool
    readable: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a viewer gets: how many items in all, those of the page, and what he may have meant (empty: nothing)."""

    status: Status
    total: int = 0
    page: int = 1
    pages: int = 0
    hits: Sequence[Hit] = field(default=())
    suggestion: str = ""
