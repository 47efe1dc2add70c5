"""A case tells its team that there is newer content than it began with, and changes nothing by itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cases.begun import TODAY, complete, seen_by, settled
from tests.cases.test_pages import browser_of, page_of
from tests.cases.working import working
from tests.people import NOW, Cast

from sleutelwerk.cases.actions.drift import look_at_content
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.actions.terms import confirm_terms
from sleutelwerk.cases.content import newest_retention
from sleutelwerk.cases.models import Agreement, Case
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.queries.drift import drift_of
from sleutelwerk.cases.rules.drift import Content
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.publishing.content import shipped_root

PANEL = "Er is iets nieuws sinds dit dossier begon"


class Own:
    """A content folder of the organisation; it is used from the first newer version on, as after a fresh start."""

    def __init__(self, settings: LazySettings, root: Path) -> None:
        self._settings = settings
        self.root = root

    def used(self) -> None:
        """Let the site read it."""
        self._settings.CONTENT_FOLDER = str(self.root)

    def newer(self, folder: str, file: str, becomes: int) -> None:
        """Give the organisation a newer version of something of which the first ships."""
        target = self.root / folder / str(becomes)
        shutil.copytree(shipped_root() / folder / "1", target)
        text = (target / file).read_text()
        assert "version: 1\n" in text
        (target / file).write_text(text.replace("version: 1\n", f"version: {becomes}\n", 1))
        self.used()


@pytest.fixture
def own(settings: LazySettings, tmp_path: Path) -> Own:
    """Give a content folder of the organisation."""
    return Own(settings, tmp_path / "own")


def opened(cast: Cast, row: Case, who: str = "professional") -> OpenCase:
    """Give a case to somebody of its team."""
    found = seen_by(cast, who, row)
    assert found is not None
    return found


def changed(cast: Cast, row: Case) -> list[Content]:
    """Name what is new in a case."""
    return [one.content for one in drift_of(opened(cast, row), TODAY)]


def text_of(browser: Client, address: str) -> str:
    """Give a page."""
    return browser.get(address).content.decode()


def test_a_case_that_begins_now_knows_all_there_is(cast: Cast) -> None:
    row = settled(cast)
    assert set(row.content_seen) == {one.value for one in Content} - {"profiles"}
    assert changed(cast, row) == []
    assert PANEL not in text_of(browser_of(cast, "professional"), page_of("open-case", row))


def test_newer_content_is_told_and_the_case_keeps_its_own_profile(cast: Cast, own: Own) -> None:
    row = settled(cast)
    own.newer("function_profiles/sleutelwerk", "set.yaml", 2)
    own.newer("retention/samenwerking", "retention.yaml", 7)
    confirm_terms(cast.actor("fg"), newest_retention().content_hash, now=NOW)
    assert changed(cast, row) == [Content.PROFILES, Content.RETENTION]
    assert measure_of(row).same
    row.refresh_from_db()
    assert row.profile_version == 1


def test_the_page_says_what_changed_and_what_stays(cast: Cast, own: Own) -> None:
    row = settled(cast)
    own.newer("function_profiles/sleutelwerk", "set.yaml", 2)
    own.newer("retention/samenwerking", "retention.yaml", 7)
    confirm_terms(cast.actor("fg"), newest_retention().content_hash, now=NOW)
    browser = browser_of(cast, "professional")
    page = text_of(browser, page_of("open-case", row))
    assert PANEL in page
    assert "gaat verder met zijn eigen versie" in page
    assert "geldt ook hier" in page
    assert "versie 1 werd 7" in page
    assert "Er is iets nieuws sinds een dossier begon" in text_of(browser, "/mijn/")
    assert browser.post(page_of("look-at-content", row)).status_code == 302
    assert PANEL not in text_of(browser, page_of("open-case", row))
    assert "Er is iets nieuws" not in text_of(browser, "/mijn/")
    assert "niets nieuws meer" in browser.post(page_of("look-at-content", row), follow=True).content.decode()


def test_saying_so_changes_nothing_but_what_the_team_knows(cast: Cast, own: Own) -> None:
    row = settled(cast)
    own.newer("function_profiles/sleutelwerk", "set.yaml", 2)
    before = dict(Case.objects.filter(pk=row.pk).values().get())
    look_at_content(cast.actor("professional"), row.pk, now=NOW)
    after = dict(Case.objects.filter(pk=row.pk).values().get())
    assert {name for name in after if after[name] != before[name]} == {"content_seen"}
    row.refresh_from_db()
    assert row.content_seen["profiles"][0] == 2
    assert changed(cast, row) == []


def test_agreements_of_a_newer_text_are_no_news(cast: Cast, own: Own) -> None:
    row = working(cast)
    own.newer("agreements/samenwerking", "agreement.yaml", 9)
    assert changed(cast, row) == [Content.AGREEMENTS]
    Agreement.objects.filter(candidate__case=row).update(template_version=9)
    assert changed(cast, row) == []


def test_an_open_assignment_and_a_case_that_is_over_are_not_told(cast: Cast, own: Own) -> None:
    half, over = complete(cast), settled(cast)
    own.newer("function_profiles/sleutelwerk", "set.yaml", 2)
    Case.objects.filter(pk=over.pk).update(ended_at=NOW)
    assert changed(cast, half) == []
    assert changed(cast, over) == []


def test_a_case_from_before_this_was_kept_is_told_of_its_profile_only(cast: Cast, own: Own) -> None:
    row = settled(cast)
    Case.objects.filter(pk=row.pk).update(content_seen={"something_else": [1, ""]})
    own.newer("function_profiles/sleutelwerk", "set.yaml", 2)
    own.newer("retention/samenwerking", "retention.yaml", 7)
    confirm_terms(cast.actor("fg"), newest_retention().content_hash, now=NOW)
    assert changed(cast, row) == [Content.PROFILES]


def test_content_that_is_not_right_does_not_close_the_page(cast: Cast, own: Own) -> None:
    row = settled(cast)
    (own.root / "retention/samenwerking/9").mkdir(parents=True)
    (own.root / "retention/samenwerking/9/retention.yaml").write_text("version: [")
    own.used()
    assert changed(cast, row) == []
    assert browser_of(cast, "professional").get(page_of("open-case", row)).status_code == 200


def test_only_the_team_of_the_own_house_says_so(cast: Cast, own: Own) -> None:
    row = settled(cast)
    own.newer("function_profiles/sleutelwerk", "set.yaml", 2)
    for name in ("colleague", "outside_professional", "decision_maker"):
        with pytest.raises(NotAllowedError, match="er niet"):
            look_at_content(cast.actor(name), row.pk, now=NOW)
        assert browser_of(cast, name).post(page_of("look-at-content", row)).status_code == 404
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    assert PANEL in text_of(browser_of(cast, "colleague"), page_of("open-case", row))
    look_at_content(cast.actor("colleague"), row.pk, now=NOW)


def test_it_costs_no_question_to_the_database(cast: Cast, own: Own) -> None:
    row = settled(cast)
    own.newer("function_profiles/sleutelwerk", "set.yaml", 2)
    found = opened(cast, row)
    with CaptureQueriesContext(connection) as asked:
        assert drift_of(found, TODAY)
    assert len(asked) == 0
