"""Who may ask for access, who may judge that, and when a request, a link or a reminder is due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused
from sleutelwerk.knowledge.engine.addresses import Standing, compared
from sleutelwerk.publishing.rules import may_give_access

LONGEST_PURPOSE = 500
LONGEST_ANSWER = 600
#: How long the link to confirm an address, or to vouch, works.
CONFIRM_LASTS = timedelta(days=7)
#: How long the asker can look at his request, from each letter about it.
FOLLOW_LASTS = timedelta(days=28)
#: What was refused, withdrawn or never confirmed goes after this. So does a question that got no answer.
VANISHES_AFTER = timedelta(days=28)
#: After how many working days in the queue reviewers hear about it, for the first and the second time.
REMINDERS = (3, 7)
#: Over how long back the figures on waiting are.
FIGURES_OVER = timedelta(days=90)
#: Below so many requests no figure is shown: it would be about one person (N8).
FEWEST = 5
_SATURDAY = 5


class State(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    QUESTION = "question"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return _LABELS[self]


_LABELS = {
    State.ASKED: "Wacht op bevestiging van het adres",
    State.CONFIRMED: "Wacht op een beoordelaar",
    State.QUESTION: "Wacht op antwoord van de aanvrager",
    State.GRANTED: "Toegekend",
    State.REFUSED: "Niet toegekend",
    State.WITHDRAWN: "Ingetrokken",
}
#: Nothing more happens to these.
CLOSED = frozenset({State.GRANTED, State.REFUSED, State.WITHDRAWN})
#: Being looked at, or waiting for that.
RUNNING = frozenset({State.CONFIRMED, State.QUESTION})


class Answer(StrEnum):
    """What a reviewer can answer."""

    GRANT = "grant"
    SHORTER = "shorter"
    QUESTION = "question"
    REFUSE = "refuse"


class LinkFor(StrEnum):
    """What a link in a letter is for."""

    CONFIRM = "confirm"
    FOLLOW = "follow"
    VOUCH = "vouch"
    RENEW = "renew"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as far as decisions need it. Addresses are as `compared` gives them."""

    id: UUID
    organisation: UUID
    state: State
    address: str
    person: UUID | None = None
    entered_by: UUID | None = None
    voucher_address: str = ""
    voucher: UUID | None = None
    vouched: bool = False

    @property
    def waits_for_voucher(self) -> bool:
        """Tell whether somebody still has to vouch for the asker."""
        return bool(self.voucher_address) and not self.vouched

    @property
    def in_queue(self) -> bool:
        """Tell whether a reviewer can judge it now."""
        return self.state is State.CONFIRMED and not self.waits_for_voucher


@dataclass(frozen=True, slots=True)
class Judge:
    """Whoever wants to judge: his address, and who vouched for him or was vouched for by him, by address."""

    actor: Actor
    address: str
    bonds: frozenset[str] = frozenset()


TAKEN = refused("Deze aanvraag is al beoordeeld of ingetrokken. Er is niets veranderd.")
NOT_CONFIRMED = refused("De aanvrager heeft zijn adres nog niet bevestigd.")
NOT_VOUCHED = refused("De collega heeft nog niet voor de aanvrager ingestaan.")
OWN = refused("Dit is uw eigen aanvraag. Een collega beoordeelt haar.")
ENTERED = refused("U hebt deze aanvraag zelf ingevoerd. Een collega beoordeelt haar.")
VOUCHER = refused("U staat zelf voor deze aanvrager in. Een collega beoordeelt de aanvraag.")
BOND = refused("U en de aanvrager stonden eerder voor elkaar in. Een collega beoordeelt de aanvraag.")


def may_judge(judge: Judge, request: Asked) -> Verdict:
    """Tell whether somebody may judge this request: a reviewer of the house who has no part in it.

    Whoever entered a request that came by mail does not judge it either: four eyes, as everywhere.
    """
    return first_refusal(
        may_give_access(judge.actor, request.organisation),
        OWN if judge.actor.id == request.person or judge.address == request.address else ALLOWED,
        ENTERED if judge.actor.id == request.entered_by else ALLOWED,
        VOUCHER if judge.actor.id == request.voucher or judge.address == request.voucher_address else ALLOWED,
        BOND if request.address in judge.bonds else ALLOWED,
        may_be_judged(request),
    )


