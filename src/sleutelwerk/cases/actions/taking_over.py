"""Takes a case over from another organisation: it changes hands whole, at one moment, or not at all."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.queries.organisations import case_files_verdict
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import lock_head
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.agreement import reopen_for_others
from sleutelwerk.cases.actions.hand_over import GONE, end_offer, held_offer, lead_of, others_of
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.engine.naming import new_code, new_pseudonym
from sleutelwerk.cases.models import Candidate, Case, Decision, EarlierNo, Invitation, Member
from sleutelwerk.cases.models.vault import CaseVault, vault_of
from sleutelwerk.cases.queries.cases import ASSIGNMENT, case_for
from sleutelwerk.cases.queries.hand_over import leaving_of
from sleutelwerk.cases.rules.assignment import EMPTY_TEXTS
from sleutelwerk.cases.rules.hand_over import OF_THE_ORGANISATION, Ended, may_receive
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import require
from sleutelwerk.mailroom.actions import post_letter
from sleutelwerk.vault import actions as vault
from sleutelwerk.vault.rules import Keepers


@transaction.atomic
def accept_offer(actor: Actor, offer: UUID, *, site: str, now: datetime) -> Case:
    """Take a case over, as its only one, who then lets his own colleagues in. Raises NotAllowedError.

    Whoever was in it is out at that moment; the trails of both organisations tell it.
    """
    row, today = held_offer(actor, offer, now), timezone.localdate(now)
    case = Case.objects.get(pk=row.case_id)
    candidate = Candidate.objects.filter(case=case).first()
    assert actor.organisation is not None
    require(
        may_receive(
            actor,
            leaving_of(case, candidate, today),
            organisation_ready=case_files_verdict(actor.organisation, today),
            same_person=row.candidate_id == (candidate.pk if candidate else None),
        )
    )
    own, texts = _opened(case)
    to, others = lead_of(case.pk), others_of(case.pk, actor, today)
    # in one order whichever way a case goes: two that change places would wait for each other's trail
    for chain in sorted((case.organisation_id, actor.organisation)):
        lock_head(chain)
    _let_go(actor, case, now)
    trace(events.CASE_HANDED_ELSEWHERE, case, actor, now)
    row.to_organisation_id = actor.organisation
    end_offer(row, Ended.ACCEPTED, now)
    _move(case, candidate, actor.organisation)
    case.assignment = own.seal(ASSIGNMENT, {**texts, **dict.fromkeys(OF_THE_ORGANISATION, "")})
    _settle_anew(case, candidate)
    case.save()
    Member.objects.create(
        case=case, person_id=actor.id, organisation_id=actor.organisation, part=Member.Part.LEAD,
        added_by_id=actor.id, added_at=now, accepted_at=now,
    )  # fmt: skip
    trace(events.CASE_TAKEN_OVER, case, actor, now)
    _hand_on_what_lies_sealed(actor, case, candidate, now)
    post_letter("cases/mail/offer_answered.txt", to=to, now=now, site=site)
    post_letter("cases/mail/taken_over.txt", to=others, now=now, site=site)
    return case


def _opened(case: Case) -> tuple[CaseVault, dict[str, Any]]:
    """Open the assignment; a case whose key is gone is not there to take over."""
    own = vault_of(case.pk)
    try:
        return own, {**EMPTY_TEXTS, **own.open(ASSIGNMENT, bytes(case.assignment))}
    except CannotOpenError:
        require(GONE)
        raise


def _let_go(actor: Actor, case: Case, now: datetime) -> None:
    """End every place and every question that waits for somebody of the old organisation."""
    Invitation.objects.filter(case=case).delete()
    for _place in range(Member.objects.filter(case=case).delete()[0]):
        trace(events.MEMBER_LEFT, case, actor, now)
    EarlierNo.objects.filter(candidate__case=case, confirmed_at=None).delete()
    if Decision.objects.filter(candidate__case=case, outcome="").delete()[0]:
        case.stage = Stage.ASSESSMENT
        trace(events.DECISION_WITHDRAWN, case, actor, now)


def _move(case: Case, candidate: Candidate | None, organisation: UUID) -> None:
    """Change whose it is; a code or made-up name that is taken there makes place for a new one."""
    there = Case.objects.filter(organisation=organisation)
    if there.filter(code=case.code).exists():
        case.code = new_code(secrets.choice, lambda code: there.filter(code=code).exists())
    others = Candidate.objects.filter(case__organisation=organisation)
    if candidate is not None and others.filter(pseudonym=candidate.pseudonym).exists():
        candidate.pseudonym = new_pseudonym(secrets.choice, lambda name: others.filter(pseudonym=name).exists())
        candidate.save(update_fields=["pseudonym"])
    case.organisation_id = organisation


def _settle_anew(case: Case, candidate: Candidate | None) -> None:
    """Let the new lead settle the assignment: mandate, ground and DPIA were of the organisation that had it."""
    case.settled_by = None
    if candidate is None and case.stage in {Stage.ASSIGNMENT, Stage.CANDIDATE}:
        case.settled_at, case.stage, case.resettle_due = None, Stage.ASSIGNMENT, False
    else:
        case.resettle_due = True


def _hand_on_what_lies_sealed(actor: Actor, case: Case, candidate: Candidate | None, now: datetime) -> None:
    if candidate is not None and candidate.envelope is not None:
        assert actor.organisation is not None
        vault.hand_on(
            actor=actor, envelope=candidate.envelope, organisation=actor.organisation,
            keepers=Keepers(frozenset({actor.id})), now=now,
        )  # fmt: skip
    found = case_for(actor, case.pk, today=timezone.localdate(now))
    if found is not None and candidate is not None:
        reopen_for_others(actor, found, now=now)
