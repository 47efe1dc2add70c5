"""'Lees hierover': each stage has an article that is open to all, and a page with a form keeps what is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.cases.begun import at_agreement, begun
from tests.cases.working import working
from tests.people import Cast, sign_in

from sleutelwerk.cases.content import newest_help
from sleutelwerk.cases.engine.help import CaseHelp, load_help
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.knowledge.content import collection
from sleutelwerk.knowledge.engine.articles.html import anchor
from sleutelwerk.privacy.content import newest_words, published_guard
from sleutelwerk.publishing.content import shipped_root

SHIPPED = shipped_root() / "help" / "samenwerking" / "1" / "help.yaml"


def shipped() -> CaseHelp:
    """Give the list that ships."""
    loaded = load_help(SHIPPED)
    assert loaded.findings == ()
    assert loaded.value is not None
    return loaded.value


def test_every_stage_has_an_article() -> None:
    assert set(shipped().by_stage) == set(Stage)


def test_each_article_is_there_for_everybody_and_has_the_part() -> None:
    articles = collection((shipped_root(),)).articles
    for one in shipped().links:
        article = articles[one.article]
        assert article.access == "public", one.article
        headings = [line.lstrip("# ") for line in article.body.splitlines() if line.startswith("## ")]
        assert one.part in {anchor(heading) for heading in headings}, (one.article, one.part)


def test_each_page_is_there() -> None:
    cases = get_resolver().namespace_dict["cases"][1]
    assert set(shipped().by_page) <= {str(name) for name in cases.reverse_dict if isinstance(name, str)}


def test_the_guard_has_nothing_to_say() -> None:
    guard = published_guard((shipped_root(),), *newest_words((shipped_root(),)))
    assert [remark for one in shipped().links for remark in guard.examine(f"{one.label}. {one.why}")] == []


def test_a_page_that_is_named_twice_is_found(tmp_path: Path) -> None:
    path = tmp_path / "help" / "samenwerking" / "1" / "help.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SHIPPED.read_text("utf-8").replace("pages: [rights, ", "pages: [rights, ending, "), "utf-8")
    assert [one.code for one in load_help(path).findings] == ["twice"]


def test_a_page_without_an_article_of_its_own_has_that_of_its_stage() -> None:
    found = shipped()
    assert found.fitting("rights", "ending") == found.by_page["rights"]
    assert found.fitting("open-case", "ending") == found.by_stage["ending"]
    assert found.fitting("my-cases") is None


@pytest.mark.django_db
def test_a_page_leads_there_and_a_form_keeps_what_is_typed(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    case = begun(cast)
    page = client.get(f"/dossiers/{case.pk}/").content.decode()
    assert '<a href="/kennisbank/artikelen/eerst-doen/#de-tien-stappen">' in page
    page = client.get(f"/dossiers/{case.pk}/opdracht/doel/").content.decode()
    link = '<a href="/kennisbank/artikelen/eerst-doen/#de-tien-stappen" target="_blank" rel="noopener">'
    assert link in page
    assert "opent in een nieuw tabblad" in page.partition(link)[2][:200]
    assert "Lees hierover" not in client.get("/dossiers/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("stage", "article"), [("agreement", "afspraken-maken"), ("carrying_out", "begeleiden")])
def test_the_overview_follows_the_stage(client: Client, cast: Cast, stage: str, article: str) -> None:
    sign_in(client, cast["professional"])
    case = at_agreement(cast) if stage == "agreement" else working(cast)
    page = client.get(f"/dossiers/{case.pk}/").content.decode()
    assert f"/kennisbank/artikelen/{article}" in page


@pytest.mark.django_db
def test_where_there_is_no_list_there_is_no_link(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sleutelwerk.cases.content.newest_help", lambda: None)
    sign_in(client, cast["professional"])
    assert "Lees hierover" not in client.get(f"/dossiers/{begun(cast).pk}/").content.decode()
    assert newest_help() is not None
