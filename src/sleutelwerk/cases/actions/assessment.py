"""Asks two people to assess, keeps what each writes until he hands in, and what both come to together with him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked_with_candidate, readable_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.actions.unread import written
from sleutelwerk.cases.models import Assessment, Candidate, Decision, EarlierNo, Hand, Weighing
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.assessment import (
    TOGETHER,
    assessments_of,
    choosable_assessors,
    compared,
    findings_column,
    findings_of,
    own_assessment,
    places_of,
    to_data,
    weighing_of,
)
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.queries.holding import held_from_him
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.rules.assessment import (
    Findings,
    may_assess,
    may_change,
    may_compare,
    may_hand_in,
    may_look_again,
    may_name_assessors,
    may_note_shown,
    may_see_vog,
    places_for,
)
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.order import may_destroy
from sleutelwerk.cases.rules.rights import may_begin_anew, may_confirm_anew, may_drop_anew, may_propose_anew
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import may_lead
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, require
from sleutelwerk.privacy.rules import Overrule, Place


@dataclass(frozen=True, slots=True)
class Together:
    """What both come to with him: texts, and the day on which he saw what was written."""

    texts: Mapping[str, str]
    shown_on: date | None
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def name_assessors(actor: Actor, case: UUID, chosen: Sequence[UUID], *, now: datetime) -> None:
    """Ask two of the team to assess; who did not hand in yet makes place for another. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    choosable = {one.id for one in choosable_assessors(actor, found)}
    require(
        first_refusal(
            may_lead(actor, found.team, timezone.localdate(now)),
            _at_assessment(found),
            may_name_assessors(chosen, choosable, places_of(candidate)),
        )
    )
    vault = candidate_vault(candidate.pk)
    before = {one.place: one.assessor_id for one in assessments_of(candidate)}
    wanted = places_for(chosen, places_of(candidate))
    left = [place for place, person in before.items() if wanted[place] != person]
    Assessment.objects.filter(candidate=candidate, place__in=left).delete()
    for place, person in wanted.items():
        if before.get(place) != person:
            Assessment.objects.create(
                candidate=candidate, assessor_id=person, place=place, named_at=now,
                findings=vault.seal(findings_column(place), {}),
            )  # fmt: skip
    trace(events.ASSESSORS_NAMED, found.row, actor, now)


@transaction.atomic
def save_findings(
    actor: Actor, case: UUID, findings: Findings, overrules: Sequence[Overrule] = (), *, now: datetime
) -> None:
    """Keep what somebody wrote himself at some criteria; the others stay as they were. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    row = _own(actor, found, candidate)
    days = [date.fromisoformat(one.seen_on) for one in findings.values() if one.seen_on]
    require(first_refusal(*(may_see_vog(day, today=timezone.localdate(now)) for day in days)))
    vault = candidate_vault(candidate.pk)
    known = {one.ref for one in measure_of(found.row).criteria}
    kept = {**findings_of(row, vault), **{ref: noted for ref, noted in findings.items() if ref in known}}
    row.findings = vault.seal(findings_column(row.place), to_data(kept))
    row.save(update_fields=["findings"])
    keep_overrules(actor, Place.DECISION, overrules, now, about=candidate)
    trace(events.ASSESSMENT_SAVED, found.row, actor, now)


@transaction.atomic
def hand_in(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Hand in one's own assessment, which then stands. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    row = _own(actor, found, candidate)
    require(may_hand_in(measure_of(found.row).criteria, findings_of(row)))
    row.handed_in_at = now
    row.save(update_fields=["handed_in_at"])
    trace(events.ASSESSMENT_HANDED_IN, found.row, actor, now)


@transaction.atomic
def read_assessments(actor: Actor, found: OpenCase, *, now: datetime) -> None:
    """Record that somebody of the team looked at both assessments."""
    trace(events.ASSESSMENT_READ, found.row, actor, now)


@transaction.atomic
def save_weighing(actor: Actor, case: UUID, together: Together, *, now: datetime) -> Weighing:
    """Keep the plan, our own list, his answer and when he saw it. Raises NotAllowedError."""
    found, candidate = locked_with_candidate(actor, case, now)
    require(first_refusal(_at_assessment(found), may_compare(places_of(candidate))))
    both = compared(candidate, measure_of(found.row))
    assert both is not None
    handed_in_on = timezone.localdate(both.handed_in_at)
    require(may_note_shown(together.shown_on, handed_in_on=handed_in_on, today=timezone.localdate(now)))
    before = weighing_of(candidate)
    row, _made = Weighing.objects.update_or_create(
        candidate=candidate,
        defaults={
            "together": candidate_vault(candidate.pk).seal(TOGETHER, dict(together.texts)),
            "shown_on": together.shown_on,
            "changed_at": now,
        },
    )
    keep_overrules(actor, Place.DECISION, together.overrules, now, about=candidate)
    written(found.row, actor.id, now)
    trace(events.WEIGHING_SAVED, found.row, actor, now, Details(fields=tuple(together.texts)))
    if together.shown_on is not None and (before is None or before.shown_on != together.shown_on):
        trace(events.ASSESSMENT_SHOWN, found.row, actor, now)
    return row


@transaction.atomic
def look_again(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Let two people look at him anew, as he asked: what was written and decided before goes. Raises NotAllowedError.

    He is promised so on the outcome card. After a no nothing goes yet: another of the team first confirms it.
    """
    found, candidate = readable_with_candidate(actor, case, now)
    decision = found.decision
    require(
        first_refusal(
            may_lead(actor, found.team, timezone.localdate(now)),
            _may_begin_anew(found, candidate, now),
            may_propose_anew(pending=found.anew_waits is not None),
        )
    )
    if decision is None or decision.outcome != Outcome.NO:
        _begin_anew(actor, found, candidate, now)
        return
    Hand.objects.get_or_create(candidate=candidate, person_id=actor.id)
    assert decision.decided_at is not None
    EarlierNo.objects.create(
        id=decision.pk, candidate=candidate, decided_on=timezone.localdate(decision.decided_at),
        decider_id=decision.decider_id, asked_by_id=actor.id, asked_at=now,
    )  # fmt: skip
    trace(events.LOOKING_ANEW_ASKED, found.row, actor, now)


