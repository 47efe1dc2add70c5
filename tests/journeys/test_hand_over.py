"""In a real browser: a case is offered to another organisation, taken over there, and gets an assignment of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import day_of_the_site, looks_right
from tests.journeys.new_site import NewSite, new_site
from tests.journeys.signed_in import factor_shown_again, run_in, sessions_of, signed_in

_BEGIN = """
import sys, django
django.setup()
from tests.cases.working import working
from tests.people import Cast
from sleutelwerk.accounts.models import Organisation, User
from sleutelwerk.cases.models import Case
named = [Organisation.objects.get(name=name) for name in ("Gemeente Hier", "Gemeente Elders", "Politie Voorbeeld")]
Case.objects.all().delete()
cast = Cast(*named, people={one.email.partition("@")[0]: one for one in User.objects.all()})
print(working(cast).pk)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewSite]:
    """A site with the cast."""
    with new_site(tmp_path_factory.mktemp("hand-over")) as found:
        yield found


@pytest.fixture(scope="module")
def sessions(site: NewSite) -> dict[str, str]:
    """Give open sessions."""
    return sessions_of(site, "professional", "outside_professional")


def is_right(page: Page, name: str, accessible: Callable[[Page], None]) -> None:
    """Look whether the screen is as it must be, small and wide; CASES_PICTURES asks for pictures."""
    looks_right(page, f"hand-over-{name}", accessible, pictures="CASES_PICTURES")


def test_a_case_goes_to_another_organisation(
    site: NewSite, sessions: dict[str, str], browser: Browser, assert_accessible: Callable[[Page], None]
) -> None:
    case = run_in(site, _BEGIN).strip()
    with signed_in(browser, site, sessions["professional"], width=390) as context:
        page = context.new_page()
        page.goto(f"/dossiers/{case}/team/", timeout=120_000)
        factor_shown_again(site, context)  # offering a whole case asks for a fresh one
        page.get_by_role("link", name="Draag dit dossier over aan een andere organisatie").click()
        is_right(page, "offer", assert_accessible)
        page.get_by_role("button", name="Bied het dossier aan").click()
        expect(page.get_by_text("Vul een adres in.").first).to_be_visible()
        page.get_by_label("Werkadres van wie het overneemt").fill("outside_professional@voorbeeld.example")
        page.get_by_label("Wanneer zei de sleutelfiguur ja").fill(day_of_the_site().isoformat())
        page.get_by_label("In een gesprek", exact=True).check()
        page.get_by_role("button", name="Bied het dossier aan").click()
        expect(page.get_by_role("button", name="Neem het terug")).to_be_visible()
        is_right(page, "waits", assert_accessible)
    with signed_in(browser, site, sessions["outside_professional"], width=1280) as context:
        page = context.new_page()
        page.goto("/dossiers/")
        expect(page.get_by_role("heading", name="U krijgt een dossier aangeboden")).to_be_visible()
        is_right(page, "offered", assert_accessible)
        page.get_by_role("button", name="Ik neem het over").click()
        expect(page.get_by_role("heading", name="Stel de opdracht opnieuw vast")).to_be_visible()
        is_right(page, "taken-over", assert_accessible)
        page.get_by_role("link", name="Vul de opdracht aan").click()
        expect(page.get_by_role("heading", name="Namens wie?")).to_be_visible()
    with signed_in(browser, site, sessions["professional"], width=390) as context:
        page = context.new_page()
        answer = page.goto(f"/dossiers/{case}/")
        assert answer is not None
        assert answer.status == 404
