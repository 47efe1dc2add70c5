"""Gives what a key figure gets, in words and sums, and judges an amount next to all that he already got."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.content import allowances_of
from sleutelwerk.cases.engine.allowances import Above, Allowances, Counts, Kind
from sleutelwerk.cases.engine.judge_allowance import Given, Outcome, Reason, euro
from sleutelwerk.cases.models import Allowance, Candidate
from sleutelwerk.cases.models.vault import CaseVault, candidate_vault
from sleutelwerk.cases.queries.agreement import agreed_cents
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.plain import Joined
from sleutelwerk.cases.queries.team import TeamMember
from sleutelwerk.cases.rules import allowance as rules
from sleutelwerk.cases.rules.allowance import Beside, Hands, Judged, State
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Part, may_record
from sleutelwerk.core.bibliography import Source
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.function_profiles.content import current

STATES: Mapping[State, tuple[str, str | Promise]] = {
    State.PROPOSED: ("attention", _("Wacht op goedkeuring")),
    State.APPROVED: ("attention", _("Goedgekeurd, nog niet vastgelegd")),
    State.RECORDED: ("good", _("Betaald en vastgelegd")),
    State.REFUSED: ("neutral", _("Gaat niet door")),
    State.DECLARED: ("info", _("Van een ander, zo zei hij")),
    State.LEAVING: ("attention", _("Telt mee tot een collega het weghaalt")),
    State.REMOVED: ("neutral", _("Weggehaald, telt niet mee")),
}
#: What waits for a second or a third hand, what is to be taken away included, the oldest first.
_WAITING = Joined(
    """
    SELECT {columns} FROM cases_allowance one
    WHERE one.candidate_id IN ({many}) AND one.recorded_at IS NULL AND one.refused_at IS NULL
    AND (one.origin = 'here' OR one.removal_asked_at IS NOT NULL)
    ORDER BY one.proposed_at
    """,
    {"one": Allowance},
)
#: From the talk on there is something to tell of what he gets.
SHOWN_AT = frozenset({Stage.REWARD, Stage.CARRYING_OUT, Stage.EVALUATION, Stage.ENDING})
#: `lower_hour` is that the limit of an hour of who is younger than 21 was asked for; it goes when nothing waits.
EMPTY_NOTE: Mapping[str, Any] = {"what": "", "statement": "", "lower_hour": False, "why_not": ""}


@dataclass(frozen=True, slots=True)
class AllowanceShown:
    """One allowance as its page shows it; its texts are empty when his key is gone."""

    row: Allowance
    table: Allowances
    note: Mapping[str, Any]

    @property
    def hands(self) -> Hands:
        """Give how far it is and through whose hands it went."""
        return hands_of(self.row)

    @property
    def state(self) -> State:
        """Tell how far it is."""
        return self.hands.state

    @property
    def from_another(self) -> bool:
        """Tell whether he got it elsewhere, also when it was taken away."""
        return self.row.origin == Allowance.Origin.ELSEWHERE

    @property
    def elsewhere(self) -> bool:
        """Tell whether he got it elsewhere, and it counts."""
        return self.state in rules.ELSEWHERE

    @property
    def waits(self) -> bool:
        """Tell whether it waits for the next hand."""
        return self.state in rules.WAITING

    @property
    def badge(self) -> tuple[str, str | Promise]:
        """Give how far it is, in words and as a kind of badge."""
        return STATES[self.state]

    @property
    def kind(self) -> str:
        """Give what kind it is, as its year calls it."""
        found: Mapping[str, Kind] = {one.id: one for one in self.table.kinds}
        return found[self.row.kind].title if self.row.kind in found else self.row.kind

    @property
    def amount(self) -> str:
        """Give the amount in words."""
        return euro(self.row.cents)

    @property
    def time(self) -> str:
        """Give how long he worked for it; empty when nobody wrote that down."""
        return hours(self.row.minutes or 0)


def hours(minutes: int) -> str:
    """Write a time as people do: 8 uur, 8 uur en 15 minuten."""
    whole, rest = divmod(minutes, 60)
    parts = [f"{whole} uur" if whole else "", f"{rest} minuten" if rest else ""]
    return " en ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Advice:
    """What is told of an amount before it goes on to the next hand, in words. `above` says what to do instead."""

    outcome: Outcome
    remarks: Sequence[str]
    crowded: bool
    receipts: bool
    refer_to: str
    left_month: str
    left_year: str
    above: Above | None


@dataclass(frozen=True, slots=True)
class SumLine:
    """What he got in a month or a year against its limit, in words; `waiting` and `elsewhere` are empty when none."""

    total: str
    limit: str
    left: str
    above: bool
    waiting: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class SumsShown:
    """The sums of a month and of its year. `known` is no in a year without amounts."""

    month: date
    known: bool
    of_month: SumLine
    of_year: SumLine


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """One allowance that waits: in words, whether the viewer is the next hand, and who else could be."""

    row: Allowance
    kind: str
    amount: str
    state: State
    mine: bool
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Panel:
    """What the overview of a case tells of allowances. `talk` is that it must first be talked through."""

    talk: bool
    ended: bool
    waiting: Sequence[WaitingShown] = ()
    short: int = 0

    @property
    def next(self) -> WaitingShown | None:
        """Give what waits for the viewer first."""
        return next((one for one in self.waiting if one.mine), None)


def note_column(allowance: UUID) -> str:
    """Name the place of the sealed text of one allowance, so that it opens nowhere else."""
    return f"allowance/{allowance}"


def hands_of(row: Allowance) -> Hands:
    """Give how far an allowance is and through whose hands it went."""
    state = rules.state_of(
        elsewhere=row.origin == Allowance.Origin.ELSEWHERE, approved=row.approved_at is not None,
        recorded=row.recorded_at is not None, refused=row.refused_at is not None,
        leaving=row.removal_asked_at is not None,
    )  # fmt: skip
    return Hands(state, row.proposed_by_id, row.approved_by_id, row.removal_asked_by_id)


def given_of(row: Allowance) -> Given:
    """Give an allowance as it is judged."""
    return Given(row.kind, row.cents, row.month, row.minutes or 0)


def beside(candidate: UUID, year: int, *, without: UUID | None = None) -> Beside:
    """Give what he got and may get in a year, summed by the database: a line for a kind, a month and an origin."""
    rows = Allowance.objects.filter(candidate=candidate, month__year=year, refused_at=None)
    rows = rows.exclude(pk=without) if without else rows
    sure = Q(approved_at__isnull=False) | Q(origin=Allowance.Origin.ELSEWHERE)
    marked = rows.annotate(
        sure=ExpressionWrapper(sure, BooleanField()), timed=ExpressionWrapper(Q(minutes__gt=0), BooleanField())
    )
    summed = marked.order_by().values_list("sure", "timed", "kind", "month", "origin")
    found: dict[bool, list[Given]] = {True: [], False: []}
    for is_sure, _timed, kind, month, origin, cents, minutes in summed.annotate(Sum("cents"), Sum("minutes")):
        elsewhere = origin == Allowance.Origin.ELSEWHERE
        found[bool(is_sure)].append(Given(kind, cents, month, minutes or 0, elsewhere))
    return Beside(found[True], found[False])


def judged(candidate: UUID, asked: Given, *, under_21: bool, without: UUID | None = None) -> Judged:
    """Judge an amount as things are now, next to all else of its year and what was agreed with him.

    KeyError for a kind that is not in the list.
    """
    return rules.judge(
        asked, beside(candidate, asked.on.year, without=without), allowances_of(asked.on.year), under_21=under_21,
        agreed_cents=agreed_cents(candidate),
    )  # fmt: skip


def advice(found: Judged, table: Allowances) -> Advice:
    """Tell what comes of an amount."""
    alone = found.alone
    above = any(one.reason is Reason.ABOVE for one in found.stops)
    return Advice(
        outcome=found.outcome, remarks=list(dict.fromkeys(one.text for one in alone.remarks)), crowded=found.crowded,
        receipts=found.receipts, refer_to=alone.refer_to, left_month=euro(alone.left_month),
        left_year=euro(alone.left_year), above=table.above if above else None,
    )  # fmt: skip


def sums_for(candidate: UUID, month: date) -> SumsShown:
    """Give the sums of a month and its year against the limits."""
    return sums_shown(beside(candidate, month.year), month)


def sums_shown(found: Beside, month: date) -> SumsShown:
    """Give the sums of a month and its year, of what was looked up before."""
    table = allowances_of(month.year)
    sure = rules.sums(found.sure, month, table)
    whole = rules.sums([*found.sure, *found.waiting], month, table)
    elsewhere = rules.sums([one for one in found.sure if one.elsewhere], month, table)
    limits = table.limits
    return SumsShown(
        month,
        table.year == month.year,
        _line(sure.month, limits.month_cents, whole.month - sure.month, elsewhere.month),
        _line(sure.year, limits.year_cents, whole.year - sure.year, elsewhere.year),
    )


def _line(total: int, limit: int, waiting: int, elsewhere: int) -> SumLine:
    return SumLine(
        total=euro(total), limit=euro(limit), left=euro(max(0, limit - total)), above=total > limit,
        waiting=euro(waiting) if waiting else "", elsewhere=euro(elsewhere) if elsewhere else "",
    )  # fmt: skip


def allowance_of(candidate: Candidate, allowance: UUID) -> AllowanceShown | None:
    """Give one allowance of somebody; None when it is not his."""
    row = _with_hands(candidate).filter(pk=allowance).first()
    return None if row is None else _shown(row, candidate_vault(candidate.pk))


def allowances_in(candidate: Candidate, year: int) -> list[AllowanceShown]:
    """Give all of a year, the newest in front."""
    vault = candidate_vault(candidate.pk)
    return [_shown(row, vault) for row in _with_hands(candidate).filter(month__year=year)]


def removed_in(candidate: Candidate, year: int) -> list[AllowanceShown]:
    """Give what was declared of elsewhere in a year and taken away again: it made room, so who approves sees it."""
    return [one for one in allowances_in(candidate, year) if one.state in {State.REMOVED, State.LEAVING}]


def paid_in(candidate: Candidate, year: int) -> list[AllowanceShown]:
    """Give what was paid and recorded in a year, the oldest in front."""
    return [one for one in allowances_in(candidate, year) if one.state is State.RECORDED][::-1]


def total_of(some: Collection[AllowanceShown]) -> str:
    """Give what these come to, in words."""
    return euro(sum(one.row.cents for one in some))


def years_of(candidate: Candidate, today: date) -> list[int]:
    """Give the years of which there is something, and this one."""
    months = Allowance.objects.filter(candidate=candidate).dates("month", "year")
    return sorted({today.year, *(one.year for one in months)})


def _with_hands(candidate: Candidate) -> QuerySet[Allowance]:
    found = Allowance.objects.filter(candidate=candidate)
    return found.select_related("proposed_by", "approved_by", "recorded_by", "removal_asked_by", "removed_by").order_by(
        "-month", "-proposed_at"
    )


def _shown(row: Allowance, vault: CaseVault) -> AllowanceShown:
    return AllowanceShown(row, allowances_of(row.month.year), opened_note(row, vault))


def opened_note(row: Allowance, vault: CaseVault) -> Mapping[str, Any]:
    """Open the texts of an allowance."""
    try:
        return {**EMPTY_NOTE, **vault.open(note_column(row.pk), bytes(row.note))}
    except CannotOpenError:
        return EMPTY_NOTE


def payable(table: Allowances) -> list[Kind]:
    """Give the kinds of which an amount can be given here."""
    return [one for one in table.kinds if one.counts is not Counts.ELSEWHERE]


def sources_of(names: Collection[str]) -> list[Source]:
    """Give the sources that a text names, as they are known; our own judgement is none."""
    known = current().bibliography.by_id
    return [known[name] for name in dict.fromkeys(names) if name in known]


def allowance_panel(viewer: Actor, found: OpenCase, today: date) -> Panel | None:
    """Give what the overview tells of allowances, to who may write about him; None before anything is agreed."""
    stage = Stage(found.row.stage)
    if found.candidate is None or stage not in SHOWN_AT or not may_record(viewer, found.team, today):
        return None
    ended = found.row.ended_at is not None
    if stage is Stage.REWARD or ended:
        return Panel(talk=stage is Stage.REWARD and not ended, ended=ended)
    rows = _waiting(found.candidate.pk)
    return Panel(
        talk=False, ended=False, waiting=[_waits(viewer, found, row) for row in rows],
        short=short_of(found)
    )  # fmt: skip


def _waiting(*candidates: UUID) -> list[Allowance]:
    return [row for (row,) in _WAITING.of(*candidates)] if candidates else []


def _waits(viewer: Actor, found: OpenCase, row: Allowance) -> WaitingShown:
    hands, table = hands_of(row), allowances_of(row.month.year)
    return WaitingShown(
        row=row,
        kind=str(_("Van een ander")) if hands.state is State.LEAVING else AllowanceShown(row, table, EMPTY_NOTE).kind,
        amount=euro(row.cents),
        state=hands.state,
        mine=_is_next(viewer.id, hands),
        others=next_hands(found, hands),
    )


def next_hands(found: OpenCase, hands: Hands) -> list[str]:
    """Name who of the team could be the next hand: people of the own organisation who were no hand yet."""
    return [one.name for one in _own_people(found) if _is_next(one.person, hands)]


def short_of(found: OpenCase) -> int:
    """Tell how many people a team lacks for three hands."""
    return rules.people_short(len(_own_people(found)))


def _own_people(found: OpenCase) -> list[TeamMember]:
    return [one for one in found.who_sees if one.part is not Part.PARTNER]


def _is_next(person: UUID, hands: Hands) -> bool:
    steps = (rules.may_approve, rules.may_record_paid, rules.may_remove_elsewhere)
    return any(may(person, hands) for may in steps)


def reward_waits(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell whether what he gets must still be talked through, by somebody who can note that it was."""
    waits = found.row.ended_at is None and found.row.stage == Stage.REWARD
    return waits and bool(may_record(viewer, found.team, today))


def hands_wanted(viewer: Actor, cases: Collection[OpenCase], today: date) -> list[OpenCase]:
    """Give those of these cases in which an allowance waits for somebody: one question to the database for all."""
    at_work = [
        one for one in cases
        if one.candidate is not None and one.row.ended_at is None and may_record(viewer, one.team, today)
    ]  # fmt: skip
    rows = _waiting(*(one.candidate.pk for one in at_work if one.candidate is not None))
    wanted = {row.candidate_id for row in rows if _is_next(viewer.id, hands_of(row))}
    return [one for one in at_work if one.candidate is not None and one.candidate.pk in wanted]
