"""An assignment in which nobody is: its day, the list, the certificate, and what makes it wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cases.begun import TODAY, at_assessment, begun, complete, seen_by, settled
from tests.cases.engine.test_retention import TERMS
from tests.cases.test_contact_pages import browser_of
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.assignment import Changes, save_assignment
from sleutelwerk.cases.actions.batches import confirm_batch, propose_batch
from sleutelwerk.cases.actions.candidate import stop_candidate
from sleutelwerk.cases.actions.forgetting_ended import forget_ended
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.engine.retention import Result
from sleutelwerk.cases.models import BatchItem, Case, CaseKey, Certificate, RightsRequest
from sleutelwerk.cases.queries.attention import assignment_goes_soon
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.going import going, going_for
from sleutelwerk.cases.queries.preview import COUNTED
from sleutelwerk.cases.queries.rights import lock_to_ask_anew, long_locks
from sleutelwerk.cases.rules.assignment import alone_until
from sleutelwerk.cases.rules.ending import Gone
from sleutelwerk.cases.rules.rights import Asked, Right, due_on

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=365)
#: The term of the assignments of these tests ends on 31 December 2027.
GOES = date(2028, 12, 31)


def at(day: date) -> datetime:
    """Give a moment of a day."""
    return NOW + (day - TODAY)


def opened(cast: Cast, row: Case, who: str = "professional") -> OpenCase:
    """Give a case as somebody of its team sees it."""
    found = seen_by(cast, who, row)
    assert found is not None
    return found


def test_it_counts_from_the_last_change_or_the_end_and_never_beyond_the_longest() -> None:
    assert alone_until(TODAY, None, TERMS) == date(2027, 11, 27)
    assert alone_until(TODAY, date(2026, 1, 1), TERMS) == date(2027, 11, 27)
    assert alone_until(TODAY, date(2027, 12, 31), TERMS) == GOES
    assert alone_until(TODAY, date(2100, 1, 1), TERMS) == date(2029, 11, 27)


def test_terms_of_before_have_no_rule_for_it() -> None:
    before = replace(TERMS, rules=tuple(one for one in TERMS.rules if one.id != Result.ASSIGNMENT))
    assert not before.knows(Result.ASSIGNMENT)
    assert alone_until(TODAY, None, before) is None
    assert Result.ASSIGNMENT in COUNTED


def test_it_goes_on_its_day_with_its_key_and_a_certificate(cast: Cast) -> None:
    row, young = begun(cast), begun(cast)
    Case.objects.filter(pk=young.pk).update(changed_at=NOW + 2 * DAY)
    day = date(2027, 11, 27)
    assert forget_ended(now=at(day - DAY)) == 0
    assert forget_ended(now=at(day)) == 1
    assert list(Case.objects.values_list("pk", flat=True)) == [young.pk]
    assert not CaseKey.objects.filter(case=row.pk).exists()
    proof = Certificate.objects.get()
    assert proof.counts == {Gone.ASSIGNMENT: 1}
    assert Entry.objects.filter(kind="ended_forgotten", actor=None).count() == 1


def test_it_stands_on_the_list_before_and_two_people_look(cast: Cast) -> None:
    row = settled(cast)
    soon = at(GOES - 10 * DAY)
    assert [(one.case, one.what, one.due_on) for one in going(cast.here.pk, soon)] == [(row.pk, Gone.ASSIGNMENT, GOES)]
    assert going(cast.here.pk, at(GOES - 30 * DAY)) == []
    batch = propose_batch(cast.actor("fg"), going_for(cast.actor("fg"), soon).fingerprint, now=soon)
    confirm_batch(cast.actor("security_officer"), batch.pk, now=soon)
    assert forget_ended(now=at(GOES)) == 1
    assert Certificate.objects.get().looked_before
    assert not BatchItem.objects.exists()


def test_a_change_or_somebody_who_stops_begins_it_anew_and_a_candidate_stops_it(cast: Cast) -> None:
    row, looked_for = complete(cast), at_assessment(cast)
    later = at(TODAY + 400 * DAY)
    Case.objects.update(ends_on=None, starts_on=None)
    save_assignment(cast.actor("professional"), row.pk, Changes(texts={"area": "Gemeente Daar"}), now=later)
    assert forget_ended(now=later) == 0
    stop_candidate(cast.actor("professional"), looked_for.pk, now=later)
    assert forget_ended(now=later + 100 * DAY) == 0
    assert forget_ended(now=later + 366 * DAY) == 2


def test_an_exercise_goes_in_its_own_way(cast: Cast) -> None:
    begun(cast, practice=True)
    assert going(cast.here.pk, at(TODAY + YEAR)) == []


def test_its_team_is_told_two_weeks_before(cast: Cast) -> None:
    found = opened(cast, settled(cast))
    lead = cast.actor("professional")
    assert [assignment_goes_soon(lead, found, day) for day in (GOES - 15 * DAY, GOES - 14 * DAY)] == [False, True]
    assert not assignment_goes_soon(cast.actor("fg"), found, GOES)
    assert not assignment_goes_soon(lead, opened(cast, at_assessment(cast)), GOES)


def test_its_page_says_on_which_day_it_goes_and_how_it_stays(cast: Cast) -> None:
    row, near = settled(cast), timezone.localdate() + 10 * DAY
    browser, page = browser_of(cast, "professional"), reverse("cases:open-case", args=[row.pk])
    assert "Deze opdracht gaat weg op" not in browser.get(page).content.decode()
    Case.objects.filter(pk=row.pk).update(
        changed_at=timezone.now() - YEAR + 10 * DAY, starts_on=near - 2 * YEAR, ends_on=near - YEAR
    )
    shown = browser.get(page).content.decode()
    assert "Deze opdracht gaat weg op" in shown
    assert "Kies hieronder ‘Wijzig de opdracht’" in shown
    shown = browser.post(reverse("cases:reopen-assignment", args=[row.pk]), follow=True).content.decode()
    assert "Deze opdracht gaat weg op" not in shown
    assert "Stel de opdracht vast" not in shown
    assert "De termijn van de opdracht is voorbij." in shown
    assert reverse("cases:save-assignment", args=[row.pk, "profiel-en-termijn"]) in shown
    Case.objects.filter(pk=row.pk).update(starts_on=timezone.localdate(), ends_on=near)
    assert "Stel de opdracht vast" in browser.get(page).content.decode()


# what stands locked for long


def yearly() -> Iterator[tuple[date, bool, bool]]:
    """Give days with whether it is long, and whether it is time to ask him."""
    yield TODAY + YEAR - DAY, False, False
    yield TODAY + YEAR, True, True
    yield TODAY + YEAR + 27 * DAY, True, True
    yield TODAY + YEAR + 28 * DAY, True, False
    yield date(2028, 11, 26), True, False
    yield date(2028, 11, 27), True, True
    yield date(2029, 1, 5), True, False


@pytest.mark.parametrize(("day", "long", "ask"), list(yearly()))
def test_a_lock_never_lapses_and_he_is_asked_each_year(day: date, *, long: bool, ask: bool) -> None:
    lock = Asked(Right.RESTRICT, TODAY, due_on(TODAY), answered_on=TODAY)
    assert (lock.long_on_lock(day), lock.to_ask_anew(day), lock.locks) == (long, ask, True)
    assert not replace(lock, lifted_on=TODAY).long_on_lock(day)
    assert not replace(lock, right=Right.OBJECT, answered_on=None).to_ask_anew(day)


def test_the_fg_and_the_team_see_a_lock_of_more_than_a_year(cast: Cast) -> None:
    row = at_assessment(cast)
    lead = cast.actor("professional")
    assert not lock_to_ask_anew(lead, opened(cast, row), TODAY)
    note_request(lead, row.pk, Question(Right.RESTRICT, TODAY), now=NOW)
    found = opened(cast, row)
    assert lock_to_ask_anew(lead, found, TODAY + YEAR)
    assert not lock_to_ask_anew(lead, found, TODAY + 300 * DAY)
    assert long_locks(cast.here.pk, TODAY) == []
    assert long_locks(cast.here.pk, TODAY + YEAR) == [row.code]
    assert long_locks(cast.elsewhere.pk, TODAY + YEAR) == []
    RightsRequest.objects.update(received_on=timezone.localdate() - 2 * YEAR)
    shown = browser_of(cast, "fg").get(reverse("home:audit-trail")).content.decode()
    assert "Langer dan een jaar op slot" in shown
    assert row.code in shown
