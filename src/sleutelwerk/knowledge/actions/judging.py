"""What reviewers do: look, answer in one of four ways, end access, and name who stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.actions.readers import invite_reader
from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.queries.readers import reviewers_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.verdict import require
from sleutelwerk.knowledge.actions.request_letters import write, write_news
from sleutelwerk.knowledge.actions.request_trace import trace_request
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.events import (
    READERS_READ,
    REQUEST_GRANTED,
    REQUEST_QUESTIONED,
    REQUEST_READ,
    REQUEST_REFUSED,
    REQUESTS_READ,
    SUBSTITUTE_ENDED,
    SUBSTITUTE_SET,
)
from sleutelwerk.knowledge.models import AccessRequest, ReviewerSubstitute
from sleutelwerk.knowledge.queries.requests import asked_of, judge_for, queue, request_for
from sleutelwerk.knowledge.rules.requests import TAKEN, Answer, State, may_answer, may_be_substitute, may_judge
from sleutelwerk.privacy.actions import record_exception
from sleutelwerk.privacy.rules import Overrule, Place
from sleutelwerk.publishing.actions import Access, grant_reading, revoke_reading
from sleutelwerk.publishing.queries import GivenAccess, address_of, grant_of_request, live_grants
from sleutelwerk.publishing.rules import LONGEST, Scope, ScopeKind


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's answer: what was met, until when for a shorter time, and what the asker is to read."""

    answer: Answer
    met: tuple[str, ...] = ()
    note: str = ""
    ends: datetime | None = None
    overrule: Overrule | None = None


@transaction.atomic
def answer_request(actor: Actor, request: UUID, decision: Decision, *, site: str, now: datetime) -> State:
    """Answer a request, and give the state that it comes to. Raises NotAllowedError, and then nothing was done.

    The request is held under a lock while it is decided on: of two reviewers who answer at once, the second hears
    that somebody did so already.
    """
    row = AccessRequest.objects.select_for_update().filter(pk=request, organisation=actor.organisation).first()
    if row is None:
        require(TAKEN)
    assert row is not None
    require(may_judge(judge_for(actor), asked_of(row)))
    known = [one.id for one in access_rules().criteria]
    met = [one for one in known if one in decision.met]
    require(may_answer(
        decision.answer, all_met=met == known, explained=bool(decision.note), ends=decision.ends, now=now,
        longest=LONGEST,
    ))  # fmt: skip
    row.met, row.answered_at, row.changed_at = met, row.answered_at or now, now
    if decision.overrule:
        record_exception(actor, place=Place.ACCESS_REQUEST, overrule=decision.overrule, now=now)
    if decision.answer is Answer.QUESTION:
        _question(actor, row, decision, now)
    elif decision.answer is Answer.REFUSE:
        _refuse(actor, row, decision, now)
    else:
        _grant(actor, row, decision, site, now)
    return State(row.state)


def _question(actor: Actor, row: AccessRequest, decision: Decision, now: datetime) -> None:
    row.state, row.question, row.reply = State.QUESTION, decision.note, ""
    row.save()
    trace_request(REQUEST_QUESTIONED, row, actor=actor.id, now=now)
    write_news("request_question", row, now=now)


def _refuse(actor: Actor, row: AccessRequest, decision: Decision, now: datetime) -> None:
    row.state, row.reason = State.REFUSED, decision.note
    row.decided_by_id, row.decided_at = actor.id, now
    row.save()
    trace_request(REQUEST_REFUSED, row, actor=actor.id, now=now, details=_met(row))
    write_news("request_decided", row, now=now)


def _grant(actor: Actor, row: AccessRequest, decision: Decision, site: str, now: datetime) -> None:
    ends = decision.ends if decision.answer is Answer.SHORTER and decision.ends else now + LONGEST
    row.state, row.reason, row.until = State.GRANTED, decision.note, ends
    row.decided_by_id, row.decided_at = actor.id, now
    row.save()
    scope = Scope(ScopeKind(row.scope_kind), row.scope_key)
    grant = grant_reading(actor, Access(row.email, scope, ends, row.pk), now=now)
    trace_request(REQUEST_GRANTED, row, actor=actor.id, now=now, details=_met(row))
    if grant.person_id is None:
        invite_reader(actor, email=row.email, name=row.name, site=site, now=now)
    else:
        write_news("request_decided", row, now=now)


def _met(row: AccessRequest) -> Details:
    return Details(counts={"criteria_met": len(row.met)})


@transaction.atomic
def invite_again(actor: Actor, request: UUID, *, site: str, now: datetime) -> None:
    """Send whoever was granted access but has no account yet a new link to make one. Raises NotAllowedError."""
    row = request_for(actor, request)
    grant = grant_of_request(row.pk) if row else None
    if row is None or grant is None or grant.person_id or grant.revoked_at or grant.until < now:
        require(TAKEN)
    assert row is not None
    invite_reader(actor, email=row.email, name=row.name, site=site, now=now)


@transaction.atomic
def open_queue(actor: Actor, *, now: datetime) -> Sequence[AccessRequest]:
    """Show what waits, and record that it was looked at."""
    found = queue(actor)
    trace(REQUESTS_READ, actor=actor, now=now, details=Details(counts={"shown": len(found)}))
    return found


@transaction.atomic
def open_request(actor: Actor, request: UUID, *, now: datetime) -> AccessRequest | None:
    """Show one request, and record that it was looked at."""
    row = request_for(actor, request)
    if row is not None:
        trace_request(REQUEST_READ, row, actor=actor.id, now=now)
    return row


@transaction.atomic
def open_readers(actor: Actor, *, now: datetime) -> Sequence[GivenAccess]:
    """Show who has access now, and record that it was looked at."""
    found = live_grants(actor, now=now)
    trace(READERS_READ, actor=actor, now=now, details=Details(counts={"shown": len(found)}))
    return found


@transaction.atomic
def look_at_reader(actor: Actor, *, now: datetime) -> None:
    """Record that somebody saw who one of the readers is."""
    trace(READERS_READ, actor=actor, now=now, details=Details(counts={"shown": 1}))


@transaction.atomic
def revoke_access(actor: Actor, grant: UUID, *, site: str, now: datetime) -> None:
    """End somebody's access at once, and tell him. Raises NotAllowedError."""
    ended = revoke_reading(actor, grant, now=now)
    write("access_ended", to=address_of(ended), now=now, link=f"{site}kennisbank/toegang/")


@transaction.atomic
def name_substitute(actor: Actor, colleague: UUID, *, until: date, now: datetime) -> None:
    """Let a colleague get the reminders until a day, that day included. Raises NotAllowedError."""
    own = house()
    reviewers = {one.id for one in reviewers_of(own.pk)} if own else set()
    require(may_be_substitute(actor, own.pk if own else None, colleague, reviewers))
    assert own is not None
    ReviewerSubstitute.objects.update_or_create(
        reviewer_id=actor.id, defaults={"organisation": own, "substitute_id": colleague, "until": until}
    )
    trace(SUBSTITUTE_SET, actor=actor, person=colleague, now=now)


@transaction.atomic
def end_substitute(actor: Actor, *, now: datetime) -> None:
    """Let the actor get his reminders himself again."""
    if ReviewerSubstitute.objects.filter(reviewer_id=actor.id).delete()[0]:
        trace(SUBSTITUTE_ENDED, actor=actor, now=now)
