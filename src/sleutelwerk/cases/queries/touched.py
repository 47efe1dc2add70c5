"""Tells whoever handles a leak which case files an account touched: a neutral code and whom to call, no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Pseudonym
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases.models import Candidate, HandOver, Member
from sleutelwerk.cases.rules.hand_over import Ended
from sleutelwerk.cases.rules.watching import may_watch


@dataclass(frozen=True, slots=True)
class TouchedCase:
    """A case file by its neutral code, and who leads it; `envelope` when it is the sealed envelope of that case."""

    code: str
    lead: str
    envelope: bool = False


def touched_cases(viewer: Actor, subjects: Collection[Pseudonym]) -> Mapping[Pseudonym, TouchedCase]:
    """Name the case files behind these subjects of the trail, in the viewer's own organisation.

    Only for those who watch over it, and only for subjects that they found in the trail: this is no list of case
    files, and tells of nobody who he is (N5, N28).
    """
    if viewer.organisation is None or not may_watch(viewer):
        return {}
    wanted, found = frozenset(subjects), _named(viewer.organisation)
    return {subject: found[subject] for subject in wanted if subject in found}


def subjects_by_code(viewer: Actor, code: str) -> frozenset[Pseudonym]:
    """Give how the trail names the case with this code, and its envelope; nothing when there is none to watch over.

    Only for those who watch, who have the code from elsewhere.
    """
    if viewer.organisation is None or not may_watch(viewer):
        return frozenset()
    found, asked = _named(viewer.organisation), code.strip().casefold()
    return frozenset(subject for subject, case in found.items() if case.code.casefold() == asked)


def _named(organisation: UUID) -> dict[Pseudonym, TouchedCase]:
    """Give every case that an organisation has or had, and every envelope, by how the trail names it."""
    leads = Member.objects.filter(case__organisation=organisation, part=Member.Part.LEAD)
    found: dict[Pseudonym, TouchedCase] = {}
    cases = {
        row.case.pk: TouchedCase(row.case.code, row.person.name or row.person.email)
        for row in leads.select_related("case", "person")
    }
    cases |= _went_elsewhere(organisation)
    for key, case in cases.items():
        found[pseudonym("case", key)] = case
    sealed = Candidate.objects.filter(case__in=cases, envelope__isnull=False).values_list("case", "envelope")
    for key, envelope in sealed:
        assert envelope is not None
        found[pseudonym("envelope", envelope)] = TouchedCase(cases[key].code, cases[key].lead, envelope=True)
    return found


def _went_elsewhere(organisation: UUID) -> dict[UUID, TouchedCase]:
    """Name where a case is now that an organisation handed over: what leaked before is told to who has it."""
    gone = HandOver.objects.filter(from_organisation=organisation, ended_how=Ended.ACCEPTED)
    return {
        row.case_id: TouchedCase(row.case.code, row.case.organisation.name)
        for row in gone.exclude(case__organisation=organisation).select_related("case__organisation")
    }


def partners_of(viewer: Actor) -> list[tuple[UUID, str]]:
    """Name those of other organisations who have or had a place in a case of the viewer's own, for whoever watches."""
    if viewer.organisation is None or not may_watch(viewer):
        return []
    places = Member.objects.filter(case__organisation=viewer.organisation, part=Member.Part.PARTNER)
    found = {row.person_id: row.person for row in places.select_related("person", "person__organisation")}
    return sorted((key, one.name or one.email) for key, one in found.items())
