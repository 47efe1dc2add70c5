"""Keeps the assignment of a case page by page, settles it, and opens it again when it has to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.drift import know_newest
from sleutelwerk.cases.actions.opened import locked
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.models import AssignmentHand, Case
from sleutelwerk.cases.queries.cases import ASSIGNMENT, RECEIPT, facts_of
from sleutelwerk.cases.rules.assignment import (
    may_be_deputy,
    may_be_goal,
    may_be_profile,
    may_be_term,
    may_be_term_now,
    may_name_area,
    may_settle,
)
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import may_lead, may_write
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused, require
from sleutelwerk.function_profiles.content import current
from sleutelwerk.privacy.rules import Overrule, Place
from sleutelwerk.route_map.engine.receipt import Receipt, to_json

NOT_THERE = refused("Dit dossier is er niet.")


@dataclass(frozen=True, slots=True)
class Changes:
    """What one page changes: columns of the row, and texts that lie sealed."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    overrules: Sequence[Overrule] = ()
    #: Whether its writer says that the area is a whole municipality or larger.
    whole_area: bool = False


@transaction.atomic
def save_assignment(actor: Actor, case: UUID, changes: Changes, *, now: datetime) -> Case:
    """Keep what one page changes and leave all else as a colleague may just have kept it. Raises NotAllowedError."""
    found = locked(actor, case, now)
    require(may_write(actor, found.team, timezone.localdate(now), settled=found.settled))
    row = found.row
    profile = changes.columns.get("profile", row.profile)
    require(may_be_profile(profile, row.profile, resettling=row.resettle_due))
    for name, value in changes.columns.items():
        setattr(row, name, value)
    if "profile" in changes.columns and not row.resettle_due:
        _fix_profile(row)
    texts = {**found.facts.texts, **changes.texts}
    facts = facts_of(row, texts)
    require(
        first_refusal(
            may_be_goal(facts.text("goal")),
            may_name_area(facts.text("area"), whole=changes.whole_area, before=found.facts.text("area")),
            may_be_term(row.starts_on, row.ends_on),
            _dates(changes, row, timezone.localdate(now)),
            may_be_deputy(facts.text("deputy"), facts.text("contact")),
        )
    )
    row.assignment, row.changed_at = found.vault.seal(ASSIGNMENT, texts), now
    row.save()
    note_hand(row, actor)
    keep_overrules(actor, Place.ASSIGNMENT, changes.overrules, now, about=row)
    trace(events.ASSIGNMENT_SAVED, row, actor, now, Details(fields=(*changes.columns, *changes.texts)))
    return row


@transaction.atomic
def settle_assignment(actor: Actor, case: UUID, *, now: datetime) -> Case:
    """Settle the assignment: from here on it stands, and a candidate may be told of it. Raises NotAllowedError.

    A case that was taken over goes on from where it was, with the content that its team knew.
    """
    found = locked(actor, case, now)
    today = timezone.localdate(now)
    already = refused("De opdracht is al vastgesteld.") if found.settled else ALLOWED
    require(first_refusal(may_lead(actor, found.team, today), already, may_settle(found.facts, today)))
    row = found.row
    if not row.resettle_due:
        row.stage = Stage.CANDIDATE
        know_newest(row, today)
    row.settled_at, row.settled_by_id, row.resettle_due, row.changed_at = now, actor.id, False, now
    row.save(update_fields=["settled_at", "settled_by", "stage", "content_seen", "resettle_due", "changed_at"])
    note_hand(row, actor)
    trace(events.ASSIGNMENT_SETTLED, row, actor, now)
    return row


@transaction.atomic
def reopen_assignment(actor: Actor, case: UUID, *, now: datetime) -> Case:
    """Open a settled assignment again, while nobody is being looked at. Raises NotAllowedError."""
    found = locked(actor, case, now)
    row = found.row
    alone = row.stage == Stage.CANDIDATE and found.candidate is None
    waits = ALLOWED if alone else refused("Dit kan alleen zolang er nog geen kandidaat is.")
    require(first_refusal(may_lead(actor, found.team, timezone.localdate(now)), waits))
    row.settled_at, row.settled_by, row.stage, row.resettle_due = None, None, Stage.ASSIGNMENT, False
    row.changed_at = now
    row.save(update_fields=["settled_at", "settled_by", "stage", "resettle_due", "changed_at"])
    trace(events.ASSIGNMENT_REOPENED, row, actor, now)
    return row


@transaction.atomic
def attach_receipt(actor: Actor, case: UUID, receipt: Receipt, *, now: datetime) -> Case:
    """Put the receipt of a route-map run with the assignment; a newer one takes its place. Raises NotAllowedError."""
    found = locked(actor, case, now)
    require(may_write(actor, found.team, timezone.localdate(now), settled=found.settled))
    row = found.row
    row.receipt = found.vault.seal(RECEIPT, to_json(receipt).decode())
    row.changed_at = now
    row.save(update_fields=["receipt", "changed_at"])
    note_hand(row, actor)
    trace(events.RECEIPT_ATTACHED, row, actor, now)
    return row


def _dates(changes: Changes, row: Case, today: date) -> Verdict:
    """Look at the days of a term where somebody fills them in; what stood there already stays."""
    changed = {"starts_on", "ends_on"} & set(changes.columns)
    return may_be_term_now(row.starts_on, row.ends_on, today) if changed else ALLOWED


def note_hand(row: Case, actor: Actor) -> None:
    """Keep that somebody wrote in the assignment: he never decides on who is looked for with it (N19)."""
    AssignmentHand.objects.get_or_create(case=row, person_id=actor.id)


def _fix_profile(row: Case) -> None:
    """Rest a case on the profiles as they are now, so that it is judged by the same ones to its end."""
    found = current().profiles
    row.profile_set, row.profile_version, row.profile_hash = found.slug, found.version, found.content_hash
    if row.profile not in found.by_id:
        require(refused("Dit profiel is er niet. Kies een ander."))
