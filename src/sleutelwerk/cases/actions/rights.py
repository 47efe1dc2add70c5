"""Notes what somebody asks about what is kept of him, answers it, and erases all when that is what he wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.forgetting import forget
from sleutelwerk.cases.actions.hand_over import lapse_offer
from sleutelwerk.cases.actions.opened import readable_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.actions.unread import answered, written
from sleutelwerk.cases.models import Candidate, RightsRequest
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.holding import held_from_him
from sleutelwerk.cases.queries.rights import TEXTS, asked_of, known_rights, texts_of
from sleutelwerk.cases.rules.order import may_destroy
from sleutelwerk.cases.rules.rights import (
    Right,
    due_on,
    may_answer,
    may_be_why_longer,
    may_erase,
    may_lift,
    may_note,
    may_take_longer,
)
from sleutelwerk.cases.rules.team import may_lead
from sleutelwerk.core.verdict import first_refusal, refused, require
from sleutelwerk.privacy.rules import Overrule, Place

_NOT_ASKED = refused("Deze vraag is er niet.")


@dataclass(frozen=True, slots=True)
class Question:
    """What he asks, since when, and in which words."""

    right: Right
    received_on: date | None
    wants: str = ""
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def note_request(actor: Actor, case: UUID, question: Question, *, now: datetime) -> RightsRequest:
    """Note what he asks; a restriction or an objection locks the file from here on. Raises NotAllowedError."""
    found, candidate = readable_with_candidate(actor, case, now)
    received_on = question.received_on
    require(may_note(question.right, received_on, timezone.localdate(now), known_rights(candidate)))
    assert received_on is not None
    number = uuid4()
    row = RightsRequest.objects.create(
        pk=number, candidate=candidate, right=question.right, received_on=received_on, due_on=due_on(received_on),
        texts=_sealed(candidate, number, {"wants": question.wants.strip(), "answer": ""}), noted_by_id=actor.id,
    )  # fmt: skip
    keep_overrules(actor, Place.CANDIDATE, question.overrules, now, about=candidate)
    written(found.row, actor.id, now)
    # whatever he asks, he is answered here before anything of his goes elsewhere
    lapse_offer(found.row, now=now)
    trace(events.RIGHT_ASKED, found.row, actor, now)
    return row


@transaction.atomic
def take_longer(
    actor: Actor, case: UUID, request: UUID, why: str, overrules: Sequence[Overrule] = (), *, now: datetime
) -> None:
    """Take two months more; he was told so, and why. Raises NotAllowedError."""
    found, candidate, row = _asked(actor, case, request, now)
    require(first_refusal(may_take_longer(asked_of(row), timezone.localdate(now)), may_be_why_longer(why)))
    row.due_on = due_on(row.received_on, longer=True)
    row.texts = _sealed(candidate, row.pk, {**texts_of(row), "longer": why.strip()})
    row.save(update_fields=["due_on", "texts"])
    keep_overrules(actor, Place.CANDIDATE, overrules, now, about=candidate)
    trace(events.RIGHT_EXTENDED, found.row, actor, now)


@transaction.atomic
def answer_request(
    actor: Actor, case: UUID, request: UUID, answer: str, overrules: Sequence[Overrule] = (), *, now: datetime
) -> None:
    """Keep what he heard. Raises NotAllowedError."""
    found, candidate, row = _asked(actor, case, request, now)
    today = timezone.localdate(now)
    require(may_answer(asked_of(row), answer, today))
    row.texts = _sealed(candidate, row.pk, {**texts_of(row), "answer": answer.strip()})
    row.answered_on = today
    row.save(update_fields=["texts", "answered_on"])
    keep_overrules(actor, Place.CANDIDATE, overrules, now, about=candidate)
    answered(found.row)
    trace(events.RIGHT_ANSWERED, found.row, actor, now)


@transaction.atomic
def lift_lock(actor: Actor, case: UUID, request: UUID, *, now: datetime) -> None:
    """Open a locked file again; he heard of it before. Raises NotAllowedError."""
    found, _candidate, row = _asked(actor, case, request, now)
    require(may_lift(asked_of(row)))
    row.lifted_on = timezone.localdate(now)
    row.save(update_fields=["lifted_on"])
    trace(events.LOCK_LIFTED, found.row, actor, now)


@transaction.atomic
def erase_candidate(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Destroy all about him at once, as he asked: his key first. The lead does this. Raises NotAllowedError.

    Of a case that was rounded off the assignment goes as well.
    """
    found, candidate = readable_with_candidate(actor, case, now)
    require(may_lead(actor, found.team, timezone.localdate(now)))
    require(first_refusal(may_erase(known_rights(candidate)), may_destroy(held=held_from_him(found.row.pk, now))))
    trace(events.CANDIDATE_ERASED, found.row, actor, now)
    if found.over:
        trace(events.CASE_DELETED, found.row, actor, now)
    forget(candidate, his_wish=True, now=now)


@transaction.atomic
def take_report_along(actor: Actor, found: OpenCase, *, now: datetime) -> None:
    """Record that all about him was put together."""
    trace(events.REPORT_READ, found.row, actor, now)


def _asked(actor: Actor, case: UUID, request: UUID, now: datetime) -> tuple[OpenCase, Candidate, RightsRequest]:
    found, candidate = readable_with_candidate(actor, case, now)
    row = RightsRequest.objects.filter(pk=request, candidate=candidate).first()
    if row is None:
        require(_NOT_ASKED)
    assert row is not None
    return found, candidate, row


def _sealed(candidate: Candidate, number: UUID, texts: dict[str, str]) -> bytes:
    return candidate_vault(candidate.pk).seal(f"{TEXTS}/{number}", texts)
