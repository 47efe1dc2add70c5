"""Writes agreements with a key figure, fixes their text, and lets them hold once both said yes to the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.engine import agreements as content
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.stored_agreement import Paper, fitting, paper_data, same_code, text_of, with_group
from sleutelwerk.cases.models import Agreement
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.advice import advice_for
from sleutelwerk.cases.queries.agreement import PAPER, Agreements, Revision, agreements_of, first_choices
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.conditions import open_conditions
from sleutelwerk.cases.queries.holding import held_back
from sleutelwerk.cases.rules import agreement as may
from sleutelwerk.cases.rules.order import may_destroy
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.core.verdict import Verdict, first_refusal, refused, require
from sleutelwerk.privacy.rules import Overrule, Place

_NO_DRAFT = refused("Er is geen versie waar u aan werkt. Begin een nieuwe.")
_NO_TEXT = refused("Er is geen tekst met afspraken voor dit profiel. Vraag uw beheerder.")


@dataclass(frozen=True, slots=True)
class HisYes:
    """His yes as it was heard: when he got the paper, when he said yes, the code on that paper, and who heard it."""

    given_on: date | None
    said_on: date | None
    code: str
    heard_by: UUID


@transaction.atomic
def begin_agreement(actor: Actor, case: UUID, *, now: datetime) -> Agreement:
    """Begin a new revision: with what holds now, or with what is known already. Raises NotAllowedError."""
    found, every = _opened(actor, case, now)
    template = every.template
    require(may.may_begin_agreement(drafting=every.draft is not None, template=template is not None))
    assert template is not None
    assert found.candidate is not None
    choices = every.holding.paper.choices if every.holding else first_choices(found, template)
    row = Agreement(
        candidate=found.candidate, revision=1 + max((one.row.revision for one in every.revisions), default=0)
    )
    row.drafted_by_id = actor.id
    _keep(row, Paper(fitting(template, every.profile, choices)), template, now)
    trace(events.AGREEMENT_DRAFTED, found.row, actor, now)
    return row


@transaction.atomic
def save_agreement(
    actor: Actor, case: UUID, group: str, said: Choices, overrules: Sequence[Overrule] = (), *, now: datetime
) -> Agreement:
    """Keep what was settled in one group of topics, finished or not. Raises NotAllowedError."""
    found, every, draft = _drafting(actor, case, now)
    require(may.may_change(ready=draft.ready))
    template = _template(every)
    topics = [one for one in template.topics_for(every.profile) if one.group == group]
    choices = with_group(draft.paper.choices, topics, said)
    company = draft.paper.in_company or len(may.hears_for_us(found.team, timezone.localdate(now))) > 1
    writers = draft.paper.writers | {str(actor.id)}
    paper = Paper(fitting(template, every.profile, choices), writers=writers, in_company=company)
    draft.row.drafted_by_id = actor.id
    _keep(draft.row, paper, template, now)
    keep_overrules(actor, Place.AGREEMENT, overrules, now, about=found.candidate or found.row)
    trace(events.AGREEMENT_DRAFTED, found.row, actor, now)
    return draft.row


@transaction.atomic
def make_agreement_ready(actor: Actor, case: UUID, *, now: datetime) -> Agreement:
    """Fix the text, so that both can read it and say yes to it. Raises NotAllowedError."""
    found, every, draft = _drafting(actor, case, now)
    template = _template(every)
    composed = every.composed
    require(may.may_make_ready(to_do=len(composed.problems), ready=draft.ready))
    text = text_of(template, composed)
    draft.row.fingerprint = text.fingerprint
    draft.row.contact_days = content.agreed_days(template, every.profile, draft.paper.choices)
    paper = replace(draft.paper, text=text, ready_on=timezone.localdate(now).isoformat(), given_on="")
    _keep(draft.row, paper, template, now)
    trace(events.AGREEMENT_DRAFTED, found.row, actor, now, Details(flags={"ready": True}))
    return draft.row


@transaction.atomic
def reopen_agreement(actor: Actor, case: UUID, *, now: datetime) -> Agreement:
    """Open the text again to change it: whoever said yes has not said it to what comes. Raises NotAllowedError."""
    found, every, draft = _drafting(actor, case, now)
    require(may.may_reopen(ready=draft.ready))
    return _reopened(actor, found, draft, _template(every), now)


def _reopened(actor: Actor, found: OpenCase, draft: Revision, template: content.Agreement, now: datetime) -> Agreement:
    row = draft.row
    row.fingerprint, row.our_yes_by, row.our_yes_at, row.his_yes_on, row.his_yes_heard_by = "", None, None, None, None
    row.contact_days = None
    _keep(row, replace(draft.paper, text=None, ready_on="", given_on=""), template, now)
    trace(events.AGREEMENT_DRAFTED, found.row, actor, now, Details(flags={"ready": False}))
    return row


def reopen_for_others(actor: Actor, found: OpenCase, *, now: datetime) -> None:
    """Open a text again that waits for a yes, as another organisation took the case over: ours was not theirs to give.

    Inside the caller's transaction. What holds goes on holding: he was promised it.
    """
    every = agreements_of(found)
    if every.draft is not None and every.draft.ready and every.template is not None:
        _reopened(actor, found, every.draft, every.template, now)


@transaction.atomic
def discard_agreement(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Throw a draft away; what holds goes on holding. Raises NotAllowedError."""
    found, every, draft = _drafting(actor, case, now)
    discards = may.may_discard(ready=draft.ready, another_holds=every.holding is not None)
    require(first_refusal(discards, may_destroy(held=held_back(found.row.pk, now))))
    draft.row.delete()
    trace(events.AGREEMENT_DRAFTED, found.row, actor, now, Details(flags={"discarded": True}))


