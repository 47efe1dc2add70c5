"""Gives what two assessors wrote: to each his own, and both side by side to the team once both are done (N19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.case_workers import colleagues_for_cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Assessment, Candidate, Case, Weighing
from sleutelwerk.cases.models.vault import CaseVault, candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.criteria import CHOICES, SECTIONS, Measure
from sleutelwerk.cases.rules.assessment import (
    ASSESSORS,
    NOTHING,
    Criterion,
    Findings,
    Noted,
    Place,
    Section,
    differs,
    is_so,
    may_assess,
    may_compare,
)
from sleutelwerk.cases.rules.examples import is_example
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Part, may_lead, may_record
from sleutelwerk.core.sealing import CannotOpenError

TOGETHER = "together"
EMPTY_TOGETHER: Mapping[str, str] = {"plan": "", "ours": "", "answer": ""}


def findings_column(place: int) -> str:
    """Name the column under which one place is sealed, so that two never change places unseen."""
    return f"findings-{place}"


def to_data(findings: Findings) -> dict[str, dict[str, str]]:
    """Give findings as plain data, to seal."""
    return {ref: asdict(noted) for ref, noted in findings.items()}


def assessments_of(candidate: Candidate | None) -> list[Assessment]:
    """Give the places of a candidate as they were looked up with his case: who, and whether he handed in."""
    if candidate is None:
        return []
    found: list[Assessment] | None = vars(candidate).get("looked_up")  # by `queries.rows`
    return list(candidate.assessments.defer("findings").order_by("place")) if found is None else [*found]


def places_of(candidate: Candidate | None) -> list[Place]:
    """Give the places as decisions are about them."""
    return [Place(one.place, one.assessor_id, one.handed_in_at is not None) for one in assessments_of(candidate)]


def name_of(user: Any, case: Case | None = None) -> str:
    """Name one of us, also when his account is gone; in an example whoever is not the maker never was."""
    if user:
        return str(user.name or user.email)
    if case is not None and is_example(case.code, practice=case.practice):
        return _("een verzonnen collega")
    return _("iemand die hier niet meer werkt")


def own_assessment(viewer: Actor, found: OpenCase) -> Assessment | None:
    """Give the row of the viewer himself, if he was asked; never anybody else's."""
    return Assessment.objects.filter(candidate=found.candidate, assessor=viewer.id).first()


