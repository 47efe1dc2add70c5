"""Who may close a room and its records, and when the records are final, checked, and over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused
from sleutelwerk.deliberation.engine.model import Meaning
from sleutelwerk.deliberation.engine.report import MUST_SAY, Part, lines_in, none_said
from sleutelwerk.deliberation.engine.session.state import Role, Session

#: How many days those who took part can check the draft.
CHECK_DAYS = 7
FEWEST_CHECK_DAYS, MOST_CHECK_DAYS = 2, 10
#: What was written live is promised to go within 14 days of closing. The job that sees to it runs every hour and may
#: miss some, so it begins half a day before; checking ends earlier.
RAW_GOES_AFTER = timedelta(days=13, hours=12)
CHECK_ENDS_BEFORE = timedelta(days=13)
#: A room that nobody closed is closed by the site: codes and devices must not stay open.
FORGOTTEN_AFTER = timedelta(hours=24)
#: Six weeks after a record is final we ask whether it was done, is still right and left new doubt.
LOOK_BACK_AFTER = timedelta(days=42)
#: What a report lacks that does not say it, nor that there was none.
_UNSAID = {
    Part.DISSENTING_VIEW: "Er staat nog niet of iemand er anders over dacht. Schrijf het op, of kies ‘nee’.",
    Part.REMAINING_DOUBT: "Er staat nog niet of er twijfel bleef. Schrijf die op, of kies ‘nee’.",
}
#: A preparation that never became a talk goes so long after its day, or after it was begun.
UNUSED_AFTER = timedelta(days=365)


def may_close(session: Session, name: str, role: Role) -> Verdict:
    """Tell whether a device may close the room: the desk that leads, and once the talk is finished every desk."""
    if role is not Role.FACILITATOR:
        return refused("Alleen de gespreksleider kan het beraad sluiten.")
    if session.leading == name or session.finished:
        return ALLOWED
    return refused("Uw collega leidt nu het gesprek. Neem het over als u wilt sluiten.")


def check_ends(closed_at: datetime, days: int = CHECK_DAYS) -> datetime:
    """Give until when the draft can be checked: 2 to 10 days, and never longer than 13 after closing."""
    chosen = timedelta(days=min(max(days, FEWEST_CHECK_DAYS), MOST_CHECK_DAYS))
    return closed_at + min(chosen, CHECK_ENDS_BEFORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A record before it is final. `is_note` tells which of the two it is; nobody has a phone in `alone`."""

    body: Mapping[str, Any]
    is_note: bool
    final: bool
    check_until: datetime | None
    alone: bool


def may_edit(concept: Concept) -> Verdict:
    """Tell whether a record may still be changed."""
    return refused("Dit verslag is definitief. Het verandert niet meer.") if concept.final else ALLOWED


def may_be_final(concept: Concept, *, now: datetime) -> Verdict:
    """Tell whether a record may be made final: complete, and checked by those who took part."""
    return first_refusal(may_edit(concept), _complete(concept), _checked(concept, now))


def _complete(concept: Concept) -> Verdict:
    body = concept.body
    if concept.is_note:
        if not any(lines_in(body, part) for part in (Part.DECISION, Part.OUR_ADVICE, Part.ACTIONS)):
            return refused("Er staat nog geen besluit, advies of afspraak in. Vul er een van in.")
        if lines_in(body, Part.DECISION) and not lines_in(body, Part.DECIDER):
            return refused("Er staat nog niet wie het besluit nam. Vul de functie in.")
        return ALLOWED
    unsaid = (_UNSAID[part] for part in MUST_SAY if not lines_in(body, part) and not none_said(body, part))
    return first_refusal(*(refused(why) for why in unsaid))


@dataclass(frozen=True, slots=True)
class SoftPoint:
    """What a draft lacks or has oddly, and the part in which that is mended."""

    part: Part
    text: str

    @property
    def slug(self) -> str:
        """Give the name of the part in addresses."""
        return self.part.value.replace("_", "-")


