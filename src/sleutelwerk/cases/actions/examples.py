"""Gives somebody three invented cases to look around in, and takes them away again, with their keys.

They are written as rows, in one step, and not walked through by the actions of each stage. Those actions leave a line
in the audit trail for each thing that somebody did, and nobody did any of this: a trail that says that a decision was
taken, by whom and when, must stay true. They also need a second assessor, somebody who decides and three hands for an
allowance; an account that nobody can use, or a colleague who never looked at it, would be named for it. So nobody is
named where it was another than the maker, and the trail has one line for each example: that it was made.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.queries.organisations import case_files_verdict
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.envelope import destroy_envelope
from sleutelwerk.cases.actions.example_rows import Making, write_example
from sleutelwerk.cases.actions.terms import begin_with_terms
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.actions.vault import destroy_candidate_key, destroy_key
from sleutelwerk.cases.content import newest_examples
from sleutelwerk.cases.engine.naming import example_code
from sleutelwerk.cases.models import Candidate, Case, Order
from sleutelwerk.cases.queries.examples import examples_due, examples_of, exercises_due
from sleutelwerk.cases.queries.holding import held_back
from sleutelwerk.cases.rules.examples import may_make_examples
from sleutelwerk.core.verdict import refused, require


@transaction.atomic
def make_examples(actor: Actor, *, now: datetime) -> list[Case]:
    """Give somebody the invented cases. Raises NotAllowedError."""
    ready = refused("Hoort u bij een organisatie? Vraag uw beheerder.")
    if actor.organisation is not None:
        ready = case_files_verdict(actor.organisation, timezone.localdate(now))
    require(may_make_examples(actor, organisation_ready=ready, present=examples_of(actor).exists()))
    assert actor.organisation is not None
    found, taken = newest_examples(), Case.objects.filter(organisation=actor.organisation)
    if found is None:
        require(refused("Er zijn nu geen voorbeelden. Vraag uw beheerder."))
    assert found is not None
    begin_with_terms(actor.organisation, now=now)
    made = []
    for one in found.all:
        code = example_code(secrets.choice, lambda code: taken.filter(code=code).exists())
        row = write_example(Making(actor, actor.organisation, found, one, now), code)
        trace(events.EXAMPLE_MADE, row, actor, now)
        made.append(row)
    return made


@transaction.atomic
def remove_examples(actor: Actor, *, now: datetime) -> int:
    """Take somebody's own invented cases away, at whatever stage they are; give how many went."""
    return sum(_remove(key, actor.id, now) for key in examples_of(actor).values_list("pk", flat=True))


@transaction.atomic
def begin_examples_again(actor: Actor, *, now: datetime) -> list[Case]:
    """Give somebody the invented cases as they were at first, whatever he did in his own. Raises NotAllowedError.

    In one step: whoever may no longer begin keeps those that he has.
    """
    remove_examples(actor, now=now)
    return make_examples(actor, now=now)


def remove_old_examples(*, now: datetime) -> int:
    """Take away the invented cases whose day has come, each by itself; give how many went."""
    return sum(_remove(key, None, now) for key in examples_due(today=timezone.localdate(now)))


def remove_old_exercises(*, now: datetime) -> int:
    """Take away the exercises whose day has come, each by itself; give how many went."""
    return sum(_remove_exercise(key, now) for key in exercises_due(today=timezone.localdate(now)))


@transaction.atomic
def _remove_exercise(key: UUID, now: datetime) -> int:
    """Take one away, unless a drill still runs in it; that the drill was done stays for its own term."""
    if held_back(key, now) or Order.objects.filter(case=key, ended_at=None).exists():
        return 0
    Order.objects.filter(case=key).update(case=None, candidate=None)
    return _remove(key, None, now)


@transaction.atomic
def _remove(key: UUID, actor: UUID | None, now: datetime) -> int:
    row = Case.objects.select_for_update().filter(pk=key).first()
    if row is None:
        return 0
    subject = in_trail("case", row.pk)
    record(chain=row.organisation_id, kind=events.EXAMPLE_REMOVED, actor=actor, subject=subject, now=now)
    for candidate in Candidate.objects.filter(case=row):
        destroy_candidate_key(candidate.pk)
        destroy_envelope(candidate, now=now)
    destroy_key(row.pk)
    row.delete()
    return 1
