"""Two people look at what goes before its day, by code only; on its day it goes, and a certificate tells of it."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from tests.cases.test_ending import ended
from tests.cases.test_forgetting_ended import AGREEMENT_DAY, FILE_DAY, PAYMENT_DAY, at, full
from tests.cases.test_holding import held
from tests.paper import breaches
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.batches import confirm_batch, propose_batch
from sleutelwerk.cases.actions.certificates import look_afterwards
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.rights import Question, erase_candidate, note_request
from sleutelwerk.cases.documents.certificate import certificate_pdf
from sleutelwerk.cases.models import Batch, BatchItem, Candidate, Case, Certificate
from sleutelwerk.cases.queries.certificates import certificate_for, certificates_for, unlooked
from sleutelwerk.cases.queries.going import going_for, waits_for_second
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
LISTED = FILE_DAY - timedelta(days=14)


def proposed(cast: Cast, day: date, who: str = "fg") -> Batch:
    """Propose all that is on the list, as somebody who saw it."""
    actor = cast.actor(who)
    return propose_batch(actor, going_for(actor, at(day)).fingerprint, now=at(day))


def confirmed(cast: Cast, day: date) -> Batch:
    """Let two people look."""
    return confirm_batch(cast.actor("security_officer"), proposed(cast, day).pk, now=at(day))


def test_it_is_listed_two_weeks_before_by_code_only(cast: Cast) -> None:
    case = full(cast)
    watches = cast.actor("security_officer")
    assert going_for(watches, at(LISTED - timedelta(days=1))).free == []
    line = going_for(watches, at(LISTED)).free[0]
    assert (line.code, line.what, line.due_on, line.count, line.waits) == (case.code, "file", FILE_DAY, 1, "")
    for who in ("professional", "administrator", "outside_fg", "decision_maker"):
        assert going_for(cast.actor(who), at(LISTED)).free == [], who


def test_papers_are_listed_on_their_own_day(cast: Cast) -> None:
    full(cast)
    forget_ended(now=at(FILE_DAY))
    watches = cast.actor("fg")
    lines = going_for(watches, at(PAYMENT_DAY - timedelta(days=3))).free
    assert [(one.what, one.due_on) for one in lines] == [("payment", PAYMENT_DAY)]
    forget_ended(now=at(PAYMENT_DAY))
    lines = going_for(watches, at(AGREEMENT_DAY - timedelta(days=14))).free
    assert [(one.what, one.due_on) for one in lines] == [("agreement", AGREEMENT_DAY)]


def test_an_exercise_is_not_on_it_and_has_no_certificate(cast: Cast) -> None:
    full(cast)
    Case.objects.update(practice=True)
    assert going_for(cast.actor("fg"), at(FILE_DAY)).free == []
    assert forget_ended(now=at(FILE_DAY)) == 1
    assert not Certificate.objects.exists()
    assert Entry.objects.filter(kind="ended_forgotten").count() == 1


def test_one_proposes_and_another_confirms(cast: Cast) -> None:
    full(cast)
    batch = proposed(cast, LISTED)
    assert waits_for_second(cast.actor("fg")) == 0
    assert waits_for_second(cast.actor("security_officer")) == 1
    assert waits_for_second(cast.actor("professional")) == 0
    with pytest.raises(NotAllowedError, match="zelf voor"):
        confirm_batch(cast.actor("fg"), batch.pk, now=at(LISTED))
    for who in ("professional", "outside_fg"):
        with pytest.raises(NotAllowedError, match="is er niet"):
            confirm_batch(cast.actor(who), batch.pk, now=at(LISTED))
    row = confirm_batch(cast.actor("security_officer"), batch.pk, now=at(LISTED))
    assert row.confirmed_mark != row.proposed_mark
    with pytest.raises(NotAllowedError, match="al bevestigd"):
        confirm_batch(cast.actor("security_officer"), batch.pk, now=at(LISTED))
    assert Entry.objects.filter(kind__in=("batch_proposed", "batch_confirmed")).count() == 2
    assert forget_ended(now=at(LISTED)) == 0, "looking never makes anything go sooner"


def test_the_database_wants_two_people_as_well(cast: Cast) -> None:
    row = Batch(
        organisation=cast.here, proposed_by=cast["fg"], confirmed_by=cast["fg"], proposed_at=NOW, confirmed_at=NOW,
        proposed_role="fg", proposed_mark="user:1", confirmed_role="fg", confirmed_mark="user:2",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.confirmed_by, row.confirmed_mark = cast["security_officer"], "user:1"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.confirmed_mark = "user:2"
    row.save()


def test_who_proposes_must_have_seen_what_is_there_now(cast: Cast) -> None:
    full(cast)
    actor = cast.actor("fg")
    with pytest.raises(NotAllowedError, match="niets om voor te stellen"):
        propose_batch(actor, "", now=NOW)
    saw = going_for(actor, at(LISTED)).fingerprint
    ended(cast)
    with pytest.raises(NotAllowedError, match="intussen veranderd"):
        propose_batch(actor, saw, now=at(LISTED))
    with pytest.raises(NotAllowedError, match="toezicht"):
        propose_batch(cast.actor("professional"), saw, now=at(LISTED))


def test_on_its_day_it_goes_and_the_certificate_names_both_functions(cast: Cast) -> None:
    full(cast)
    confirmed(cast, LISTED)
    assert forget_ended(now=at(FILE_DAY)) == 1
    row = Certificate.objects.get()
    assert (row.number, row.destroyed_on, row.counts, row.terms_version) == (1, FILE_DAY, {"file": 1}, 1)
    assert row.grounds == {"file": ["19.1.9"]}
    assert (row.proposed_role, row.confirmed_role) == ("fg", "security_officer")
    assert row.looked_before
    entry = Entry.objects.get(kind="ended_forgotten")
    assert row.entries == [entry.number]
    assert row.entries_hash == sha256(bytes(entry.hash).hex().encode()).hexdigest()
    assert unlooked(cast.actor("fg")) == 0


@pytest.mark.parametrize("proposes", [True, False])
def test_when_nobody_looked_it_goes_all_the_same_and_the_fg_sees_it(cast: Cast, proposes: bool) -> None:
    full(cast)
    if proposes:
        proposed(cast, LISTED)
    assert forget_ended(now=at(FILE_DAY)) == 1
    row = Certificate.objects.get()
    assert (bool(row.proposed_mark), row.confirmed_mark) == (proposes, "")
    assert unlooked(cast.actor("fg")) == 1
    assert unlooked(cast.actor("security_officer")) == 0
    with pytest.raises(NotAllowedError, match="kijkt de FG"):
        look_afterwards(cast.actor("security_officer"), row.pk, now=at(FILE_DAY))
    with pytest.raises(NotAllowedError, match="is er niet"):
        look_afterwards(cast.actor("outside_fg"), row.pk, now=at(FILE_DAY))
    look_afterwards(cast.actor("fg"), row.pk, now=at(FILE_DAY))
    assert unlooked(cast.actor("fg")) == 0
    with pytest.raises(NotAllowedError, match="al naar gekeken"):
        look_afterwards(cast.actor("fg"), row.pk, now=at(FILE_DAY))


def test_what_was_looked_at_needs_no_look_afterwards(cast: Cast) -> None:
    full(cast)
    confirmed(cast, LISTED)
    forget_ended(now=at(FILE_DAY))
    with pytest.raises(NotAllowedError, match="vooraf al twee"):
        look_afterwards(cast.actor("fg"), Certificate.objects.get().pk, now=at(FILE_DAY))


def test_a_hold_goes_before_a_batch_and_the_batch_counts_when_it_goes_later(cast: Cast) -> None:
    case = full(cast)
    confirmed(cast, LISTED)
    hold = held(cast, case, on=at(LISTED), days=60)
    line = going_for(cast.actor("fg"), at(FILE_DAY)).batches[0].lines[0]
    assert line.waits == "Wordt vastgehouden"
    assert forget_ended(now=at(FILE_DAY)) == 0
    assert forget_ended(now=at(hold.until + timedelta(days=1))) == 1
    assert Certificate.objects.get().looked_before


def test_a_batch_goes_with_the_last_of_it(cast: Cast) -> None:
    full(cast)
    ended(cast)
    batch = confirmed(cast, LISTED)
    assert batch.items.count() == 2
    assert forget_ended(now=at(FILE_DAY)) == 2
    assert not Batch.objects.exists()
    assert not BatchItem.objects.exists()
    row = Certificate.objects.get()
    assert (row.counts, len(row.entries), row.batch) == ({"file": 2}, 2, batch.pk)


def test_what_he_wants_gone_leaves_the_list(cast: Cast) -> None:
    case = full(cast)
    confirmed(cast, LISTED)
    lead = cast.actor("professional")
    note_request(lead, case.pk, Question(Right.ERASE, LISTED), now=at(LISTED))
    erase_candidate(lead, case.pk, now=at(LISTED))
    assert not Case.objects.exists()
    assert forget_ended(now=at(FILE_DAY)) == 0
    assert not Batch.objects.exists()
    assert not Certificate.objects.exists()


def test_the_last_papers_take_the_case_along_on_one_certificate(cast: Cast) -> None:
    full(cast)
    forget_ended(now=at(FILE_DAY))
    forget_ended(now=at(PAYMENT_DAY))
    confirmed(cast, AGREEMENT_DAY - timedelta(days=5))
    assert forget_ended(now=at(AGREEMENT_DAY)) == 2
    assert not Case.objects.exists()
    last = Certificate.objects.order_by("-number").first()
    assert last is not None
    assert (last.number, last.counts, last.looked_before) == (3, {"agreement": 1, "case": 1}, True)
    assert last.grounds["agreement"] == ["16.1"]


def test_a_certificate_tells_nothing_of_anybody(cast: Cast) -> None:
    case = full(cast)
    candidate = Candidate.objects.get()
    confirmed(cast, LISTED)
    forget_ended(now=at(FILE_DAY))
    one = certificates_for(cast.actor("fg"))[0]
    said = serializers.serialize("json", [one.row]) + str(one)
    for word in (
        case.code, str(case.pk), str(candidate.pk), candidate.pseudonym, cast["fg"].name, cast["fg"].email,
        str(cast["fg"].pk), str(cast["security_officer"].pk),
    ):  # fmt: skip
        assert word not in said
    assert certificates_for(cast.actor("professional")) == []
    assert certificate_for(cast.actor("outside_fg"), one.row.pk) is None


def test_the_paper_is_made(cast: Cast) -> None:
    full(cast)
    forget_ended(now=at(FILE_DAY))
    look_afterwards(cast.actor("fg"), Certificate.objects.get().pk, now=at(FILE_DAY))
    one = certificates_for(cast.actor("fg"))[0]
    assert breaches(certificate_pdf(one, now=at(FILE_DAY))) == []
