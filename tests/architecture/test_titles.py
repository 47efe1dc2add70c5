"""Titles of pages: a tab, a history and a list of windows show them, so what is private stands in none (N37)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BLOCK = re.compile(r"{%\s*block (?:page_)?title\s*%}(.*?){%\s*endblock(?: title)?\s*%}", re.DOTALL)
#: What fixed words need: a translation, and a choice between two of them.
FIXED = re.compile(
    r"{%\s*(?:translate|trans)\s+(\"[^\"]*\"|'[^']*')\s*%}|{%\s*(?:if\s[^%]*|elif\s[^%]*|else|endif)\s*%}"
    # the words of one page, inside the title of its room
    r"|{%\s*block page_title\s*%}"
)
FILLED = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
#: Pages that fill their title in, each with why nothing private comes into it.
MAY_FILL_IN = {
    "accounts/set_up.html": "The name of a step, out of a fixed list.",
    "accounts/sso_failed.html": "What went wrong, out of a fixed list.",
    "deliberation/dilemma.html": "A public page.",
    "deliberation/method.html": "A public page.",
    "function_profiles/base.html": "A public page.",
    "function_profiles/card.html": "A public page.",
    "function_profiles/profile.html": "A public page.",
    "home/document.html": "One of the model documents that ship: the same names on every site.",
    "home/promises.html": "A public page.",
    "knowledge/article.html": "A public page.",
    "knowledge/closed_room.html": "Public: it says to everybody what lies behind the gate.",
    "knowledge/document.html": "Public: it says to everybody what lies behind the gate.",
    "knowledge/gated.html": "Public: it says to everybody what lies behind the gate.",
    "route_map/answer_question.html": "A public page; a question of the map, and never an answer.",
}


def filled_in(source: str) -> list[str]:
    """Name what the title of a template fills in, beside fixed words."""
    return [part for title in BLOCK.findall(source) for part in FILLED.findall(FIXED.sub("", title))]


def test_no_title_of_a_private_page_fills_anything_in(repository: Path) -> None:
    found, titled = set(), 0
    for path in (repository / "src" / "sleutelwerk").glob("*/templates/**/*.html"):
        source = path.read_text(encoding="utf-8")
        titled += bool(BLOCK.search(source))
        if filled_in(source):
            found.add(path.as_posix().partition("/templates/")[2])
    assert titled > 100, "the block has another name"
    assert found == set(MAY_FILL_IN)


def test_every_page_has_its_title_in_the_block_alone(repository: Path) -> None:
    """So that reading the block is reading the title."""
    package = repository / "src" / "sleutelwerk"
    titles = {
        path.relative_to(package).as_posix(): found
        for path in package.glob("*/templates/**/*.html")
        if (found := re.findall(r"<title>(.*?)</title>", path.read_text(encoding="utf-8")))
    }
    assert "{% block title %}" in "".join(titles.pop("ui/templates/ui/base.html"))
    assert {path: said for path, said in titles.items() if any(FILLED.search(FIXED.sub("", one)) for one in said)} == {}


@pytest.mark.parametrize(
    "title",
    [
        "{{ found.code }}", "{% translate 'Dossier' %} {{ found.code }}", "{% include 'x.html' %}",
        "{% blocktranslate with name=who.name %}Over {{ name }}{% endblocktranslate %}", "{% translate title %}",
        "{% if form.errors %}{{ who }}{% endif %}",
        "{% block page_title %}{{ found.title }}{% endblock %}",
    ],
)  # fmt: skip
def test_a_planted_title_is_caught(title: str) -> None:
    assert filled_in("{% extends 'x' %}{% block title %}" + title + "{% endblock %}")
    assert filled_in("{% extends 'x' %}{% block page_title %}" + title + "{% endblock %}")


def test_fixed_words_pass() -> None:
    fine = '{% if form.errors %}{% translate "Fout:" %} {% endif %}{% translate "Dossier" %}'
    assert filled_in("{% block title %}" + fine + "{% endblock %}") == []