@transaction.atomic
def say_our_yes(actor: Actor, case: UUID, fingerprint: str, *, now: datetime) -> Agreement:
    """Say yes for the organisation to the text of this fingerprint. Raises NotAllowedError."""
    found, every, draft = _drafting(actor, case, now)
    row = draft.row
    today = timezone.localdate(now)
    require(may.may_say_our_yes(actor, found.team, today, draft.written))
    require(first_refusal(may.may_take_effect(advice_for(found, today)), _may_begin(found, every)))
    _acceptable(every, draft, same_text=row.fingerprint == fingerprint, already=row.our_yes_at is not None)
    row.our_yes_by_id, row.our_yes_at = actor.id, now
    row.save(update_fields=["our_yes_by", "our_yes_at"])
    trace(events.AGREEMENT_ACCEPTED, found.row, actor, now, Details(flags={"ours": True}))
    _hold_when_both(actor, found, every, row, now)
    return row


@transaction.atomic
def note_his_yes(actor: Actor, case: UUID, yes: HisYes, *, now: datetime) -> Agreement:
    """Note that he said yes to the text on his paper, after a night. Raises NotAllowedError."""
    found, every, draft = _drafting(actor, case, now)
    row, today = draft.row, timezone.localdate(now)
    require(first_refusal(may.may_take_effect(advice_for(found, today)), _may_begin(found, every)))
    _acceptable(every, draft, same_text=same_code(yes.code, row.fingerprint), already=row.his_yes_on is not None)
    assert draft.ready_on is not None
    require(may.may_note_his_yes(ready_on=draft.ready_on, given_on=yes.given_on, said_on=yes.said_on, today=today))
    if yes.heard_by not in {one.person for one in may.hears_for_us(found.team, today)}:
        require(refused("Kies iemand uit uw team die zijn ja hoorde."))
    assert yes.given_on is not None
    row.his_yes_on, row.his_yes_heard_by_id = yes.said_on, yes.heard_by
    row.paper = _sealed(row, replace(draft.paper, given_on=yes.given_on.isoformat()))
    row.save(update_fields=["his_yes_on", "his_yes_heard_by", "paper"])
    trace(events.AGREEMENT_ACCEPTED, found.row, actor, now, Details(flags={"ours": False}))
    _hold_when_both(actor, found, every, row, now)
    return row


@transaction.atomic
def print_agreement(actor: Actor, found: OpenCase, one: Revision, every: Agreements, *, now: datetime) -> int:
    """Record that a text goes onto paper; give the number of that line, which the paper carries (N34, N41).

    Whoever holds a paper that was found can ask the FG who printed it; no name stands on it. Raises NotAllowedError.
    """
    require(may.may_hand_out(ready=one.ready, whole=every.may_be_read(one)))
    return record(
        chain=found.row.organisation_id, kind=events.AGREEMENT_PRINTED, actor=actor.id,
        subject=pseudonym("case", found.row.pk), now=now, details=Details(counts={"version": one.row.revision}),
    )  # fmt: skip


def _opened(actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Agreements]:
    found, _candidate = locked_with_candidate(actor, case, now)
    require(may.may_agree(Stage(found.row.stage), ended=found.row.ended_at is not None))
    return found, agreements_of(found)


def _drafting(actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Agreements, Revision]:
    found, every = _opened(actor, case, now)
    if every.draft is None:
        require(_NO_DRAFT)
    assert every.draft is not None
    return found, every, every.draft


def _template(every: Agreements) -> content.Agreement:
    if every.template is None:
        require(_NO_TEXT)
    assert every.template is not None
    return every.template


def _keep(row: Agreement, paper: Paper, template: content.Agreement, now: datetime) -> None:
    """Keep a draft with the content that it rests on."""
    row.template, row.template_version, row.template_hash = template.slug, template.version, template.content_hash
    row.drafted_at = now
    row.paper = _sealed(row, paper)
    row.save()


def _sealed(row: Agreement, paper: Paper) -> bytes:
    return candidate_vault(row.candidate_id).seal(PAPER, paper_data(paper))


def _acceptable(every: Agreements, draft: Revision, *, same_text: bool, already: bool) -> None:
    whole = not draft.ready or not every.lacking(draft)
    require(may.may_accept(ready=draft.ready, same_text=same_text, whole=whole, already=already))


def _may_begin(found: OpenCase, every: Agreements) -> Verdict:
    """Tell whether all that had to be so first is; asked with each yes, so that none stands there in vain."""
    return may.may_begin_with([one.number for one in open_conditions(found.decision)], first=every.holding is None)


def _hold_when_both(actor: Actor, found: OpenCase, every: Agreements, row: Agreement, now: datetime) -> None:
    """Let it hold when this was the second yes; the one that held is over at that moment."""
    if row.our_yes_at is None or row.his_yes_on is None:
        return
    held = every.holding
    if held is not None:
        held.row.over_at = now
        held.row.save(update_fields=["over_at"])
    row.active_from = now
    row.save(update_fields=["active_from"])
    if found.row.stage == Stage.AGREEMENT:
        found.row.stage = Stage.REWARD
        found.row.save(update_fields=["stage"])
    trace(events.AGREEMENT_ACTIVE, found.row, actor, now, Details(counts={"version": row.revision}))
