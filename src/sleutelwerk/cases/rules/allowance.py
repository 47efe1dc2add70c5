"""Decides on what a key figure gets: three hands, never above a limit, and never for a tip or a result."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sleutelwerk.cases.engine.allowances import Allowances, Counts
from sleutelwerk.cases.engine.judge_allowance import (
    Given,
    Judgement,
    Outcome,
    Reason,
    Remark,
    Sums,
    judge_allowance,
    sums_of,
)
from sleutelwerk.cases.engine.pay_words import PayWords
from sleutelwerk.cases.rules.contact import may_go_on
from sleutelwerk.cases.rules.stages import Stage, may_at
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: Who proposes, who approves and who records are three people (N57).
HANDS = 3
_MOST_MINUTES = 31 * 24 * 60

_EUROS = re.compile(r"(?:€ ?)?([0-9]{1,6})(?:[.,]([0-9]{2})|,-)?(?: ?euro)?", re.IGNORECASE | re.ASCII)
_HOURS = re.compile(r"([0-9]{1,3})(?:[.,](00?|25|50?|75))?(?: ?uur)?", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])", re.ASCII)
_QUARTERS = {"": 0, "0": 0, "00": 0, "25": 15, "5": 30, "50": 30, "75": 45}


class State(StrEnum):
    """How far one allowance is. `declared` is what he got elsewhere, as he said it himself.

    `leaving` is that somebody asked to take that away, and it still counts; `removed` is that a second person did.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    RECORDED = "recorded"
    REFUSED = "refused"
    DECLARED = "declared"
    LEAVING = "leaving"
    REMOVED = "removed"


#: What still waits for somebody.
WAITING = frozenset({State.PROPOSED, State.APPROVED})
#: What he got elsewhere, and counts.
ELSEWHERE = frozenset({State.DECLARED, State.LEAVING})


@dataclass(frozen=True, slots=True)
class Hands:
    """How far an allowance is and through whose hands it went; an account that is gone is None."""

    state: State
    proposed_by: UUID | None = None
    approved_by: UUID | None = None
    removal_asked_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What an amount is judged next to: approved, recorded or declared is sure, proposed waits."""

    sure: Collection[Given] = ()
    waiting: Collection[Given] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What comes of an amount: next to all that is sure, and `together` next to proposals that wait as well.

    `before` is what is sure without it. `same` names all of this, to tell whether somebody saw it as it is now.
    """

    alone: Judgement
    together: Judgement
    before: Sums

    @property
    def outcome(self) -> Outcome:
        """Tell whether it is fine, asks for care, or cannot be given."""
        if self.alone and (self.crowded or self.alone.outcome is Outcome.WARN):
            return Outcome.WARN
        return self.alone.outcome

    @property
    def crowded(self) -> bool:
        """Tell whether it fits only when something that waits does not go on."""
        return bool(self.alone) and not self.together

    @property
    def stops(self) -> Sequence[Remark]:
        """Give why it cannot be given."""
        return [one for one in self.alone.remarks if one.outcome is Outcome.STOP]

    @property
    def receipts(self) -> bool:
        """Tell whether every hand must have seen the receipts: costs this high are paid on no word of a colleague."""
        return any(one.reason is Reason.RECEIPTS for one in self.alone.remarks)

    @property
    def same(self) -> str:
        """Name what was said, so that what is said now can be held against it."""
        said = [f"{one.outcome}-{one.reason}-{one.threshold}-{one.total_cents}" for one in self.alone.remarks]
        return "/".join([*said, "crowded" if self.crowded else "", f"{self.alone.left_month}-{self.alone.left_year}"])


def state_of(*, elsewhere: bool, approved: bool, recorded: bool, refused: bool, leaving: bool = False) -> State:
    """Tell how far an allowance is."""
    if elsewhere and not refused:
        return State.LEAVING if leaving else State.DECLARED
    if refused:
        return State.REMOVED if elsewhere else State.REFUSED
    if recorded:
        return State.RECORDED
    return State.APPROVED if approved else State.PROPOSED


def may_settle_reward(stage: Stage) -> Verdict:
    """Tell whether what he gets is to be talked through: once, before the work begins."""
    return may_at(stage, Stage.REWARD)


def may_begin(stage: Stage, *, paused: bool) -> Verdict:
    """Tell whether something new may be proposed: not while the work lies still.

    What was proposed before goes on. Once one says goodbye, what he still gets is paid, also after a pause.
    """
    return may_go_on(paused=paused and stage is not Stage.ENDING)


def may_handle(stage: Stage, *, ended: bool) -> Verdict:
    """Tell whether allowances can be proposed, approved and recorded: from the talk until the case is rounded off."""
    if ended:
        return refused("Dit dossier is afgerond. Er verandert niets meer.")
    if stage is Stage.REWARD:
        return refused("Bespreek eerst samen wat hij krijgt.")
    return may_at(stage, Stage.CARRYING_OUT, Stage.EVALUATION, Stage.ENDING)


def may_approve(person: UUID, hands: Hands) -> Verdict:
    """Tell whether somebody may be the second hand."""
    waits = ALLOWED if hands.state is State.PROPOSED else refused("Dit voorstel wacht niet meer op goedkeuring.")
    own = refused("U deed dit voorstel zelf. Iemand anders van het team kijkt ernaar.")
    return first_refusal(waits, own if person == hands.proposed_by else ALLOWED)


def may_record_paid(person: UUID, hands: Hands) -> Verdict:
    """Tell whether somebody may be the third hand."""
    waits = ALLOWED if hands.state is State.APPROVED else refused("Dit wacht niet op vastleggen.")
    own = refused("U deed het voorstel of keurde het goed. Een derde legt de betaling vast.")
    return first_refusal(waits, own if person in {hands.proposed_by, hands.approved_by} else ALLOWED)


