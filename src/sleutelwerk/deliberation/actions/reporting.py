"""Writes the records of a deliberation: part by part, until each is final; then what was agreed is followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.deliberation import events
from sleutelwerk.deliberation.actions.closing import keep_draft, talk_of
from sleutelwerk.deliberation.actions.forgetting import destroy_raw
from sleutelwerk.deliberation.actions.overruled import keep_overrules
from sleutelwerk.deliberation.actions.vault import Vault, vault_of
from sleutelwerk.deliberation.engine.report import (
    MUST_SAY,
    SAID_NONE,
    Body,
    Line,
    Part,
    cells_of,
    frozen,
    lines_in,
    note_of,
)
from sleutelwerk.deliberation.engine.session.entries import clean_text
from sleutelwerk.deliberation.engine.session.state import Session
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.models.table import Table, forget, table_at
from sleutelwerk.deliberation.queries.after import CLOSED, After, Kept, after_of, body_of, concept_of
from sleutelwerk.deliberation.queries.preparing import deliberations_led_by
from sleutelwerk.deliberation.rules.closing import check_ends, kept_until, may_be_final, may_edit
from sleutelwerk.privacy.rules import Overrule

#: However short the term is made, whoever was told of it keeps so long from that moment.
LEAST_LEFT = timedelta(days=2)
NOT_THERE = refused("Dit verslag is er niet.")
Kind = Record.Kind


class Form(StrEnum):
    """As what kind of file a record is taken along."""

    PDF = "pdf"
    ODT = "odt"
    JSON = "json"
    CALENDAR = "calendar"


class Answer(StrEnum):
    """An answer to a question of looking back."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@transaction.atomic
def open_records(actor: Actor, deliberation: UUID, *, now: datetime) -> After | None:
    """Give the records and note down that they were looked at; None when there are none for this actor."""
    after = after_of(actor, deliberation)
    if after:
        _trace(events.RECORD_READ, after.row, actor, now)
    return after


@transaction.atomic
def take_record(actor: Actor, deliberation: UUID, kind: Kind, form: Form, *, now: datetime) -> After | None:
    """Give the records to make a file of one, and note down which; None when there is none for this actor."""
    after = after_of(actor, deliberation)
    if after is None or after.of(kind) is None:
        return None
    details = Details(codes={"form": form}, flags={"note": kind is Kind.NOTE})
    _trace(events.RECORD_EXPORTED, after.row, actor, now, details)
    return after


@transaction.atomic
def save_part(
    actor: Actor,
    deliberation: UUID,
    part: Part,
    lines: Sequence[Line] | None,
    *,
    now: datetime,
    overrules: Sequence[Overrule] = (),
) -> None:
    """Keep the lines of one part of a draft. Raises NotAllowedError.

    No lines at all (None) says in so many words that there was none, of a part of which that must be said.
    A line of somebody's own words that were struck in the meantime does not come back.
    """
    row, vault = _locked(actor, deliberation)
    kept = _record_with(row, vault, part)
    require(may_edit(concept_of(row, kept)))
    there = {line["entry"] for line in lines_in(kept.body, part)}
    wanted = [_cleaned(line, part) for line in lines or () if not line["entry"] or line["entry"] in there]
    written = [line for line in wanted if len(line) > 1]
    _keep(row, vault, kept, {**kept.body, **_with_none(kept.body, part, none=lines is None), part.value: written})
    if part is Part.REVIEW_ON:
        _look_back_on(row, written)
    keep_overrules(actor, row.pk, overrules, now)
    _trace(events.RECORD_SAVED, row, actor, now, Details(fields=(part.value,)))


def _look_back_on(row: Deliberation, lines: Sequence[Line]) -> None:
    """Have the calendar and the list of what waits say the same day as the note; none where it names none."""
    days = [date.fromisoformat(line[Part.REVIEW_ON.value]) for line in lines]
    row.review_on = max(days, default=None)
    row.save(update_fields=["review_on"])


def _cleaned(line: Line, part: Part) -> Line:
    said = {name: clean_text(line.get(name, "")) for name in cells_of(part)}
    done = {"done": line["done"]} if line.get("done") else {}
    texts = {name: text for name, text in said.items() if text}
    return {"entry": line["entry"], **texts, **(done if texts else {})}


def _with_none(body: Body, part: Part, *, none: bool) -> Body:
    """Give of which parts is said that there was none, with this one or without it."""
    if part not in MUST_SAY:
        return {}
    others = [one for one in body.get(SAID_NONE, ()) if one != part.value]
    return {SAID_NONE: [*others, part.value] if none else others}


@transaction.atomic
def add_note(actor: Actor, deliberation: UUID, *, now: datetime) -> None:
    """Add a note of a decision and agreements, drafted from the talk while that can be read. Raises NotAllowedError."""
    row, vault = _locked(actor, deliberation)
    if Record.objects.filter(deliberation=row, kind=Kind.NOTE).exists():
        return
    if row.state == Deliberation.State.FINAL:
        row.state, row.final_at = Deliberation.State.CONCEPT, None
        row.save(update_fields=["state", "final_at"])
    try:
        table = table_at(row.pk, row.live_version, vault)
    except CannotOpenError:
        table = Table(row.live_version, Session(), {}, {})
    transaction.on_commit(lambda: forget(row.pk))
    body = note_of(talk_of(row, vault, table), row.review_on.isoformat() if row.review_on else "")
    keep_draft(row, vault, Kind.NOTE, frozen(body) if row.raw_gone_at else body)
    _trace(events.RECORD_SAVED, row, actor, now, Details(fields=("note",)))


