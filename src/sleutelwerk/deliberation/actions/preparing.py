"""Begins a deliberation, keeps its preparation page by page, hands out what goes along, and throws it away unused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.deliberation import events
from sleutelwerk.deliberation.actions.overruled import keep_overrules
from sleutelwerk.deliberation.actions.vault import KEPT, RAW, destroy_key, make_keys, vault_of
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.engine.model import Method
from sleutelwerk.deliberation.engine.report import Part, cells_of, lines_in
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.queries.preparing import (
    PLACE,
    Prepared,
    Start,
    deliberations_led_by,
    leaders_of,
    prepared_for,
    record_of,
    second_facilitators,
)
from sleutelwerk.deliberation.rules.preparing import (
    EMPTY_PLAN,
    Justice,
    may_begin,
    may_change,
    may_delete,
    may_follow,
    may_take_justice_answer,
)
from sleutelwerk.privacy.rules import Overrule

NO_METHOD = refused("Deze methode staat niet op deze site. Kies een andere.")
NOT_THERE = refused("Dit beraad is er niet.")
_CLOSED = (Deliberation.State.CONCEPT, Deliberation.State.FINAL)


class Taken(StrEnum):
    """What somebody takes along from a preparation."""

    INVITATION = "invitation"
    CALENDAR = "calendar"
    PAPER = "paper"
    SHEETS = "sheets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a deliberation begins with. `overrules` is what was left standing in the title."""

    start: Start
    title: str
    method: str
    phase: str
    aim: str
    practice: bool = False
    overrules: Sequence[Overrule] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one page of the preparation changes: columns of the row, texts of the plan and answers of the intake."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def begin_deliberation(actor: Actor, beginning: Beginning, *, now: datetime) -> Deliberation:
    """Begin a deliberation, with the texts of a dilemma when it starts from one. Raises NotAllowedError."""
    require(may_begin(actor))
    assert actor.organisation is not None  # the rule lets nobody through without one
    plan = {**EMPTY_PLAN, **_first_plan(beginning)}
    practice = beginning.practice
    row = Deliberation(
        organisation_id=actor.organisation,
        facilitator_id=actor.id,
        phase=beginning.phase,
        aim=beginning.aim,
        practice=practice,
        decider=Deliberation.Decider.NONE if practice else Deliberation.Decider.LATER,
        created_at=now,
    )
    method = _set_method(row, beginning.method)
    row.minutes = method.minutes
    _make(row, plan)
    keep_overrules(actor, row.pk, beginning.overrules, now)
    _trace(events.DELIBERATION_BEGUN, row, actor, now, Details(flags={"practice": practice}))
    return row


def _first_plan(beginning: Beginning) -> dict[str, Any]:
    dilemma, starter = beginning.start.dilemma, beginning.start.starter
    plan: dict[str, Any] = {"title": beginning.title, "answers": {"starter": starter.id} if starter else {}}
    if dilemma:
        plan |= {
            "dilemma": dilemma.id,
            "question": dilemma.question,
            "situation": dilemma.situation,
            "side_a": dilemma.a.choice,
            "side_b": dilemma.b.choice,
            "estimate": dilemma.estimate,
            "damage_a": dilemma.a.damage,
            "damage_b": dilemma.b.damage,
            "not_discussed": dilemma.fixed,
        }
    if beginning.practice:
        plan["note_agreement"] = _("Dit is een oefening. Niets gaat naar iemand anders.")
    return plan


def _set_method(row: Deliberation, slug: str) -> Method:
    """Rest a deliberation on the newest version of a method. Raises NotAllowedError."""
    method = current().methods.get(slug)
    if method is None:
        require(NO_METHOD)
    assert method is not None
    row.method_slug, row.method_version, row.method_hash = method.slug, method.version, method.content_hash
    return method


def _make(row: Deliberation, plan: Mapping[str, Any]) -> None:
    """Keep a new deliberation: its keys hang on its row, and its plan is sealed with them."""
    row.plan = b""
    row.save()
    row.plan = make_keys(row).seal(KEPT, PLACE, plan)
    row.save(update_fields=["plan"])


@transaction.atomic
def open_preparation(actor: Actor, deliberation: UUID, *, now: datetime) -> Prepared | None:
    """Give a preparation and record that it was looked at; None when there is none, or it is not his."""
    found = prepared_for(actor, deliberation)
    if found:
        _trace(events.PREPARATION_READ, found.row, actor, now)
    return found


@transaction.atomic
def take_along(actor: Actor, deliberation: UUID, what: Taken, *, now: datetime) -> Prepared | None:
    """Give a preparation to make a piece of, and record which; None when there is none, or it is not his."""
    found = prepared_for(actor, deliberation)
    if found:
        _trace(events.PREPARATION_TAKEN_ALONG, found.row, actor, now, Details(codes={"piece": what}))
    return found


