"""Tells which cases ask for somebody's attention, for his start page."""

from __future__ import annotations

from datetime import date, timedelta

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.kept_days import assignment_day
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.assignment import may_settle
from sleutelwerk.cases.rules.team import may_answer_lead, may_lead, may_record
from sleutelwerk.cases.rules.undecided import nearly_gone

#: How long before a term ends its team is asked to think of the ending (own judgement: a farewell takes weeks).
ENDING_NOTICE = timedelta(days=42)


def may_settle_now(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether somebody leads a case of which the assignment only waits for his yes."""
    return not found.settled and bool(may_lead(viewer, found.team, today)) and bool(may_settle(found.facts, today))


def to_resettle(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether somebody leads a case that came from another organisation and has no assignment of its own yet."""
    waits = found.row.resettle_due and not found.over and not may_settle_now(viewer, found, today)
    return waits and bool(may_lead(viewer, found.team, today))


def ends_soon(found: OpenCase, today: date) -> bool:
    """Tell whether the term of a settled assignment is nearly over, or was."""
    return found.settled and found.row.ends_on is not None and found.row.ends_on <= today + ENDING_NOTICE


def asked_to_lead(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether somebody was asked to take over a case, and did not answer yet."""
    return bool(may_answer_lead(viewer, found.team, today))


def assignment_goes_soon(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether an assignment in which nobody is goes within two weeks, when nobody changes it or looks for him."""
    return assignment_goes_on(viewer, found, today) is not None


def assignment_goes_on(viewer: Actor, found: OpenCase, today: date) -> date | None:
    """Give the day on which it goes, for somebody of its team; None while that is not near."""
    if found.candidate is not None or found.over or found.row.practice or not may_record(viewer, found.team, today):
        return None
    day = assignment_day(found.row, terms_of_case(found.row))
    return day if nearly_gone(day, today) else None
