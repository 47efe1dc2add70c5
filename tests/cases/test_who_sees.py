"""Every page of the room says who can see it, and both pages on which he stops say that his household may stop it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.access.addresses import addresses
from tests.access.test_matrix import MATRIX, OWN_OVERSEERS
from tests.cases.assessed import at_decision, both_handed_in, decided
from tests.cases.begun import at_assessment, settled
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.cases.test_ending import ending
from tests.cases.working import working
from tests.people import NOW, Cast, sign_in

from sleutelwerk import cases
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.rules.decision import Outcome

pytestmark = pytest.mark.django_db
SAYS_SO = "Wie ziet dit?"
HOME = "Wil iemand in zijn huis het niet? Dan stopt het ook."
#: Who looks: whoever leads, a colleague, who watches and who decides; the first of them who gets in is enough.
LOOKERS = ("professional", "colleague", "decision_maker", *sorted(OWN_OVERSEERS))
#: What he gets on paper, and what is a file: it stands on no screen.
PAPERS = frozenset({
    "cases:print-agreement", "cases:print-allowances", "cases:look-back-sheet", "cases:agreement-paper",
    "cases:certificate-paper", "cases:save-receipt",
})  # fmt: skip
#: Pages that ask for more than a state (a fresh factor, an envelope that is open): of these the template is read.
READ = {"cases:name-case", "cases:open-alone", "cases:put-in-envelope", "cases:read-envelope"}
TEMPLATES = Path(cases.__file__).parent / "templates/cases"
#: What the matrix opens too early for its page to be there, each with how far the case is then.
FURTHER: dict[str, Callable[[Cast], Any]] = {
    "cases:name-assessors": at_assessment,
    "cases:note-told": settled,
    "cases:compare-assessments": both_handed_in,
    "cases:save-weighing": both_handed_in,
    "cases:withdraw-decision": lambda cast: at_decision(cast).candidate.case,
    "cases:decision": lambda cast: decided(cast).candidate.case,
    "cases:write-outcome": lambda cast: decided(cast).candidate.case,
    "cases:note-outcome-told": lambda cast: decided(cast).candidate.case,
}


def pages() -> list[str]:
    """Name every address of the room that gives a page, from the configuration itself."""
    found = sorted(one.name for one in addresses() if one.name.startswith("cases:"))
    return [name for name in found if not MATRIX[name].post and name not in PAPERS]


def looked_at(cast: Cast, name: str) -> list[str]:
    """Give the page of an address as each of those who gets in has it; all that was made for it is taken back."""
    shown: list[str] = []
    with transaction.atomic():
        takes = {"case": FURTHER[name](cast).pk} if name in FURTHER else MATRIX[name].takes(cast)
        for who in LOOKERS:
            if who in MATRIX[name].who:
                client = Client()
                sign_in(client, cast[who])
                answer = client.get(reverse(name, kwargs=takes))
                if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                    shown.append(answer.content.decode())
        transaction.set_rollback(True)
    return shown


def silent(pages_shown: list[str]) -> bool:
    """Tell whether one of these does not say who sees it."""
    return any(SAYS_SO not in one for one in pages_shown)


def test_every_page_says_who_sees_it(cast: Cast) -> None:
    seen = {name: looked_at(cast, name) for name in pages()}
    assert {name for name, shown in seen.items() if not shown} <= READ
    wrong = [name for name, shown in seen.items() if silent(shown)]
    assert not wrong, wrong


def sees_and_named(cast: Cast, name: str) -> tuple[set[str], set[str]] | None:
    """Give who gets a page and whom it names as those who see it; None of a page that names nobody."""
    with transaction.atomic():
        takes = {"case": FURTHER[name](cast).pk} if name in FURTHER else MATRIX[name].takes(cast)
        case = Case.objects.filter(pk=str(takes.get("case", UUID(int=0)))).first()
        if case is None:
            transaction.set_rollback(True)
            return None
        for who, part in (("colleague", "member"), ("outside_professional", "partner")):
            if not case.members.filter(person=cast[who]).exists():
                house = cast.here if part == "member" else cast.elsewhere
                until = date(2030, 1, 1) if part == "partner" else None
                case.members.create(
                    person=cast[who], organisation=house, part=part, added_at=NOW, accepted_at=NOW, until=until
                )
        gets, named = set(), None
        for who in cast.people:
            client = Client()
            sign_in(client, cast[who])
            answer = client.get(reverse(name, kwargs=takes))
            if answer.status_code == 200:
                gets.add(who)
                page = re.sub(r"\s+", " ", answer.content.decode())
                line = page.partition('<aside class="ca-who"')[2].partition("</aside>")[0]
                line = line.partition("</strong>")[2].partition(".")[0]  # who sees a page of his own comes after
                said = {one for one in cast.people if re.search(rf"\b{cast[one].name}\b", line)}
                named = said if named is None else named & said
        transaction.set_rollback(True)
    return (gets, named) if named else None


def not_so(found: Mapping[str, tuple[set[str], set[str]] | None]) -> dict[str, tuple[set[str], set[str]]]:
    """Give the pages that name others than who gets in."""
    return {name: one for name, one in found.items() if one is not None and one[0] != one[1]}


def test_whom_a_page_names_is_who_gets_in(cast: Cast) -> None:
    found = {name: sees_and_named(cast, name) for name in sorted(set(pages()) - READ)}
    assert sum(one is not None for one in found.values()) > 50
    assert not not_so(found)


def test_a_planted_page_that_names_a_partner_who_gets_nothing_is_found() -> None:
    assert list(not_so({"a": ({"lead"}, {"lead", "partner"}), "b": None, "c": ({"lead"}, {"lead"})})) == ["a"]


def test_the_page_of_a_decision_names_who_watches_over_his_conditions(cast: Cast) -> None:
    row = decided(cast, Outcome.CONDITIONS).candidate.case
    line = text_of(browser_of(cast), page_of("decision", row)).partition(SAYS_SO)[2]
    assert "Decision Maker ziet op een eigen bladzijde alleen de voorwaarden" in line


@pytest.mark.parametrize("name", sorted(READ))
def test_a_page_that_asks_for_more_says_so_in_its_template(name: str) -> None:
    template = TEMPLATES / f"{name.partition(':')[2].replace('-', '_')}.html"
    assert '{% include "cases/_who_' in template.read_text(encoding="utf-8")


def test_a_planted_page_without_the_line_is_found() -> None:
    assert silent([f"<p>{SAYS_SO} U.</p>", "<p>Een pagina.</p>"])


@pytest.mark.parametrize("name", ["stop-candidate", "begin-ending", "stop-sooner"])
def test_each_page_on_which_he_stops_says_that_his_household_may_stop_it(cast: Cast, name: str) -> None:
    begin: dict[str, Callable[[Cast], Case]] = {
        "stop-candidate": at_assessment,
        "begin-ending": working,
        "stop-sooner": ending,
    }
    row = begin[name](cast)
    shown = text_of(browser_of(cast), page_of(name, row))
    assert HOME in shown
    assert "reden" in shown.partition(HOME)[0].rpartition("<h1>")[2] + shown.partition(HOME)[2].partition("</ul>")[0]