def findings_of(row: Assessment, vault: CaseVault | None = None) -> Findings:
    """Open what one assessor wrote. Nothing when the key is gone."""
    opens = vault or candidate_vault(row.candidate_id)
    try:
        data: dict[str, dict[str, str]] = opens.open(findings_column(row.place), bytes(row.findings))
    except CannotOpenError:
        return {}
    return {ref: Noted(**noted) for ref, noted in data.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one assessor noted at a criterion, in words."""

    choice: str | Promise
    words: str
    seen_on: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with what both noted at it."""

    criterion: Criterion
    both: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One section laid side by side: what they found differently, what both miss, and what is alike and in order."""

    section: Section | None
    title: str | Promise
    different: Sequence[Line]
    missed: Sequence[Line]
    alike: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two assessments side by side, with who wrote which. There is no total of anything (N18)."""

    assessors: Sequence[str]
    findings: tuple[Findings, ...]
    parts: Sequence[SideBySide]
    handed_in_at: datetime


def compared(candidate: Candidate, measure: Measure) -> Compared | None:
    """Lay both assessments side by side; None, and nothing is opened, until both were handed in."""
    handed_in = Assessment.objects.filter(candidate=candidate, handed_in_at__isnull=False)
    if handed_in.count() != ASSESSORS:
        return None
    rows = list(handed_in.select_related("assessor").order_by("place"))
    vault = candidate_vault(candidate.pk)
    findings = tuple(findings_of(row, vault) for row in rows)
    names = [name_of(row.assessor, candidate.case) for row in rows]
    moments = [row.handed_in_at for row in rows if row.handed_in_at]
    return Compared(names, findings, list(_parts(measure, findings)), max(moments))


def _parts(measure: Measure, findings: tuple[Findings, ...]) -> Iterator[SideBySide]:
    for section, (title, _about) in SECTIONS.items():
        yield _side_by_side(section, title, measure.of(section), findings)
    known = {one.ref for one in measure.criteria}
    gone = [Criterion(ref, Section.PRECONDITIONS, ref) for ref in findings[0] if ref not in known]
    if gone:
        yield _side_by_side(None, _("Niet meer in het profiel"), gone, findings)


def _side_by_side(
    section: Section | None, title: str | Promise, criteria: Sequence[Criterion], findings: tuple[Findings, ...]
) -> SideBySide:
    first, second = findings
    different: list[Line] = []
    missed: list[Line] = []
    alike: list[Line] = []
    for one in criteria:
        pair = first.get(one.ref, NOTHING), second.get(one.ref, NOTHING)
        line = Line(one, tuple(shown(noted) for noted in pair))
        if differs(one.section, *pair):
            different.append(line)
        else:
            (alike if is_so(one.section, pair[0]) else missed).append(line)
    return SideBySide(section, title, different, missed, alike)


def shown(noted: Noted) -> Shown:
    """Give what was noted in words."""
    seen_on = date.fromisoformat(noted.seen_on) if noted.seen_on else None
    return Shown(CHOICES.get(noted.choice, ""), noted.words, seen_on)


def own_lines(measure: Measure, findings: Findings) -> list[tuple[str | Promise, list[tuple[Criterion, Shown]]]]:
    """Give what somebody wrote himself, to read once more before it is handed in."""
    return [
        (title, [(one, shown(findings.get(one.ref, NOTHING))) for one in measure.of(section)])
        for section, (title, _about) in SECTIONS.items()
    ]


def weighing_of(candidate: Candidate) -> Weighing | None:
    """Give what both came to together, if anything was written."""
    return getattr(candidate, "weighing", None)


def together_of(candidate: Candidate) -> Mapping[str, str]:
    """Open the plan, our own list and his answer."""
    row = weighing_of(candidate)
    if row is None:
        return EMPTY_TOGETHER
    try:
        opened: Any = candidate_vault(candidate.pk).open(TOGETHER, bytes(row.together))
    except CannotOpenError:
        return EMPTY_TOGETHER
    return {**EMPTY_TOGETHER, **opened}


@dataclass(frozen=True, slots=True)
class Choosable:
    """Somebody who may be asked to assess."""

    id: UUID
    name: str
    told_him: bool


def choosable_assessors(viewer: Actor, found: OpenCase) -> list[Choosable]:
    """Give who of the team may assess: colleagues of the own organisation who get in and still have a role for it."""
    still = {viewer.id} | {one.id for one in colleagues_for_cases(viewer)}
    told_by = found.candidate.told_by_id if found.candidate else None
    return [
        Choosable(one.person, one.name, one.person == told_by)
        for one in found.people
        if one.part is not Part.PARTNER and one.counts and one.person in still
    ]


def handed_in_by(candidate: Candidate) -> list[Choosable]:
    """Give who handed in already: he stays on the list, also when he is not of the team any more."""
    return [
        Choosable(one.assessor_id, name_of(one.assessor), one.assessor_id == candidate.told_by_id)
        for one in assessments_of(candidate)
        if one.handed_in_at and one.assessor_id
    ]


# what asks for somebody's attention; each looks only at what came along with the case


def asked_to_assess(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether somebody was asked to assess and did not hand in yet."""
    return _assessing(viewer, found, today) and bool(may_assess(viewer.id, places_of(found.candidate)))


def to_name_assessors(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether a lead is still to say who look at the candidate."""
    lacks = len(places_of(found.candidate)) < ASSESSORS
    return lacks and _assessing(viewer, found, today) and bool(may_lead(viewer, found.team, today))


def to_weigh_together(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether both are done, and he was not shown it yet."""
    if found.candidate is None or not _assessing(viewer, found, today):
        return False
    row = weighing_of(found.candidate)
    return bool(may_compare(places_of(found.candidate))) and (row is None or row.shown_on is None)


def _assessing(viewer: Actor, found: OpenCase, today: date) -> bool:
    at_it = found.row.stage == Stage.ASSESSMENT and found.row.ended_at is None
    return at_it and found.candidate is not None and bool(may_record(viewer, found.team, today))
