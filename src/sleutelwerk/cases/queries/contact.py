"""Gives the contacts with him, the signals around themes and what lies still, in words, to the team of his case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.content import newest_evaluation
from sleutelwerk.cases.engine.evaluation import Level, Signal
from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.cases.models import Candidate, Contact, Pause, ThemeSignal
from sleutelwerk.cases.models.vault import CaseVault, candidate_vault
from sleutelwerk.cases.queries.cases import THEMES, OpenCase
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.assignment import Theme
from sleutelwerk.cases.rules.contact import (
    HE_STOPS,
    Channel,
    Lasted,
    Mood,
    Pausing,
    is_late,
    may_remove_contact,
    signal_gone_on,
)
from sleutelwerk.core.sealing import CannotOpenError

PAGE_SIZE = 20
EMPTY_NOTES: Mapping[str, Any] = {
    "channel": "", "lasted": "", "theme": "", "mood": "", "asked": False, "follow_up": "", "who": "", "by": "",
}  # fmt: skip
EMPTY_SIGNAL: Mapping[str, str] = {"said": "", "answer": ""}
#: `signal` is empty when only that it stopped may be written down; `he_stops` says that he wants to go on no longer.
EMPTY_PAUSE: Mapping[str, str] = {"signal": "", "agreed": "", "he_stops": ""}

CHANNELS: Mapping[Channel, str | Promise] = {
    Channel.FACE_TO_FACE: _("U zag elkaar"),
    Channel.PHONE: _("Gebeld"),
    Channel.VIDEO: _("Beeldbellen"),
    Channel.MESSAGE: _("Een kort bericht"),
    Channel.TOGETHER: _("Samen aan het werk"),
}
LASTS: Mapping[Lasted, str | Promise] = {
    Lasted.SHORT: _("Kort: tot een kwartier"),
    Lasted.HOUR: _("Ongeveer een uur"),
    Lasted.LONG: _("Langer"),
}
MOODS: Mapping[Mood, str | Promise] = {
    Mood.WELL: _("Het gaat goed"),
    Mood.BUSY: _("Hij heeft het druk"),
    Mood.WORRIED: _("Hij maakt zich zorgen"),
    Mood.HARD: _("Het is zwaar voor hem"),
    Mood.UNSAID: _("Dat kwam niet aan de orde"),
}


@dataclass(frozen=True, slots=True)
class ContactShown:
    """One contact in words. `theme` is empty when the work lay still; `by` is when what was promised is due."""

    row: Contact
    channel: str
    lasted: str
    theme: str
    mood: str
    asked: bool
    follow_up: str
    who: str
    by: date | None
    late: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A page of contacts, the newest first."""

    contacts: Sequence[ContactShown]
    number: int
    older: bool


@dataclass(frozen=True, slots=True)
class SignalShown:
    """One signal in words, with the first day on which it is gone."""

    row: ThemeSignal
    theme: str
    said: str
    answer: str
    gone_on: date


@dataclass(frozen=True, slots=True)
class PauseShown:
    """Why the work lies still. Without `signal` only that it stopped was written down."""

    row: Pause
    signal: Signal | None
    pausing: Pausing


def contact_column(contact: UUID) -> str:
    """Name the place under which the notes of one contact lie sealed."""
    return f"contacts/{contact}"


def signal_column(signal: UUID) -> str:
    """Name the place under which one signal lies sealed, with the key of its case."""
    return f"signals/{signal}"


def pause_column(pause: UUID) -> str:
    """Name the place under which it lies sealed why the work was laid still."""
    return f"pauses/{pause}"


def contacts_of(viewer: Actor, found: OpenCase, number: int, *, now: datetime) -> ContactPage:
    """Give one page of contacts; only those of the page are opened."""
    if found.candidate is None:
        return ContactPage((), 1, older=False)
    first = (number - 1) * PAGE_SIZE
    page = list(_newest_first(found.candidate)[first : first + PAGE_SIZE + 1])
    return ContactPage(_opened_contacts(viewer, found, page[:PAGE_SIZE], now), number, older=len(page) > PAGE_SIZE)


def all_contacts_of(viewer: Actor, found: OpenCase, *, now: datetime) -> list[ContactShown]:
    """Give every contact, the newest first, for whoever asked for all that is kept of him."""
    if found.candidate is None:
        return []
    return _opened_contacts(viewer, found, list(_newest_first(found.candidate)), now)


