"""What may happen next: a command of somebody in the room becomes happenings, or a refusal that says why.

Pure: no clock, no chance and no database. Two facilitators who press at the same time both ask to leave the same
phase; the second finds it left already and gets the answer that it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused
from sleutelwerk.deliberation.engine.model import Method, Visibility, Writer
from sleutelwerk.deliberation.engine.session.entries import Entry, clean_text
from sleutelwerk.deliberation.engine.session.happenings import Kind
from sleutelwerk.deliberation.engine.session.path import Form, after, forms_of, phases_of, step_of
from sleutelwerk.deliberation.engine.session.state import (
    MOST_PEOPLE,
    OPENED,
    WRITERS,
    Held,
    Presence,
    Role,
    Session,
    StepPhase,
)

#: At most so many minutes more at a time, and so many characters of what is parked for later.
MOST_EXTRA = 60
MOST_PARKED = 200
_LONGEST_NAME = 40
#: The value by which a facilitator says that the key figure knows that police or a prosecutor take part.
KNOWS = "known"
#: The value by which he says that he saw the writers warned, and ends their writing.
WARNED = "warned"
#: What stands before the mark of a phone that looks whether its own request for a break was seen.
WAS_IT_SEEN = "seen:"
#: At most so many marks wait at a time: more phones than a room holds, and no flood.
MOST_BREAKS = 60
_LONGEST_MARK = 40
_EXTRAS = frozenset(str(minutes) for minutes in range(1, MOST_EXTRA + 1))
_ABSENT = refused("Dit kan nu niet. Vernieuw de pagina.")


class Verb(StrEnum):
    """What somebody may ask, other than writing."""

    ADMIT = "admit"
    REMOVE = "remove"
    LOCK = "lock"
    UNLOCK = "unlock"
    ADVANCE = "advance"
    GO = "go"
    REPEAT = "repeat"
    EXTEND = "extend"
    TOTALS = "totals"
    PAUSE = "pause"
    RESUME = "resume"
    BLANK = "blank"
    UNBLANK = "unblank"
    SPOKE = "spoke"
    PARK = "park"
    UNPARK = "unpark"
    TAKE_OVER = "take_over"
    FINISH = "finish"
    JUSTICE = "justice"
    READY = "ready"
    NOT_READY = "not_ready"
    BREAK = "break"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody asks. `about` names a person, step or item; `value` says more, such as the phase he saw."""

    verb: Verb
    about: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a command: what happened, or why not. `repeated` tells that it had happened already."""

    kinds: tuple[tuple[Kind, str, str], ...] = ()
    verdict: Verdict = ALLOWED
    repeated: bool = False


#: What everybody who writes may ask.
OF_ALL = frozenset({Verb.READY, Verb.NOT_READY, Verb.BREAK})
#: What changes what the group does or sees: not while it has a break or an empty screen, as nobody would see it happen.
MOVES = frozenset({Verb.ADVANCE, Verb.GO, Verb.REPEAT, Verb.TOTALS})
_SEEN = refused("Uw gespreksleider heeft gezien dat u een pauze vraagt.")
_HELD = {
    Held.BLANKED: refused("De schermen zijn leeg. Kies eerst ‘Schermen weer aan’."),
    Held.PAUSED: refused("Het is pauze. Kies eerst ‘Ga verder’."),
}


def decide(session: Session, method: Method, by: str, command: Command) -> Outcome:
    """Tell what comes of a command by somebody in the room."""
    person = session.people.get(by)
    if person is None or person.presence is not Presence.ADMITTED:
        return Outcome(verdict=_ABSENT)
    if session.finished:
        return Outcome(verdict=refused("Dit beraad is afgelopen."))
    if command.verb not in OF_ALL:
        return _by_facilitator(session, method, by, command)
    if person.role not in WRITERS and not (command.verb is Verb.BREAK and person.role is Role.LISTENER):
        return Outcome(verdict=_ABSENT)
    return _by_anybody(session, by, command)


def _by_anybody(session: Session, by: str, command: Command) -> Outcome:
    if command.verb is Verb.BREAK:
        return _break(session, command.value)
    step = session.step(command.about)
    if command.about != session.current or step.phase is not StepPhase.WRITING:
        return Outcome(repeated=True)
    is_ready = command.verb is Verb.READY
    if (by in step.ready) == is_ready:
        return Outcome(repeated=True)
    return Outcome(((Kind.READY if is_ready else Kind.NOT_READY, by, command.about),))


def _break(session: Session, mark: str) -> Outcome:
    # who asked is not kept, and whether anybody did is told to no phone: only who knows a mark hears what came of it
    if mark.startswith(WAS_IT_SEEN):
        was_seen = mark.removeprefix(WAS_IT_SEEN) in session.breaks_seen
        return Outcome(verdict=_SEEN) if was_seen else Outcome(repeated=True)
    if mark in session.breaks_asked or len(session.breaks_asked) >= MOST_BREAKS or len(mark) > _LONGEST_MARK:
        return Outcome(repeated=True)
    return Outcome(((Kind.BREAK_ASKED, "", mark),))


def _by_facilitator(session: Session, method: Method, by: str, command: Command) -> Outcome:
    if session.people[by].role is not Role.FACILITATOR:
        return Outcome(verdict=_ABSENT)
    if command.verb is Verb.TAKE_OVER:
        return Outcome(repeated=True) if session.leading == by else Outcome(((Kind.TOOK_OVER, by, ""),))
    if command.verb is Verb.SEEN:
        # whichever of the two facilitators saw it: that moves nobody
        return Outcome(((Kind.BREAK_SEEN, "", ""),)) if session.breaks_asked else Outcome(repeated=True)
    if session.leading != by:
        return Outcome(verdict=refused("Uw collega leidt nu het gesprek. Neem het over als u verder wilt."))
    if session.held and command.verb in MOVES:
        return Outcome(verdict=_HELD[session.held])
    return _LED[command.verb](session, method, command)


def _admit(session: Session, _method: Method, command: Command) -> Outcome:
    person = session.people.get(command.about)
    if person is None or person.presence is Presence.REMOVED:
        return Outcome(verdict=_ABSENT)
    if person.presence is Presence.ADMITTED:
        return Outcome(repeated=True)
    if session.locked:
        return Outcome(verdict=refused("De deur is dicht. Doe hem eerst open."))
    inside = sum(one.presence is Presence.ADMITTED and one.role is not Role.SCREEN for one in session.people.values())
    if inside >= MOST_PEOPLE and person.role is not Role.SCREEN:
        return Outcome(verdict=refused(f"Er passen {MOST_PEOPLE} mensen in een gesprek. Maak twee groepen."))
    return Outcome(((Kind.ADMITTED, command.about, ""),))


def _remove(session: Session, _method: Method, command: Command) -> Outcome:
    person = session.people.get(command.about)
    if person is None or person.role is Role.FACILITATOR:
        return Outcome(verdict=_ABSENT)
    if person.presence is Presence.REMOVED:
        return Outcome(repeated=True)
    return Outcome(((Kind.REMOVED, command.about, ""),))


def _advance(session: Session, method: Method, command: Command) -> Outcome:
    """Go to the next phase of the current step. `value` is the phase that the facilitator saw on his button.

    While somebody still writes, the first press warns everybody and no more; only a second one, by a facilitator who
    saw that they were warned, ends the writing. So a press that comes twice never takes the pen out of a hand.
    """
    step = step_of(method, command.about)
    if step is None:
        return Outcome(verdict=_ABSENT)
    state = session.step(step.id)
    seen = StepPhase.WRITING.value if command.value == WARNED and state.warned else command.value
    if command.about != session.current or state.phase.value != seen:
        return Outcome(repeated=True)
    if command.value == StepPhase.WRITING.value and not all_ready(session, step.id):
        return Outcome(repeated=True) if state.warned else Outcome(((Kind.WARNED, step.id, ""),))
    path = phases_of(step)
    place = path.index(state.phase)
    if place + 1 < len(path) - 1:
        return Outcome(((Kind.PHASE, step.id, path[place + 1].value),))
    happened = _closing(session, method, step.id)
    return Outcome(happened, repeated=not happened)


def all_ready(session: Session, name: str) -> bool:
    """Tell whether everybody who writes said that he is done; also where nobody writes on a phone of his own."""
    return set(session.admitted(*WRITERS)) <= session.step(name).ready


def _closing(session: Session, method: Method, name: str) -> tuple[tuple[Kind, str, str], ...]:
    """Close a step and lay the next one ready; after the last step the facilitator finishes the session himself."""
    shut = session.step(name).phase is StepPhase.CLOSED
    closing = () if shut else ((Kind.PHASE, name, StepPhase.CLOSED.value),)
    follows = after(method, name)
    if not follows:
        return closing
    if session.step(follows).phase is StepPhase.PREPARING:
        opening = (Kind.PHASE, follows, StepPhase.PREPARING.value)
    else:
        opening = (Kind.WENT_TO, follows, "")
    return (*closing, opening, *_locking(session, method, name))


def _locking(session: Session, method: Method, left: str) -> tuple[tuple[Kind, str, str], ...]:
    """Lock the door as the group leaves the first step: everybody is in; who comes later is let in by hand."""
    return () if session.locked or left not in {"", method.steps[0].id} else ((Kind.LOCKED, "", ""),)


def _go(session: Session, method: Method, command: Command) -> Outcome:
    if step_of(method, command.about) is None:
        return Outcome(verdict=_ABSENT)
    if command.about == session.current:
        return Outcome(repeated=True)
    if command.about in session.steps:
        going = (Kind.WENT_TO, command.about, "")
    else:
        going = (Kind.PHASE, command.about, StepPhase.PREPARING.value)
    at_the_first = command.about == method.steps[0].id
    return Outcome((going, *(() if at_the_first else _locking(session, method, session.current))))


def _repeat(session: Session, method: Method, command: Command) -> Outcome:
    """Let everybody write once more. `value` is the round that the facilitator saw on his button."""
    step = step_of(method, command.about)
    if step is None or phases_of(step)[1] is not StepPhase.WRITING:
        return Outcome(verdict=refused("In deze stap wordt niet geschreven. Ga er gewoon naar terug."))
    state = session.step(command.about)
    if str(state.round) != command.value:
        return Outcome(repeated=True)
    if state.phase not in OPENED:
        return Outcome(verdict=refused("Deze stap is nog niet onthuld. Er kan nog gewoon geschreven worden."))
    return Outcome(((Kind.REPEATED, command.about, ""),))


def _extend(session: Session, _method: Method, command: Command) -> Outcome:
    if command.value not in _EXTRAS:
        return Outcome(verdict=refused(f"Kies 1 tot {MOST_EXTRA} minuten."))
    if not session.current:
        return Outcome(verdict=_ABSENT)
    return Outcome(((Kind.EXTENDED, session.current, command.value),))


def _totals(session: Session, method: Method, command: Command) -> Outcome:
    step = step_of(method, command.about)
    form = next((one for one in forms_of(step) if one.id == command.value), None) if step else None
    if form is None or not form.countable:
        return Outcome(verdict=_ABSENT)
    state = session.step(command.about)
    if state.phase not in OPENED:
        return Outcome(verdict=refused("Onthul eerst wat er geschreven is."))
    if command.value in state.totals:
        return Outcome(repeated=True)
    return Outcome(((Kind.TOTALS, command.about, command.value),))


def _park(session: Session, _method: Method, command: Command) -> Outcome:
    """Put something aside for later, under a name that the desk made up: a second send of it changes nothing."""
    name, text = command.about, clean_text(command.value)
    if not (0 < len(name) <= _LONGEST_NAME and name.isascii() and name.isprintable()):
        return Outcome(verdict=_ABSENT)
    if not 0 < len(text) <= MOST_PARKED:
        return Outcome(verdict=refused(f"Schrijf 1 tot {MOST_PARKED} tekens."))
    if _is_parked(session, name):
        return Outcome(repeated=True)
    return Outcome(((Kind.PARKED, name, text),))


def _unpark(session: Session, _method: Method, command: Command) -> Outcome:
    if not _is_parked(session, command.about):
        return Outcome(repeated=True)
    return Outcome(((Kind.UNPARKED, command.about, ""),))


def _is_parked(session: Session, name: str) -> bool:
    return any(one == name for one, _text in session.parked)


def _spoke(session: Session, _method: Method, command: Command) -> Outcome:
    if command.about not in session.admitted():
        return Outcome(verdict=_ABSENT)
    return Outcome(((Kind.SPOKE, command.about, ""),))


def _justice(session: Session, _method: Method, command: Command) -> Outcome:
    """Say that police or a prosecutor take part, only when the key figure knows it. It cannot be taken back."""
    if session.justice:
        return Outcome(repeated=True)
    if command.value != KNOWS:
        return Outcome(
            verdict=refused(
                "Laat politie of justitie niet binnen zolang de sleutelfiguur het niet weet. Zijn zij al binnen? "
                "Stop dan het gesprek."
            )
        )
    return Outcome(((Kind.JUSTICE, "", ""),))


def _toggle(kind: Kind, attribute: str, *, to: bool) -> Callable[[Session, Method, Command], Outcome]:
    def toggled(session: Session, _method: Method, _command: Command) -> Outcome:
        return Outcome(repeated=True) if getattr(session, attribute) is to else Outcome(((kind, "", ""),))

    return toggled


_LED: Mapping[Verb, Callable[[Session, Method, Command], Outcome]] = {
    Verb.ADMIT: _admit,
    Verb.REMOVE: _remove,
    Verb.LOCK: _toggle(Kind.LOCKED, "locked", to=True),
    Verb.UNLOCK: _toggle(Kind.UNLOCKED, "locked", to=False),
    Verb.ADVANCE: _advance,
    Verb.GO: _go,
    Verb.REPEAT: _repeat,
    Verb.EXTEND: _extend,
    Verb.TOTALS: _totals,
    Verb.PAUSE: _toggle(Kind.PAUSED, "paused", to=True),
    Verb.RESUME: _toggle(Kind.RESUMED, "paused", to=False),
    Verb.BLANK: _toggle(Kind.BLANKED, "blanked", to=True),
    Verb.UNBLANK: _toggle(Kind.UNBLANKED, "blanked", to=False),
    Verb.SPOKE: _spoke,
    Verb.PARK: _park,
    Verb.UNPARK: _unpark,
    Verb.JUSTICE: _justice,
    Verb.FINISH: _toggle(Kind.FINISHED, "finished", to=True),
}


def fills_in(role: Role, *, one_device: bool) -> frozenset[Writer]:
    """Tell which fields somebody in this role fills in. On one device the facilitator types for the room."""
    types = role is Role.FACILITATOR
    by_role = {
        Writer.EVERYONE: role in WRITERS or (types and one_device),
        Writer.INBRENGER: role is Role.INBRENGER or types,
        Writer.FACILITATOR: types,
        Writer.GROUP: types,
    }
    return frozenset(who for who, does in by_role.items() if does)


def may_write(session: Session, form: Form, role: Role, *, one_device: bool) -> Verdict:
    """Tell whether somebody in this role may fill in a form now."""
    step = session.step(form.step)
    if form.visibility is Visibility.PRIVATE:
        return refused("Wat u hier schrijft, blijft op uw eigen telefoon.")
    if form.who not in fills_in(role, one_device=one_device):
        return refused("Dit veld vult iemand anders in.")
    if session.finished:
        return refused("Dit beraad is afgelopen.")
    if form.step not in session.steps:
        return refused("Deze stap is nog niet begonnen.")
    if form.held_back and step.phase is not StepPhase.WRITING:
        return refused("Er wordt nu niet geschreven. Wat u typte, staat nog op uw scherm.")
    return ALLOWED


def may_change(session: Session, entry: Entry, form: Form) -> Verdict:
    """Tell whether a device that holds its key may still change an entry: until it is revealed."""
    step = session.step(form.step)
    later = form.held_back and (entry.round < step.round or step.phase is not StepPhase.WRITING)
    over = refused("Dit beraad is afgelopen.") if session.finished else ALLOWED
    gone = refused("Dit is doorgehaald.") if entry.struck else ALLOWED
    shown = refused("Dit ligt al open. U kunt het nog doorhalen.") if later else ALLOWED
    return first_refusal(over, gone, shown)


def may_join(session: Session, role: Role) -> Verdict:
    """Tell whether another device may knock at the door now. Nobody becomes a facilitator by knowing a code."""
    if role is Role.FACILITATOR:
        return refused("Een gespreksleider komt binnen met zijn eigen account.")
    if session.finished:
        return refused("Dit beraad is afgelopen.")
    if session.locked:
        return refused("De deur is dicht. Vraag de gespreksleider om u binnen te laten.")
    waiting = sum(one.presence is Presence.WAITING for one in session.people.values())
    if waiting >= MOST_PEOPLE:
        return refused("Er wachten al veel mensen. Probeer het zo nog eens.")
    return ALLOWED
