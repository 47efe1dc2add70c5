"""When the FG's advice has passed, what runs goes on, nothing new begins, and whoever can mend it sees so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.agreed import his_yes, ready
from tests.cases.begun import TODAY, begun
from tests.cases.test_agreement import LATER
from tests.cases.test_overview import questions
from tests.cases.working import spoke, working
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.accounts.models import FgAdvice
from sleutelwerk.cases.actions import agreement as do
from sleutelwerk.cases.rules.agreement import may_take_effect
from sleutelwerk.core.verdict import ALLOWED, NotAllowedError, refused

HEADING = "Er is geen geldig advies van de FG"


@pytest.fixture
def cast(db: None, settings: LazySettings) -> Cast:
    """Give everybody, of whom the FG gave an advice that still holds when things begin."""
    found = make_cast()
    FgAdvice.objects.create(
        organisation=found.here, given_by=found["fg"], given_at=NOW, dpia_date=TODAY - timedelta(days=200),
        residual_risk="low",
        prior_consultation="not_needed", valid_until=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    settings.PRODUCTION = True
    return found


def passes(cast: Cast) -> None:
    """Let the advice come to its end."""
    FgAdvice.objects.filter(organisation=cast.here).update(valid_until=TODAY - timedelta(days=1))


def seen(cast: Cast, person: str, address: str) -> str:
    """Give what somebody reads at an address."""
    client = Client()
    sign_in(client, cast[person])
    return client.get(address).content.decode()


def test_a_new_agreement_waits_and_what_holds_goes_on() -> None:
    assert may_take_effect(ALLOWED)
    verdict = may_take_effect(refused("Het advies is verlopen."))
    assert not verdict
    assert verdict.reason.startswith("Het advies is verlopen.")
    assert "Wat al geldt, gaat door" in verdict.reason


def test_neither_yes_makes_an_agreement_hold_without_advice(cast: Cast) -> None:
    row = ready(cast)
    case, actor = row.candidate.case_id, cast.actor("professional")
    passes(cast)
    with pytest.raises(NotAllowedError, match=r"verlopen\. Nieuwe afspraken wachten"):
        do.say_our_yes(actor, case, row.fingerprint, now=NOW)
    with pytest.raises(NotAllowedError, match=r"verlopen\. Nieuwe afspraken wachten"):
        do.note_his_yes(actor, case, his_yes(cast, row), now=LATER)
    row.refresh_from_db()
    assert (row.our_yes_at, row.his_yes_on, row.active_from) == (None, None, None)
    FgAdvice.objects.update(valid_until=TODAY + timedelta(days=90))
    do.say_our_yes(actor, case, row.fingerprint, now=NOW)
    assert do.note_his_yes(actor, case, his_yes(cast, row), now=LATER).active_from == LATER


def test_the_work_of_a_case_that_runs_goes_on(cast: Cast) -> None:
    row = working(cast)
    passes(cast)
    assert spoke(cast, row).candidate.case_id == row.pk
    with pytest.raises(NotAllowedError, match="verlopen"):
        begun(cast)


def test_the_page_of_a_case_says_what_waits_and_what_goes_on(cast: Cast) -> None:
    row = working(cast)
    address = reverse("cases:open-case", args=[row.pk])
    assert HEADING not in seen(cast, "professional", address)
    passes(cast)
    page = seen(cast, "colleague", address)
    assert HEADING in page
    assert "Bel uw FG" in page


@pytest.mark.parametrize(
    ("person", "says"),
    [("professional", HEADING), ("administrator", HEADING), ("fg", "Uw advies is verlopen")],
)
def test_whoever_can_mend_it_reads_it_where_he_begins(cast: Cast, person: str, says: str) -> None:
    working(cast)
    assert says not in seen(cast, person, "/mijn/")
    passes(cast)
    assert says in seen(cast, person, "/mijn/")


@pytest.mark.parametrize("person", ["facilitator", "content_owner", "outside_professional", "decision_maker"])
def test_nobody_else_is_told_of_a_case_by_it(cast: Cast, person: str) -> None:
    working(cast)
    passes(cast)
    assert HEADING not in seen(cast, person, "/mijn/")


def test_outside_production_nothing_waits(cast: Cast, settings: LazySettings) -> None:
    settings.PRODUCTION = False
    passes(cast)
    row = ready(cast)
    assert do.say_our_yes(cast.actor("professional"), row.candidate.case_id, row.fingerprint, now=NOW).our_yes_at == NOW
    assert HEADING not in seen(cast, "administrator", "/mijn/")


def test_looking_whether_it_holds_keeps_the_page_of_a_case_within_its_questions(cast: Cast) -> None:
    row = working(cast)
    spoke(cast, row)
    client = Client()
    sign_in(client, cast["professional"])
    client.get("/dossiers/")
    questions(client, row)
    assert questions(client, row) <= 12
