"""Tells what the work in one case asks of somebody, for his start page; one question to the database per case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.queries.carrying_out import Carrying, carrying_of
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.looking_back import review_days
from sleutelwerk.cases.rules.contact import IN_CONTACT, NOTES_SIGNALS, is_late
from sleutelwerk.cases.rules.looking_back import next_day
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import may_lead, may_record

#: A signal that waits this long for an answer is a promise that slips (own judgement).
ANSWER_WITHIN = timedelta(days=28)


class Reminder(StrEnum):
    """What waits."""

    SPEAK_HIM = "speak_him"
    KEEP_PROMISE = "keep_promise"
    PAUSED = "paused"
    ANSWER_SIGNAL = "answer_signal"
    LOOK_BACK = "look_back"
    FINISH_ENDING = "finish_ending"


@dataclass(frozen=True, slots=True)
class WorkPanel:
    """How the work stands, for the overview of a case; `next_look` is the day on which to look back."""

    work: Carrying
    in_contact: bool
    ending: bool
    over: bool
    overdue: bool
    promise_late: bool
    signals: bool
    look_due: bool
    next_look: date | None


def work_panel(found: OpenCase, today: date) -> WorkPanel | None:
    """Give how the work stands; None before an agreement holds. One question to the database."""
    work = carrying_of(found)
    if work is None:
        return None
    goes_on = Stage(found.row.stage) in IN_CONTACT
    next_look = _next_look(found, work)
    return WorkPanel(
        work=work,
        in_contact=goes_on,
        ending=found.row.stage == Stage.ENDING,
        over=found.row.ended_at is not None,
        overdue=goes_on and work.overdue(today),
        promise_late=is_late(work.promised_by, None, today),
        signals=found.row.profile in NOTES_SIGNALS,
        look_due=goes_on and _due(work, next_look, today),
        next_look=next_look,
    )


def reminders_of(viewer: Actor, found: OpenCase, today: date) -> frozenset[Reminder]:
    """Give what waits in a case for somebody of its team."""
    if found.row.ended_at is not None or not may_record(viewer, found.team, today):
        return frozenset()
    work = carrying_of(found)
    if work is None:
        return frozenset()
    goes_on = Stage(found.row.stage) in IN_CONTACT
    waits = {
        Reminder.SPEAK_HIM: goes_on and work.overdue(today),
        Reminder.KEEP_PROMISE: not found.on_lock and is_late(work.promised_by, None, today),
        # whoever laid it still cannot let it go on, so it is his colleagues who are asked
        Reminder.PAUSED: work.paused and work.ending is None and work.paused_by != viewer.id,
        Reminder.ANSWER_SIGNAL: goes_on and work.answer_waits(today, ANSWER_WITHIN),
        Reminder.LOOK_BACK: goes_on and look_back_due(found, work, today),
        Reminder.FINISH_ENDING: bool(may_lead(viewer, found.team, today)) and _over(work, today),
    }
    return frozenset(one for one, asked in waits.items() if asked)


def look_back_due(found: OpenCase, work: Carrying, today: date) -> bool:
    """Tell whether a day to look back has come, or whether one that was begun lies half done."""
    return _due(work, _next_look(found, work), today)


def _next_look(found: OpenCase, work: Carrying) -> date | None:
    return next_day(review_days(found, work.since), work.last_look)


def _due(work: Carrying, day: date | None, today: date) -> bool:
    return work.open_look is not None or (day is not None and day <= today)


def _over(work: Carrying, today: date) -> bool:
    return work.ending is not None and work.ending.finished_at is None and work.ending.ends_on <= today