def _newest_first(candidate: Candidate) -> QuerySet[Contact]:
    rows = Contact.objects.filter(candidate=candidate.pk).select_related("held_by")
    return rows.order_by("-held_on", "-created_at")


def _opened_contacts(viewer: Actor, found: OpenCase, rows: Sequence[Contact], now: datetime) -> list[ContactShown]:
    assert found.candidate is not None
    vault = candidate_vault(found.candidate.pk)
    people = {str(one.person): one.name for one in found.people}
    return [
        _contact(viewer, one, opened(vault, contact_column(one.pk), one.notes, EMPTY_NOTES), people, now)
        for one in rows
    ]


def opened(vault: CaseVault, column: str, sealed: bytes | memoryview, empty: Mapping[str, Any]) -> Mapping[str, Any]:
    """Open one text; what is empty when the key is gone."""
    try:
        return {**empty, **vault.open(column, bytes(sealed))}
    except CannotOpenError:
        return empty


def _contact(
    viewer: Actor, row: Contact, notes: Mapping[str, Any], people: Mapping[str, str], now: datetime
) -> ContactShown:
    # of a contact from before reminders the day lies sealed as well
    by = row.follow_up_by or (date.fromisoformat(notes["by"]) if notes["by"] else None)
    return ContactShown(
        row=row,
        channel=str(CHANNELS[Channel(notes["channel"])]) if notes["channel"] else "",
        lasted=str(LASTS[Lasted(notes["lasted"])]) if notes["lasted"] else "",
        theme=str(THEMES[Theme(notes["theme"])]) if notes["theme"] else "",
        mood=str(MOODS[Mood(notes["mood"])]) if notes["mood"] else "",
        asked=bool(notes["asked"]),
        follow_up=notes["follow_up"],
        who=people.get(notes["who"], _now("iemand die niet meer in het team zit")) if notes["who"] else "",
        by=by,
        late=is_late(by, row.follow_up_done_on, timezone.localdate(now)),
        removable=bool(may_remove_contact(viewer.id, row.held_by_id, row.created_at, now)),
    )


def signals_of(found: OpenCase) -> list[SignalShown]:
    """Give the signals of this case that are not gone yet, what still waits for an answer first."""
    rows = ThemeSignal.objects.filter(case=found.row).order_by("fed_back_on", "noted_on", "pk")
    terms = terms_of_case(found.row)
    shown = [_signal(found.vault, row, terms) for row in rows]
    return sorted(shown, key=lambda one: one.row.fed_back_on is not None)


def _signal(vault: CaseVault, row: ThemeSignal, terms: Retention) -> SignalShown:
    texts = opened(vault, signal_column(row.pk), row.text, EMPTY_SIGNAL)
    return SignalShown(row, str(THEMES[Theme(row.theme)]), texts["said"], texts["answer"], gone_on(row, terms))


def gone_on(row: ThemeSignal, terms: Retention) -> date:
    """Give the first day on which a signal must be gone, by the terms that hold and never later than ours."""
    ends = due_date(Result.SIGNALS, row.noted_on, terms)
    return signal_gone_on(row.noted_on, row.fed_back_on, ends)


def paused_of(found: OpenCase) -> Pause | None:
    """Give the pause in which the work of a case lies still; None while it goes on."""
    if found.candidate is None:
        return None
    return Pause.objects.select_related("began_by").filter(candidate=found.candidate.pk, ended_at=None).first()


def pause_of(found: OpenCase) -> PauseShown | None:
    """Give why the work of a case lies still; None while it goes on."""
    row = paused_of(found)
    if row is None:
        return None
    about = opened(candidate_vault(row.candidate_id), pause_column(row.pk), row.about, EMPTY_PAUSE)
    known = {one.id: one for one in stop_signals()}
    return PauseShown(row, known.get(about["signal"]), Pausing(row.began_by_id, he_stops=bool(about["he_stops"])))


def stop_signals() -> tuple[Signal, ...]:
    """Give what stops the work at once."""
    return newest_evaluation().of(Level.STOP)


def pause_signals() -> tuple[Signal, ...]:
    """Give what one lays the work still for: that he wants no longer is another road."""
    return tuple(one for one in stop_signals() if one.id != HE_STOPS)