@transaction.atomic
def confirm_look_again(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Say as another that he asked to look anew after a no: only then it begins. Raises NotAllowedError.

    That there was a no stays, without reasons, for who decides next; who decided hears that two people look anew.
    """
    found, candidate = readable_with_candidate(actor, case, now)
    require(
        first_refusal(
            may_confirm_anew(actor.id, found.anew_asked_by, pending=found.anew_waits is not None),
            _may_begin_anew(found, candidate, now),
        )
    )
    EarlierNo.objects.filter(candidate=candidate, confirmed_at=None).update(confirmed_by=actor.id, confirmed_at=now)
    _begin_anew(actor, found, candidate, now)


@transaction.atomic
def drop_look_again(actor: Actor, case: UUID, *, now: datetime) -> None:
    """Say that he did not ask to look anew after a no: what waited for a colleague goes. Raises NotAllowedError."""
    found, candidate = readable_with_candidate(actor, case, now)
    mine = found.anew_asked_by == actor.id
    require(
        first_refusal(
            may_lead(actor, found.team, timezone.localdate(now)) if mine else ALLOWED,
            may_drop_anew(actor.id, found.anew_asked_by, pending=found.anew_waits is not None),
            may_destroy(held=held_from_him(found.row.pk, now)),
        )
    )
    EarlierNo.objects.filter(candidate=candidate, confirmed_at=None).delete()
    trace(events.LOOKING_ANEW_DROPPED, found.row, actor, now)


@transaction.atomic
def read_looking_anew(actor: Actor, row: EarlierNo, *, now: datetime) -> None:
    """Record that whoever said no read that two people look anew."""
    trace(events.DECISION_READ, row.candidate.case, actor, now)


@transaction.atomic
def see_looking_anew(actor: Actor, row: EarlierNo, *, now: datetime) -> None:
    """Note that whoever said no saw that two people look anew."""
    row.seen_on = timezone.localdate(now)
    row.save(update_fields=["seen_on"])
    trace(events.LOOKING_ANEW_SEEN, row.candidate.case, actor, now)


def _may_begin_anew(found: OpenCase, candidate: Candidate, now: datetime) -> Verdict:
    """Tell whether it is time for it. After a no there is an open question of his, as his 28 days stop.

    That it may be an objection, which locks the file, does not stop what he asks for.
    """
    decision = found.decision
    return first_refusal(
        may_look_again(
            Stage(found.row.stage),
            places_of(candidate),
            ended=found.row.ended_at is not None,
            decided=decision is not None and bool(decision.outcome),
        ),
        may_begin_anew(
            known_rights(candidate),
            after_no=decision is not None and decision.outcome == Outcome.NO,
            agreed_on=candidate.agreed_on or candidate.told_on,
            today=timezone.localdate(now),
        ),
        may_destroy(held=held_from_him(found.row.pk, now)),
    )


def _begin_anew(actor: Actor, found: OpenCase, candidate: Candidate, now: datetime) -> None:
    Hand.objects.get_or_create(candidate=candidate, person_id=actor.id)
    for model in (Decision, Weighing, Assessment):
        model.objects.filter(candidate=candidate).delete()
    found.row.stage = Stage.ASSESSMENT
    found.row.save(update_fields=["stage"])
    trace(events.ASSESSMENT_BEGUN_ANEW, found.row, actor, now)


def _own(actor: Actor, found: OpenCase, candidate: Candidate) -> Assessment:
    """Give somebody's own assessment while he may write in it. Raises NotAllowedError."""
    require(first_refusal(_at_assessment(found), may_assess(actor.id, places_of(candidate))))
    row = own_assessment(actor, found)
    assert row is not None
    return row


def _at_assessment(found: OpenCase) -> Verdict:
    return may_change(Stage(found.row.stage), Stage.ASSESSMENT, ended=found.row.ended_at is not None)
