"""Signals of two cases never come together: not on a page, not in a count, whoever looks and however alike they are."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.access.addresses import addresses
from tests.cases.searching import words_in
from tests.cases.test_register import LEAVES, lists, seen
from tests.cases.working import working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.actions.theme_signals import Heard, note_signal
from sleutelwerk.cases.models import Case

pytestmark = pytest.mark.django_db
#: Of one theme and one area, so that whatever gathers by these would find both.
THEME = "school"
WORDS = ("Ouders zoeken hulp bij het huiswerk.", "Kinderen blijven thuis zonder briefje.")
#: A count of them, in words or figures.
_COUNTED = re.compile(r"\b(?:2|twee) signalen\b", re.IGNORECASE)


def both(cast: Cast) -> list[Case]:
    """Give two cases of one team, each with a signal on the same theme."""
    cases = [working(cast, profile="waarnemer") for _ in WORDS]
    for case, words in zip(cases, WORDS, strict=True):
        note_signal(cast.actor("professional"), case.pk, Heard(THEME, words), now=NOW)
    return cases


def pages_of(case: Case) -> list[str]:
    """Give every address of one case that takes no more than the case."""
    taking = [one for one in addresses() if one.takes == ("case",) and one.name not in LEAVES]
    return sorted({reverse(one.name, kwargs={"case": case.pk}) for one in taking})


@pytest.mark.exhaustive
@pytest.mark.parametrize("who", ["professional", "fg", "security_officer", "administrator"])
def test_no_list_no_search_and_no_download_shows_any(client: Client, cast: Cast, who: str) -> None:
    both(cast)
    sign_in(client, cast[who])
    searches = [f"{reverse(name)}?q=ouders" for name in ("knowledge:search", "home:audit-entries")]
    for address in [*lists(), *searches]:
        answer = seen(client, address)
        assert words_in(answer, WORDS) == set(), address
        assert not _COUNTED.search(answer.decode("utf-8", "replace")), address


def test_the_pages_of_a_case_show_its_own_only(client: Client, cast: Cast) -> None:
    cases = both(cast)
    sign_in(client, cast["professional"])
    for case, own in zip(cases, WORDS, strict=True):
        shown = {address: words_in(seen(client, address), WORDS) for address in pages_of(case)}
        assert {address for address, found in shown.items() if found - {own}} == set()
        assert reverse("cases:signals", kwargs={"case": case.pk}) in {one for one, found in shown.items() if found}


def test_the_export_of_the_trail_holds_none(client: Client, cast: Cast) -> None:
    both(cast)
    sign_in(client, cast["fg"])
    packed = client.post(reverse("home:export-trail")).getvalue()
    assert packed.startswith(b"PK")
    assert words_in(packed, WORDS) == set()
