"""Lays the work still at a signal to stop, and lets it go on when somebody else says that it was talked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.engine.evaluation import Signal
from sleutelwerk.cases.models import Candidate, Pause
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import EMPTY_PAUSE, opened, pause_column, pause_of, paused_of, stop_signals
from sleutelwerk.cases.rules.contact import HE_STOPS, may_pause, may_resume
from sleutelwerk.cases.rules.stages import AT_WORK, Stage, may_at
from sleutelwerk.core.verdict import require
from sleutelwerk.privacy.rules import Overrule, Place


@dataclass(frozen=True, slots=True)
class Talked:
    """That it was talked through, and what was agreed before going on."""

    deliberated: bool
    agreed: str
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def pause_work(actor: Actor, case: UUID, signal: str, *, now: datetime) -> Signal:
    """Lay the work still; give what was recognised, with what to do first. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now, unsettled=True)
    known = {one.id: one for one in stop_signals()}
    require(may_pause(Stage(found.row.stage), signal, known, paused=paused_of(found) is not None))
    lay_still(actor, found, candidate, known[signal], now=now)
    return known[signal]


def lay_still(
    actor: Actor, found: OpenCase, candidate: Candidate, signal: Signal, *, he_stops: bool = False, now: datetime
) -> None:
    """Keep that it stopped; of some signals nothing more may be written down (N11, N13).

    `he_stops` is that he wants to go on no longer: nobody lifts that.
    """
    row = Pause(candidate=candidate, began_by_id=actor.id, began_at=now)
    about = {**EMPTY_PAUSE, "signal": signal.id if signal.noted else "", "he_stops": HE_STOPS if he_stops else ""}
    row.about = candidate_vault(candidate.pk).seal(pause_column(row.pk), about)
    row.save(force_insert=True)
    trace(events.WORK_PAUSED, found.row, actor, now)


def note_he_stops(row: Pause) -> None:
    """Keep with a pause that runs that he wants to go on no longer."""
    vault = candidate_vault(row.candidate_id)
    about = opened(vault, pause_column(row.pk), row.about, EMPTY_PAUSE)
    row.about = vault.seal(pause_column(row.pk), {**about, "he_stops": HE_STOPS})
    row.save(update_fields=["about"])


@transaction.atomic
def resume_work(actor: Actor, case: UUID, talked: Talked, *, now: datetime) -> None:
    """Let the work go on. Raises NotAllowedError, also for whoever laid it still."""
    found, candidate = locked_with_candidate(actor, case, now)
    shown = pause_of(found)
    require(may_at(Stage(found.row.stage), *AT_WORK))
    pausing = shown.pausing if shown else None
    require(may_resume(actor.id, pausing, deliberated=talked.deliberated, agreed=talked.agreed))
    assert shown is not None
    row = shown.row
    vault = candidate_vault(candidate.pk)
    about = opened(vault, pause_column(row.pk), row.about, EMPTY_PAUSE)
    row.about = vault.seal(pause_column(row.pk), {**about, "agreed": talked.agreed})
    row.deliberated, row.ended_by_id, row.ended_at = True, actor.id, now
    row.save(update_fields=["about", "deliberated", "ended_by", "ended_at"])
    keep_overrules(actor, Place.CONTACT_MOMENT, talked.overrules, now, about=candidate)
    trace(events.WORK_RESUMED, found.row, actor, now)
