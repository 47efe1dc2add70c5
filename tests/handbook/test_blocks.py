"""Articles become blocks: every mark has its own, and what is unknown is an error that names article and line."""

from __future__ import annotations

import pytest
from tests.handbook.material import read, shipped_articles

from sleutelwerk.core.bibliography import Bibliography, Source
from sleutelwerk.handbook.engine.blocks import FICTION, SAMPLE, UnknownMark, words_of
from sleutelwerk.handbook.engine.model import (
    Box,
    Break,
    Cite,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
)
from sleutelwerk.handbook.engine.sources import Sources, numbers_in


def test_words_keep_their_looks() -> None:
    assert read("Gewoon **sterk** en *nadruk*, ***beide***.") == (
        Paragraph(
            (
                Run("Gewoon "),
                Run("sterk", strong=True),
                Run(" en "),
                Run("nadruk", emphasis=True),
                Run(", "),
                Run("beide", strong=True, emphasis=True),
                Run("."),
            )
        ),
    )


def test_lines_end_where_the_writer_says() -> None:
    assert read("een\ntwee  \ndrie") == (Paragraph((Run("een"), Run(" "), Run("twee"), Break(), Run("drie"))),)


def test_a_citation_stands_against_the_word_before_it_and_keeps_its_number() -> None:
    (paragraph,) = read("Waar [@D2; @eigen-oordeel]. Nog eens [@F1; @D2].")
    assert paragraph == Paragraph((Run("Waar"), Cite((1,), own=True), Run(". Nog eens"), Cite((2, 1)), Run(".")))


def test_a_source_that_is_gone_has_no_number() -> None:
    assert read("Waar [@NERGENS].") == (Paragraph((Run("Waar"), Cite(()), Run("."))),)


def test_links_lead_to_chapters_that_are_in_here() -> None:
    (paragraph,) = read("Zie [geld](artikel:vergoeden) en [later](artikel:komt-nog).")
    assert paragraph == Paragraph(
        (Run("Zie "), Run("geld", link="artikel-vergoeden"), Run(" en "), Run("later"), Run("."))
    )


def test_a_word_is_explained_at_its_first_place_and_not_in_headings_or_links() -> None:
    heading, linked, paragraph = read("## De brug\n\n[een brug](artikel:vergoeden)\n\nEen brug en **bruggen**.")
    assert heading == Heading(1, "proef-1", (Run("De brug"),))
    assert linked == Paragraph((Run("een brug", link="artikel-vergoeden"),))
    assert paragraph == Paragraph(
        (Run("Een "), Run("brug", term="brug"), Run(" en "), Run("bruggen", strong=True), Run("."))
    )


def test_headings_have_labels_of_their_own() -> None:
    found = read("## Een\n\n### Twee\n\n## Drie")
    assert [(one.level, one.label) for one in found if isinstance(one, Heading)] == [
        (1, "proef-1"),
        (2, "proef-2"),
        (1, "proef-3"),
    ]


def test_lists_keep_their_order_and_what_is_inside() -> None:
    bullets, numbers = read("- een\n- twee\n  - diep\n\nen\n\n3. drie\n4. vier")[::2]
    assert isinstance(bullets, Listing)
    assert isinstance(numbers, Listing)
    assert (bullets.ordered, numbers.ordered, numbers.start) == (False, True, 3)
    assert isinstance(bullets.items[1][1], Listing)
    assert not bullets.ticked


@pytest.mark.parametrize("title", ["Wat u nu kunt doen", "Checklist voor het eerste gesprek"])
def test_what_is_to_be_done_can_be_ticked_off(title: str) -> None:
    _, found = read(f"## {title}\n\n1. een\n   - diep\n")
    assert isinstance(found, Listing)
    assert found.ticked
    inner = found.items[0][1]
    assert isinstance(inner, Listing)
    assert not inner.ticked


