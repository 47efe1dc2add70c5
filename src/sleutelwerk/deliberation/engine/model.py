"""Methods of deliberation and dilemmas as data: steps with what to say, ask and write down, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

METHOD_SCHEMA = "sleutelwerk/deliberation-method/1"
DILEMMAS_SCHEMA = "sleutelwerk/dilemmas/1"


class Phase(StrEnum):
    """When a question comes up, seen from the collaboration."""

    BEFORE = "vooraf"
    DURING = "tijdens"
    AFTER = "achteraf"


class Goal(StrEnum):
    """What people come together for; the chooser asks this."""

    WEIGH = "wegen"
    ADVISE = "adviseren"
    DOUBT = "twijfel"
    LEARN = "leren"
    AGREE = "afspreken"


class Writer(StrEnum):
    """Who fills in a field."""

    EVERYONE = "everyone"
    INBRENGER = "inbrenger"
    FACILITATOR = "facilitator"
    GROUP = "group"


class Visibility(StrEnum):
    """Who sees what was written, and when. On paper: what stays in the hand, what lies face down, what hangs."""

    PRIVATE = "private"
    PRIVATE_THEN_HIDDEN = "private_then_hidden"
    HIDDEN_UNTIL_REVEAL = "hidden_until_reveal"
    TOTALS_ONLY = "totals_only"
    OPEN = "open"


class FieldKind(StrEnum):
    """What kind of thing is written."""

    TEXT = "text"
    QUESTION = "question"
    CHOICE = "choice"
    SCALE = "scale"
    DATE = "date"
    TICK = "tick"


class Meaning(StrEnum):
    """What an answer is, whatever a method calls it: reports, checks and the map of differences go by this."""

    QUESTION = "question"
    SIDE_A = "side_a"
    SIDE_B = "side_b"
    DAMAGE_A = "damage_a"
    DAMAGE_B = "damage_b"
    RISK_TO_HIM = "risk_to_him"
    RISK_TO_CIRCLE = "risk_to_circle"
    RISK_TO_US = "risk_to_us"
    SITUATION = "situation"
    TURNING_POINT = "turning_point"
    FACT = "fact"
    CERTAINTY = "certainty"
    PARTY = "party"
    VALUE = "value"
    NORM = "norm"
    POINTS_TO = "points_to"
    ALTERNATIVE = "alternative"
    CHOICE = "choice"
    BECAUSE = "because"
    DESPITE = "despite"
    LIMIT_DAMAGE = "limit_damage"
    NEED = "need"
    SHARED_REASON = "shared_reason"
    DIFFERENCE = "difference"
    CONCLUSION = "conclusion"
    #: Another view or doubt, in one text: what methods asked for before they asked for each apart.
    DISSENT = "dissent"
    DISSENTING_VIEW = "dissenting_view"
    NO_DISSENTING_VIEW = "no_dissenting_view"
    REMAINING_DOUBT = "remaining_doubt"
    NO_REMAINING_DOUBT = "no_remaining_doubt"
    ACTION = "action"
    OWNER = "owner"
    DUE = "due"
    DECIDER = "decider"
    LIMIT = "limit"
    EXIT_RULE = "exit_rule"
    LESSON = "lesson"
    REVIEW_ON = "review_on"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to write down. `limit` is in characters, of a question in words; `most` is how often it is given.

    Fields of one step with the same `row` are filled in together. `means` is empty where only the label tells.
    """

    id: str
    label: str
    kind: FieldKind
    who: Writer
    visibility: Visibility
    limit: int = 0
    most: int = 1
    options: tuple[str, ...] = ()
    row: str = ""
    means: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper of a step: a box over the full width, and below it a table to write in.

    `rows` are named rows; `blank_rows` is how many rows without a name follow them.
    """

    top: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    blank_rows: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `minutes` is what it takes, `shortest` the least in which it still does what it is for.

    `skip` tells that a group may leave it out when time runs short; `shorten` tells how to do it in less.
    `screens_down` asks for talk without devices; `empty_chair` gives a voice to who is not in the room.
    `script` is `say` with its places still named, for a desk that can fill them in; on paper they are gaps.
    """

    id: str
    title: str
    purpose: str
    minutes: int
    shortest: int
    say: tuple[str, ...]
    ask: tuple[str, ...]
    watch: tuple[str, ...]
    fields: tuple[Field, ...]
    sheet: Sheet
    shorten: str = ""
    skip: bool = False
    screens_down: bool = False
    empty_chair: bool = False
    script: tuple[str, ...] = ()

    @property
    def flexible(self) -> bool:
        """Tell whether this step can be done in less time, or left out."""
        return self.skip or self.shortest < self.minutes


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a method comes from: `name` of the author or place, what we took, where it stands and when we looked."""

    name: str
    text: str
    url: str
    checked: str


@dataclass(frozen=True, slots=True)
class Method:
    """One version of a method. `addon` is a block that follows a method and is no deliberation by itself."""

    slug: str
    version: int
    title: str
    tagline: str
    summary: str
    summary_en: str
    checked: str
    outcome: str
    choose_when: str
    choose_not_when: str
    phases: tuple[Phase, ...]
    goals: tuple[Goal, ...]
    people: tuple[int, int]
    prepare: tuple[str, ...]
    rules: tuple[str, ...]
    noted: tuple[str, ...]
    not_noted: tuple[str, ...]
    credits: tuple[Credit, ...]
    steps: tuple[Step, ...]
    addon: bool
    content_hash: str

    @property
    def minutes(self) -> int:
        """What the whole method takes."""
        return sum(step.minutes for step in self.steps)

    @property
    def shortest(self) -> int:
        """The least in which it can be done without leaving out a step."""
        return sum(step.shortest for step in self.steps)

    @property
    def has_empty_chair(self) -> bool:
        """Tell whether some step gives a voice to who is not in the room."""
        return any(step.empty_chair for step in self.steps)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two ways to act, and what it damages."""

    choice: str
    damage: str


@dataclass(frozen=True, slots=True)
class Dilemma:
    """A fictional situation with a moral question, two ways to act and the damage of each; never an answer."""

    id: str
    title: str
    phase: Phase
    situation: str
    question: str
    estimate: str
    a: Side
    b: Side
    chair: tuple[str, ...]
    method: str
    fixed: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Starter:
    """One of the questions that the system described begins with, and where it belongs."""

    id: str
    asked: str
    kind: str
    explain: str
    method: str
    better: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """What no deliberation can talk away; `instead` says what to do."""

    id: str
    title: str
    text: str
    instead: str


@dataclass(frozen=True, slots=True)
class DilemmaSet:
    """A published set of dilemmas in their order, with the questions to start from and the limits that stand."""

    slug: str
    version: int
    title: str
    summary: str
    summary_en: str
    checked: str
    limits: tuple[Limit, ...]
    starters: tuple[Starter, ...]
    dilemmas: tuple[Dilemma, ...]
    content_hash: str

    def of(self, phase: Phase) -> tuple[Dilemma, ...]:
        """Give the dilemmas of one phase."""
        return tuple(one for one in self.dilemmas if one.phase is phase)

    def by_id(self, name: str) -> Dilemma:
        """Find a dilemma. KeyError when there is none."""
        found = {one.id: one for one in self.dilemmas}
        return found[name]
