"""When somebody may open an envelope alone, because of danger, and how others look back at it afterwards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.sessions import FRESH_FOR
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: Within so many working days two others look back (own judgement: soon enough to remember, and to change a number).
LOOK_BACK_DAYS = 3
_SATURDAY = 5
#: Over how many days the openings of one person are counted for whoever watches.
COUNTED_OVER = timedelta(days=31)


class Reason(StrEnum):
    """Why it cannot wait. Each is about danger to somebody; none is about work."""

    HE_IS_IN_DANGER = "he_is_in_danger"
    SOMEBODY_ELSE = "somebody_else"
    WARN_HIM = "warn_him"
    NUMBER_LEAKED = "number_leaked"


class Tried(StrEnum):
    """What was tried to reach the others."""

    CALLED_LEAD = "called_lead"
    CALLED_COLLEAGUES = "called_colleagues"
    WENT_BY = "went_by"
    ASKED_MANAGER = "asked_manager"
    CALLED_112 = "called_112"


class Needed(StrEnum):
    """What the two who look back found."""

    YES = "yes"
    OTHER_WAY = "other_way"
    NO = "no"


class Change(StrEnum):
    """What is done otherwise from now on."""

    NOTHING = "nothing"
    MORE_KEEPERS = "more_keepers"
    REACHABLE = "reachable"
    NEW_NUMBER = "new_number"
    TALK = "talk"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Alone:
    """What is asked when somebody wants to open alone. `asked_at` is when he came to the page to do so.

    `has_others` is yes when the team holds anybody beside him and its lead.
    """

    leads: bool
    has_others: bool
    proved_at: datetime | None
    asked_at: datetime | None
    owes: bool


def shown_for_this(proved_at: datetime | None, asked_at: datetime | None) -> bool:
    """Tell whether a factor was shown for this: within minutes after he came to the page, and not before.

    So a session that somebody took over a minute after signing in is not enough, and neither is a factor that its owner
    shows for something else later on.
    """
    if proved_at is None or asked_at is None:
        return False
    return timedelta(0) <= proved_at - asked_at < FRESH_FOR


def may_open_alone(reason: str, tried: Collection[str], alone: Alone) -> Verdict:
    """Tell whether somebody may open alone: a reason, the others were tried, and nothing of before stands open.

    The vault asks for a factor that is fresh; here it must have been shown for this.
    """
    for_this = shown_for_this(alone.proved_at, alone.asked_at)
    return first_refusal(
        refused("Op uw vorige noodtoegang is nog niet teruggekeken. Doe dat eerst, met twee anderen.")
        if alone.owes
        else ALLOWED,
        ALLOWED if reason in set(Reason) else refused("Kies waarom het niet kan wachten."),
        _tried(set(tried), alone),
        ALLOWED if for_this else refused("Laat eerst opnieuw zien dat u het bent."),
    )


def _tried(tried: Collection[str], alone: Alone) -> Verdict:
    if not set(tried) <= set(Tried):
        return refused("Kies uit de lijst wat u deed.", "tried")
    # all that is missing at once: who is in a hurry is not sent back twice
    missing = [
        who
        for who, so in (
            ("de trekker", not alone.leads and Tried.CALLED_LEAD not in tried),
            ("de anderen in het team", alone.has_others and Tried.CALLED_COLLEAGUES not in tried),
        )
        if so
    ]
    if not missing:
        return ALLOWED
    return refused(f"Bel eerst {' en '.join(missing)}. Wie opneemt, kan ja zeggen.", "tried")


def may_see(actor: Actor, *, in_team: bool) -> Verdict:
    """Tell whether somebody may know that an envelope was opened alone: its team, and who watches; no police (N15)."""
    seen = not actor.police and (in_team or bool(may_watch(actor)))
    return ALLOWED if seen else refused("Deze noodtoegang is er niet.")


def look_back_by(opened_on: date) -> date:
    """Give the last day to look back. Weekends do not count; feast days do, as this cannot wait for them."""
    day, left = opened_on, LOOK_BACK_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def may_look_back(person: UUID, opened_by: UUID | None) -> Verdict:
    """Tell whether somebody may look back: anybody who may see it, but the one who opened."""
    if person == opened_by:
        return refused("Twee anderen kijken hierop terug. U kunt het wel met hen bespreken.")
    return ALLOWED


def may_answer(needed: str, changes: Collection[str], *, number_changes: bool | None) -> Verdict:
    """Tell whether the answers are complete."""
    return first_refusal(
        ALLOWED if needed in set(Needed) else refused("Kies of het nodig was."),
        ALLOWED if number_changes is not None else refused("Kies of zijn nummer moet veranderen."),
        ALLOWED if changes and set(changes) <= set(Change) else refused("Kies wat u verandert, ook als dat niets is."),
        refused("‘Niets’ en iets anders gaan niet samen.", "changes")
        if Change.NOTHING in changes and len(set(changes)) > 1
        else ALLOWED,
    )


def may_agree(person: UUID, first_by: UUID | None, *, answered: bool, closed: bool) -> Verdict:
    """Tell whether a second person may say that this is how it was."""
    return first_refusal(
        refused("Hierop is al teruggekeken.") if closed else ALLOWED,
        ALLOWED if answered else refused("Er zijn nog geen antwoorden om naar te kijken."),
        refused("Een ander dan u kijkt mee.") if person == first_by else ALLOWED,
    )


def may_note_told(told_on: date | None, opened_on: date, today: date, *, known: bool) -> Verdict:
    """Tell whether it can be noted that he was told."""
    if known:
        return refused("Dat staat er al.")
    if told_on is None or not opened_on <= told_on <= today:
        return refused("Kies een dag vanaf de dag van de noodtoegang, tot en met vandaag.", "told_on")
    return ALLOWED
