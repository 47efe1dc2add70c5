"""Gives what was asked to decide and what was decided: to the team, and to who decides the one page that he sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.case_workers import CaseWorker, deciders_for_cases
from sleutelwerk.accounts.queries.organisations import own_organisation
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.engine.letters import Letter
from sleutelwerk.cases.engine.retention import Retention
from sleutelwerk.cases.models import AssignmentHand, Candidate, Case, Decision, EarlierNo, Hand
from sleutelwerk.cases.models.vault import candidate_vault, vault_of
from sleutelwerk.cases.queries.assessment import (
    Compared,
    assessments_of,
    compared,
    name_of,
    places_of,
    together_of,
    weighing_of,
)
from sleutelwerk.cases.queries.cases import ASSIGNMENT, OpenCase
from sleutelwerk.cases.queries.conditions import REASONS, ConditionShown, conditions_of
from sleutelwerk.cases.queries.criteria import Measure, measure_of
from sleutelwerk.cases.queries.letter import fields_of
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.assessment import may_compare
from sleutelwerk.cases.rules.decision import (
    Hands,
    Outcome,
    forgotten_on,
    may_be_asked,
    may_be_asked_for,
    may_be_decider,
    may_decide,
)
from sleutelwerk.cases.rules.rights import may_change, may_confirm_anew
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Membership, Part, Team, may_lead, may_record
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import Verdict

OUTCOMES: Mapping[Outcome, str | Promise] = {
    Outcome.GO: _("Ja, met hem werken"),
    Outcome.CONDITIONS: _("Ja, als eerst iets is geregeld"),
    Outcome.NO: _("Nee, niet met hem werken"),
}
#: In which way the outcome card runs.
VARIANTS: Mapping[Outcome, str] = {Outcome.GO: "ja", Outcome.CONDITIONS: "ja-mits", Outcome.NO: "nee"}
#: What the card promises and the site does: nobody types over it.
KEPT_ON_CARD = frozenset({"dagen"})
#: Whom an assignment names by their function; none of them decides.
NAMED: Mapping[str, str | Promise] = {
    "commissioner": _("Opdrachtgever"),
    "contact": _("Aanspreekpunt"),
    "deputy": _("Vervanger"),
}
#: How long he has to answer: the card itself asks for at least two weeks.
_TIME_TO_ANSWER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Reached:
    """What was decided, opened."""

    row: Decision
    outcome: Outcome
    title: str | Promise
    reasons: str
    conditions: Sequence[ConditionShown]
    decider: str
    decided_on: date
    #: After a no only.
    forgotten_on: date | None


def decision_of(found: OpenCase) -> Decision | None:
    """Give what was asked to decide in a case, answered or not."""
    return found.decision


def reached(row: Decision | None) -> Reached | None:
    """Give what was decided; None while it waits."""
    if row is None or not row.outcome or row.decided_at is None:
        return None
    said, outcome, decided_on = _opened(row), Outcome(row.outcome), timezone.localdate(row.decided_at)
    return Reached(
        row=row,
        outcome=outcome,
        title=OUTCOMES[outcome],
        reasons=said.get("reasons", ""),
        conditions=conditions_of(row, said),
        decider=name_of(row.decider, row.candidate.case),
        decided_on=decided_on,
        forgotten_on=_gone_on(row, row.candidate.case) if outcome is Outcome.NO else None,
    )


def _opened(row: Decision) -> Any:
    try:
        return candidate_vault(row.candidate_id).open(REASONS, bytes(row.reasons or b""))
    except CannotOpenError:
        return {}


def hands_of(row: Decision) -> Hands:
    """Give who had a hand in it when it was asked."""
    assessors = (row.first_assessor_id, row.second_assessor_id)
    return Hands(row.asked_by_id, row.told_by_id, assessors, _hands(row.candidate))


def hands_before(asker: UUID, candidate: Candidate) -> Hands:
    """Give who has a hand in it when somebody asks now."""
    assessors = tuple(one.assessor for one in places_of(candidate))
    return Hands(asker, candidate.told_by_id, assessors, _hands(candidate))


def _hands(candidate: Candidate) -> frozenset[UUID]:
    """Give everybody who ever wrote anything about him, or in the assignment, or settled it. One question."""
    about_him = Hand.objects.filter(candidate=candidate).values_list("person", flat=True)
    in_assignment = AssignmentHand.objects.filter(case=candidate.case_id).values_list("person", flat=True)
    return frozenset(about_him.union(in_assignment))


def may_be_asked_now(candidate: Candidate) -> Verdict:
    """Tell whether it is time to ask for a decision."""
    row = weighing_of(candidate)
    return may_be_asked_for(
        compared=may_compare(places_of(candidate)),
        shown_on=row.shown_on if row else None,
        answer=together_of(candidate)["answer"],
    )


def deciders_for(viewer: Actor, found: OpenCase) -> list[CaseWorker]:
    """Give whom a lead may ask: decision makers of his organisation, outside the team and without a hand in it."""
    if found.candidate is None:
        return []
    hands = hands_before(viewer.id, found.candidate)
    return [one for one in deciders_for_cases(viewer) if may_be_decider(one.id, hands, found.team)]


def still_decides(viewer: Actor, found: OpenCase) -> bool:
    """Tell a lead whether the one he asked can still decide."""
    row = found.decision
    if row is None or row.decider_id is None:
        return False
    fit = may_be_decider(row.decider_id, hands_of(row), found.team)
    return bool(fit) and row.decider_id in {one.id for one in deciders_for_cases(viewer)}


@dataclass(frozen=True, slots=True)
class ToDecide:
    """All that who decides sees: nothing else of the case is there for him."""

    row: Decision
    case: Case
    candidate: Candidate
    goal: str
    measure: Measure
    compared: Compared
    together: Mapping[str, str]
    shown_on: date | None
    involved: Sequence[str]
    #: Who is named in the assignment, each by what he is there and his function.
    named: Sequence[tuple[str | Promise, str]]
    #: Whether he asked that nothing happens for now: then nothing is decided either.
    on_lock: bool
    #: The days on which somebody said no, after which two people looked anew; never why.
    earlier_nos: Sequence[date]


def asked_of(viewer: Actor, decision: UUID) -> Decision | None:
    """Give what somebody was asked to decide, answered or not; None when it was not him, or no longer can be.

    The team and his roles are looked at again each time: who moved, joined the team or lost his role finds nothing.
    """
    row = _decisions().filter(pk=decision, decider=viewer.id).first()
    return row if row is not None and _may_decide(viewer, row) else None


def decisions_for(viewer: Actor, today: date) -> list[Decision]:
    """Give what waits for somebody's decision; his start page says so, as he is in no team."""
    if not may_be_asked(viewer):
        return []
    waiting = _decisions().filter(decider=viewer.id, outcome="", asked_at__date__lte=today).order_by("asked_at")
    return [row for row in waiting if _may_decide(viewer, row)]


