"""A route map as frozen data: questions, options, facts, signals and outcomes (docs/reference/route-map-format.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The two parts of a map: the assignment (may be kept) and one candidate (never leaves the screen)."""

    ASSIGNMENT = "assignment"
    PERSON = "person"


class OutcomeKind(StrEnum):
    """How a run can end, or, for FIRST, what must be done before one comes back to the question."""

    PROFILE = "profile"
    STOP = "stop"
    FIRST = "first"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answered:
    """Condition: an earlier question was answered with one of these options."""

    question: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactIsSet:
    """Condition: an option on this run has set the fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class LimitAllows:
    """Condition: no fact set on this run limits the outcome to below this profile."""

    profile: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Condition: every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Condition: at least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Condition: the part does not hold."""

    part: Condition


Condition = Answered | FactIsSet | LimitAllows | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Branch:
    """One way on from an option: to a question or outcome, if the condition holds (None: always)."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. `because` completes 'Dit telt mee:' in a result; `first` is collected and the walk goes on.

    `meets` names criteria (`basis.volwassen`) or whole groups (`waarnemer.competences`) that this answer settles.
    """

    id: str
    text: str
    because: str
    branches: tuple[Branch, ...]
    help: str = ""
    first: str | None = None
    sets: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the map. `why` answers 'Waarom vragen we dit?', `arrange` lists what to arrange."""

    id: str
    section: str
    text: str
    why: str
    options: tuple[Option, ...]
    sources: tuple[str, ...]
    about_person: bool = False
    help: str = ""
    arrange: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the road with a title of its own."""

    id: str
    title: str
    part: Part
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that an answer established. With `limit`: the highest profile that it still allows, and why."""

    id: str
    text: str
    limit: str | None = None
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A dilemma that an answer raised, to take into a moral deliberation."""

    id: str
    title: str
    question: str
    dilemma: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to turn to after a stop, and what for."""

    name: str
    reason: str
    reach: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a run ends (or, for `first`, what is to be done before going on).

    `continue_with` leads a profile outcome of the first part to the first question about a person.
    `deliberable` False: this stop cannot be deliberated away, and the screen says so.
    """

    id: str
    kind: OutcomeKind
    title: str
    summary: str
    profile: str | None = None
    steps: tuple[str, ...] = ()
    turn_to: tuple[Contact, ...] = ()
    change_in_reality: tuple[str, ...] = ()
    arranges: tuple[str, ...] = ()
    continue_with: str | None = None
    deliberable: bool = True
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteMap:
    """A whole map. `profiles` lists the profile ids from low to high, as the named profile set has them."""

    slug: str
    version: int
    title: str
    summary: str
    label: str
    checked: str
    start: str
    profile_set: tuple[str, int]
    profiles: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    signals: tuple[Signal, ...]
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    content_hash: str = ""
