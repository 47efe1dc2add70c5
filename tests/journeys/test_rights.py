"""In a real browser: what he may ask of what is kept, the lock it puts on the file, and the page for a leak."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import run_in, sessions_of, signed_in

_BEGIN = """
import sys, django
django.setup()
from tests.cases.test_candidate import with_candidate
from tests.people import Cast
from sleutelwerk.accounts.models import Organisation, User
from sleutelwerk.cases.models import Case
named = [Organisation.objects.get(name=name) for name in ("Gemeente Hier", "Gemeente Elders", "Politie Voorbeeld")]
Case.objects.all().delete()
cast = Cast(*named, people={one.email.partition("@")[0]: one for one in User.objects.all()})
print(with_candidate(cast).case_id)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("rights")) as found:
        yield found


@pytest.fixture(scope="module")
def sessions(site: NewSite) -> dict[str, str]:
    """Give open sessions."""
    return sessions_of(site, "professional", "fg")


def is_right(page: Page, name: str, accessible: Callable[[Page], None]) -> None:
    """Look whether the screen is as it must be, small and wide; CASES_PICTURES asks for pictures."""
    looks_right(page, f"rights-{name}", accessible, pictures="CASES_PICTURES")


def test_a_question_locks_the_file_until_he_heard(
    site: NewSite, sessions: dict[str, str], browser: Browser, assert_accessible: Callable[[Page], None]
) -> None:
    case = run_in(site, _BEGIN).strip()
    with signed_in(browser, site, sessions["professional"], width=390) as context:
        page = context.new_page()
        page.goto(f"/dossiers/{case}/", timeout=120_000)
        page.get_by_role("link", name="Hij vraagt wat er over hem staat").click()
        is_right(page, "nothing", assert_accessible)
        page.get_by_role("link", name="Hij vraagt iets").click()
        page.get_by_role("button", name="Bewaar zijn vraag").click()
        expect(page.get_by_text("Kies wat hij vraagt.").first).to_be_visible()
        is_right(page, "refused", assert_accessible)
        page.get_by_label("Op slot zetten").check()
        page.get_by_label("Wat wil hij precies?").fill("Even niets doen, tot na de bruiloft.")
        page.get_by_role("button", name="Bewaar zijn vraag").press("Enter")
        expect(page.get_by_text("Het dossier staat op slot")).to_be_visible()
        is_right(page, "asked", assert_accessible)
        page.goto(f"/dossiers/{case}/")
        expect(page.get_by_role("heading", name="Dit dossier staat op slot")).to_be_visible()
        is_right(page, "locked", assert_accessible)
        page.goto(f"/dossiers/{case}/kandidaat/bereiken/")
        expect(page.get_by_role("heading", name="Hier kunt u nu niets opschrijven")).to_be_visible()
        is_right(page, "nothing-to-write", assert_accessible)
        page.goto(f"/dossiers/{case}/rechten/")
        page.get_by_role("link", name="Geef antwoord").click()
        page.get_by_label("Wat deed u, of waarom niet?").fill("Wij doen niets tot u het zegt.")
        is_right(page, "answer", assert_accessible)
        page.get_by_role("button", name="Bewaar het antwoord").click()
        page.get_by_role("button", name="Haal het slot eraf, hij weet het").click()
        expect(page.get_by_text("Het dossier is weer open.")).to_be_visible()
        is_right(page, "answered", assert_accessible)


def test_whoever_handles_a_leak_learns_whom_to_call(
    site: NewSite, sessions: dict[str, str], browser: Browser, assert_accessible: Callable[[Page], None]
) -> None:
    run_in(site, _BEGIN)
    with signed_in(browser, site, sessions["fg"], width=1280) as context:
        page = context.new_page()
        page.goto("/toezicht/", timeout=120_000)
        page.get_by_role("link", name="Er is iets uitgelekt").click()
        is_right(page, "leak", assert_accessible)
        page.get_by_label("Om welk account gaat het?").select_option("Professional")
        page.get_by_label("Vanaf wanneer kan het mis zijn gegaan?").fill("2026-11-01T08:00")
        page.get_by_role("button", name="Zoek het uit").click()
        expect(page.get_by_role("heading", name="Wat dit account aanraakte")).to_be_visible()
        expect(page.get_by_text("Melden vóór")).to_be_visible()
        is_right(page, "leak-found", assert_accessible)