def may_refuse(hands: Hands) -> Verdict:
    """Tell whether it may still be called off. Anybody of the team may: three hands guard giving, not leaving it."""
    return ALLOWED if hands.state in WAITING else refused("Hier is al over beslist.")


def may_ask_removal(hands: Hands) -> Verdict:
    """Tell whether somebody may ask to take an amount from elsewhere away: when it was not right."""
    if hands.state is State.LEAVING:
        return refused("Iemand vroeg dit al. Een collega beslist erover.")
    return ALLOWED if hands.state is State.DECLARED else refused("Dit is geen bedrag van een ander.")


def may_remove_elsewhere(person: UUID, hands: Hands) -> Verdict:
    """Tell whether somebody may take it away: it makes room under a limit, so it is never who asked for it."""
    waits = ALLOWED if hands.state is State.LEAVING else refused("Niemand vroeg om dit bedrag weg te halen.")
    own = refused("U vroeg dit zelf. Iemand anders van het team kijkt ernaar.")
    return first_refusal(waits, own if person == hands.removal_asked_by else ALLOWED)


def may_keep_elsewhere(hands: Hands) -> Verdict:
    """Tell whether it may be left as it was. Anybody of the team may: it then counts as it did."""
    return ALLOWED if hands.state is State.LEAVING else refused("Niemand vroeg om dit bedrag weg te halen.")


def people_short(own: int) -> int:
    """Tell how many people a team lacks for three hands, when it has so many of its own organisation."""
    return max(0, HANDS - own)


def months_for(first: date, today: date) -> list[date]:
    """Give the months for which something can be given, the newest in front: from his yes to the coming month."""
    last = _next(today.replace(day=1))
    found = [first.replace(day=1)]
    while found[-1] < last:
        found.append(_next(found[-1]))
    return found[::-1]


def may_be_month(month: date, first: date, today: date) -> Verdict:
    """Tell whether something can be given for a month."""
    if month > _next(today.replace(day=1)):
        return refused("Deze maand is nog te ver weg. Kies een maand tot en met de volgende.")
    if month < first.replace(day=1):
        return refused("In deze maand werkte hij nog niet met u. Kies een latere maand.")
    return ALLOWED


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def cents_of(text: str) -> int | None:
    """Read an amount as people write it: 45, 45,50, 45.50 or € 45,-. None when it is something else, zero included.

    A point before three digits is no amount here: to one it is a thousand, to another a thousandth.
    """
    found = _EUROS.fullmatch(text.strip().replace("\N{NO-BREAK SPACE}", " "))
    cents = int(found[1]) * 100 + int(found[2] or 0) if found else 0
    return cents or None


def minutes_of(text: str) -> int | None:
    """Read a time as people write it: 8, 8,5, 8,25 or 8:15. None when it is something else, or more than a month."""
    text = text.strip().replace("\N{NO-BREAK SPACE}", " ")
    clock, hours = _CLOCK.fullmatch(text), _HOURS.fullmatch(text)
    if clock:
        minutes = int(clock[1]) * 60 + int(clock[2])
    else:
        minutes = int(hours[1]) * 60 + _QUARTERS[hours[2] or ""] if hours else 0
    return minutes if 0 < minutes <= _MOST_MINUTES else None


def may_be_for(what: str, words: PayWords) -> Verdict:
    """Tell whether money may be for this: never for a tip, a name, a talk or a result (N17)."""
    found = words.found_in(what)
    if not found:
        return ALLOWED
    return refused(
        f"U schreef ‘{found}’. Geld is nooit voor een tip, een naam, een gesprek of een resultaat. "
        "Schrijf welke kosten of welke tijd het is."
    )


def judge(
    asked: Given, beside: Beside, table: Allowances, *, under_21: bool, agreed_cents: int | None = None
) -> Judged:
    """Judge an amount next to all that is sure, and once more as if all that waits goes on as well.

    `agreed_cents` is what was agreed with him for a month; None when nothing of it was.
    """
    sure, waiting = ([_known(one, table) for one in some] for some in (beside.sure, beside.waiting))
    return Judged(
        judge_allowance(asked, sure, table, under_21=under_21, agreed_cents=agreed_cents),
        judge_allowance(asked, [*sure, *waiting], table, under_21=under_21, agreed_cents=agreed_cents),
        sums_of(sure, asked.on, table),
    )


def sums(given: Iterable[Given], month: date, table: Allowances) -> Sums:
    """Sum what counts for the limits of a month and its year."""
    return sums_of([_known(one, table) for one in given], month, table)


def _known(one: Given, table: Allowances) -> Given:
    """Take what was given as a kind that is not in this list any more for one that counts in full."""
    if any(kind.id == one.kind for kind in table.kinds):
        return one
    return replace(one, kind=next(kind.id for kind in table.kinds if kind.counts is Counts.IN_KIND))


def declared_kind(table: Allowances) -> str:
    """Give the kind as which an amount from elsewhere counts: what kind it was there, nobody asks."""
    return next(kind.id for kind in table.kinds if kind.counts is Counts.FEE)


def may_give(judged: Judged, *, seen: bool, receipts: bool) -> Verdict:
    """Tell whether an amount may go on to the next hand; what asks for care must have been read, and receipts seen."""
    if judged.outcome is Outcome.STOP:
        told = " ".join(dict.fromkeys(one.text for one in judged.stops))
        return refused(f"{told} Waarheen? {judged.alone.refer_to}")
    if judged.outcome is Outcome.WARN and not seen:
        return refused("Lees eerst waar u op moet letten, en vink aan dat u dat deed.")
    if judged.receipts and not receipts:
        return refused("Bekijk eerst zelf de bonnen, en vink aan dat u ze zag.")
    return ALLOWED