def soft_points(concept: Concept) -> tuple[SoftPoint, ...]:
    """Tell what a draft can do without but is better with; it holds nobody up."""
    if concept.final or not concept.is_note:
        return ()
    missing = (SoftPoint(part, why) for part, why in _BETTER_WITH.items() if not lines_in(concept.body, part))
    return (*_undecided(concept.body), *missing, *_loose_actions(concept.body), *_before_the_talk(concept.body))


#: What a note is better with.
_BETTER_WITH: Mapping[Part, str] = {
    Part.GROUNDS: "Er staat nog niet waarom.",
    Part.LIMITS: "Er staan nog geen grenzen.",
    Part.EXIT_RULE: "Er staat nog niet wanneer u stopt.",
    Part.REVIEW_ON: "Er staat nog geen dag om terug te kijken.",
}
#: In which cell of a part a day stands.
_DAYS: Mapping[Part, str] = {Part.ACTIONS: Meaning.DUE.value, Part.REVIEW_ON: Meaning.REVIEW_ON.value}


def _undecided(body: Mapping[str, Any]) -> Iterator[SoftPoint]:
    """Who came to learn decides nothing; else a decision that comes later has no place any more in a final note."""
    if body.get("facts", {}).get("aim") != "learn" and not lines_in(body, Part.DECISION):
        why = "Er staat nog geen besluit. Komt dat nog? Wacht dan: straks kunt u het niet meer invullen."
        yield SoftPoint(Part.DECISION, why)


def _loose_actions(body: Mapping[str, Any]) -> Iterator[SoftPoint]:
    needed = (Meaning.OWNER.value, Meaning.DUE.value)
    loose = sum(not all(line.get(name) for name in needed) for line in lines_in(body, Part.ACTIONS))
    if loose:
        what = "één afspraak" if loose == 1 else f"{loose} afspraken"
        text = f"Bij {what} staat nog niet wie het doet of wanneer het klaar is. Vul het in als dat kan."
        yield SoftPoint(Part.ACTIONS, text)


def _before_the_talk(body: Mapping[str, Any]) -> Iterator[SoftPoint]:
    """A day before the talk itself is a slip of the hand; days are ISO texts, which sort as they fall."""
    held_on = str(body.get("facts", {}).get("held_on", ""))
    for part, name in _DAYS.items():
        if any("" < line.get(name, "") < held_on for line in lines_in(body, part)):
            what = "Een afspraak is klaar op een dag" if part is Part.ACTIONS else "De dag van terugkijken ligt"
            yield SoftPoint(part, f"{what} vóór het gesprek. Klopt die dag?")


def _checked(concept: Concept, now: datetime) -> Verdict:
    # decisions and agreements are nobody's own words: they wait for nobody
    if concept.is_note or concept.alone or concept.check_until is None or now >= concept.check_until:
        return ALLOWED
    return refused("Deelnemers kunnen het concept nog nalezen. Daarna kunt u het definitief maken.")


def may_strike(*, state: str, check_until: datetime | None, now: datetime) -> bool:
    """Tell whether the draft can be read and struck in by those who took part."""
    return state == "concept" and check_until is not None and now < check_until


def kept_until(final_on: date, months: int) -> date:
    """Give the last day on which a record is kept; the last of the month where that month is shorter."""
    month = final_on.month - 1 + months
    year, month = final_on.year + month // 12, month % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(final_on.day, (following - timedelta(days=1)).day))


def is_over(*, keep_until: date | None, closed_on: date, months: int, today: date) -> bool:
    """Tell whether a record had its term. A draft that never became final has its term from closing on."""
    return today > (keep_until or kept_until(closed_on, months))


def look_back_moments(final_on: date | None, review_on: date | None) -> frozenset[date]:
    """Give the days on which looking back is asked: six weeks after all is final, and the day that was chosen."""
    six_weeks = final_on + LOOK_BACK_AFTER if final_on else None
    return frozenset(one for one in (six_weeks, review_on) if one)


def asks_to_look_back(moments: Iterable[date], looked_back_on: date | None, *, today: date) -> bool:
    """Tell whether looking back waits: from each of its days on for six weeks, until somebody did."""
    return any(
        one <= today <= one + LOOK_BACK_AFTER and (looked_back_on is None or looked_back_on < one) for one in moments
    )
