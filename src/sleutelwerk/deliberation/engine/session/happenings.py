"""What can happen in a session, and how each happening changes its state: a pure reducer.

A happening has a number that is given once, under a lock. Replaying the same happenings in any order, with doubles,
gives the same session: they are put in order of their number and each counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from sleutelwerk.deliberation.engine.session.state import Person, Presence, Role, Session, StepPhase, StepState

Value = TypeVar("Value")


class Kind(StrEnum):
    """The kinds of happenings."""

    JOINED = "joined"
    ADMITTED = "admitted"
    REMOVED = "removed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    PHASE = "phase"
    WARNED = "warned"
    REPEATED = "repeated"
    WENT_TO = "went_to"
    EXTENDED = "extended"
    READY = "ready"
    NOT_READY = "not_ready"
    TOTALS = "totals"
    BREAK_ASKED = "break_asked"
    BREAK_SEEN = "break_seen"
    PAUSED = "paused"
    RESUMED = "resumed"
    BLANKED = "blanked"
    UNBLANKED = "unblanked"
    SPOKE = "spoke"
    PARKED = "parked"
    UNPARKED = "unparked"
    TOOK_OVER = "took_over"
    JUSTICE = "justice"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `about` names a person, step or parked item; `value` says what of it.

    `at` is a time only for the phases of a step, so that the desk can count minutes; nothing else has one.
    """

    number: int
    kind: Kind
    about: str = ""
    value: str = ""
    at: int = 0


def replay(happenings: Iterable[Happening], begin: Session | None = None) -> Session:
    """Give the session after these happenings, in whatever order and however often each of them comes."""
    session = begin or Session()
    once = {one.number: one for one in happenings}
    for number in sorted(once):
        session = happen(session, once[number])
    return session


def happen(session: Session, one: Happening) -> Session:
    """Give the session after one happening; what it has seen already changes nothing."""
    if one.number <= session.number:
        return session
    return replace(_CHANGES[one.kind](session, one), number=one.number)


def _with(old: Mapping[str, Value], name: str, value: Value) -> Mapping[str, Value]:
    return MappingProxyType({**old, name: value})


def _person(change: Callable[[Person, Happening], Person]) -> Callable[[Session, Happening], Session]:
    def changed(session: Session, one: Happening) -> Session:
        found = session.people.get(one.about)
        if found is None:
            return session
        return replace(session, people=_with(session.people, one.about, change(found, one)))

    return changed


def _step(change: Callable[[StepState, Happening], StepState]) -> Callable[[Session, Happening], Session]:
    def changed(session: Session, one: Happening) -> Session:
        return replace(session, steps=_with(session.steps, one.about, change(session.step(one.about), one)))

    return changed


def _flag(**values: bool) -> Callable[[Session, Happening], Session]:
    return lambda session, _one: replace(session, **values)  # type: ignore[arg-type]  # names of flags only


def _joined(session: Session, one: Happening) -> Session:
    known = session.people.get(one.about)
    if known is not None and known.presence is Presence.REMOVED:
        return session  # who was sent away does not come back by knocking again
    return replace(session, people=_with(session.people, one.about, Person(Role(one.value))))


def _phase(session: Session, one: Happening) -> Session:
    """Set the phase of a step and make it the current one; revealing brings the seed that shuffles."""
    phase, _, seed = one.value.partition(" ")

    def change(step: StepState, _one: Happening) -> StepState:
        ready = frozenset() if StepPhase(phase) in {StepPhase.PREPARING, StepPhase.WRITING} else step.ready
        began = step.began or one.at
        return replace(step, phase=StepPhase(phase), seed=seed or step.seed, ready=ready, began=began, warned=False)

    return replace(_step(change)(session, one), current=one.about)


def _repeated(step: StepState, one: Happening) -> StepState:
    """Write once more. The totals of the round before were asked for; those of the new one have to be asked again."""
    step = replace(step, ready=frozenset(), totals=frozenset(), warned=False)
    return replace(step, phase=StepPhase.WRITING, round=step.round + 1, began=one.at)


def _went_to(session: Session, one: Happening) -> Session:
    """Go to a step that was begun before; whoever still writes there has all his time again."""
    session = replace(session, current=one.about)
    if one.about not in session.steps:
        return session
    return _step(lambda step, _one: replace(step, warned=False))(session, one)


def _extended(step: StepState, one: Happening) -> StepState:
    """Give minutes on top, which takes a warning that writing ends soon back."""
    return replace(step, extra=step.extra + int(one.value), warned=False)


def _ready(session: Session, one: Happening) -> Session:
    step = session.step(one.value)
    ready = step.ready | {one.about} if one.kind is Kind.READY else step.ready - {one.about}
    return replace(session, steps=_with(session.steps, one.value, replace(step, ready=ready)))


def _unparked(session: Session, one: Happening) -> Session:
    return replace(session, parked=tuple(item for item in session.parked if item[0] != one.about))


def _break_seen(session: Session, _one: Happening) -> Session:
    return replace(session, breaks_asked=frozenset(), breaks_seen=session.breaks_seen | session.breaks_asked)


def _resumed(session: Session, _one: Happening) -> Session:
    return replace(session, paused=False, breaks_asked=frozenset(), breaks_seen=frozenset())


_CHANGES: Mapping[Kind, Callable[[Session, Happening], Session]] = {
    Kind.JOINED: _joined,
    Kind.ADMITTED: _person(lambda person, _one: replace(person, presence=Presence.ADMITTED)),
    Kind.REMOVED: _person(lambda person, _one: replace(person, presence=Presence.REMOVED)),
    Kind.LOCKED: _flag(locked=True),
    Kind.UNLOCKED: _flag(locked=False),
    Kind.PHASE: _phase,
    Kind.REPEATED: lambda session, one: replace(_step(_repeated)(session, one), current=one.about),
    Kind.WARNED: _step(lambda step, _one: replace(step, warned=True)),
    Kind.WENT_TO: _went_to,
    Kind.EXTENDED: _step(_extended),
    Kind.READY: _ready,
    Kind.NOT_READY: _ready,
    Kind.TOTALS: _step(lambda step, one: replace(step, totals=step.totals | {one.value})),
    Kind.BREAK_ASKED: lambda session, one: replace(session, breaks_asked=session.breaks_asked | {one.value}),
    Kind.BREAK_SEEN: _break_seen,
    Kind.PAUSED: _flag(paused=True),
    Kind.RESUMED: _resumed,
    Kind.BLANKED: _flag(blanked=True),
    Kind.UNBLANKED: _flag(blanked=False),
    Kind.SPOKE: _person(lambda person, _one: replace(person, turns=person.turns + 1)),
    Kind.PARKED: lambda session, one: replace(session, parked=(*session.parked, (one.about, one.value))),
    Kind.UNPARKED: _unparked,
    Kind.TOOK_OVER: lambda session, one: replace(session, leading=one.about),
    Kind.JUSTICE: _flag(justice=True),
    Kind.FINISHED: _flag(finished=True),
}
