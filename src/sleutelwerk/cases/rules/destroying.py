"""Who looks before what is over is destroyed, what waits until somebody of the team looked, and who confirms terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.rules.watching import is_fg, may_watch
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: So long before its day two people can look at what goes (own judgement: time to ask for a hold, and no longer list).
LISTED_BEFORE = timedelta(days=14)
#: What somebody wrote and nobody of the team saw makes destroying wait, and never longer than this (own judgement).
UNREAD_WAITS = timedelta(days=30)


def is_listed(due: date, today: date) -> bool:
    """Tell whether something stands on the list: from two weeks before its day, and while it waits."""
    return due - LISTED_BEFORE <= today


def may_propose(actor: Actor, *, shown: str, now: str, free: int) -> Verdict:
    """Tell whether somebody may propose what he saw. `shown` and `now` are fingerprints of the list."""
    return first_refusal(
        may_watch(actor),
        ALLOWED if free else refused("Er is niets om voor te stellen."),
        ALLOWED if shown == now else refused("De lijst is intussen veranderd. Kijk opnieuw, en stel hem dan voor."),
    )


def may_confirm(actor: Actor, proposed_by: UUID | None, *, confirmed: bool) -> Verdict:
    """Tell whether somebody may confirm what another proposed."""
    return first_refusal(
        may_watch(actor),
        refused("Dit is al bevestigd.") if confirmed else ALLOWED,
        refused("U stelde dit zelf voor. Iemand anders bevestigt het.") if proposed_by == actor.id else ALLOWED,
    )


def may_look_afterwards(actor: Actor, *, looked_before: bool, seen: bool) -> Verdict:
    """Tell whether somebody may say that he looked at what went without two people before: the FG, once."""
    return first_refusal(
        may_watch(actor),
        ALLOWED if is_fg(actor) else refused("Hier kijkt de FG naar."),
        refused("Hier keken vooraf al twee mensen naar.") if looked_before else ALLOWED,
        refused("Hier is al naar gekeken.") if seen else ALLOWED,
    )


def may_confirm_terms(actor: Actor, *, shown: str, newest: str, confirmed: str) -> Verdict:
    """Tell whether somebody may let newer terms hold: those of which he saw the preview, and no others.

    All three are hashes of content. Who wrote the terms decided what they are; this only says that somebody saw what
    they touch, so the FG may do it as well (AVG art. 38 lid 6).
    """
    return first_refusal(
        may_watch(actor),
        refused("Deze termijnen gelden al.") if newest == confirmed else ALLOWED,
        ALLOWED if shown == newest else refused("Er is intussen weer een andere versie. Bekijk die eerst."),
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """The last thing that somebody wrote in a case and that nobody else looked at since."""

    written_at: datetime
    written_by: UUID | None

    def waits(self, now: datetime) -> bool:
        """Tell whether destroying waits for somebody to look."""
        return now < self.written_at + UNREAD_WAITS

    def seen_by(self, viewer: UUID, written_on: date, today: date) -> bool:
        """Tell whether this viewer counts as somebody who looked: another one, or the same on a later day.

        Once it is over its lead is the only one who still reads, so he would otherwise wait for nobody.
        """
        return viewer != self.written_by or today > written_on
