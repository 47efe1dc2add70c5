"""Tells a team how it is with the envelope of its candidate, and who opened it; never what lies in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.people import names_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.envelope import Next, Standing, keepers_of, may_open, next_with, standing_for
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.vault.queries import OpeningView, openings_of, still_open
from sleutelwerk.vault.rules import Asked, Ended, Keepers, may_close, may_refuse

ENDS: Mapping[Ended, str | Promise] = {
    Ended.CLOSED: _("Dichtgedaan"),
    Ended.WITHDRAWN: _("Vraag ingetrokken"),
    Ended.REFUSED: _("Een collega zei nee"),
    Ended.OVER: _("De tijd was om"),
    Ended.UNANSWERED: _("Niemand gaf antwoord"),
}
_SOMEBODY_GONE = _("iemand die er niet meer is")


@dataclass(frozen=True, slots=True)
class EnvelopeShown:
    """How it is with an envelope, for the overview and for its page. `alone` is whether there is no second keeper."""

    present: bool
    alone: bool
    standing: Standing
    next: Next
    keepers: Sequence[str]


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening or question in words, with what the viewer may do about it."""

    id: UUID
    asked_by: str
    asked_at: datetime
    reason: str
    agreed_by: str
    until: datetime | None
    ended_at: datetime | None
    ended: str
    waits: bool
    runs: bool
    mine: bool
    may_answer: bool
    may_close: bool
    alone: bool = False


def keepers_in(found: OpenCase) -> Keepers:
    """Give who keeps the envelope of a case today."""
    return keepers_of(found.team, [one.person for one in found.people if one.counts])


def envelope_of(viewer: Actor, found: OpenCase, now: datetime) -> EnvelopeShown | None:
    """Tell how it is with the envelope; None for partners, and while there is nobody who said yes."""
    row, keepers = found.candidate, keepers_in(found)
    if row is None or row.agreed_on is None or viewer.id not in keepers.people:
        return None
    present = row.envelope is not None
    openings = still_open(viewer, {row.envelope: keepers})[row.envelope] if row.envelope is not None else []
    standing = standing_for(viewer.id, _that_count(found, openings), now)
    alone = not keepers.people - {viewer.id}
    return EnvelopeShown(
        present=present,
        alone=alone,
        standing=standing,
        next=next_with(standing, present=present, alone=alone, over=found.over),
        keepers=[
            one.name for one in found.people
            if one.person in keepers.people and may_open(one.person, found.team, over=found.over)
        ],
    )  # fmt: skip


def _that_count(found: OpenCase, openings: Sequence[Asked]) -> list[Asked]:
    """Leave out what a colleague asked before a case was over: it cannot be opened for him any more."""
    return [one for one in openings if may_open(one.by, found.team, over=found.over)]


def opening_lines(viewer: Actor, found: OpenCase, now: datetime) -> list[OpeningLine]:
    """Give every time that the envelope was asked for or opened, newest first."""
    row, keepers = found.candidate, keepers_in(found)
    if row is None or row.envelope is None:
        return []
    openings = openings_of(viewer, row.envelope, keepers)
    people = {person for one in openings for person in (one.asked_by, one.agreed_by) if person is not None}
    names = names_of(viewer, people)
    counts = {one.id for one in openings if may_open(one.asked_by, found.team, over=found.over)}
    return [_line(viewer, keepers, one, names, now, counts=one.id in counts) for one in openings]


def _line(
    viewer: Actor, keepers: Keepers, one: OpeningView, names: Mapping[UUID, str], now: datetime, *, counts: bool
) -> OpeningLine:
    asked = one.as_asked()
    waits, runs = asked.waits(now), asked.runs(now)
    return OpeningLine(
        id=one.id,
        asked_by=_name(one.asked_by, names),
        asked_at=one.asked_at,
        reason=one.reason,
        agreed_by=_name(one.agreed_by, names) if one.agreed_at and not one.alone else "",
        until=one.until,
        ended_at=one.ended_at,
        ended=_ended(one, waits=waits, runs=runs),
        waits=waits,
        runs=runs,
        mine=one.asked_by == viewer.id,
        may_answer=counts and bool(may_refuse(viewer, keepers, asked, now)),
        may_close=(waits or runs) and bool(may_close(viewer, keepers, asked)),
        alone=one.alone,
    )


def _ended(one: OpeningView, *, waits: bool, runs: bool) -> str:
    """Say how it ended, also in the minute before the sweep notes it down."""
    if one.ended is not None:
        return str(ENDS[one.ended])
    if waits or runs:
        return ""
    return str(ENDS[Ended.UNANSWERED if one.until is None else Ended.OVER])


def _name(person: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(person, str(_SOMEBODY_GONE)) if person is not None else str(_SOMEBODY_GONE)


def lacks_envelope(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether somebody said yes of whom it lies nowhere who he is: the next who needs him cannot find him."""
    row = found.candidate
    lacks = not found.row.practice and row is not None and row.agreed_on is not None and row.envelope is None
    return lacks and found.row.ended_at is None and bool(may_record(viewer, found.team, today))


def asks_to_open(viewer: Actor, cases: Sequence[OpenCase], now: datetime) -> set[UUID]:
    """Give the cases in which a colleague waits for the viewer's yes or no: one question to the database for all."""
    kept = {
        one.candidate.envelope: one for one in cases if one.candidate is not None and one.candidate.envelope is not None
    }
    openings = still_open(viewer, {envelope: keepers_in(one) for envelope, one in kept.items()})
    return {
        kept[envelope].row.pk for envelope, some in openings.items()
        if standing_for(viewer.id, _that_count(kept[envelope], some), now).to_answer
    }  # fmt: skip
