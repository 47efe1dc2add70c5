"""An archive or a law may ask for an assignment: that stays a while, and all about him goes on its day as ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.begun import complete
from tests.cases.test_candidate import with_candidate
from tests.cases.test_forgetting_ended import AGREEMENT_DAY, FILE_DAY, at, full
from tests.cases.test_holding import held
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.beginning import delete_case
from sleutelwerk.cases.actions.candidate import forget_silent_candidates, stop_candidate
from sleutelwerk.cases.actions.forgetting import remove_keyless
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.holding import Wanted, lift_hold, put_on_hold_by_code
from sleutelwerk.cases.actions.rights import Question, erase_candidate, note_request
from sleutelwerk.cases.models import (
    Agreement,
    Allowance,
    Candidate,
    CandidateKey,
    Case,
    CaseKey,
    Certificate,
    Contact,
    Hold,
)
from sleutelwerk.cases.models.vault import vault_of
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.queries.going import going_for
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.vault.models import Envelope

pytestmark = pytest.mark.django_db
EVE = AGREEMENT_DAY - timedelta(days=1)


def kept(cast: Cast, case: Case, day: date = EVE, days: int = 100) -> Hold:
    """Say as its lead that the archive wants the assignment."""
    return held(cast, case, "retain_arch", on=at(day), days=days)


def test_all_about_him_goes_and_the_assignment_stays_for_its_time(cast: Cast) -> None:
    case = full(cast)
    kept(cast, case, FILE_DAY - timedelta(days=1), days=30)
    forget_ended(now=at(FILE_DAY))
    assert not Contact.objects.exists()
    assert not Envelope.objects.exists()
    hold = kept(cast, case)
    assert forget_ended(now=at(AGREEMENT_DAY)) == 3
    for model in (Candidate, CandidateKey, Agreement, Allowance, Envelope):
        assert not model._default_manager.exists(), model
    row = Case.objects.get()
    assert vault_of(row.pk).open("assignment", bytes(row.assignment))["goal"]
    found = case_for(cast.actor("professional"), row.pk, today=AGREEMENT_DAY)
    assert found is not None
    assert found.held_until is None, "nothing of him is held"
    assert forget_ended(now=at(hold.until)) == 0
    lines = going_for(cast.actor("fg"), at(hold.until)).free
    assert [(one.what, one.due_on) for one in lines] == [("case", hold.until + timedelta(days=1))]
    assert forget_ended(now=at(hold.until + timedelta(days=1))) == 1
    assert not Case.objects.exists()
    assert not CaseKey.objects.exists()
    counts = [row.counts for row in Certificate.objects.order_by("number")]
    assert counts == [{"file": 1}, {"payment": 1, "agreement": 1, "name": 1}, {"case": 1}]


def test_it_goes_as_soon_as_somebody_else_lets_go(cast: Cast) -> None:
    case = full(cast)
    forget_ended(now=at(FILE_DAY))
    hold = kept(cast, case)
    forget_ended(now=at(AGREEMENT_DAY))
    with pytest.raises(NotAllowedError, match="zelf aan"):
        lift_hold(cast.actor("professional"), hold.pk, now=at(AGREEMENT_DAY))
    lift_hold(cast.actor("fg"), hold.pk, now=at(AGREEMENT_DAY))
    assert forget_ended(now=at(AGREEMENT_DAY)) == 1
    assert not Case.objects.exists()


def test_a_hold_keeps_what_stayed_as_well(cast: Cast) -> None:
    case = full(cast)
    forget_ended(now=at(FILE_DAY))
    hold = kept(cast, case)
    forget_ended(now=at(AGREEMENT_DAY))
    held(cast, case, "complaint", on=at(hold.until), days=40)
    assert going_for(cast.actor("fg"), at(hold.until)).free[0].waits == "Wordt vastgehouden"
    assert forget_ended(now=at(hold.until + timedelta(days=2))) == 0
    assert forget_ended(now=at(hold.until + timedelta(days=41))) == 1


def test_it_lasts_a_year_at_most(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="Langer dan een jaar"):
        kept(cast, full(cast), days=366)


def test_his_own_wish_takes_all_along(cast: Cast) -> None:
    case, lead = full(cast), cast.actor("professional")
    kept(cast, case, NOW.date())
    note_request(lead, case.pk, Question(Right.ERASE, NOW.date()), now=NOW)
    erase_candidate(lead, case.pk, now=NOW)
    assert not Case.objects.exists()


def test_when_he_stops_before_the_work_the_assignment_waits_for_somebody_else_as_ever(cast: Cast) -> None:
    case = with_candidate(cast).case
    kept(cast, case, NOW.date())
    stop_candidate(cast.actor("professional"), case.pk, now=NOW)
    assert Case.objects.get().stage == "candidate"
    assert Hold.objects.count() == 1


def test_it_keeps_nobody_who_did_not_say_yes(cast: Cast) -> None:
    case = with_candidate(cast).case
    kept(cast, case, NOW.date(), days=300)
    assert forget_silent_candidates(now=NOW + timedelta(days=40)) == 1
    assert not Candidate.objects.exists()
    assert Case.objects.exists()


def test_nobody_throws_it_away(cast: Cast) -> None:
    case = complete(cast)
    kept(cast, case, NOW.date())
    with pytest.raises(NotAllowedError, match="mag nu niets weg"):
        delete_case(cast.actor("professional"), case.pk, now=NOW)


def test_a_person_without_a_key_goes_and_his_assignment_stays(cast: Cast) -> None:
    case = full(cast)
    kept(cast, case, NOW.date())
    CandidateKey.objects.all().delete()
    assert remove_keyless(now=NOW) == 1
    assert not Candidate.objects.exists()
    row = Case.objects.get()
    assert (row.pk, row.stage) == (case.pk, "ending")


def test_who_watches_by_code_cannot_say_so(client: Client, cast: Cast) -> None:
    case = with_candidate(cast).case
    wanted = Wanted("retain_law", NOW.date() + timedelta(days=30))
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        put_on_hold_by_code(cast.actor("fg"), case.code, wanted, now=NOW)
    sign_in(client, cast["fg"])
    assert "retain_law" not in client.get(reverse("cases:hold-by-code")).content.decode()
    assert not Entry.objects.filter(kind="hold_put_on").exists()


def test_the_team_reads_what_stays_and_what_does_not(client: Client, cast: Cast) -> None:
    case = with_candidate(cast).case
    kept(cast, case, timezone.localdate())
    sign_in(client, cast["professional"])
    page = client.get(reverse("cases:hold-case", args=[case.pk])).content.decode()
    assert "De opdracht blijft" in page
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    told = client.post(
        reverse("cases:hold-case", args=[case.pk]), {"reason": "retain_law", "until": until}, follow=True
    ).content.decode()
    assert "Alles over hem gaat weg op de vaste dag. Vertel" in told
    assert "Er gaat niets weg</span>" not in page
    overview = client.get(reverse("cases:open-case", args=[case.pk])).content.decode()
    assert "Dit dossier wordt vastgehouden" not in overview