def _decisions() -> Any:
    people = ("decider", "asked_by", "told_by", "first_assessor", "second_assessor")
    found = Decision.objects.select_related("candidate__case", "candidate__weighing", *people)
    return found.filter(candidate__case__ended_at=None).prefetch_related("candidate__case__members")


def _may_decide(viewer: Actor, row: Decision) -> bool:
    case = row.candidate.case
    members = [Membership(one.person_id, one.organisation_id, Part(one.part)) for one in case.members.all()]
    team = Team(case.organisation_id, members)
    return bool(may_decide(viewer, row.decider_id, hands_of(row), team, Stage(case.stage)))


def to_decide(row: Decision) -> ToDecide | None:
    """Give what somebody needs to decide; None when a key is gone. Call it for what `asked_of` gave."""
    candidate, case = row.candidate, row.candidate.case
    measure = measure_of(case)
    both = compared(candidate, measure)
    try:
        texts = vault_of(case.pk).open(ASSIGNMENT, bytes(case.assignment))
    except CannotOpenError:
        return None
    if both is None:
        return None
    weighing = weighing_of(candidate)
    hands = (row.asked_by, row.told_by, row.first_assessor, row.second_assessor)
    return ToDecide(
        row=row,
        case=case,
        candidate=candidate,
        goal=texts["goal"],
        measure=measure,
        compared=both,
        together=together_of(candidate),
        shown_on=weighing.shown_on if weighing else None,
        named=[(title, texts[name]) for name, title in NAMED.items() if texts.get(name)],
        on_lock=not may_change(known_rights(candidate)),
        earlier_nos=earlier_nos_of(candidate),
        involved=list(dict.fromkeys(name_of(one) for one in hands if one is not None)),
    )


def earlier_nos_of(candidate: Candidate) -> list[date]:
    """Give the days on which there was a no before two people looked anew, the first one first. Only the bare fact."""
    return list(
        candidate.earlier_nos.filter(confirmed_at__isnull=False)
        .order_by("decided_on", "confirmed_at").values_list("decided_on", flat=True)
    )  # fmt: skip


def looked_anew_for(viewer: Actor) -> list[EarlierNo]:
    """Give the noes of somebody after which two people look anew, until he saw that; he is in no team."""
    if not may_be_asked(viewer):
        return []
    mine = EarlierNo.objects.filter(
        decider=viewer.id, confirmed_at__isnull=False, seen_on=None, candidate__case__organisation=viewer.organisation
    )
    return list(mine.select_related("candidate__case").order_by("confirmed_at"))


def looked_anew(viewer: Actor, decision: UUID) -> EarlierNo | None:
    """Give one of them."""
    return next((one for one in looked_anew_for(viewer) if one.pk == decision), None)


def days_again(case: Case, today: date) -> int:
    """Give how many days there are for another decision after a no, once two people begin to look anew."""
    return (forgotten_on(terms_of_case(case), decided_on=today, told_on=None) - today).days


