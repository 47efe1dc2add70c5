"""Who may write, ask, agree and read: people of the team only, four eyes on persons, a fresh factor, and for a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.sessions import is_fresh
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: An opening ends at the latest so long after somebody agreed: one working day.
LONGEST = timedelta(hours=8)
#: For how long it usually is.
USUAL = timedelta(hours=1)
SHORTEST = timedelta(minutes=5)
#: How long an opening lasts that somebody takes alone, because of danger: a call, and a way to safety.
ALONE = timedelta(hours=2)
#: A question that nobody answered goes away by itself: whoever agrees must still know what it was about.
WAITS = timedelta(days=3)
SHORTEST_REASON, LONGEST_REASON = 10, 500


class Field(StrEnum):
    """What an envelope holds, and nothing else: no birth date, no number of any register, no relations."""

    NAME = "name"
    #: How he is reached safely.
    REACH = "reach"
    #: What must never be used: a number that somebody else answers, an address where others open the post.
    NEVER = "never"


LONGEST_TEXTS = {Field.NAME: 120, Field.REACH: 500, Field.NEVER: 500}
NO_ENVELOPE = refused("Deze envelop is er niet.")
_NOT_FRESH = refused("Laat eerst opnieuw zien dat u het bent.")
_NO_OPENING = refused("Vraag eerst of u de envelop mag openen.")


class Ended(StrEnum):
    """How an opening, or the question for it, came to its end."""

    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    OVER = "over"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Keepers:
    """The people of the team at this moment, and nobody else; whoever holds the envelope's number knows them."""

    people: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """An opening as a decision sees it. Without `until` nobody has agreed yet; `agreed_at` is when somebody did."""

    by: UUID | None
    at: datetime
    until: datetime | None = None
    ended: bool = False
    agreed_at: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Tell whether somebody may still agree or refuse."""
        return self.until is None and not self.ended and now < self.at + WAITS

    def runs(self, now: datetime) -> bool:
        """Tell whether it lets somebody read: never before somebody agreed, also when a clock is set back."""
        begun = (self.agreed_at or self.at) <= now
        return begun and self.until is not None and not self.ended and now < self.until


def may_hold(texts: Mapping[Field, str]) -> Verdict:
    """Tell whether an envelope may hold these texts. Only what is given is judged."""
    if Field.NAME in texts and not texts[Field.NAME].strip():
        return refused("Vul een naam in.")
    for field, text in texts.items():
        if len(text) > LONGEST_TEXTS[field]:
            return refused(f"Deze tekst is te lang. Neem hooguit {LONGEST_TEXTS[field]} tekens.")
    return ALLOWED


def may_keep(actor: Actor, keepers: Keepers) -> Verdict:
    """Tell whether somebody is of the team. For the police, and for all others, there is no envelope (N15, N30)."""
    return NO_ENVELOPE if actor.police or actor.id not in keepers.people else ALLOWED


def may_write(actor: Actor, keepers: Keepers, now: datetime) -> Verdict:
    """Tell whether somebody may put in or replace texts. Writing shows nothing, so it needs nobody's consent."""
    return first_refusal(may_keep(actor, keepers), _fresh(actor, now))


def may_ask_to_open(actor: Actor, keepers: Keepers, reason: str, *, has_one: bool) -> Verdict:
    """Tell whether somebody may ask: of the team, with a reason, and once at a time."""
    length = len(reason.strip())
    return first_refusal(
        may_keep(actor, keepers),
        refused("U hebt al gevraagd of u mag openen.") if has_one else ALLOWED,
        refused("Schrijf op waarom het nodig is, in minstens tien tekens.") if length < SHORTEST_REASON else ALLOWED,
        refused(f"Schrijf de reden korter: hooguit {LONGEST_REASON} tekens.") if length > LONGEST_REASON else ALLOWED,
    )


def may_agree(actor: Actor, keepers: Keepers, asked: Asked, lasting: timedelta, now: datetime) -> Verdict:
    """Tell whether somebody may let a colleague open it: another person, both of the team, and not for too long."""
    in_time = SHORTEST <= lasting <= LONGEST
    return first_refusal(
        may_refuse(actor, keepers, asked, now),
        ALLOWED if asked.by in keepers.people else refused("Wie het vroeg, hoort niet meer bij het team."),
        ALLOWED if in_time else refused("Kies een tijd van 5 minuten tot 8 uur."),
        _fresh(actor, now),
    )


def may_refuse(actor: Actor, keepers: Keepers, asked: Asked, now: datetime) -> Verdict:
    """Tell whether somebody may say no to a colleague. Who asked himself can only withdraw."""
    return first_refusal(
        may_keep(actor, keepers),
        refused("Een ander dan u moet hierover beslissen.") if asked.by == actor.id else ALLOWED,
        ALLOWED if asked.waits(now) else refused("Deze vraag staat niet meer open."),
    )


def may_read(actor: Actor, keepers: Keepers, asked: Asked | None, now: datetime) -> Verdict:
    """Tell whether somebody may see who it is: in an opening of his own that runs, with a fresh factor (N34)."""
    own = asked is not None and asked.by == actor.id and asked.runs(now)
    return first_refusal(may_keep(actor, keepers), ALLOWED if own else _NO_OPENING, _fresh(actor, now))


def may_open_alone(actor: Actor, keepers: Keepers, *, has_one: bool, now: datetime) -> Verdict:
    """Tell whether somebody may open without a second person: of the team, with a fresh factor, and not yet open.

    That there is danger, and that the others were tried, is judged by whoever knows what the envelope is for.
    """
    return first_refusal(
        may_keep(actor, keepers),
        refused("De envelop is al open voor u.") if has_one else ALLOWED,
        _fresh(actor, now),
    )


def may_close(actor: Actor, keepers: Keepers, asked: Asked) -> Verdict:
    """Tell whether somebody may end an opening: everybody in the team may, as that only closes what was open.

    A question that is not his own he refuses or leaves.
    """
    return first_refusal(
        may_keep(actor, keepers),
        refused("Deze opening is al voorbij.") if asked.ended else ALLOWED,
        ALLOWED
        if asked.until is not None or asked.by == actor.id
        else refused("Deze vraag is van een collega. Zeg ja of nee."),
    )


def how_it_ended(asked: Asked, now: datetime) -> Ended | None:
    """Tell how an opening ended by itself; None when it has not, or was ended already."""
    if asked.ended:
        return None
    if asked.until is None:
        return None if asked.waits(now) else Ended.UNANSWERED
    return None if now < asked.until else Ended.OVER


def _fresh(actor: Actor, now: datetime) -> Verdict:
    return ALLOWED if is_fresh(actor.proved_at, now) else _NOT_FRESH
