"""Function profiles as frozen data: layers that build on each other, items with an id, a source and a check date."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

OWN_JUDGEMENT = "eigen-oordeel"
BASIS = "basis"


class Kind(StrEnum):
    """The lists of items that a layer may hold; the value is the key in the content file.

    What he brings: PRECONDITIONS (knock-out) and COMPETENCES (graded). What we arrange: ARRANGEMENTS.
    What is agreed together: AGREEMENTS. They stay apart everywhere.
    """

    CHARACTERISTICS = "characteristics"
    TASKS = "tasks"
    NEVER = "never"
    PRECONDITIONS = "preconditions"
    COMPETENCES = "competences"
    ARRANGEMENTS = "arrangements"
    AGREEMENTS = "agreements"
    RISKS = "risks"
    REWARDS = "rewards"
    FITS_WHEN = "fits_when"
    FITS_NOT_WHEN = "fits_not_when"
    EXPECT = "expect"
    START = "start"


#: What must be in order before somebody can work in a profile; only these can be `met` by a route-map answer.
CRITERIA = (Kind.PRECONDITIONS, Kind.COMPETENCES, Kind.ARRANGEMENTS)


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion, task, risk … of a layer. `ref` (`verbinder.coach`) is unique in the set.

    `detail` is the one extra text that some kinds need: the mitigation of a risk, the evidence by which one
    recognises a competence, when a reward fits.
    """

    ref: str
    kind: Kind
    text: str
    sources: tuple[str, ...]
    checked: str
    explain: str = ""
    detail: str = ""
    needs: tuple[str, ...] = ()

    @property
    def layer(self) -> str:
        """The id of the layer that brings this item in."""
        return self.ref.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Card:
    """The profile told to the key figure himself, in very plain Dutch (simpler than B1)."""

    title: str
    intro: str
    you_do: tuple[str, ...]
    you_never: tuple[str, ...]
    we_do: tuple[str, ...]
    you_get: tuple[str, ...]
    stopping: str
    ask_us: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one step of the staircase adds to the one below it. The lowest layer is `basis` (for all)."""

    id: str
    title: str
    tagline: str
    purpose: str
    items: tuple[Item, ...]
    builds_on: str | None = None
    drops: tuple[str, ...] = ()
    card: Card | None = None

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """The items of one kind that this layer itself adds."""
        return tuple(item for item in self.items if item.kind is kind)


@dataclass(frozen=True, slots=True)
class ProfileSet:
    """A published set of cumulative profiles; `layers` run from `basis` upward."""

    slug: str
    version: int
    title: str
    summary: str
    label: str
    checked: str
    layers: tuple[Layer, ...]
    summary_en: str = ""
    bibliography: tuple[str, int] = ("", 0)
    content_hash: str = ""
    by_id: dict[str, Layer] = field(default_factory=dict, compare=False, repr=False)
