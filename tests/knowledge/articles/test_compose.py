"""An article out of a form: the same file, the same hash, and each remark at its own field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.knowledge.articles.texts import BODY, KNOWN, read

from sleutelwerk.core.findings import Severity
from sleutelwerk.knowledge.engine.articles import compose as c
from sleutelwerk.knowledge.engine.articles.load import read_article
from sleutelwerk.knowledge.engine.articles.model import Access, Theme

ARTICLE = read().article
assert ARTICLE is not None
FRONT = c.front_of(ARTICLE)


def places(front: dict[str, object], body: str = BODY) -> list[tuple[str, int]]:
    return [(one.field, one.line) for one in c.examine(front, body, KNOWN)]


def test_a_composed_article_is_the_one_it_was_made_of() -> None:
    again = read_article(c.compose(FRONT, BODY), "article.md", KNOWN)
    assert again.article == ARTICLE
    assert c.hash_of(FRONT, BODY) == getattr(ARTICLE, "content_hash")  # noqa: B009 - may be None for mypy
    assert c.draft_article(FRONT, BODY) == ARTICLE


@pytest.mark.parametrize("key", c.FRONT_KEYS)
def test_what_is_missing_is_remarked_on_at_its_field(key: str) -> None:
    assert (key, 0) in places({**FRONT, key: None})


def test_what_is_wrong_in_the_text_stands_at_its_line_in_the_text() -> None:
    assert places(FRONT, "Een.\n\n# Mis\n\n[weg](http://x)\n") == [("body", 3), ("body", 5)]
    assert places({**FRONT, "related": ["weg"]}, "# Mis\n") == [("related", 0), ("body", 1)]


def test_mistakes_in_the_text_are_told_beside_those_in_the_data() -> None:
    assert places({**FRONT, "title": ""}, "# Mis\n") == [("title", 0), ("body", 1)]
    assert places(FRONT, "x" * 200_001) == [("body", 0)]


def test_what_is_said_of_the_whole_has_no_line_and_a_tip_stops_nothing() -> None:
    hard = "Verantwoordelijkheidsverdelingen vereisen organisatieoverstijgende beleidsafstemmingsmechanismen " * 10
    (tip,) = c.examine(FRONT, f"## Kop\n\n{hard}[@D1].\n", KNOWN)
    assert (tip.field, tip.line, tip.severity, tip.stops) == ("body", 0, Severity.HINT, False)
    assert not c.stands_in_the_way([tip])
    assert c.stands_in_the_way(c.examine(FRONT, "# Mis\n", KNOWN))


@pytest.mark.parametrize(
    "text", ["a: b", "'\"\\", "- x", "{}", "#", "---", "\n---\n", "&a *a", "!!python", "\u202e", "\ud800", "\0"]
)
def test_no_text_escapes_from_its_field(text: str) -> None:
    for key in ("title", "summary", "checked", "theme"):
        found = {one.field for one in c.examine({**FRONT, key: text}, BODY, KNOWN)}
        assert found <= {key}


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_whatever_is_typed_is_answered(title: str, body: str) -> None:
    front = {**FRONT, "title": title}
    remarks = c.examine(front, body, KNOWN)
    assert {one.field for one in remarks} <= {"title", "body"}
    again = c.draft_article(front, body)
    assert again.title == title


def test_a_draft_of_nothing_is_shown_as_gated() -> None:
    draft = c.draft_article({}, "")
    assert (draft.access, draft.theme, draft.checked, draft.title, draft.phase) == (
        Access.GATED,
        Theme.BEGIN,
        "",
        "",
        (),
    )
    assert c.draft_article({**FRONT, "checked": "2026-02-30", "theme": "iets"}, "").checked == ""


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Vergoeden en waarderen", "vergoeden-en-waarderen"),
        ("Één: ‘proef’!", "een-proef"),
        ("2 dingen", "artikel-2-dingen"),
        ("", "artikel"),
        ("日本", "artikel"),
        ("x" * 80, "x" * 50),
        ("a" * 49 + " b", "a" * 49),
    ],
)
def test_a_slug_comes_from_a_title(title: str, slug: str) -> None:
    assert c.slug_of(title) == slug
