"""Looks up what an account touched, for the day on which data leaked, and until when the authority must hear (N28)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.organisations import own_organisation
from sleutelwerk.accounts.queries.people import people_by_pseudonym
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.oversight import may_oversee
from sleutelwerk.audit.engine.body import Pseudonym
from sleutelwerk.audit.queries import SeenEntry, Wanted
from sleutelwerk.audit.queries.entries import acts_of
from sleutelwerk.cases.queries.touched import TouchedCase, touched_cases
from sleutelwerk.home.rules import REPORT_WITHIN


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that the account touched: what it is, whom to call, and how often it did what."""

    what: str
    call: str
    acts: tuple[tuple[str, int], ...]
    first: datetime
    last: datetime
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Leak:
    """What is known of a leak: until when the authority must hear, and what the account touched."""

    report_before: datetime
    left: timedelta
    touched: tuple[Touched, ...]
    case_files: int
    envelopes: int

    @property
    def hours_left(self) -> int:
        """Whole hours until the authority must have heard; none when it is too late."""
        return max(0, int(self.left.total_seconds() // 3600))

    @property
    def late(self) -> bool:
        """Tell whether the 72 hours are over."""
        return self.left <= timedelta(0)


@dataclass(frozen=True, slots=True)
class Question:
    """Whose account it is about, over which time, and when somebody noticed."""

    person: UUID
    since: datetime
    until: datetime
    noticed: datetime


def leak(viewer: Actor, question: Question, *, now: datetime) -> Leak | None:
    """Give what an account touched in a time; None when the viewer may not see it."""
    organisation = own_organisation(viewer)
    if organisation is None or not may_oversee(viewer, organisation.pk):
        return None
    wanted = Wanted(since=question.since, until=question.until, actor=question.person)
    acts = acts_of(organisation.pk, wanted)
    subjects = {subject for one in acts if (subject := _touches(one))}
    cases = touched_cases(viewer, subjects)
    touched = _touched(acts, cases, people_by_pseudonym(viewer))
    before = question.noticed + REPORT_WITHIN
    return Leak(
        report_before=before,
        left=before - now,
        touched=tuple(touched),
        case_files=len({one.code for one in cases.values()}),
        envelopes=sum(one.envelope for one in cases.values()),
    )


def _touched(
    acts: Iterable[SeenEntry], cases: Mapping[Pseudonym, TouchedCase], people: Mapping[Pseudonym, str]
) -> list[Touched]:
    """Put what was done together by what it was done to; the gravest first."""
    by: dict[Pseudonym | None, list[SeenEntry]] = {}
    for one in acts:
        by.setdefault(_touches(one), []).append(one)
    found = [_one(subject, seen, cases.get(subject) if subject else None, people) for subject, seen in by.items()]
    return sorted(found, key=lambda one: (not one.grave, not one.call, one.what))


def _touches(act: SeenEntry) -> Pseudonym | None:
    """Name what somebody did something to; what was refused he did not touch."""
    return None if act.event is not None and act.event.refusal else act.subject


def _one(
    subject: Pseudonym | None, seen: list[SeenEntry], case: TouchedCase | None, people: Mapping[Pseudonym, str]
) -> Touched:
    moments = [one.at for one in seen if one.at is not None]
    counted = Counter(one.event.meaning_nl if one.event else one.kind for one in seen)
    return Touched(
        what=_named(subject, case, people),
        call=case.lead if case else "",
        acts=tuple(counted.most_common()),
        first=min(moments),
        last=max(moments),
        grave=case is not None and case.envelope,
    )


def _named(subject: Pseudonym | None, case: TouchedCase | None, people: Mapping[Pseudonym, str]) -> str:
    if case is not None:
        return (
            _("De envelop van dossier %(code)s") % {"code": case.code}
            if case.envelope
            else (_("Dossier %(code)s") % {"code": case.code})
        )
    if subject is None:
        return _("Niets of niemand in het bijzonder")
    return people.get(subject, _("Iets dat er niet meer is, of dat geen dossier is"))
