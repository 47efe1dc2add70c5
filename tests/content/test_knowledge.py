"""The shipped kennisbank: nothing to report, complete, and its words explained."""

from __future__ import annotations

import re

import pytest

from sleutelwerk.core.plain_language import reading_ease
from sleutelwerk.knowledge.content import collection
from sleutelwerk.knowledge.engine.articles.html import make_page
from sleutelwerk.knowledge.engine.articles.markdown import inner_link, parse, plain_text
from sleutelwerk.knowledge.engine.articles.model import Article, Audience, Phase, Theme
from sleutelwerk.knowledge.queries.library import address_of
from sleutelwerk.publishing.content import shipped_root

SHIPPED = collection((shipped_root(),))
EVERY_ARTICLE = pytest.mark.parametrize("article", SHIPPED.articles.values(), ids=lambda one: one.slug)
#: What the first set of articles has to cover.
SUBJECTS = {
    "waar-u-op-let", "eerst-doen", "wat-u-mag-verwachten", "vergoeden", "veiligheid-van-de-sleutelfiguur",
    "geen-informant", "dilemmas-vooraf", "dilemmas-tijdens", "dilemmas-achteraf", "afspraken-maken", "evalueren",
    "goed-afronden", "lessen-van-elders", "voor-bestuurders", "voor-de-sleutelfiguur",
}  # fmt: skip


def test_nothing_to_report() -> None:
    assert [str(finding) for finding in SHIPPED.findings] == []


def test_every_subject_phase_and_reader_has_an_article() -> None:
    found = SHIPPED.articles.values()
    assert set(SHIPPED.articles) >= SUBJECTS
    assert {one for article in found for one in article.phase} == set(Phase)
    assert {one for article in found for one in article.audience} >= set(Audience) - {Audience.FACILITATOR}
    assert {article.theme for article in found} >= set(Theme) - {Theme.CHOOSE, Theme.ORGANISATION}
    assert {article.gated for article in found} == {True, False}


@EVERY_ARTICLE
def test_every_article_becomes_a_page(article: Article) -> None:
    page = make_page(article, address_of=address_of, bibliography=SHIPPED.bibliography, terms=SHIPPED.terms)
    assert page.contents
    assert len(page.notes) == len(article.names_sources)
    assert 2 <= page.minutes <= 15
    assert "[@" not in page.html
    assert "!!!" not in page.html


@EVERY_ARTICLE
def test_nobody_takes_our_words_for_another_body_s(article: Article) -> None:
    assert "whitepaper" not in f"{article.title} {article.summary} {article.body}".lower()


def test_the_twenty_one_dilemmas_are_there() -> None:
    count = {
        phase: SHIPPED.articles[f"dilemmas-{phase}"].body.count("### Is het juist dat")
        for phase in ("vooraf", "tijdens", "achteraf")
    }
    assert count == {"vooraf": 7, "tijdens": 10, "achteraf": 4}


def test_amounts_of_this_year_are_stated_with_their_year() -> None:
    body = SHIPPED.articles["vergoeden"].body
    for amount in ("220 euro", "2.200 euro", "5,75 euro", "3,40 euro", "1.200 euro"):
        assert amount in body
    assert "2026" in body


HIS_OWN = SHIPPED.articles["voor-de-sleutelfiguur"]
#: How many words one sentence may have for somebody who seldom reads.
SHORT = 15


def readable(article: Article) -> str:
    """Give what somebody reads of an article, each line ended as a sentence."""
    return "\n".join(line.rstrip(".") + "." for line in plain_text(parse(article.body)).splitlines() if line.strip())


def sentences(article: Article) -> list[str]:
    """Give the sentences, headings and lines of a list that somebody reads."""
    return [one for one in re.split(r"[.!?:\n]+", f"{article.title}\n{article.summary}\n{readable(article)}") if one]


def test_a_text_for_the_key_figure_himself_is_the_plainest() -> None:
    assert HIS_OWN.audience == (Audience.KEY_FIGURE,)
    ease = {article.slug: reading_ease(readable(article)) or 0 for article in SHIPPED.articles.values()}
    his = ease.pop(HIS_OWN.slug)
    assert his > max(ease.values()), "every other article reads less easily than his own"


def test_no_sentence_for_the_key_figure_himself_is_long() -> None:
    assert [one for one in sentences(HIS_OWN) if len(one.split()) > SHORT] == []
    others = [one for article in SHIPPED.articles.values() if article is not HIS_OWN for one in sentences(article)]
    assert max(len(one.split()) for one in others) > SHORT, "it is measured at all"


def test_an_inner_link_names_what_there_is_to_name() -> None:
    assert inner_link("artikel:") is None
    assert inner_link("contact:iemand") is None
