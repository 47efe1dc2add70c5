"""What the pages of those who watch are made of: entries, who looked, what stands out, what goes when."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.audit.trails import CASE_CHANGED, CASE_READ, EVENTS, NOW, SIGNED_IN, fill, write

from sleutelwerk.audit.actions import record, verify_trail
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.events import ENTRIES_PURGED
from sleutelwerk.audit.queries import Forecast, Wanted, alarms, entries_of, known_events, looks_at, pseudonym
from sleutelwerk.audit.queries import retention_forecast as forecast
from sleutelwerk.audit.rules.alarms import AlarmKind, Limits
from sleutelwerk.core.events import Event, Retention

pytestmark = pytest.mark.django_db

LOOKED = Event("audit_looked", Retention.ACCESS, "Er is gekeken.")
REFUSED = Event("audit_refused", Retention.ACCESS, "Er is geweigerd.", refusal=True)


@pytest.fixture(autouse=True)
def events(monkeypatch: pytest.MonkeyPatch) -> dict[str, Event]:
    """The events of these tests, wherever they are asked for."""
    known = EVENTS | {event.name: event for event in (LOOKED, REFUSED)}
    for module in ("entries", "oversight"):
        monkeypatch.setattr(f"sleutelwerk.audit.queries.{module}.known_events", lambda: known)
    return known


def test_a_page_has_the_newest_first_and_costs_one_question(
    chain: uuid.UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(chain, 120)
    with django_assert_num_queries(1):
        first = entries_of(chain)
    assert [entry.number for entry in first.entries] == list(range(120, 70, -1))
    assert first.has_next
    last = entries_of(chain, page=3)
    assert [entry.number for entry in last.entries] == list(range(20, 0, -1))
    assert not last.has_next
    assert entries_of(chain, page=0).number == 1
    assert entries_of(uuid.uuid4()).entries == ()


def test_entries_are_found_by_time_kind_person_and_subject(chain: uuid.UUID) -> None:
    actor, subject = uuid.uuid4(), pseudonym("case", 1)
    write(chain, CASE_READ, NOW - timedelta(days=2))
    details = Details(fields=("state",), counts={"documents": 2})
    record(chain=chain, kind=CASE_CHANGED, actor=actor, subject=subject, now=NOW, details=details)
    write(chain, SIGNED_IN, NOW + timedelta(days=1))

    def numbers(wanted: Wanted) -> list[int]:
        return [entry.number for entry in entries_of(chain, wanted=wanted).entries]

    assert numbers(Wanted(since=NOW)) == [3, 2]
    assert numbers(Wanted(until=NOW)) == [1]
    assert numbers(Wanted(kinds=["case_read", "signed_in"])) == [3, 1]
    assert numbers(Wanted(actor=actor)) == [2]
    assert numbers(Wanted(subject=subject, since=NOW, until=NOW + timedelta(hours=1))) == [2]
    assert numbers(Wanted(kinds=[])) == []
    (found,) = entries_of(chain, wanted=Wanted(actor=actor)).entries
    assert (found.at, found.kind, found.event, found.actor, found.subject) == (
        NOW,
        "case_changed",
        CASE_CHANGED,
        actor,
        subject,
    )
    assert found.more == {"fields": ["state"], "counts": {"documents": 2}, "via": "page"}


def test_an_event_that_nobody_knows_any_more_is_still_shown(chain: uuid.UUID) -> None:
    write(chain, Event("cow_milked", Retention.CHANGE, "Een koe is gemolken."))
    (found,) = entries_of(chain).entries
    assert (found.kind, found.event) == ("cow_milked", None)


def test_who_looked_at_a_subject(chain: uuid.UUID) -> None:
    mine, other = pseudonym("case", 1), pseudonym("case", 2)
    for kind, subject in ((CASE_READ, mine), (CASE_CHANGED, mine), (CASE_READ, other), (CASE_READ, mine)):
        record(chain=chain, kind=kind, actor=None, subject=subject, now=NOW)
    record(chain=uuid.uuid4(), kind=CASE_READ, actor=None, subject=mine, now=NOW)
    assert [entry.number for entry in looks_at(chain, [mine])] == [4, 1]
    assert [entry.number for entry in looks_at(chain, [mine, other], limit=2)] == [4, 3]
    assert looks_at(chain, [mine], since=NOW + timedelta(seconds=1)) == ()


def test_alarms_come_from_the_trail_itself(chain: uuid.UUID) -> None:
    reader, thief = uuid.uuid4(), uuid.uuid4()
    for place in range(6):
        at = NOW - timedelta(minutes=place)
        record(chain=chain, kind=LOOKED, actor=thief, subject=pseudonym("case", place), now=at)
        record(chain=chain, kind=LOOKED, actor=reader, subject=pseudonym("case", 1), now=at)
        record(chain=chain, kind=REFUSED, actor=None, now=at)
    record(chain=chain, kind=LOOKED, actor=reader, subject=pseudonym("case", 1), now=NOW - timedelta(hours=9))
    record(chain=chain, kind=LOOKED, actor=thief, now=NOW - timedelta(days=8, hours=9))
    found = alarms(chain, now=NOW, limits=Limits(subjects_an_hour=5, refusals_a_quarter=5))
    assert [(alarm.kind, alarm.actor, alarm.count) for alarm in found] == [
        (AlarmKind.REFUSAL_PEAK, None, 6),
        (AlarmKind.MASS_READING, str(thief), 6),
        (AlarmKind.ODD_HOURS, str(reader), 1),
    ]
    assert alarms(chain, now=NOW) == found[2:], "the usual limits are wider"
    assert len(alarms(chain, now=NOW, since=NOW - timedelta(days=9))) == 2


def test_the_forecast_tells_what_goes_when(chain: uuid.UUID, events: dict[str, Event]) -> None:
    term = timedelta(days=183)
    for at in (NOW - term - timedelta(days=1), NOW - term + timedelta(days=10), NOW):
        write(chain, SIGNED_IN, at)
    write(chain, ENTRIES_PURGED)
    write(chain, Event("cow_milked", Retention.CHANGE, ""))
    found = {one.retention: one for one in forecast(chain, NOW)}
    first = NOW - timedelta(days=1)
    assert found[Retention.SIGN_IN] == Forecast(Retention.SIGN_IN, 183, 3, 1, 1, first)
    assert found[Retention.CHANGE] == Forecast(Retention.CHANGE, 2555, 0, 0, 0, None)
    assert found[Retention.DESTRUCTION] == Forecast(Retention.DESTRUCTION, None, 1, 0, 0, None)
    assert found[None] == Forecast(None, None, 1, 0, 0, None)
    shorter = {one.retention: one for one in forecast(chain, NOW, terms={Retention.SIGN_IN: 1}, events=events)}
    assert shorter[Retention.SIGN_IN].due == 2


def test_a_run_of_verifying_can_be_read_back(chain: uuid.UUID) -> None:
    write(chain)
    verify_trail(actor=None, chain=chain, now=NOW)
    assert known_events()["trail_verified"].retention is Retention.CHANGE
    assert entries_of(chain).entries[0].more["counts"] == {"length": 1, "uncovered": 1}
