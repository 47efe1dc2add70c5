"""What stands in a card of the picture: a question with a row per answer, and what leaves it on the left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import ascii_lowercase

from sleutelwerk.route_map.engine.draw.measure import wrap
from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Branch,
    Condition,
    FactIsSet,
    Not,
    Option,
    OutcomeKind,
    Question,
    RouteMap,
)
from sleutelwerk.route_map.engine.order import reading_order

#: Measures in points; the smallest text stays 9 pt on paper.
SMALL = 9.0
LINE = 11.2
HEADING = 10.5
HEADING_LINE = 13.0
CARD_WIDTH = 164.0
CHIP_WIDTH = 84.0
PADDING = 6.0
ROW_INSET = 21.0
SECTION_SIZE = 13.0
SECTION_LINE = 16.0
ROW_WIDTH = CARD_WIDTH - ROW_INSET - PADDING


@dataclass(frozen=True, slots=True)
class Chip:
    """A sign to the left of an answer: a stop, 'nothing fits', or something to do first (which returns)."""

    outcome: str
    kind: OutcomeKind
    returns: bool
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Height in points."""
        return len(self.lines) * LINE + 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a card: an answer, or a signpost where earlier answers decide how one or more answers go on.

    `options` are the answers that it stands for. `target` is a question or profile outcome; None where the chip ends
    it, where it goes on at another sheet (`elsewhere`), or where the signposts below say how it goes on (`signposted`).
    """

    options: tuple[int, ...]
    lines: tuple[str, ...]
    chip: Chip | None = None
    target: str | None = None
    elsewhere: str = ""
    signposted: bool = False
    signpost: bool = False

    @property
    def height(self) -> float:
        """Height in points."""
        text = len(self.lines) * LINE + 4.5
        return max(text, self.chip.height + 6 if self.chip else 0.0)

    @property
    def leads_to(self) -> str | None:
        """What lies at its end, on this sheet or not; None for a row that only collects or is signposted."""
        ends_here = self.chip is not None and not self.chip.returns
        return self.target or self.elsewhere or (self.chip.outcome if self.chip and ends_here else None)


@dataclass(frozen=True, slots=True)
class Block:
    """A card: the heading of a section (if one begins here), the question and its rows."""

    id: str
    number: int
    section: tuple[str, ...]
    heading: tuple[str, ...]
    text: tuple[str, ...]
    rows: tuple[Row, ...]
    label: str

    @property
    def section_height(self) -> float:
        """Height of the section heading above the card."""
        return len(self.section) * SECTION_LINE + 8 if self.section else 0.0

    @property
    def header_height(self) -> float:
        """Height of the question itself, above the rows."""
        return len(self.heading) * HEADING_LINE + len(self.text) * LINE + 2 * PADDING - 2

    @property
    def card_height(self) -> float:
        """Height of the card without the section heading."""
        return self.header_height + sum(row.height for row in self.rows) + PADDING - 2

    @property
    def height(self) -> float:
        """Height of everything."""
        return self.section_height + self.card_height


def condition_text(route_map: RouteMap, condition: Condition, *, negated: bool = False) -> str:
    """Say a condition in Dutch, as short as a picture needs it."""
    match condition:
        case Not(part):
            return condition_text(route_map, part, negated=not negated)
        case AllOf(parts) | AnyOf(parts):
            both = isinstance(condition, AllOf) is not negated
            return (" en " if both else " of ").join(condition_text(route_map, part, negated=negated) for part in parts)
        case Answered(question, options):
            return _answered_text(route_map, question, options, negated=negated)
        case FactIsSet(fact):
            text = next(f.text for f in route_map.facts if f.id == fact).split(". ")[0].rstrip(".")
            return f"{'niet ' if negated else ''}geldt: ‘{text}’"
        case _:
            return f"{condition.profile} kan niet" if negated else f"{condition.profile} kan"


def _answered_text(route_map: RouteMap, question: str, options: frozenset[str], *, negated: bool) -> str:
    number, asked = next((n, q) for n, q in enumerate(reading_order(route_map), start=1) if q.id == question)
    kept = [option for option in asked.options if (option.id in options) is not negated]
    texts = [option.text.rstrip(".") for option in kept]
    return f"u bij vraag {number} ‘{'’ of ‘'.join(texts)}’ koos"


def block_of(route_map: RouteMap, question: Question, number: int, *, section: str = "") -> Block:
    """Set one question as a card. `section` is the heading to put above it, or nothing."""
    inner = CARD_WIDTH - 2 * PADDING
    return Block(
        id=question.id,
        number=number,
        section=wrap(section, CARD_WIDTH - ROW_INSET, SECTION_SIZE, bold=True) if section else (),
        heading=wrap(f"{number}  {question.short}", inner, HEADING, bold=True),
        text=wrap(question.text, inner, SMALL),
        rows=tuple(_rows_of(route_map, question)),
        label=f"Vraag {number}: {question.text}",
    )


def _rows_of(route_map: RouteMap, question: Question) -> list[Row]:
    """A row per answer; answers that go on in the same way, as earlier answers decide, share their signposts."""
    shared: dict[tuple[Branch, ...], list[int]] = {}
    for index, option in enumerate(question.options):
        if not _goes_straight_on(route_map, option):
            shared.setdefault(option.branches, []).append(index)
    letter = dict(zip(shared, ascii_lowercase, strict=False)) if len(shared) > 1 else {}
    rows: list[Row] = []
    for index, option in enumerate(question.options):
        first = _chip(route_map, option.first, returns=True) if option.first else None
        if _goes_straight_on(route_map, option):
            rows.append(_leading(route_map, Row((index,), _lines(option.text), first), option.branches[0]))
        else:
            mark = f" ({letter[option.branches]})" if letter else ""
            rows.append(Row((index,), _lines(option.text + mark), first, signposted=True))
    for branches, options in shared.items():
        rows.extend(_signposts(route_map, branches, tuple(options), letter.get(branches, "")))
    return rows


def _goes_straight_on(route_map: RouteMap, option: Option) -> bool:
    """One way on, and room for it: an answer that collects something cannot show an end on the same side."""
    return len(option.branches) == 1 and not (option.first and _ends_run(route_map, option.branches[0]))


def _signposts(route_map: RouteMap, branches: tuple[Branch, ...], options: tuple[int, ...], letter: str) -> list[Row]:
    rows = []
    for branch in branches:
        when = "Anders" if branch.when is None else f"Als {condition_text(route_map, branch.when)}"
        words = when if len(branches) > 1 else "Verder"
        row = Row(options, _lines(f"{letter}: {words}" if letter else words), signpost=True)
        rows.append(_leading(route_map, row, branch))
    return rows


def _leading(route_map: RouteMap, row: Row, branch: Branch) -> Row:
    """The row with where it leads: a sign on the left, or a target for the lanes."""
    if _ends_run(route_map, branch):
        return replace(row, chip=_chip(route_map, branch.to, returns=False))
    return replace(row, target=branch.to)


def _lines(text: str) -> tuple[str, ...]:
    return wrap(text, ROW_WIDTH, SMALL)


def _ends_run(route_map: RouteMap, branch: Branch) -> bool:
    """Tell whether a branch leads to a stop, a 'first' or 'nothing fits'."""
    outcome = next((o for o in route_map.outcomes if o.id == branch.to), None)
    return outcome is not None and outcome.kind is not OutcomeKind.PROFILE


def _chip(route_map: RouteMap, outcome_id: str, *, returns: bool) -> Chip:
    outcome = next(o for o in route_map.outcomes if o.id == outcome_id)
    lines = wrap(outcome.title, CHIP_WIDTH - 13, SMALL)
    return Chip(outcome.id, outcome.kind, returns, lines)