@transaction.atomic
def save_preparation(actor: Actor, deliberation: UUID, changes: Changes, *, now: datetime) -> Deliberation:
    """Keep what one page changes and leave all else as a colleague may just have kept it. Raises NotAllowedError."""
    row = _locked(actor, deliberation)
    require(may_change(actor, leaders_of(row), opened=row.state != Deliberation.State.PREPARING))
    vault = vault_of(row.pk)
    plan = {**EMPTY_PLAN, **vault.open(KEPT, PLACE, bytes(row.plan))}
    plan |= changes.plan
    plan["answers"] = {**plan["answers"], **changes.answers}
    columns = dict(changes.columns)
    if "method_slug" in columns:
        _set_method(row, columns.pop("method_slug"))
    if "second_facilitator" in columns:
        _set_second(actor, row, columns.pop("second_facilitator"))
    for name, value in columns.items():
        setattr(row, name, value)
    if "justice" in changes.answers:
        _set_justice(actor, row, changes.answers["justice"])
    row.plan = vault.seal(KEPT, PLACE, plan)
    row.save()
    keep_overrules(actor, row.pk, changes.overrules, now)
    fields = (*changes.columns, *changes.plan, *changes.answers)
    _trace(events.PREPARATION_SAVED, row, actor, now, Details(fields=tuple(dict.fromkeys(fields))))
    return row


def _locked(actor: Actor, deliberation: UUID) -> Deliberation:
    row = deliberations_led_by(actor).select_for_update().filter(pk=deliberation).first()
    if row is None:
        require(NOT_THERE)
    assert row is not None
    return row


def _set_second(actor: Actor, row: Deliberation, chosen: str) -> None:
    """Name a colleague who may take over; the one who leads says who. Raises NotAllowedError."""
    if actor.id != row.facilitator_id:
        return
    known = {key for key, _name in second_facilitators(actor)}
    if chosen and chosen not in known:
        require(refused("Kies een collega die gespreksleider is."))
    row.second_facilitator_id = UUID(chosen) if chosen else None


def _set_justice(actor: Actor, row: Deliberation, answer: str) -> None:
    """Put the answer about police where the database guards it: taking part only when the key figure was told."""
    require(may_take_justice_answer(police_leads=actor.police, justice=answer))
    row.justice_takes_part = row.justice_told_to_key_figure = answer == Justice.TOLD


@transaction.atomic
def follow_deliberation(actor: Actor, earlier: UUID, *, now: datetime) -> Deliberation:
    """Begin a deliberation on the same dilemma, with what was agreed and not yet done. Raises NotAllowedError."""
    before = _locked(actor, earlier)
    require(may_follow(actor, leaders_of(before), closed=before.state in _CLOSED))
    old = prepared_for(actor, before.pk)
    if old is None:
        require(NOT_THERE)
    assert old is not None
    kept = ("title", "question", "side_a", "side_b", "estimate", "damage_a", "damage_b", "situation",
            "decider_function", "functions", "dilemma", "not_discussed", "mandate")  # fmt: skip
    plan = {**EMPTY_PLAN, **{name: old.plan[name] for name in kept}, "open_actions": _open_actions(before)}
    row = Deliberation(
        organisation_id=before.organisation_id,
        facilitator_id=actor.id,
        phase=_next_phase(before.phase),
        aim=before.aim,
        decider=before.decider,
        practice=before.practice,
        minutes=before.minutes,
        keep_reflection_months=before.keep_reflection_months,
        keep_decision_months=before.keep_decision_months,
        follows=before,
        created_at=now,
    )
    _set_method(row, before.method_slug)
    _make(row, plan)
    _trace(events.DELIBERATION_FOLLOWED, row, actor, now, Details(ids={"earlier": _name_in_trail(before)}))
    return row


def _next_phase(phase: str) -> str:
    """Give the moment after this one: who began before goes on during, and then looks back."""
    phases = list(Deliberation.Phase.values)
    return str(phases[min(phases.index(phase) + 1, len(phases) - 1)])


def _open_actions(before: Deliberation) -> list[str]:
    """Give what was agreed in the final note of a deliberation and is not done: one line each, with who and when."""
    agreed = lines_in(record_of(before, Record.Kind.NOTE), Part.ACTIONS)
    lines = [line for line in agreed if not line.get("done")]
    # who and when come behind what was agreed, also where that was written as a sentence
    told = (", ".join(line[name].rstrip(" .;,") for name in cells_of(Part.ACTIONS) if line.get(name)) for line in lines)
    return [line for line in told if line]


@transaction.atomic
def delete_deliberation(actor: Actor, deliberation: UUID, *, now: datetime) -> None:
    """Throw away a deliberation that was never opened; its keys go first. Raises NotAllowedError."""
    row = _locked(actor, deliberation)
    require(may_delete(actor, leaders_of(row), opened=row.state != Deliberation.State.PREPARING))
    _trace(events.DELIBERATION_DELETED, row, actor, now)
    for kind in (RAW, KEPT):
        destroy_key(row, kind)
    row.delete()


def _name_in_trail(row: Deliberation) -> Any:
    return pseudonym("deliberation", row.pk)


def _trace(kind: Event, row: Deliberation, actor: Actor, now: datetime, details: Details = NO_DETAILS) -> None:
    """Record what somebody did with a deliberation, of which the trail knows a pseudonym only."""
    record(chain=row.organisation_id, kind=kind, actor=actor.id, subject=_name_in_trail(row), now=now, details=details)
