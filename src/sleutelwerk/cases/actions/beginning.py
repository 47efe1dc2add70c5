"""Begins a case file, opens it for somebody of its team, and throws it away while nobody is in it yet."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.queries.organisations import case_files_verdict
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.terms import begin_with_terms
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.actions.unread import looked
from sleutelwerk.cases.actions.vault import destroy_key, make_key
from sleutelwerk.cases.engine.naming import new_code
from sleutelwerk.cases.models import AssignmentHand, Case, Member
from sleutelwerk.cases.queries.cases import ASSIGNMENT, OpenCase, case_for
from sleutelwerk.cases.queries.holding import held_back, retained
from sleutelwerk.cases.rules.assignment import EMPTY_TEXTS, may_be_goal
from sleutelwerk.cases.rules.order import may_destroy
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import may_begin, may_delete
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.privacy.rules import Overrule, Place


@dataclass(frozen=True, slots=True)
class Beginning:
    """With what somebody begins: what his team calls it and what should become better."""

    title: str
    goal: str
    practice: bool = False
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def begin_case(actor: Actor, beginning: Beginning, *, now: datetime) -> Case:
    """Begin a case with the actor as its lead. Raises NotAllowedError, also while the FG gave no advice (N27)."""
    ready = refused("Hoort u bij een organisatie? Vraag uw beheerder.")
    if actor.organisation is not None:
        ready = case_files_verdict(actor.organisation, timezone.localdate(now))
    require(may_begin(actor, organisation_ready=ready))
    require(may_be_goal(beginning.goal))
    assert actor.organisation is not None
    begin_with_terms(actor.organisation, now=now)
    taken = Case.objects.filter(organisation=actor.organisation)
    row = Case(
        organisation_id=actor.organisation,
        code=new_code(secrets.choice, lambda code: taken.filter(code=code).exists()),
        practice=beginning.practice,
        assignment=b"",
        created_at=now,
        changed_at=now,
    )
    row.save()
    texts = {**EMPTY_TEXTS, "title": beginning.title, "goal": beginning.goal}
    row.assignment = make_key(row).seal(ASSIGNMENT, texts)
    row.save(update_fields=["assignment"])
    Member.objects.create(
        case=row, person_id=actor.id, organisation_id=actor.organisation, part=Member.Part.LEAD,
        added_by_id=actor.id, added_at=now, accepted_at=now,
    )  # fmt: skip
    AssignmentHand.objects.create(case=row, person_id=actor.id)  # title and goal are of the assignment
    keep_overrules(actor, Place.ASSIGNMENT, beginning.overrules, now, about=row)
    trace(events.CASE_BEGUN, row, actor, now)
    return row


@transaction.atomic
def open_case(actor: Actor, case: UUID, *, now: datetime) -> OpenCase | None:
    """Give a case and record that it was looked at; None when there is none, or he is not in its team."""
    found = case_for(actor, case, today=timezone.localdate(now))
    if found is not None:
        _read(actor, found, now)
    return found


@transaction.atomic
def read_case(actor: Actor, found: OpenCase, *, now: datetime) -> None:
    """Record that somebody looks at a case; what was written last is read with that."""
    _read(actor, found, now)


def _read(actor: Actor, found: OpenCase, now: datetime) -> None:
    """Do so in the transaction that is open: one within another asks the database twice more."""
    looked(found.row, actor.id, now)
    trace(events.CASE_READ, found.row, actor, now)


def has_candidate(found: OpenCase) -> bool:
    """Tell whether anything about a person stands in a case."""
    return found.candidate is not None or found.row.stage not in {Stage.ASSIGNMENT, Stage.CANDIDATE}


@transaction.atomic
def delete_case(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Throw away a case in which nobody is yet; its key goes first. Raises NotAllowedError."""
    today = timezone.localdate(now)
    found = case_for(actor, case, today=today, lock=True)
    if found is None:
        require(refused("Dit dossier is er niet."))
    assert found is not None
    require(may_delete(actor, found.team, today, has_candidate=has_candidate(found)))
    require(may_destroy(held=held_back(found.row.pk, now) or retained(found.row.pk, now)))
    trace(events.CASE_DELETED, found.row, actor, now)
    destroy_key(found.row.pk)
    found.row.delete()
