"""What may be written of a contact with him, how long it may be silent, and when the work lies still (N11, N13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.cases.rules.assignment import Theme
from sleutelwerk.cases.rules.stages import AT_WORK, Stage, may_at
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: Longer than this nobody should be left alone with this work, whatever was agreed (own judgement: who hears nothing
#: for a month does not know whether he still counts, and nobody notices that he is tired or afraid).
LONGEST_SILENCE = timedelta(days=28)
#: A slip can be taken back this long, by whoever made it; after that the list is what happened.
TIME_TO_REMOVE = timedelta(days=1)
#: What lies further back than this is no memory any more (own judgement).
OLDEST_CONTACT = timedelta(days=28)
#: A signal is gone this long after he heard what came of it, and so long after it was noted in any case: after that it
#: would be a file on a neighbourhood (own judgement; content may be stricter, never longer).
AFTER_FEEDBACK = timedelta(days=28)
LONGEST_SIGNAL = timedelta(days=90)
#: Who reports themes: nobody below a waarnemer does, and who stands above him does so too (profiles are cumulative).
NOTES_SIGNALS = frozenset({"waarnemer", "ambassadeur"})
#: While the work goes on there is contact, and while one looks back as well.
IN_CONTACT = (Stage.CARRYING_OUT, Stage.EVALUATION)
#: What was promised is done before one says goodbye, and can be until then.
PROMISES = (*IN_CONTACT, Stage.ENDING)


#: He wants to go on no longer: that is no pause which somebody lifts, but the road on which he stops.
HE_STOPS = "wil-niet-meer"


class Channel(StrEnum):
    """How one spoke with him."""

    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    VIDEO = "video"
    MESSAGE = "message"
    TOGETHER = "together"


class Lasted(StrEnum):
    """About how long it took; nobody keeps time."""

    SHORT = "short"
    HOUR = "hour"
    LONG = "long"


class Mood(StrEnum):
    """How he is, in his own words as nearly as may be; no scale, and none is worse than another (N18)."""

    WELL = "well"
    BUSY = "busy"
    WORRIED = "worried"
    HARD = "hard"
    UNSAID = "unsaid"


class Safety(StrEnum):
    """Whether one asked if he feels safe. A worry is acted upon and not written down; only that one asked stays."""

    ASKED = "asked"
    WORRY = "worry"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Pausing:
    """A pause as a decision sees it. `he_stops` is that he wants to go on no longer."""

    began_by: UUID | None
    ended_at: datetime | None = None
    he_stops: bool = False


_STILL = refused("Het werk ligt stil. Praat eerst door wat er is.")


def is_paused(pausing: Pausing | None) -> bool:
    """Tell whether the work lies still."""
    return pausing is not None and pausing.ended_at is None


def may_go_on(*, paused: bool) -> Verdict:
    """Tell whether the work goes on: while it lies still no theme, no signal and no allowance is begun."""
    return _STILL if paused else ALLOWED


def may_note_contact(stage: Stage, held_on: date | None, theme: str, *, paused: bool, today: date) -> Verdict:
    """Tell whether a contact may be noted: on a day that was, not long ago, and without a theme while work is paused.

    Asking how he is goes on while the work lies still: that is when he needs it most.
    """
    return first_refusal(may_at(stage, *IN_CONTACT), _recent(held_on, today), _fitting(theme, paused=paused))


def _recent(held_on: date | None, today: date) -> Verdict:
    if held_on is None or held_on > today:
        return refused("Kies een dag die al geweest is.", "held_on")
    if held_on < today - OLDEST_CONTACT:
        return refused("Dit is meer dan vier weken geleden. Schrijf alleen op wat u nog goed weet.", "held_on")
    return ALLOWED


def _fitting(theme: str, *, paused: bool) -> Verdict:
    if paused:
        return refused("Het werk ligt stil. Schrijf nu geen thema op.") if theme else ALLOWED
    return ALLOWED if theme in list(Theme) else refused("Kies waar het over ging.")


def may_promise(text: str, by: date | None, held_on: date | None) -> Verdict:
    """Tell whether something can be promised by a day: something, and no sooner than it was promised."""
    if by is None:
        return ALLOWED
    if not text.strip():
        return refused("Schrijf ook op wat u dan doet, of laat deze dag leeg.")
    if held_on is not None and by < held_on:
        return refused("Kies de dag van het contact, of een dag daarna.")
    return ALLOWED


def may_settle_promise(stage: Stage, text: str) -> Verdict:
    """Tell whether one may note that what was promised is done, or not yet: also while one says goodbye."""
    return first_refusal(
        may_at(stage, *PROMISES),
        ALLOWED if text.strip() else refused("Bij dit contact staat niet dat u nog iets zou doen."),
    )


def is_late(by: date | None, done_on: date | None, today: date) -> bool:
    """Tell whether something was promised by a day that passed, and is not done."""
    return by is not None and done_on is None and by < today


def may_remove_contact(actor: UUID, held_by: UUID | None, noted_at: datetime, now: datetime) -> Verdict:
    """Tell whether a contact may be taken away: by whoever wrote it, within a day."""
    if held_by != actor:
        return refused("Alleen wie het opschreef, kan het weghalen.")
    if now > noted_at + TIME_TO_REMOVE:
        return refused("Weghalen kan tot een dag nadat u het opschreef.")
    return ALLOWED


def longest_silence(agreed_days: int | None) -> timedelta:
    """Give how long it may be silent: as was agreed with him, and never longer than anybody should be left alone."""
    return LONGEST_SILENCE if agreed_days is None else min(timedelta(days=agreed_days), LONGEST_SILENCE)


def silent_until(last: date | None, since: date | None, agreed_days: int | None = None) -> date | None:
    """Give the last day on which it is still in time to speak him; None when the work has not begun."""
    begun = last or since
    return None if begun is None else begun + longest_silence(agreed_days)


def is_overdue(last: date | None, since: date | None, today: date, agreed_days: int | None = None) -> bool:
    """Tell whether he has not been spoken for too long."""
    until = silent_until(last, since, agreed_days)
    return until is not None and today > until


def may_note_signal(stage: Stage, profile: str, *, paused: bool) -> Verdict:
    """Tell whether a signal may be noted: of a waarnemer or ambassadeur, while the work goes on."""
    fits = profile in NOTES_SIGNALS
    return first_refusal(
        may_at(stage, *IN_CONTACT),
        ALLOWED if fits else refused("Bij dit profiel horen geen signalen. Alleen een waarnemer vertelt over thema’s."),
        may_go_on(paused=paused),
    )


def may_feed_back(stage: Stage, *, fed_back: bool, answer: str) -> Verdict:
    """Tell whether one may note what one told him of it, once; also while the work lies still."""
    return first_refusal(
        may_at(stage, *IN_CONTACT),
        refused("Hierover is al teruggekoppeld.") if fed_back else ALLOWED,
        ALLOWED if answer.strip() else refused("Schrijf op wat u ermee deed, of waarom niets."),
    )


def signal_gone_on(noted_on: date, fed_back_on: date | None, term_ends: date | None) -> date:
    """Give the first day on which a signal must be gone; `term_ends` is what the content says, which may be sooner."""
    ends = [noted_on + LONGEST_SIGNAL]
    ends += [fed_back_on + AFTER_FEEDBACK] if fed_back_on is not None else []
    ends += [term_ends] if term_ends is not None else []
    return min(ends)


def may_pause(stage: Stage, chosen: str, stops: Collection[str], *, paused: bool) -> Verdict:
    """Tell whether the work may be laid still: for one of the signals to stop, once at a time."""
    return first_refusal(
        may_at(stage, *AT_WORK),
        refused("Dit is geen pauze. Rond het af, en kies daar dat hij stopt.") if chosen == HE_STOPS else ALLOWED,
        refused("Het werk ligt al stil.") if paused else ALLOWED,
        ALLOWED if chosen in stops else refused("Kies wat er is."),
    )


def may_resume(actor: UUID, pausing: Pausing | None, *, deliberated: bool, agreed: str) -> Verdict:
    """Tell whether the work may go on: somebody else says that it was talked through and what was agreed."""
    if not is_paused(pausing):
        return refused("Het werk ligt niet stil.")
    return first_refusal(
        may_resume_at_all(actor, pausing),
        ALLOWED if deliberated else refused("Praat het eerst door, met hem en met iemand van buiten het team."),
        ALLOWED if agreed.strip() else refused("Schrijf op wat u afsprak voordat het weer begint."),
    )


def may_resume_at_all(actor: UUID, pausing: Pausing | None) -> Verdict:
    """Tell whether somebody is not the one who laid it still; when he wants no longer, nobody lets it go on."""
    if pausing is not None and pausing.he_stops:
        return refused("Hij wil niet meer. Dat heft niemand op. Rond het af, en kies daar dat hij stopt.")
    if pausing is not None and pausing.began_by == actor:
        return refused("Een ander dan u beslist dat het weer verder gaat.")
    return ALLOWED
