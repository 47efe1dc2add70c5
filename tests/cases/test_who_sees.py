"""Every page of the room says who can see it, and both pages on which he stops say that his household may stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

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
from tests.people import Cast, sign_in

from sleutelwerk import cases
from sleutelwerk.cases.models import Case

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
