"""The page of an article: anchors, contents, notes, boxes, tables, words explained, and reading time."""

from __future__ import annotations

import pytest
from tests.knowledge.articles.texts import Elements, article, page_of

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.knowledge.engine.articles.html import anchor, make_page
from sleutelwerk.knowledge.engine.articles.terms import Terms


def test_headings_get_anchors_that_are_never_the_same() -> None:
    page = page_of("## Zo begint ú!\n\n### Dieper\n\n### Dieper\n\n## ???\n\n## Zo begint u\n")
    assert [one.anchor for one in page.contents] == ["zo-begint-u", "deel", "zo-begint-u-2"]
    assert [one.anchor for one in page.contents[0].below] == ["dieper", "dieper-2"]
    assert page.contents[0].words == "Zo begint ú!"
    anchors = [says["id"] for tag, says in Elements(page.html).elements if tag in {"h2", "h3"}]
    assert anchors == ["zo-begint-u", "dieper", "dieper-2", "deel", "zo-begint-u-2"]


def test_contents_begin_at_the_first_heading_of_the_second_depth() -> None:
    assert page_of("### Los\n\n## Kop\n").contents[0].words == "Kop"
    assert page_of("Geen kop.\n").contents == ()


@pytest.mark.parametrize(("words", "name"), [("Kop met 'tekens'", "kop-met-tekens"), ("…", "deel"), ("Één", "een")])
def test_an_anchor_is_plain(words: str, name: str) -> None:
    assert anchor(words) == name


def test_sources_are_numbered_in_the_order_of_the_text() -> None:
    page = page_of("## Kop\n\nEerst [@D2]. Dan [@D1; @D2]. Wij vinden [@eigen-oordeel]. Beide [@D1; @eigen-oordeel].\n")
    assert [(one.number, one.source.id) for one in page.notes] == [(1, "D2"), (2, "D1")]
    links = [says for tag, says in Elements(page.html).elements if tag == "a"]
    assert [one["href"] for one in links] == ["#bron-1", "#bron-2", "#bron-1", "#bron-2"]
    assert links[1]["aria-label"] == "Bron 2: Een <b>boek</b>"
    assert page.html.count("(eigen oordeel)") == 2
    assert "Eerst<sup" in page.html


def test_a_source_that_left_the_list_leaves_the_page_standing() -> None:
    made = make_page(
        article("## Kop\n\nDat [@D1].\n"), address_of=str, bibliography=Bibliography("x", 1, ()), terms=Terms()
    )
    assert (made.notes, "[@" in made.html, "kb-cite" in made.html) == ((), False, False)


def test_links_lead_where_the_site_says_and_stay_in_their_attribute() -> None:
    (link,) = [says for tag, says in Elements(page_of("[x](profiel:verbinder)\n").html).elements if tag == "a"]
    assert link == {"href": '/profiel/verbinder?a=1&b="'}


def test_boxes_have_a_title_in_words() -> None:
    html = page_of("!!! let-op Nooit doen.\n\n!!! tip\n\nGewoon !!! tip niet.\n\n- !!! tip ook niet\n").html
    assert '<div class="kb-box kb-box--let-op"><p class="kb-box__title">Let op</p>' in html
    assert html.count("kb-box__title") == 2
    assert html.count("!!! tip") == 2


def test_a_box_that_begins_with_more_than_text_is_a_paragraph() -> None:
    assert "kb-box" not in page_of("**!!! tip** vet\n").html


def test_tables_scroll_in_a_region_and_keep_their_sides() -> None:
    html = page_of("| a | b | c | d |\n| :-- | --: | :-: | --- |\n| 1 | 2 | 3 | 4 |\n").html
    elements = Elements(html).elements
    assert ("div", {"class": "kb-table", "tabindex": "0", "role": "region", "aria-label": "Tabel 1"}) in elements
    cells = [says for tag, says in elements if tag in {"th", "td"}]
    assert [one.get("class") for one in cells[:4]] == ["kb-cell--left", "kb-cell--right", "kb-cell--center", None]
    assert {one["scope"] for one in cells[:4]} == {"col"}
    assert all("style" not in one for one in cells)


def test_tables_of_one_page_are_told_apart() -> None:
    elements = Elements(page_of("| a |\n| - |\n| 1 |\n\nTekst.\n\n| b |\n| - |\n| 2 |\n").html).elements
    assert [says["aria-label"] for _, says in elements if says.get("role") == "region"] == ["Tabel 1", "Tabel 2"]


def test_a_word_is_explained_once_where_it_first_stands_in_the_text() -> None:
    page = page_of("## De VOG\n\nEerst [een VOG](contact:), dan een vog, dan nog een VOG met gedrag en **gedrag**.\n")
    buttons = [says["popovertarget"] for tag, says in Elements(page.html).elements if tag == "button"]
    assert buttons == ["begrip-vog", "begrip-gedrag"]
    assert [one.id for one in page.terms] == ["gedrag", "vog"]
    assert ">vog<span" in page.html


def test_the_longest_form_of_a_word_wins() -> None:
    page = page_of("Een verklaring omtrent het gedrag.\n")
    assert [one.id for one in page.terms] == ["vog"]


def test_no_word_is_marked_in_the_head_of_a_table() -> None:
    page = page_of("| VOG | x |\n| --- | --- |\n| VOG | y |\n")
    assert page.html.index("<td>") < page.html.index("kb-term")


def test_reading_takes_a_minute_at_least() -> None:
    assert page_of("Kort.\n").minutes == 1
    assert page_of("woord " * 540).minutes == 3


def test_a_source_inside_the_words_of_a_link_keeps_its_number() -> None:
    assert [one.source.id for one in page_of("[zie [@D2] hier](contact:)\n").notes] == ["D2"]