def may_be_judged(request: Asked) -> Verdict:
    """Tell whether a request is ready for an answer now."""
    if request.state is State.ASKED:
        return NOT_CONFIRMED
    if request.state is not State.CONFIRMED:
        return TAKEN
    return NOT_VOUCHED if request.waits_for_voucher else ALLOWED


def may_answer(
    answer: Answer, *, all_met: bool, explained: bool, ends: datetime | None, now: datetime, longest: timedelta
) -> Verdict:
    """Tell whether an answer is complete: a no and a question are explained, and a shorter time is shorter."""
    if answer in {Answer.REFUSE, Answer.QUESTION} and not explained:
        return refused("Schrijf op wat de aanvrager moet weten.")
    if answer in {Answer.GRANT, Answer.SHORTER} and not (all_met or explained):
        return refused("Niet aan alles is voldaan. Leg uit waarom u toch toegang geeft.")
    if answer is Answer.SHORTER and (ends is None or not now < ends < now + longest):
        return refused("Kies een datum in de toekomst, binnen een jaar.")
    return ALLOWED


def may_use_address(standing: Standing, *, voucher: str) -> Verdict:
    """Tell whether a request can be made from an address of this standing. The lists never refuse a person."""
    if standing is Standing.DISPOSABLE:
        return refused(
            "Deze postbus verdwijnt vanzelf en anderen kunnen meelezen. Gebruik een adres dat van u blijft. "
            "Hebt u geen werkadres? Dan kan een collega voor u instaan."
        )
    if standing is Standing.FREE and not voucher:
        return refused(
            "Dit is geen werkadres: iedereen kan zo'n adres maken. Gebruik uw werkadres. Hebt u dat niet? "
            "Vul dan hieronder het werkadres in van een collega die voor u instaat."
        )
    return ALLOWED


def may_vouch_from(address: str, standing: Standing, *, voucher: str) -> Verdict:
    """Tell whether somebody with this address can vouch for the asker: another person, with a work address."""
    if compared(address) == compared(voucher):
        return refused("U kunt niet voor uzelf instaan. Vul het adres van een collega in.")
    if standing in {Standing.FREE, Standing.DISPOSABLE}:
        return refused("Uw collega moet een werkadres hebben.")
    return ALLOWED


def working_days(since: date, until: date) -> int:
    """Count the days from Monday to Friday after one day, up to and including another. Holidays count as well."""
    days = (until - since).days
    return sum((since + timedelta(days=step)).weekday() < _SATURDAY for step in range(1, days + 1))


def reminders_due(since: date, today: date) -> int:
    """Give how many reminders should have been sent by now for a request in the queue since this day."""
    waited = working_days(since, today)
    return sum(waited >= after for after in REMINDERS)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long askers waited for their first answer, in days."""

    count: int
    median: float | None
    longest: int | None


def waiting_figures(waits: Sequence[timedelta]) -> Waiting:
    """Give the figures, without those that would be about a few people only."""
    if len(waits) < FEWEST:
        return Waiting(len(waits), None, None)
    days = [wait / timedelta(days=1) for wait in waits]
    return Waiting(len(waits), round(median(days), 1), -int(-max(days) // 1))


def substitutes_of(reviewers: Collection[UUID], replaced: dict[UUID, UUID]) -> frozenset[UUID]:
    """Give who is to be reminded: every reviewer, or whoever stands in for him and is a reviewer too."""
    return frozenset(replaced[one] if one in replaced and replaced[one] in reviewers else one for one in reviewers)


def may_be_substitute(actor: Actor, house: UUID | None, colleague: UUID, reviewers: Collection[UUID]) -> Verdict:
    """Tell whether a reviewer may name this colleague to stand in for him."""
    another = refused("Kies een collega die ook aanvragen beoordeelt.")
    return first_refusal(
        may_give_access(actor, house),
        ALLOWED if colleague in reviewers and colleague != actor.id else another,
    )
