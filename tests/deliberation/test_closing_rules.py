"""Who closes, when a record is final, how long it is checked and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sleutelwerk.deliberation.engine.report import Part
from sleutelwerk.deliberation.engine.session.state import Role, Session
from sleutelwerk.deliberation.rules.closing import (
    Concept,
    check_ends,
    is_over,
    kept_until,
    may_be_final,
    may_close,
    may_edit,
    may_strike,
    soft_points,
)

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ALL = {
    "dissenting_view": [{"entry": "", "dissenting_view": "wacht"}],
    "remaining_doubt": [{"entry": "", "remaining_doubt": "of hij durft"}],
    "decision": [{"entry": "", "conclusion": "doen"}],
    "decider": [{"entry": "", "decider": "manager"}],
}
REPORT = Concept(body=ALL, is_note=False, final=False, check_until=NOW, alone=False)
NOTE = replace(REPORT, is_note=True)


@pytest.mark.parametrize(
    ("session", "role", "may"),
    [
        (Session(leading="a"), Role.FACILITATOR, True),
        (Session(leading="b"), Role.FACILITATOR, False),
        (Session(leading="b", finished=True), Role.FACILITATOR, True),
        (Session(leading="a", finished=True), Role.PARTICIPANT, False),
    ],
)
def test_may_close(session: Session, role: Role, *, may: bool) -> None:
    """The desk that leads; once it is finished each desk; never a phone."""
    verdict = may_close(session, "a", role)
    assert bool(verdict) is may
    assert bool(verdict.reason) is not may


@pytest.mark.parametrize(("days", "given"), [(7, 7), (2, 2), (10, 10), (0, 2), (400, 10)])
def test_check_ends(days: int, given: int) -> None:
    """From two to ten days, so always before what was written goes."""
    assert check_ends(NOW, days) == NOW + timedelta(days=given)


def test_may_edit() -> None:
    """Until it is final."""
    assert may_edit(REPORT)
    assert not may_edit(replace(REPORT, final=True))


@pytest.mark.parametrize(
    ("concept", "why"),
    [
        (REPORT, ""),
        (replace(REPORT, final=True), "verandert niet meer"),
        (replace(REPORT, body={}), "er anders over dacht"),
        (replace(REPORT, body={**ALL, "dissenting_view": []}), "er anders over dacht"),
        (replace(REPORT, body={**ALL, "remaining_doubt": []}), "twijfel bleef"),
        (replace(REPORT, body={"said_none": ["dissenting_view"]}), "twijfel bleef"),
        (replace(REPORT, body={"said_none": ["remaining_doubt"]}), "er anders over dacht"),
        (replace(REPORT, body={"said_none": ["dissenting_view", "remaining_doubt"]}), ""),
        (replace(REPORT, body={**ALL, "dissenting_view": [], "said_none": ["dissenting_view"]}), ""),
        # what was said under one heading says neither of the two
        (replace(REPORT, body={"dissent": [{"entry": "", "dissent": "twijfel"}], "said_none": []}), "anders over"),
        (replace(REPORT, check_until=NOW + timedelta(seconds=1)), "nog nalezen"),
        (replace(REPORT, check_until=NOW + timedelta(seconds=1), alone=True), ""),
        (replace(REPORT, check_until=None), ""),
        (NOTE, ""),
        (replace(NOTE, body={}), "geen besluit, advies of afspraak"),
        (replace(NOTE, body={"our_advice": [{"entry": "", "conclusion": "doen"}]}), ""),
        (replace(NOTE, body={"actions": [{"entry": ""}]}), ""),
        (replace(NOTE, body={"decision": [{"entry": ""}]}), "wie het besluit nam"),
        (replace(NOTE, check_until=NOW + timedelta(days=1)), ""),
    ],
)
def test_may_be_final(concept: Concept, why: str) -> None:
    """Complete, and the report checked by those who took part; a note waits for nobody."""
    reason = may_be_final(concept, now=NOW).reason
    assert why in reason
    assert bool(reason) is bool(why)


WHOLE = {"entry": "", "action": "Hem bellen", "owner": "wijkadviseur", "due": "2026-12-11"}


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ([], ""),
        ([WHOLE], ""),
        ([WHOLE, {**WHOLE, "owner": ""}], "Bij één afspraak"),
        ([{**WHOLE, "due": ""}, {"entry": "", "action": "Wachten"}], "Bij 2 afspraken"),
    ],
)
def test_an_action_without_owner_or_day_is_said_and_holds_nobody_up(actions: list[dict[str, str]], said: str) -> None:
    note = replace(NOTE, body={**NOTE.body, "actions": actions})
    assert may_be_final(note, now=NOW)
    found = [one.text for one in soft_points(note) if one.part is Part.ACTIONS]
    assert [one.startswith(said) for one in found] == [True] * bool(said)
    assert soft_points(replace(note, final=True)) == ()


def test_may_strike() -> None:
    """In a draft, until its time is over."""
    assert may_strike(state="concept", check_until=NOW + timedelta(seconds=1), now=NOW)
    assert not may_strike(state="concept", check_until=NOW, now=NOW)
    assert not may_strike(state="final", check_until=NOW + timedelta(days=1), now=NOW)
    assert not may_strike(state="concept", check_until=None, now=NOW)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 11, 27), 12, date(2027, 11, 27)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_kept_until(day: date, months: int, last: date) -> None:
    """The same day so many months later, or the last of a shorter month."""
    assert kept_until(day, months) == last


def test_is_over() -> None:
    """After its last day; a draft has its term from closing on."""
    closed, months = date(2026, 11, 27), 1
    assert not is_over(keep_until=date(2027, 1, 1), closed_on=closed, months=months, today=date(2027, 1, 1))
    assert is_over(keep_until=date(2027, 1, 1), closed_on=closed, months=months, today=date(2027, 1, 2))
    assert not is_over(keep_until=None, closed_on=closed, months=months, today=date(2026, 12, 27))
    assert is_over(keep_until=None, closed_on=closed, months=months, today=date(2026, 12, 28))


FULL = {
    "facts": {"aim": "decide", "held_on": "2026-11-27"},
    "decision": [{"entry": "", "conclusion": "doen"}],
    "grounds": [{"entry": "", "shared_reason": "rust"}],
    "limits": [{"entry": "", "limit_damage": "nooit thuis"}],
    "exit_rule": [{"entry": "", "exit_rule": "hij nee zegt"}],
    "actions": [WHOLE],
    "review_on": [{"entry": "", "review_on": "2027-01-15"}],
}


@pytest.mark.parametrize(
    ("changed", "part", "said"),
    [
        ({"decision": []}, Part.DECISION, "geen besluit"),
        ({"grounds": []}, Part.GROUNDS, "waarom"),
        ({"limits": []}, Part.LIMITS, "grenzen"),
        ({"exit_rule": []}, Part.EXIT_RULE, "wanneer u stopt"),
        ({"review_on": []}, Part.REVIEW_ON, "geen dag"),
        ({"review_on": [{"entry": "", "review_on": "2026-11-26"}]}, Part.REVIEW_ON, "vóór het gesprek"),
        ({"actions": [{**WHOLE, "due": "2020-01-01"}]}, Part.ACTIONS, "vóór het gesprek"),
    ],
)
def test_what_a_note_lacks_or_has_oddly_is_said_and_holds_nobody_up(
    changed: dict[str, object], part: Part, said: str
) -> None:
    """A whole note has nothing to say about; a report is told of the parts that it must have in another way."""
    whole = replace(NOTE, body={**NOTE.body, **FULL})
    assert soft_points(whole) == ()
    odd = replace(whole, body={**whole.body, **changed})
    assert [(one.part, said in one.text) for one in soft_points(odd)] == [(part, True)]
    assert may_be_final(odd, now=NOW)
    assert soft_points(replace(odd, is_note=False)) == ()


def test_who_came_to_learn_is_not_asked_for_a_decision() -> None:
    learned = {**NOTE.body, **FULL, "facts": {"aim": "learn", "held_on": "2026-11-27"}, "decision": []}
    assert soft_points(replace(NOTE, body=learned)) == ()