def anew_to_confirm(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether a colleague wants to look anew after a no, and somebody can say that he asked for it."""
    fits = may_confirm_anew(viewer.id, found.anew_asked_by, pending=found.anew_waits is not None)
    return bool(fits) and not found.over and bool(may_record(viewer, found.team, today))


def known_for_card(viewer: Actor, letter: Letter, said: Reached, *, today: date) -> Mapping[str, str]:
    """Give a first text for what the outcome card asks and is known here, by its reference."""
    own = own_organisation(viewer)
    known = {
        "organisatie": (own.controller or own.name) if own else "",
        "contact": ", ".join(one for one in (own.contact_point, own.contact_email) if one) if own else "",
        "dagen": str(
            (forgotten_on(terms_of_case(said.row.candidate.case), decided_on=today, told_on=today) - today).days
        ),
    }
    found = {ref: known[ref.rpartition(".")[2]] for ref in fields_of(letter) if ref.rpartition(".")[2] in known}
    found["antwoord.hoe.dag"] = (today + _TIME_TO_ANSWER).isoformat()
    ends = [one.until for one in said.conditions]
    return {**found, "ja-mits.wij-regelen.dag": max(ends).isoformat()} if ends else found


@dataclass(frozen=True, slots=True)
class Assessor:
    """One of the two, as the overview of a case shows him."""

    name: str
    handed_in: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """How far assessing and deciding are. It opens nothing: all of it came along with the case.

    `now` is where a case stands: 'assessment', 'decision', or 'later'.
    """

    now: str
    assessors: Sequence[Assessor]
    mine: bool
    writes: bool
    both: bool
    shown_on: date | None
    decider: str
    decided_on: date | None
    outcome: str | Promise
    told_on: date | None
    forgotten_on: date | None


def panel_of(viewer: Actor, found: OpenCase) -> Panel | None:
    """Give how far it is; None until he said that he wants to go on."""
    candidate, row = found.candidate, found.decision
    stage = Stage(found.row.stage)
    if candidate is None or stage in {Stage.ASSIGNMENT, Stage.CANDIDATE}:
        return None
    weighing = weighing_of(candidate)
    mine = [one for one in assessments_of(candidate) if one.assessor_id == viewer.id]
    decided_on = timezone.localdate(row.decided_at) if row is not None and row.decided_at else None
    told_on = row.told_on if row is not None else None
    goes = decided_on is not None and row is not None and row.outcome == Outcome.NO
    return Panel(
        now=stage.value if stage in {Stage.ASSESSMENT, Stage.DECISION} else "later",
        assessors=[
            Assessor(name_of(one.assessor, found.row), one.handed_in_at is not None, one in mine)
            for one in assessments_of(candidate)
        ],
        mine=bool(mine),
        writes=bool(mine) and mine[0].handed_in_at is None and stage is Stage.ASSESSMENT,
        both=bool(may_compare(places_of(candidate))),
        shown_on=weighing.shown_on if weighing else None,
        decider=found.decider,
        decided_on=decided_on,
        outcome=OUTCOMES[Outcome(row.outcome)] if row is not None and row.outcome else "",
        told_on=told_on,
        forgotten_on=_gone_on(row, found.row) if goes and row is not None else None,
    )


# what asks for somebody's attention; each looks only at what came along with the case


def to_ask_decision(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether a lead can ask for a decision: both are done, and he saw it."""
    if found.row.stage != Stage.ASSESSMENT or found.row.ended_at or found.candidate is None:
        return False
    row = weighing_of(found.candidate)
    seen = row is not None and row.shown_on is not None and bool(may_compare(places_of(found.candidate)))
    return seen and bool(may_lead(viewer, found.team, today))


def to_tell_outcome(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether there was decided and he does not know it yet."""
    row = found.decision
    waits = row is not None and bool(row.outcome) and row.told_on is None and found.row.stage == Stage.DECISION
    return waits and bool(may_record(viewer, found.team, today))


def rejected() -> list[UUID]:
    """Give the decisions against somebody; for the task that forgets them only."""
    return list(Decision.objects.filter(outcome=Outcome.NO).values_list("pk", flat=True))


def is_due(row: Decision, now: datetime) -> bool:
    """Tell whether all about somebody who was not chosen must be gone by now (N53)."""
    if row.outcome != Outcome.NO or row.decided_at is None:
        return False
    gone = _gone_on(row, row.candidate.case)
    return gone is not None and gone <= timezone.localdate(now)


def gone_on(row: Decision, terms: Retention) -> date | None:
    """Give the day on which all about somebody must be gone by these terms; None while nothing was decided."""
    if row.decided_at is None:
        return None
    return forgotten_on(terms, decided_on=timezone.localdate(row.decided_at), told_on=row.told_on)


def _gone_on(row: Decision, case: Case) -> date | None:
    return gone_on(row, terms_of_case(case))
