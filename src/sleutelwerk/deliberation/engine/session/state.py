"""The state of a live session, frozen: who is there, where the group is, and what lies on the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

#: More people than this do not fit in one conversation; two groups do.
MOST_PEOPLE = 30


class Role(StrEnum):
    """What a device is in the room. The big screen is a device, not a person."""

    FACILITATOR = "facilitator"
    INBRENGER = "inbrenger"
    PARTICIPANT = "participant"
    DECISION_MAKER = "decision_maker"
    LISTENER = "listener"
    SCREEN = "screen"


#: Who writes what everybody writes; the facilitator leads and brings in nothing.
WRITERS = frozenset({Role.INBRENGER, Role.PARTICIPANT, Role.DECISION_MAKER})


class Presence(StrEnum):
    """Whether somebody is in the room."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REMOVED = "removed"


class StepPhase(StrEnum):
    """Where a step stands: klaarzetten, schrijven, verzameld, onthuld, besproken, gesloten."""

    PREPARING = "preparing"
    WRITING = "writing"
    COLLECTED = "collected"
    REVEALED = "revealed"
    DISCUSSED = "discussed"
    CLOSED = "closed"


class Held(StrEnum):
    """Why a group stays where it is for a while: its screens are empty, or it has a break."""

    BLANKED = "blanked"
    PAUSED = "paused"


#: In these phases of a step what was hidden lies open.
OPENED = frozenset({StepPhase.REVEALED, StepPhase.DISCUSSED, StepPhase.CLOSED})


@dataclass(frozen=True, slots=True)
class Person:
    """One device in the room. `turns` counts how often the facilitator saw him speak, for the desk alone."""

    role: Role
    presence: Presence = Presence.WAITING
    turns: int = 0


@dataclass(frozen=True, slots=True)
class StepState:
    """Where one step stands. `round` grows when it is repeated; `seed` shuffles what is revealed.

    `ready` holds who is done writing; `began` is when the phase began (seconds since 1970), for the facilitator's
    minutes; `extra` is how many minutes he gave on top. `totals` names the fields of which the totals were asked for.
    `warned` tells that writers heard that writing ends soon.
    """

    phase: StepPhase = StepPhase.PREPARING
    round: int = 0
    seed: str = ""
    ready: frozenset[str] = frozenset()
    began: int = 0
    extra: int = 0
    totals: frozenset[str] = frozenset()
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Everything that happened so far, except what was written (see `entries`). `number` is of the last event.

    `breaks_asked` holds the marks of those who wait for a break, and `breaks_seen` those of whom a facilitator saw it:
    each phone makes a mark up, so that it can ask after its own request and nobody can ask after another's.

    `justice` tells that police or a prosecutor take part, which everybody in the room and at its door hears
    whenever the screens are on.
    """

    number: int = 0
    current: str = ""
    finished: bool = False
    locked: bool = False
    paused: bool = False
    blanked: bool = False
    justice: bool = False
    breaks_asked: frozenset[str] = frozenset()
    breaks_seen: frozenset[str] = frozenset()
    leading: str = ""
    people: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))
    steps: Mapping[str, StepState] = field(default_factory=lambda: MappingProxyType({}))
    parked: tuple[tuple[str, str], ...] = ()

    def step(self, name: str) -> StepState:
        """Give where a step stands; one that was never begun is being prepared."""
        return self.steps.get(name, StepState())

    @property
    def held(self) -> Held | None:
        """Tell why the group stays where it is; empty screens first, as on those nobody sees that it is a break."""
        if self.blanked:
            return Held.BLANKED
        return Held.PAUSED if self.paused else None

    def admitted(self, *roles: Role) -> tuple[str, ...]:
        """Give who is in the room, in these roles or in any."""
        return tuple(
            name
            for name, one in self.people.items()
            if one.presence is Presence.ADMITTED and (not roles or one.role in roles)
        )