@transaction.atomic
def leave_out_note(actor: Actor, deliberation: UUID, *, now: datetime) -> None:
    """Throw the draft of the note away: nothing was decided or agreed after all. Raises NotAllowedError."""
    row, vault = _locked(actor, deliberation)
    kept = _record(row, vault, Kind.NOTE)
    require(may_edit(concept_of(row, kept)))
    kept.row.delete()
    _settle(row, now)
    _trace(events.RECORD_DESTROYED, row, actor, now, Details(flags={"note": True, "draft": True}))


@transaction.atomic
def set_check_days(actor: Actor, deliberation: UUID, days: int, *, now: datetime) -> None:
    """Choose how long those who took part can check the draft, counted from closing. Raises NotAllowedError."""
    row, vault = _locked(actor, deliberation)
    require(may_edit(concept_of(row, _record(row, vault, Kind.REFLECTION))))
    assert row.closed_at is not None
    # whoever was told an end keeps at least two days from now
    row.check_until = max(check_ends(row.closed_at, days), min(now + LEAST_LEFT, row.check_until or now))
    row.save(update_fields=["check_until"])
    _trace(events.CHECK_TERM_SET, row, actor, now, Details(counts={"days": (row.check_until - row.closed_at).days}))


@transaction.atomic
def make_final(actor: Actor, deliberation: UUID, kind: Kind, *, now: datetime) -> None:
    """Make a record final. With the reflection report all that people wrote live goes. Raises NotAllowedError."""
    row, vault = _locked(actor, deliberation)
    kept = _record(row, vault, kind)
    require(may_be_final(concept_of(row, kept), now=now))
    months = row.keep_decision_months if kind is Kind.NOTE else row.keep_reflection_months
    _keep(row, vault, kept, kept.body)  # in the shape of today, which a draft of before has only when it is read
    kept.row.final_at = now
    kept.row.keep_until = kept_until(timezone.localdate(now), months)
    kept.row.save(update_fields=["final_at", "keep_until"])
    if kind is Kind.REFLECTION and row.raw_gone_at is None:
        destroy_raw(row, actor=actor.id, now=now)
    _settle(row, now)
    _trace(events.RECORD_FINAL, row, actor, now, Details(flags={"note": kind is Kind.NOTE}))


def _settle(row: Deliberation, now: datetime) -> None:
    """Call a deliberation done when none of its records is a draft any more."""
    left = Record.objects.filter(deliberation=row)
    if left.exists() and not left.filter(final_at=None).exists():
        row.state, row.final_at = Deliberation.State.FINAL, now
        row.save(update_fields=["state", "final_at"])


@transaction.atomic
def mark_action(actor: Actor, deliberation: UUID, number: int, *, done: bool, now: datetime) -> None:
    """Mark an agreed action as done, or open again; this is the one thing that goes on in a final note."""
    row, vault = _locked(actor, deliberation)
    kept = _record(row, vault, Kind.NOTE)
    lines = lines_in(kept.body, Part.ACTIONS)
    if not 0 <= number < len(lines):
        require(NOT_THERE)
    lines[number]["done"] = timezone.localdate(now).isoformat() if done else ""
    _keep(row, vault, kept, {**kept.body, Part.ACTIONS.value: lines})
    _trace(events.RECORD_SAVED, row, actor, now, Details(fields=("actions",), flags={"done": done}))


@transaction.atomic
def look_back(
    actor: Actor,
    deliberation: UUID,
    answers: Mapping[str, Answer],
    doubt: str,
    *,
    now: datetime,
    overrules: Sequence[Overrule] = (),
) -> None:
    """Keep what came of looking back beside the record that is there. Raises NotAllowedError."""
    row, vault = _locked(actor, deliberation)
    after = after_of(actor, deliberation)
    kept = (after.reflection or after.note) if after else None
    if kept is None or not kept.is_final:
        require(refused("Terugkijken kan als het verslag definitief is."))
    assert kept is not None
    said = {"on": timezone.localdate(now).isoformat(), **answers, "doubt": clean_text(doubt)}
    _keep(row, vault, kept, {**kept.body, "looked_back": [*kept.body.get("looked_back", ()), said]})
    row.looked_back_on = timezone.localdate(now)
    row.save(update_fields=["looked_back_on"])
    keep_overrules(actor, row.pk, overrules, now)
    _trace(events.LOOKED_BACK, row, actor, now, Details(codes=dict(answers)))


def _locked(actor: Actor, deliberation: UUID) -> tuple[Deliberation, Vault]:
    row = deliberations_led_by(actor).select_for_update().filter(pk=deliberation, state__in=CLOSED).first()
    if row is None:
        require(NOT_THERE)
    assert row is not None
    return row, vault_of(row.pk)


def _record(row: Deliberation, vault: Vault, kind: Kind) -> Kept:
    found = Record.objects.filter(deliberation=row, kind=kind).first()
    if found is None:
        require(NOT_THERE)
    assert found is not None
    return Kept(found, body_of(found, vault))


def _record_with(row: Deliberation, vault: Vault, part: Part) -> Kept:
    """Find the record of which this is a part."""
    for found in Record.objects.filter(deliberation=row):
        kept = Kept(found, body_of(found, vault))
        if part in kept.parts:
            return kept
    require(NOT_THERE)
    raise AssertionError("require let through what it refuses")


def _keep(row: Deliberation, vault: Vault, kept: Kept, body: Body) -> None:
    keep_draft(row, vault, Kind(kept.row.kind), body)


def _trace(kind: Event, row: Deliberation, actor: Actor, now: datetime, details: Details = NO_DETAILS) -> None:
    subject = pseudonym("deliberation", row.pk)
    record(chain=row.organisation_id, kind=kind, actor=actor.id, subject=subject, now=now, details=details)
