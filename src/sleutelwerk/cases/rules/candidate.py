"""When something about a person may be written down, and when it goes: told first, and stopping is always free (N7)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused


class ToldHow(StrEnum):
    """How somebody was told. By letter or mail alone is not among them: he must be able to ask."""

    FACE_TO_FACE = "face_to_face"
    FACE_TO_FACE_TRUSTED = "face_to_face_trusted"
    PHONE = "phone"
    VIDEO = "video"


class Reach(StrEnum):
    """How messages and papers reach somebody safely; he chooses."""

    IN_PERSON = "in_person"
    PHONE_CALL = "phone_call"
    TEXT = "text"
    POST = "post"
    THROUGH_TRUSTED = "through_trusted"


class Place(StrEnum):
    """Where papers that are his own may be: not everybody can have them at home."""

    AT_HOME = "at_home"
    WITH_US = "with_us"
    WITH_TRUSTED = "with_trusted"


def may_note_told(told_on: date | None, terms: Retention, *, knows: bool, today: date) -> Verdict:
    """Tell whether a file about a person may begin: he was told, on a day that was, what he must know (N7, N26)."""
    if told_on is None:
        return refused("Vul in wanneer u het hem vertelde. Eerder mag er niets over hem staan.", "told_on")
    if told_on > today:
        return refused("Vertel het hem eerst. Kom daarna terug.", "told_on")
    if forgotten_on(told_on, terms) < today:
        days = days_to_think(terms, told_on)
        return refused(
            f"Dit is meer dan {days} dagen geleden. Vertel het hem opnieuw, dan weet u zeker dat het nog klopt.",
            "told_on",
        )
    if not knows:
        return refused("Vertel hem eerst alles wat hieronder staat.")
    return ALLOWED


def may_begin_candidate(*, settled: bool, present: bool) -> Verdict:
    """Tell whether a case has room for a candidate: its assignment stands, and there is nobody yet (N4, N6)."""
    return first_refusal(
        ALLOWED if settled else refused("Stel eerst de opdracht vast. Daarna pas kijkt u naar een persoon."),
        refused("Er is al een kandidaat. Een dossier gaat over één persoon.") if present else ALLOWED,
    )


def may_note_yes(*, told_on: date, said_on: date | None, today: date, before: date | None = None) -> Verdict:
    """Tell whether it can be noted that he wants to go on: not on the same day, as he must have had time to think.

    `before` is the day on which he said so already: that is noted once, as terms count from it.
    """
    if before is not None:
        return refused("Dat hij verder wil, staat er al.")
    if said_on is None:
        return refused("Vul in wanneer hij ja zei.", "said_on")
    if said_on > today:
        return refused("Kies een dag die al geweest is.", "said_on")
    if said_on <= told_on:
        return refused("Geef hem minstens een nacht om erover na te denken.", "said_on")
    return ALLOWED


def forgotten_on(told_on: date, terms: Retention) -> date:
    """Give the day after which somebody who did not say yes is forgotten: as who said no, within 28 days (N53)."""
    due = due_date(Result.WITHDRAWN, told_on, terms)
    assert due is not None
    return due


def days_to_think(terms: Retention, told_on: date) -> int:
    """Give how many days that is."""
    return (forgotten_on(told_on, terms) - told_on).days
