"""Quoted words stand between curly quotes, in what ships and in what the screens say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sleutelwerk
from sleutelwerk.core.quotes import STRAIGHT, curly
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.function_profiles.content import published_profiles
from sleutelwerk.publishing.content import shipped_root, versions_of

PACKAGE = Path(sleutelwerk.__file__).parent
#: Holds no text that anybody reads on a page: patterns, and words to search with.
NO_TEXT = {"guard", "search"}
#: Was published with straight quotes, and can no longer change; it is shown with curly ones.
SHOWN_CURLY = {"function_profiles"}
#: Names what is said to somebody: a refusal, or a text that is translated.
SAYS = {"refused", "_", "gettext", "gettext_lazy", "ngettext"}


def newest() -> Iterator[Path]:
    """Give the YAML files of the newest version of everything that ships."""
    for slug in sorted(one for one in shipped_root().glob("*/*") if one.is_dir() and one.parent.name not in NO_TEXT):
        versions = versions_of((shipped_root(),), slug.parent.name, slug.name)
        if versions and slug.parent.name not in SHOWN_CURLY:
            yield from sorted((slug / str(versions[-1])).glob("*.yaml"))


def texts(data: Any) -> Iterator[str]:
    """Give every text in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        # what is English keeps the quotes of English
        for name, value in data.items():
            yield from () if name.endswith("_en") else texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


@pytest.mark.parametrize("path", tuple(newest()), ids=lambda one: one.relative_to(shipped_root()).as_posix())
def test_what_ships_quotes_with_curly_quotes(path: Path) -> None:
    assert [one for one in texts(read_yaml(path).data) if STRAIGHT.search(one)] == []


def test_profiles_are_shown_with_curly_quotes() -> None:
    version = versions_of((shipped_root(),), "function_profiles", "sleutelwerk")[-1]
    shown = repr(published_profiles((shipped_root(),), "sleutelwerk", version))
    assert "‘hij’" in shown
    assert "\\'hij\\'" not in shown
    assert "'hij'" not in shown


def said_in(source: str) -> Iterator[str]:
    """Give the texts in a module that somebody gets to read."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
                elif isinstance(argument, ast.JoinedStr):
                    parts = (one.value if isinstance(one, ast.Constant) else "x" for one in argument.values)
                    yield "".join(map(str, parts))


def test_no_message_quotes_with_straight_quotes() -> None:
    wrong = {
        f"{path.relative_to(PACKAGE)}: {one}"
        for path in PACKAGE.rglob("*.py")
        for one in said_in(path.read_text("utf-8"))
        if STRAIGHT.search(one)
    }
    assert wrong == set()


def test_no_template_quotes_with_straight_quotes() -> None:
    said = re.compile(r"\{% translate \"([^\"]*)\"|\{% blocktranslate[^%]*%\}(.*?)\{% end", re.DOTALL)
    wrong = [
        f"{path.name}: {found[0]}"
        for path in PACKAGE.rglob("templates/**/*.html")
        for found in said.finditer(path.read_text("utf-8"))
        if STRAIGHT.search(re.sub(r"<[^>]*>", "", found[1] or found[2] or ""))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("straight", "right"),
    [("zeg 'hij' zo", "zeg ‘hij’ zo"), ("foto's en auto's", "foto's en auto's"), ('de "bonus".', "de ‘bonus’.")],
)
def test_only_pairs_around_words_are_quotes(straight: str, right: str) -> None:
    assert curly([straight]) == [right]


def test_a_planted_message_is_caught() -> None:
    assert [one for one in said_in("refused(f\"U schreef '{x}'.\")") if STRAIGHT.search(one)] == ["U schreef 'x'."]
