"""The library as a visitor meets it: shelves, articles, words explained, and what is behind the gate."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sleutelwerk.knowledge.content import article_files, collection, current
from sleutelwerk.knowledge.queries.library import Choice, shelves
from sleutelwerk.publishing.content import shipped_root

pytestmark = pytest.mark.django_db
LIBRARY = reverse("knowledge:library")


def page(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def an_article(slug: str) -> str:
    return reverse("knowledge:article", args=[slug])


def test_every_article_stands_on_one_shelf(client: Client) -> None:
    text = page(client, LIBRARY)
    for article in current().articles.values():
        assert text.count(f'href="{an_article(article.slug)}"') == 1
        assert article.summary in text


def test_a_choice_leaves_the_rest_out_and_a_wrong_one_nothing(client: Client) -> None:
    for slug, article in current().articles.items():
        assert (an_article(slug) in page(client, LIBRARY, fase="achteraf")) == ("achteraf" in article.phase)
        assert (an_article(slug) in page(client, LIBRARY, voor="bestuurder")) == ("bestuurder" in article.audience)
        assert an_article(slug) in page(client, LIBRARY, fase="ooit", voor="<script>")


def test_what_everybody_may_read_stands_first() -> None:
    for shelf in shelves(Choice()):
        gates = [item.gated for item in shelf.items]
        assert gates == sorted(gates)


def test_an_article_shows_its_text_its_sources_and_when_it_was_checked(client: Client) -> None:
    text = page(client, an_article("vergoeden"))
    assert "23 november 2026" in text
    assert 'id="bron-1"' in text
    assert "220 euro" in text
    for other in current().articles["vergoeden"].related:
        assert an_article(other) in text


def test_nothing_of_a_gated_text_reaches_somebody_who_may_not_read_it(client: Client) -> None:
    for slug, article in current().articles.items():
        if article.gated:
            text = page(client, an_article(slug))
            assert article.summary in text
            assert reverse("knowledge:read-article", args=[slug]) in text
            for line in article.body.splitlines():
                words = line.strip("#->!| *")
                assert len(words) < 30 or words not in text


def test_an_article_that_is_not_there(client: Client) -> None:
    assert client.get(an_article("bestaat-niet")).status_code == 404


def test_the_words_are_explained_on_a_page_of_their_own_and_in_place(client: Client) -> None:
    text = page(client, reverse("knowledge:terms"))
    for term in current().terms.all:
        assert term.meaning in text
    assert 'popovertarget="begrip-' in page(client, an_article("vergoeden"))


def test_pages_for_everybody_ask_no_cookie(client: Client) -> None:
    for address in (LIBRARY, an_article("vergoeden"), reverse("knowledge:terms")):
        assert not client.get(address).cookies
        assert client.post(address).status_code == 405


def test_an_own_article_wins_from_a_shipped_one_and_a_bad_one_closes_nothing(tmp_path: Path) -> None:
    shipped = article_files((shipped_root(),))["vergoeden"].read_text("utf-8")
    own = tmp_path / "knowledge" / "vergoeden" / "3"
    own.mkdir(parents=True)
    (own / "article.md").write_text(shipped.replace("version: 1", "version: 3", 1), "utf-8")
    bad = tmp_path / "knowledge" / "kapot" / "1"
    bad.mkdir(parents=True)
    (bad / "article.md").write_text("geen gegevens", "utf-8")
    found = collection((tmp_path, shipped_root()))
    assert found.articles["vergoeden"].version == 3
    assert "kapot" not in found.articles
    assert [finding.code for finding in found.findings] == ["no-front-matter"]


def test_a_folder_without_sources_and_words_reports_what_it_misses(tmp_path: Path) -> None:
    found = collection((tmp_path,))
    assert (dict(found.articles), found.bibliography.sources, found.terms.all) == ({}, (), ())


def test_what_was_right_once_is_not_read_again_and_is_the_same(tmp_path: Path) -> None:
    read = collection((shipped_root(),))
    collection((shipped_root(),), tmp_path)
    collection.cache_clear()
    kept = collection((shipped_root(),), tmp_path)
    assert dict(kept.articles) == dict(read.articles)
    assert kept.bibliography == read.bibliography
    assert kept.bibliography.by_id == read.bibliography.by_id
    assert (kept.known.articles, kept.known.profiles) == (read.known.articles, read.known.profiles)
    assert kept.terms.all == read.terms.all
    assert kept.terms.first_in("De FG leest mee.", set())
    (path,) = tmp_path.iterdir()
    path.write_text("geen json", "utf-8")
    collection.cache_clear()
    assert dict(collection((shipped_root(),), tmp_path).articles) == dict(read.articles)
