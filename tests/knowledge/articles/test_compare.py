"""What differs between two versions: paragraphs and words, and never more time than a page may take."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.knowledge.engine.articles.compare import Comparison, Kind, Part, compare, paragraphs

SIGNS = {Kind.SAME: "=", Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~"}


def bodies(before: str, after: str) -> Comparison:
    return compare(({}, before), ({}, after))


def signs(before: str, after: str) -> str:
    """Write what happened to each paragraph as a sign."""
    return "".join(SIGNS[one.kind] for one in bodies(before, after).paragraphs)


def test_paragraphs_are_what_a_reader_sees_as_one() -> None:
    text = "Een\nregel.\n\n- punt\n- punt twee\n  gaat door\n1. stap\n## Kop\nTekst\n> citaat\n| a |\n!!! tip Zo.\n\n\n"
    assert paragraphs(text) == [
        "Een\nregel.", "- punt", "- punt twee\ngaat door", "1. stap", "## Kop\nTekst", "> citaat", "| a |",
        "!!! tip Zo.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Een.\n\nTwee.", "Een.\n\nTwee.", "=="),
        ("Een.", "Een.\n\nTwee.", "=+"),
        ("Een.\n\nTwee.", "Twee.", "-="),
        ("Dit is een lange zin.", "Dit is een korte zin.", "~"),
        ("Heel iets anders staat hier.", "Bel morgen!", "+-"),
        ("Weg ermee nu.\n\nDit is een lange zin.", "Dit is een korte zin.", "-~"),
        ("Dit is een lange zin.", "Nieuw hier!\n\nDit is een korte zin.", "+~"),
        ("", "", ""),
        ("", "Een.", "+"),
        ("Een.", "", "-"),
    ],
)
def test_what_happened_to_each_paragraph(before: str, after: str, expected: str) -> None:
    assert signs(before, after) == expected
    assert bodies(before, after).changed == bool(set(expected) - {"="})


def test_the_words_that_came_and_went() -> None:
    (paragraph,) = bodies("U mag 210 euro geven.", "U mag 220 euro per maand geven.").paragraphs
    assert paragraph.parts == (
        Part(Kind.SAME, "U mag "), Part(Kind.REMOVED, "210"), Part(Kind.ADDED, "220"), Part(Kind.SAME, " euro "),
        Part(Kind.ADDED, "per maand "), Part(Kind.SAME, "geven."),
    )  # fmt: skip


def test_words_that_only_went() -> None:
    (paragraph,) = bodies("Dit is een hele lange zin.", "Dit is een zin.").paragraphs
    assert Part(Kind.REMOVED, "hele lange ") in paragraph.parts


def test_what_an_article_says_of_itself() -> None:
    found = compare(
        ({"title": "Oud", "phase": ["vooraf"], "version": 1}, ""),
        ({"title": "Oud", "phase": ["vooraf", "tijdens"], "version": 2}, ""),
    )
    assert [(one.key, one.before, one.after) for one in found.front] == [("phase", "vooraf", "vooraf, tijdens")]
    assert found.changed


def put_back(comparison: Comparison, without: Kind) -> list[str]:
    """Give one of the two texts again, by leaving out what only the other has."""
    found = [
        "".join(part.text for part in one.parts if part.kind is not without)
        for one in comparison.paragraphs
        if one.kind is not without
    ]
    return [text for text in found if text]


TEXTS = st.lists(
    st.sampled_from(["Een zin hier.", "Een zin daar.", "- punt", "## Kop", "Iets anders!"]), max_size=8
).map("\n\n".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_had_back_from_a_comparison(before: str, after: str) -> None:
    found = bodies(before, after)
    assert put_back(found, Kind.REMOVED) == paragraphs(after)
    assert sorted(put_back(found, Kind.ADDED)) == sorted(paragraphs(before))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x\n\n" * 60_000, "x\n\ny\n\n" * 30_000),
        ("a b " * 50_000, "b a " * 50_000),
        ("\n\n".join(f"a b {n % 7}" for n in range(25_000)), "\n\n".join(f"a b {n % 5}" for n in range(25_000))),
        (
            "\n\n".join(f"{n} {'woord ' * 30}" for n in range(30)),
            "\n\n".join(f"{-n} {'ander ' * 30}" for n in range(30)),
        ),
    ],
    ids=["many alike", "one long", "many in turn", "many pairs"],
)
def test_the_largest_texts_are_compared_within_seconds(before: str, after: str) -> None:
    began = time.monotonic()
    assert bodies(before, after).changed
    assert time.monotonic() - began < 20
