"""What people in the room do: the facilitator leads, the others write, strike, and say what is theirs.

Each act carries the id of its send: a phone that lost its answer sends again, and nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation.actions.announce import announce
from sleutelwerk.deliberation.actions.closing import ready_for_check
from sleutelwerk.deliberation.actions.happening import Stage, set_stage
from sleutelwerk.deliberation.engine.session.decide import Command, Verb, decide, may_change, may_write
from sleutelwerk.deliberation.engine.session.entries import (
    Entry,
    clean_text,
    cleaned,
    lies_open,
    lock_for,
    newest,
    problems_in,
    struck,
)
from sleutelwerk.deliberation.engine.session.happenings import Kind
from sleutelwerk.deliberation.engine.session.path import Form, form_of
from sleutelwerk.deliberation.engine.session.state import MOST_PEOPLE, Presence
from sleutelwerk.deliberation.events import JUSTICE_DECLARED
from sleutelwerk.deliberation.queries.live import Seat, live_row, method_of
from sleutelwerk.deliberation.queries.looking_through import may_stand_nowhere
from sleutelwerk.deliberation.rules.seats import may_go_on_with, may_strike_here
from sleutelwerk.sql.queries import ask, do, key_of

_GONE = "Dit beraad is afgelopen of u doet niet meer mee."
_TAKEN = "INSERT INTO deliberation_livesend (id, deliberation_id) VALUES (%s, %s)"
_NOWHERE = (
    "Hier staat een nummer dat een burgerservicenummer kan zijn. Dat mag nergens staan. Haal het weg en leg uw tekst "
    "opnieuw neer. Uw tekst staat nog op uw scherm."
)
_NOT_YOURS = "Dit is niet van dit apparaat. Alleen de telefoon waarop het is geschreven, kan het veranderen."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an act: done, or not and why (in Dutch, for who acted)."""

    done: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A filled-in form as a device sends it. `key` stays with the device; only its hash is kept."""

    entry: UUID
    step: str
    form: str
    key: str
    revision: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


Act = Callable[[Stage], Answer]


def lead(seat: Seat, send: UUID, command: Command, *, now: datetime) -> Answer:
    """Do what somebody asks of the session itself, as far as his place in it allows."""
    if command.verb is Verb.PARK and may_stand_nowhere(clean_text(command.value)):
        return Answer(done=False, why=_NOWHERE)

    def act(stage: Stage) -> Answer:
        method = method_of(stage.row)
        assert method is not None
        about = str(uuid4()) if command.verb is Verb.PARK else command.about
        outcome = decide(stage.table.session, method, seat.name, replace(command, about=about))
        if outcome.kinds:
            stage.happen(*outcome.kinds, now=now)
        if any(kind is Kind.JUSTICE for kind, _about, _value in outcome.kinds):
            _declare_justice(stage, seat, now)
        if stage.table.session.finished:
            ready_for_check(stage.row)
        return Answer(bool(outcome.verdict), outcome.verdict.reason)

    return _once(seat, send, act)


def _declare_justice(stage: Stage, seat: Seat, now: datetime) -> None:
    """Keep with the deliberation, for its record, what the session now says on every screen."""
    stage.row.justice_takes_part = stage.row.justice_told_to_key_figure = True
    stage.row.save(update_fields=["justice_takes_part", "justice_told_to_key_figure"])
    record(
        chain=stage.row.organisation_id,
        kind=JUSTICE_DECLARED,
        actor=seat.account,
        subject=pseudonym("deliberation", stage.row.pk),
        now=now,
    )


def write(seat: Seat, send: UUID, draft: Draft, *, one_more: Callable[[Form], bool]) -> Answer:
    """Take what a device wrote. `one_more` is asked for what is new: whether this device may still add to a form.

    A later or repeated send of an older state changes nothing and is answered as done. What may stand nowhere is
    refused before anything is locked or kept; the words are still on the device, where they can be mended.
    """
    if may_stand_nowhere(*cleaned(draft.values).values()):
        return Answer(done=False, why=_NOWHERE)

    def act(stage: Stage) -> Answer:
        form, why = _form_for(stage, seat, draft)
        if form is None:
            return Answer(done=False, why=why)
        values = cleaned(draft.values)
        if problems := problems_in(values, form):
            return Answer(done=False, why=" ".join(problems))
        old = stage.table.entries.get(str(draft.entry))
        session = stage.table.session
        if old is None and not _fits(stage, form, one_more):
            return Answer(done=False, why=f"U kunt hier hooguit {form.most} keer iets opschrijven.")
        if old is not None and (why := _refused(stage, seat, old, draft, form)):
            return Answer(done=False, why=why)
        state = session.step(draft.step)
        new = Entry(
            str(draft.entry), draft.step, draft.form, MappingProxyType(values), lock_for(draft.key), state.round,
            draft.revision,
        )  # fmt: skip
        stands = newest(old, new if old is None else replace(new, claimed=old.claimed, round=old.round, lock=old.lock))
        if stands != old:
            stage.lay(stands)
        return Answer(done=True)

    return _once(seat, send, act)


def strike(seat: Seat, send: UUID, draft: Draft) -> Answer:
    """Take words off the table: by the device that wrote them at any time, by the facilitator once they lie open."""

    def act(stage: Stage) -> Answer:
        old = stage.table.entries.get(str(draft.entry))
        form = _form_of(stage, old) if old else None
        if old is None or form is None:
            return Answer(done=False, why=_NOT_YOURS)
        own = old.lock == lock_for(draft.key)
        if not may_strike_here(stage.table.session, old, form, seat.role, own=own):
            return Answer(done=False, why=_NOT_YOURS)
        if not old.struck:
            stage.lay(struck(old))
        return Answer(done=True)

    return _once(seat, send, act, also_out=True)  # whoever was put out may still take his own words back


def claim(seat: Seat, send: UUID, draft: Draft, *, mine: bool) -> Answer:
    """Say 'this is mine' of what lies open, to speak to it, or take that back."""

    def act(stage: Stage) -> Answer:
        old = stage.table.entries.get(str(draft.entry))
        form = _form_of(stage, old) if old else None
        if old is None or form is None or old.lock != lock_for(draft.key):
            return Answer(done=False, why=_NOT_YOURS)
        if not lies_open(old, form, stage.table.session):
            return Answer(done=False, why="Dit ligt nog niet open.")
        claimed = seat.name if mine else ""
        if claimed != old.claimed:
            stage.lay(replace(old, claimed=claimed))
        return Answer(done=True)

    return _once(seat, send, act)


def _once(seat: Seat, send: UUID, act: Act, *, also_out: bool = False) -> Answer:
    """Act under the lock of the session, unless this send was taken before. A refusal leaves nothing behind.

    `also_out` lets somebody act who was put out of the room.
    """
    try:
        with transaction.atomic():
            row = live_row(seat.deliberation.pk, lock=True)
            if row is None:
                return Answer(done=False, why=_GONE)
            return _acted(set_stage(row), seat, send, act, also_out=also_out)
    except CannotOpenError:
        return Answer(done=False, why=_GONE)
    except IntegrityError:
        return Answer(done=False, why=_NOT_YOURS)


def _acted(stage: Stage, seat: Seat, send: UUID, act: Act, *, also_out: bool) -> Answer:
    person = stage.table.session.people.get(seat.name)
    allowed = {Presence.ADMITTED, Presence.REMOVED} if also_out else {Presence.ADMITTED}
    if person is None or person.presence not in allowed:
        return Answer(done=False, why=_GONE)
    taken = uuid5(stage.row.pk, str(send))
    if ask("SELECT 1 FROM deliberation_livesend WHERE id = %s", key_of(taken)):
        return Answer(done=True)
    before = stage.row.live_version
    answer = act(stage)
    if answer.done:
        do(_TAKEN, key_of(taken), key_of(stage.row.pk))
    if stage.row.live_version != before:
        stage.save()
        stage.keep()  # before it is announced: whoever hears of it finds the table laid
        announce(stage.row.pk)
    return answer


def _form_for(stage: Stage, seat: Seat, draft: Draft) -> tuple[Form | None, str]:
    method = method_of(stage.row)
    form = form_of(method, draft.step, draft.form) if method else None
    if form is None:
        return None, "Deze stap of dit veld is er niet."
    verdict = may_write(stage.table.session, form, seat.role, one_device=stage.row.one_device)
    return (form, "") if verdict else (None, verdict.reason)


def _form_of(stage: Stage, entry: Entry) -> Form | None:
    method = method_of(stage.row)
    return form_of(method, entry.step, entry.form) if method else None


def _refused(stage: Stage, seat: Seat, old: Entry, draft: Draft, form: Form) -> str:
    his = old.lock == lock_for(draft.key) or may_go_on_with(form, seat.role)
    if not his or (old.step, old.form) != (draft.step, draft.form):
        return _NOT_YOURS
    return may_change(stage.table.session, old, form).reason


def _fits(stage: Stage, form: Form, one_more: Callable[[Form], bool]) -> bool:
    """Tell whether something new fits in a form: for this device, and on the table as a whole."""
    there = sum(one.step == form.step and one.form == form.id for one in stage.table.entries.values())
    return there < form.most * MOST_PEOPLE and one_more(form)
