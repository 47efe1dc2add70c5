"""Keeps that one spoke with him: closed lists and a follow-up, and no place for what one suspects (N11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.actions.unread import written
from sleutelwerk.cases.models import Candidate, Contact
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import EMPTY_NOTES, contact_column, opened, paused_of
from sleutelwerk.cases.queries.holding import held_back
from sleutelwerk.cases.rules.contact import (
    IN_CONTACT,
    Safety,
    may_note_contact,
    may_promise,
    may_remove_contact,
    may_settle_promise,
)
from sleutelwerk.cases.rules.order import may_destroy
from sleutelwerk.cases.rules.stages import Stage, may_at
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused, require
from sleutelwerk.privacy.rules import Overrule, Place


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one does next: a short text, somebody of the team, and until when."""

    text: str = ""
    who: UUID | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One contact. A worry on safety is acted upon at once and is not among what is kept."""

    held_on: date | None
    channel: str
    lasted: str
    theme: str
    mood: str
    safety: str
    follow_up: FollowUp
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def note_contact(actor: Actor, case: UUID, spoken: Spoken, *, now: datetime) -> Contact:
    """Keep one contact, sealed. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    paused, today = paused_of(found) is not None, timezone.localdate(now)
    allowed = may_note_contact(Stage(found.row.stage), spoken.held_on, spoken.theme, paused=paused, today=today)
    promised = spoken.follow_up
    may = may_promise(promised.text, promised.by, spoken.held_on)
    require(first_refusal(allowed, may, _in_team(found, promised.who)))
    assert spoken.held_on is not None
    row = Contact(
        candidate=candidate, held_on=spoken.held_on, held_by_id=actor.id, created_at=now, follow_up_by=promised.by
    )
    row.notes = candidate_vault(candidate.pk).seal(contact_column(row.pk), _notes(spoken))
    row.save(force_insert=True)
    keep_overrules(actor, Place.CONTACT_MOMENT, spoken.overrules, now, about=candidate)
    written(found.row, actor.id, now)
    trace(events.CONTACT_NOTED, found.row, actor, now)
    return row


def _notes(spoken: Spoken) -> dict[str, object]:
    """Give what is kept: that one asked whether he is safe, never what he answered."""
    follow_up = spoken.follow_up
    return {
        "channel": spoken.channel,
        "lasted": spoken.lasted,
        "theme": spoken.theme,
        "mood": spoken.mood,
        "asked": spoken.safety != Safety.NOT_ASKED,
        "follow_up": follow_up.text,
        "who": "" if follow_up.who is None else str(follow_up.who),
    }


def _in_team(found: OpenCase, who: UUID | None) -> Verdict:
    within = {one.person for one in found.who_sees}
    return ALLOWED if who is None or who in within else refused("Kies iemand uit het team.")


@transaction.atomic
def settle_promise(actor: Actor, case: UUID, contact: UUID, *, done: bool, now: datetime) -> None:
    """Note that what was promised at a contact is done today, or that it is not. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    row = _of_him(candidate, contact)
    notes = opened(candidate_vault(candidate.pk), contact_column(row.pk), row.notes, EMPTY_NOTES)
    require(may_settle_promise(Stage(found.row.stage), notes["follow_up"]))
    row.follow_up_done_on = timezone.localdate(now) if done else None
    row.save(update_fields=["follow_up_done_on"])
    trace(events.PROMISE_SETTLED, found.row, actor, now, Details(flags={"done": done}))


def _of_him(candidate: Candidate, contact: UUID) -> Contact:
    row = Contact.objects.filter(pk=contact, candidate=candidate).first()
    if row is None:
        require(refused("Dit contact staat er niet meer."))
    assert row is not None
    return row


@transaction.atomic
def remove_contact(actor: Actor, case: UUID, contact: UUID, *, now: datetime) -> None:
    """Take a contact away that was noted by mistake. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    row = _of_him(candidate, contact)
    at_work = may_at(Stage(found.row.stage), *IN_CONTACT)
    mine = may_remove_contact(actor.id, row.held_by_id, row.created_at, now)
    require(first_refusal(at_work, mine, may_destroy(held=held_back(found.row.pk, now))))
    row.delete()
    trace(events.CONTACT_REMOVED, found.row, actor, now)
