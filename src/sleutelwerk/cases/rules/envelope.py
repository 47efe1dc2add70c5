"""When an envelope with who a candidate is belongs in a case, who keeps it, and what comes next with it (N29, N34)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.cases.rules.team import Part, Team
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused
from sleutelwerk.vault.rules import USUAL, Asked, Keepers

#: For how long a colleague can say yes: a call, a visit, half a day and a working day.
LASTINGS = (timedelta(minutes=15), USUAL, timedelta(hours=4), timedelta(hours=8))


class Next(StrEnum):
    """The one thing that somebody of the team can do next with an envelope."""

    PUT_IN = "put_in"
    ANSWER = "answer"
    READ = "read"
    WAIT = "wait"
    FIND_COLLEAGUE = "find_colleague"
    NOTHING = "nothing"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with an envelope for one person: what waits for him, what he waits for, and until when he reads.

    `others` is whether it is open for a colleague.
    """

    to_answer: int = 0
    waits: bool = False
    until: datetime | None = None
    others: bool = False


def keepers_of(team: Team, counting: Collection[UUID]) -> Keepers:
    """Give who may know what lies in it: whoever counts today and is of the organisation whose case it is.

    Partners are none: who may not write about the candidate has no need to know who he is (N30).
    """
    own = {one.person for one in team.members if one.organisation == team.organisation}
    return Keepers(frozenset(own & set(counting)))


def may_have_envelope(*, agreed: bool) -> Verdict:
    """Tell whether there is a place for it: who did not say yes is nobody whose name is kept (N6, N7)."""
    return ALLOWED if agreed else refused("Wacht tot hij ja heeft gezegd. Eerder bewaren wij niet wie hij is.")


def may_put_in(*, agreed: bool, present: bool, ended: bool) -> Verdict:
    """Tell whether it can be put in an envelope who he is."""
    return first_refusal(
        may_have_envelope(agreed=agreed),
        refused("Er is al een envelop. Verander daarin wat niet meer klopt.") if present else ALLOWED,
        _runs(ended=ended),
    )


def may_change(*, present: bool, ended: bool) -> Verdict:
    """Tell whether what lies in an envelope can be changed. Opening it can, as long as it is there: he may need us."""
    return first_refusal(ALLOWED if present else refused("Er is nog geen envelop."), _runs(ended=ended))


def may_open(person: UUID | None, team: Team, *, over: bool) -> Verdict:
    """Tell whether it can be opened for somebody of the team: once a case is over for its lead only.

    He answers when somebody calls; a colleague still says yes or no, as nobody opens it alone.
    """
    own = team.membership(person) if person is not None else None
    leads = own is not None and own.part is Part.LEAD
    return ALLOWED if leads or not over else refused("Dit dossier is afgerond. Alleen de trekker opent de envelop nog.")


def _runs(*, ended: bool) -> Verdict:
    return refused("Dit dossier is afgerond. Er verandert niets meer in.") if ended else ALLOWED


def standing_for(person: UUID, openings: Sequence[Asked], now: datetime) -> Standing:
    """Tell how it is with an envelope for somebody of its team, from what was asked and has not ended."""
    waiting = [one for one in openings if one.waits(now)]
    running = [one for one in openings if one.runs(now)]
    return Standing(
        to_answer=sum(one.by != person for one in waiting),
        waits=any(one.by == person for one in waiting),
        until=next((one.until for one in running if one.by == person), None),
        others=any(one.by != person for one in running),
    )


def next_with(standing: Standing, *, present: bool, alone: bool, over: bool = False) -> Next:
    """Tell what comes next: a colleague who waits goes first, and with one person in the team nothing opens."""
    order = (
        (not present and over, Next.NOTHING),
        (not present, Next.PUT_IN),
        (standing.to_answer > 0, Next.ANSWER),
        (standing.until is not None, Next.READ),
        (standing.waits, Next.WAIT),
        (alone, Next.FIND_COLLEAGUE),
    )
    return next((step for holds, step in order if holds), Next.ASK)
