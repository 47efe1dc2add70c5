"""Writes the rows of one invented case, as each stage would have kept them, under keys of its own."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.actions.vault import make_candidate_key, make_key
from sleutelwerk.cases.content import allowances_of, newest_evaluation
from sleutelwerk.cases.engine.agreements import agreed_days
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.examples import Example, Examples
from sleutelwerk.cases.engine.naming import new_pseudonym
from sleutelwerk.cases.engine.stored_agreement import Paper, composed_with, fitting, paper_data, text_of
from sleutelwerk.cases.models import (
    Agreement,
    Allowance,
    Assessment,
    AssignmentHand,
    Candidate,
    Case,
    Contact,
    Decision,
    DecisionCondition,
    Ending,
    Hand,
    LookBack,
    Member,
    ThemeSignal,
    Weighing,
)
from sleutelwerk.cases.models.vault import CaseVault
from sleutelwerk.cases.queries.agreement import PAPER, first_choices, template_of
from sleutelwerk.cases.queries.allowance import EMPTY_NOTE, note_column
from sleutelwerk.cases.queries.assessment import TOGETHER, findings_column, to_data
from sleutelwerk.cases.queries.candidate import PAPERS
from sleutelwerk.cases.queries.cases import ASSIGNMENT, case_for
from sleutelwerk.cases.queries.conditions import REASONS
from sleutelwerk.cases.queries.contact import EMPTY_NOTES, EMPTY_SIGNAL, contact_column, signal_column
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.queries.ending import STEPS_COLUMN
from sleutelwerk.cases.queries.examples import WHICH
from sleutelwerk.cases.queries.looking_back import EMPTY_SIDE, look_column
from sleutelwerk.cases.rules.assessment import Arranged, Met, Noted, Section
from sleutelwerk.cases.rules.assignment import EMPTY_TEXTS
from sleutelwerk.function_profiles.content import current


@dataclass(frozen=True, slots=True)
class Making:
    """For whom an example is made, and when; a day of the content is counted from that moment."""

    actor: Actor
    organisation: UUID
    among: Examples
    example: Example
    now: datetime

    @property
    def today(self) -> date:
        """Give the day on which it is made."""
        return timezone.localdate(self.now)

    def on(self, days: int) -> date:
        """Give a day of the story."""
        return self.today + timedelta(days=days)

    def at(self, days: int) -> datetime:
        """Give a moment of the story."""
        return self.now + timedelta(days=days)


def write_example(making: Making, code: str) -> Case:
    """Write one invented case with the maker as its lead. Call it in a transaction."""
    row = _case(making, code)
    if making.example.person:
        candidate, vault = _candidate(making, row)
        _assessed(making, row, candidate, vault)
        _decided(making, candidate, vault)
        _agreed(making, row, candidate, vault)
        _worked(making, row, candidate, vault)
        _ends(making, candidate, vault)
    return row


def _case(making: Making, code: str) -> Case:
    one = making.example
    row = Case(
        organisation_id=making.organisation, code=code, practice=True, stage=one.stage, theme=one.theme,
        starts_on=making.on(one.starts), ends_on=making.on(one.ends), assignment=b"", created_at=making.now,
    )  # fmt: skip
    if one.profile:
        profiles = current().profiles
        row.profile, row.profile_set = one.profile, profiles.slug
        row.profile_version, row.profile_hash = profiles.version, profiles.content_hash
    if one.settled is not None:
        row.settled_at, row.settled_by_id = making.at(one.settled), making.actor.id
    row.save()
    texts = {**EMPTY_TEXTS, **one.assignment, WHICH: one.id}
    row.assignment = make_key(row).seal(ASSIGNMENT, texts)
    row.save(update_fields=["assignment"])
    AssignmentHand.objects.create(case=row, person_id=making.actor.id)
    Member.objects.create(
        case=row, person_id=making.actor.id, organisation_id=making.organisation, part=Member.Part.LEAD,
        added_by_id=making.actor.id, added_at=making.now, accepted_at=making.now,
    )  # fmt: skip
    return row


def _candidate(making: Making, row: Case) -> tuple[Candidate, CaseVault]:
    said = making.example.person
    others = Candidate.objects.filter(case__organisation=row.organisation_id)
    name = new_pseudonym(secrets.choice, lambda name: others.filter(pseudonym=name).exists())
    candidate = Candidate.objects.create(
        case=row, pseudonym=name, told_on=making.on(said["told"]), told_how=said["told_how"],
        told_by_id=making.actor.id, agreed_on=making.on(said["agreed"]), papers=b"",
        written_on=making.on(said["told"]), created_at=making.at(said["told"]),
    )  # fmt: skip
    vault = make_candidate_key(candidate)
    candidate.papers = vault.seal(PAPERS, dict(said["papers"]))
    candidate.save(update_fields=["papers"])
    Hand.objects.create(candidate=candidate, person_id=making.actor.id)
    return candidate, vault


def _assessed(making: Making, row: Case, candidate: Candidate, vault: CaseVault) -> None:
    """Keep two assessments, the first of the maker; the second is of nobody who exists."""
    said = making.example.person
    written = {one.ref: one for one in making.among.findings}
    both: tuple[dict[str, Noted], dict[str, Noted]] = ({}, {})
    for criterion in measure_of(row).criteria:
        found = written.get(criterion.ref)
        if found is not None:
            usual = _USUAL[criterion.section]
            second = found.second if criterion.section is not Section.ARRANGEMENTS or found.second_choice else ""
            both[0][criterion.ref] = Noted(choice=usual, words=found.first)
            both[1][criterion.ref] = Noted(choice=found.second_choice or usual, words=second)
    for place, (findings, assessor) in enumerate(zip(both, (making.actor.id, None), strict=True), start=1):
        Assessment.objects.create(
            candidate=candidate, assessor_id=assessor, place=place, named_at=making.at(said["named"]),
            handed_in_at=making.at(said["handed_in"]), findings=vault.seal(findings_column(place), to_data(findings)),
        )  # fmt: skip
    Weighing.objects.create(
        candidate=candidate, together=vault.seal(TOGETHER, {name: said[name] for name in ("plan", "ours", "answer")}),
        shown_on=making.on(said["shown"]), changed_at=making.at(said["shown"]),
    )  # fmt: skip


#: What is chosen at each criterion that is in order; of competences one says it in words.
_USUAL: Mapping[Section, str] = {
    Section.PRECONDITIONS: Met.MET, Section.COMPETENCES: "", Section.ARRANGEMENTS: Arranged.DONE
}  # fmt: skip


def _decided(making: Making, candidate: Candidate, vault: CaseVault) -> None:
    said = making.example.person
    days = [making.on(one["until"]) for one in said.get("conditions", ())]
    conditions = [{**one, "until": day.isoformat()} for one, day in zip(said.get("conditions", ()), days, strict=True)]
    row = Decision.objects.create(
        candidate=candidate, asked_by_id=making.actor.id, asked_at=making.at(said["asked"]),
        told_by_id=making.actor.id, first_assessor_id=making.actor.id, independent=True, outcome=said["outcome"],
        reasons=vault.seal(REASONS, {"reasons": said["reasons"], "conditions": conditions}),
        decided_at=making.at(said["decided"]), told_on=making.on(said["outcome_told"]),
    )  # fmt: skip
    # what comes first was arranged before what was agreed came to hold
    begins = making.on(making.example.work["active"]) if making.example.work else making.today
    for number, day in enumerate(days, 1):
        DecisionCondition.objects.create(
            decision=row, number=number, until=day, arranged_on=min(day, begins) if day <= making.today else None
        )


def _agreed(making: Making, row: Case, candidate: Candidate, vault: CaseVault) -> None:
    """Keep the agreement that holds, in the words that ship; nothing when there are none for this profile."""
    said, template = making.example.work, template_of(row)
    found = case_for(making.actor, row.pk, today=making.today)
    if template is None or found is None:
        return
    known, shared = first_choices(found, template), making.among.agreement
    own = {"taken.doet.taken": said["taken"], "zichtbaar.vragen.zin": said["says"]}
    filled = {**known.filled, **shared.filled, **own}
    choices = fitting(template, row.profile, Choices(chosen={**known.chosen, **shared.chosen}, filled=filled))
    text = text_of(template, composed_with(template, row.profile, choices))
    ready_on, given_on = making.on(said["ready"]).isoformat(), making.on(said["given"]).isoformat()
    paper = Paper(choices, text, ready_on, given_on, frozenset({str(making.actor.id)}))
    Agreement.objects.create(
        candidate=candidate, revision=1, template=template.slug, template_version=template.version,
        template_hash=template.content_hash, paper=vault.seal(PAPER, paper_data(paper)), fingerprint=text.fingerprint,
        drafted_by_id=making.actor.id, drafted_at=making.at(said["ready"]), our_yes_at=making.at(said["active"]),
        his_yes_on=making.on(said["his_yes"]), his_yes_heard_by_id=making.actor.id,
        active_from=making.at(said["active"]), contact_days=agreed_days(template, row.profile, choices),
    )  # fmt: skip


def _worked(making: Making, row: Case, candidate: Candidate, vault: CaseVault) -> None:
    for one in making.example.contacts:
        _contact(making, candidate, vault, one)
    for one in making.example.allowances:
        _allowance(making, candidate, vault, one)
    for one in making.example.looks:
        _look(making, candidate, vault, one)
    found = case_for(making.actor, row.pk, today=making.today)
    assert found is not None
    for one in making.example.signals:
        signal = ThemeSignal(pk=uuid4(), case=row, theme=one["theme"], noted_on=making.on(one["noted"]))
        signal.text = found.vault.seal(signal_column(signal.pk), {**EMPTY_SIGNAL, "said": one["said"]})
        signal.save(force_insert=True)


def _contact(making: Making, candidate: Candidate, vault: CaseVault, one: Mapping[str, Any]) -> None:
    by = making.on(one["by"])
    row = Contact(
        pk=uuid4(), candidate=candidate, held_on=making.on(one["held"]), held_by_id=making.actor.id,
        created_at=making.at(one["held"]), follow_up_by=by, follow_up_done_on=by if by <= making.today else None,
    )  # fmt: skip
    notes = {name: one[name] for name in ("channel", "lasted", "theme", "mood", "follow_up")}
    row.notes = vault.seal(contact_column(row.pk), {**EMPTY_NOTES, **notes, "asked": True, "who": str(making.actor.id)})
    row.save(force_insert=True)


def _allowance(making: Making, candidate: Candidate, vault: CaseVault, one: Mapping[str, Any]) -> None:
    """Keep what was paid by three hands, of which only the first exists."""
    months = making.today.year * 12 + making.today.month - 1 + one["month"]
    month = date(months // 12, months % 12 + 1, 1)
    at = datetime(month.year, month.month, 20, 10, tzinfo=timezone.get_current_timezone())
    row = Allowance(
        pk=uuid4(), candidate=candidate, kind=one["kind"], month=month, cents=one["cents"], minutes=one["minutes"],
        proposed_by_id=making.actor.id, proposed_at=at, approved_at=at, recorded_at=at,
    )  # fmt: skip
    statement = allowances_of(month.year).bank_statement.of(month)
    row.note = vault.seal(note_column(row.pk), {**EMPTY_NOTE, "what": one["what"], "statement": statement})
    row.save(force_insert=True)


def _look(making: Making, candidate: Candidate, vault: CaseVault, one: Mapping[str, Any]) -> None:
    asked = {question.id: question.text for question in newest_evaluation().questions}
    sides = {
        side: {**EMPTY_SIDE, "answers": dict(one[side]), "words": {ref: asked.get(ref, ref) for ref in one[side]}}
        for side in ("us", "him", "outsider")
    }
    sides["outsider"]["function"] = one["outsider_function"]
    held = making.at(one["held"])
    row = LookBack(
        pk=uuid4(), candidate=candidate, held_on=making.on(one["held"]), written_by_id=making.actor.id,
        created_at=held, closed_at=held,
    )  # fmt: skip
    row.said = vault.seal(look_column(row.pk), {**sides, "agreed": one["agreed"]})
    row.save(force_insert=True)


def _ends(making: Making, candidate: Candidate, vault: CaseVault) -> None:
    said = making.example.ending
    if not said:
        return
    until = making.on(said["until"]).isoformat()
    steps = {"reason": "", "steps": dict(said["steps"]), "until": until, "who": said["who"]}
    Ending.objects.create(
        candidate=candidate, why=said["why"], ends_on=making.on(said["ends"]), begun_by_id=making.actor.id,
        begun_at=making.at(said["begun"]), steps=vault.seal(STEPS_COLUMN, steps),
    )  # fmt: skip