def test_a_table_keeps_every_cell() -> None:
    (table,) = read("| Naam | Bedrag |\n| --- | ---: |\n| Een **dag** [@D2] | 5 |\n| | 6 |")
    assert isinstance(table, Table)
    assert table.aligned == ("left", "right")
    assert [words_of(cell) for cell in table.head] == ["Naam", "Bedrag"]
    assert [[words_of(cell) for cell in row] for row in table.rows] == [["Een dag", "5"], ["", "6"]]
    assert table.rows[0][0][-1] == Cite((1,))
    assert all(share >= 8 for share in table.shares)


def test_an_empty_column_still_has_room() -> None:
    (table,) = read("| | a |\n| --- | --- |")
    assert isinstance(table, Table)
    assert table.rows == ()
    assert table.shares == (8, 8)


@pytest.mark.parametrize("said", ["Fictief voorbeeld", "Een verzonnen voorbeeld"])
def test_an_example_says_once_that_it_is_made_up(said: str) -> None:
    (quote,) = read(f"> {said}. Iemand **belt**.\n>\n> En dan.")
    assert isinstance(quote, Quote)
    assert quote.label == said
    first = quote.blocks[0]
    assert isinstance(first, Paragraph)
    assert words_of(first.runs) == "Iemand belt."
    assert len(quote.blocks) == 2


@pytest.mark.parametrize("text", ["> Iemand belt.", "> - een lijst", "> **Iemand** belt.", ">"])
def test_every_example_is_marked_as_made_up(text: str) -> None:
    (quote,) = read(text)
    assert isinstance(quote, Quote)
    assert quote.label == FICTION


def test_wording_to_fill_in_is_no_story() -> None:
    found = read("> U belt … op maandag.\n\nen\n\n> U krijgt …\n> en … daarna.\n\nen\n\n> U mag stoppen.")
    assert [one.label for one in found if isinstance(one, Quote)] == [SAMPLE, SAMPLE, SAMPLE]


@pytest.mark.parametrize(("mark", "title"), [("let-op", "Let op"), ("tip", "Tip"), ("voorbeeld", "Voorbeeld")])
def test_a_box_keeps_its_kind(mark: str, title: str) -> None:
    assert read(f"!!! {mark} Doe dit.") == (Box(mark, title, (Paragraph((Run("Doe dit."),)),)),)


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("een\n\n---\n", 3, "hr"),
        ("een\n\n- twee\n\n  # drie\n", 5, "h1"),
        ("```\ncode\n```\n", 1, "fence"),
        ("een\n\ntwee `code`\n", 3, "code_inline"),
        ("een\n\n[uit](https://voorbeeld.example)\n", 3, "https://voorbeeld.example"),
    ],
)
def test_what_is_unknown_names_article_and_line(body: str, line: int, what: str) -> None:
    with pytest.raises(UnknownMark, match=f"Artikel 'proef', regel {line} van de tekst.*'{what}'"):
        read(body)


def test_all_that_ships_can_be_read() -> None:
    articles = shipped_articles()
    assert articles
    for article in articles:
        assert len(read(article.body)) > 5, article.slug


def test_one_id_in_two_lists_gives_two_numbers() -> None:
    one, other = Source("D2", "Een", "A", "2026-11-01"), Source("D2", "Twee", "B", "2026-11-01")
    sources = Sources()
    cited = [
        sources.cite(["D2"], Bibliography("a", 1, (source,), by_id={"D2": source})) for source in (one, other, one)
    ]
    assert cited == [Cite((1,)), Cite((2,)), Cite((1,))]
    assert [found.source for found in sources.numbered] == [one, other]


def test_numbers_are_found_however_deep() -> None:
    found = read("> Waar [@D2].\n\n- en [@F1]\n\n| a |\n| --- |\n| b [@D3] |")
    assert numbers_in(found) == {1, 2, 3}


def test_blocks_become_plain_data() -> None:
    (paragraph,) = read("Waar [@D2].")
    assert plain(paragraph) == {
        "kind": "paragraph",
        "runs": [
            {"kind": "text", "text": "Waar", "strong": False, "emphasis": False, "link": "", "term": ""},
            {"kind": "cite", "numbers": [1], "own": False},
            {"kind": "text", "text": ".", "strong": False, "emphasis": False, "link": "", "term": ""},
        ],
    }
    assert plain({"a": (1, None)}) == {"a": [1, None]}
