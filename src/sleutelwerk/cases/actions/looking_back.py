"""Keeps what we, he and an outsider said when looking back; what must not be written down only stops the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.pausing import lay_still, note_he_stops
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.content import newest_evaluation
from sleutelwerk.cases.engine.evaluation import Evaluation, Level, Side, Signal
from sleutelwerk.cases.models import Candidate, LookBack
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import paused_of
from sleutelwerk.cases.queries.looking_back import EMPTY_SAID, LookShown, look_back_of, look_column, said_in
from sleutelwerk.cases.rules.contact import HE_STOPS
from sleutelwerk.cases.rules.looking_back import may_begin_looking_back, may_close, may_write_look_back
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.privacy.rules import Overrule, Place


@dataclass(frozen=True, slots=True)
class SideSaid:
    """What one side said, by question; which signals it recognised; `function` is of an outsider."""

    answers: Mapping[str, str] = field(default_factory=dict)
    signals: Sequence[str] = ()
    function: str = ""
    declined: bool = False
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def begin_look_back(actor: Actor, case: UUID, *, now: datetime) -> LookBack:
    """Begin looking back. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    open_one = LookBack.objects.filter(candidate=candidate, closed_at=None).exists()
    require(may_begin_looking_back(Stage(found.row.stage), open_one=open_one))
    row = LookBack(candidate=candidate, held_on=timezone.localdate(now), written_by_id=actor.id, created_at=now)
    _keep(row, EMPTY_SAID)
    row.save(force_insert=True)
    _go_to(found, Stage.EVALUATION)
    trace(events.LOOK_BACK_SAVED, found.row, actor, now)
    return row


@transaction.atomic
def save_side(actor: Actor, case: UUID, look: UUID, side: Side, said: SideSaid, *, now: datetime) -> tuple[Signal, ...]:
    """Keep what one side said; give the signals to stop that it recognised, which lay the work still at once.

    Of some of those nothing may be written down (N11, N13): they are told and forgotten. Raises NotAllowedError.
    """
    found, candidate = locked_with_candidate(actor, case, now)
    row = _open_one(found, look).row
    evaluation = newest_evaluation()
    before = said_in(candidate_vault(candidate.pk), row)
    _keep(row, {**before, side.value: _side(evaluation, side, said)})
    row.written_by_id = actor.id
    row.save(update_fields=["said", "written_by"])
    keep_overrules(actor, Place.EVALUATION, said.overrules, now, about=candidate)
    trace(events.LOOK_BACK_SAVED, found.row, actor, now)
    stops = tuple(one for one in evaluation.of(Level.STOP) if one.id in said.signals)
    _stop(actor, found, candidate, stops, now)
    return stops


def _stop(actor: Actor, found: OpenCase, candidate: Candidate, stops: Sequence[Signal], now: datetime) -> None:
    he_stops, running = any(one.id == HE_STOPS for one in stops), paused_of(found)
    if stops and running is None:
        # what may be written down says most to whoever reads it later
        lay_still(actor, found, candidate, min(stops, key=lambda one: not one.noted), he_stops=he_stops, now=now)
    elif he_stops and running is not None:
        note_he_stops(running)


def _side(evaluation: Evaluation, side: Side, said: SideSaid) -> dict[str, Any]:
    questions = {one.id: one.plain or one.text for one in evaluation.asked(side)}
    answers = {key: text for key, text in said.answers.items() if key in questions and text}
    known = {one.id: one for one in evaluation.signals if one.noted}
    chosen = [known[key] for key in said.signals if key in known]
    return {
        "answers": answers,
        "words": {key: questions[key] for key in answers},
        "signals": {one.id: one.plain if side is Side.HIM else one.text for one in chosen},
        "function": said.function,
        "declined": said.declined,
    }


@transaction.atomic
def save_agreed(
    actor: Actor, case: UUID, look: UUID, agreed: str, overrules: Sequence[Overrule] = (), *, now: datetime
) -> None:
    """Keep what was agreed so far. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    row = _open_one(found, look).row
    _keep(row, {**said_in(candidate_vault(candidate.pk), row), "agreed": agreed})
    row.save(update_fields=["said"])
    keep_overrules(actor, Place.EVALUATION, overrules, now, about=candidate)
    trace(events.LOOK_BACK_SAVED, found.row, actor, now)


@transaction.atomic
def close_look_back(actor: Actor, case: UUID, look: UUID, *, now: datetime) -> None:
    """Close a look back: the work goes on, until an ending is begun. Raises NotAllowedError."""
    found, _candidate = locked_with_candidate(actor, case, now)
    one = _open_one(found, look)
    require(may_close(Stage(found.row.stage), one.missing, one.agreed, closed=False))
    one.row.closed_at = now
    one.row.save(update_fields=["closed_at"])
    _go_to(found, Stage.CARRYING_OUT)
    trace(events.LOOK_BACK_CLOSED, found.row, actor, now)


def _open_one(found: OpenCase, look: UUID) -> LookShown:
    one = look_back_of(found, look)
    if one is None:
        require(refused("Deze terugblik is er niet."))
    assert one is not None
    require(may_write_look_back(Stage(found.row.stage), closed=one.row.closed_at is not None))
    return one


def _keep(row: LookBack, said: Mapping[str, Any]) -> None:
    row.said = candidate_vault(row.candidate_id).seal(look_column(row.pk), dict(said))


def _go_to(found: OpenCase, stage: Stage) -> None:
    found.row.stage = stage
    found.row.save(update_fields=["stage"])
