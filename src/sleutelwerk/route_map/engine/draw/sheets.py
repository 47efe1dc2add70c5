"""What comes on which sheet: each part on one A3 where it fits, else a sheet per section, never with smaller type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log

from sleutelwerk.route_map.engine.draw.blocks import (
    CARD_WIDTH,
    HEADING,
    PADDING,
    ROW_WIDTH,
    SMALL,
    Block,
    Row,
    block_of,
)
from sleutelwerk.route_map.engine.draw.layout import Layout, columns_of, lay_out
from sleutelwerk.route_map.engine.draw.measure import wrap
from sleutelwerk.route_map.engine.model import OutcomeKind, Part, Question, RouteMap, Section
from sleutelwerk.route_map.engine.order import reading_order

#: A3 landscape in points, less 8 mm of margin on each side and room for a footer line.
A3_WIDTH = 1190.6 - 45.4
A3_HEIGHT = 841.9 - 45.4 - 14
MOST_COLUMNS = 8
OVERVIEW_FROM = 40
#: Width to height; a little wider than high reads well on a laptop.
SCREEN_SHAPE = 1.25


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture. `sections` are the sections on it; `title` says what it shows."""

    title: str
    part: Part | None
    layout: Layout

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions (or sections, on the overview) on this sheet."""
        return tuple(placed.block.id for placed in self.layout.blocks)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The pictures of a map. `numbers` gives every question its number, the same as in the text outline."""

    route_map: RouteMap
    sheets: tuple[Sheet, ...]
    numbers: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Atlas:
    """A map with what every sheet of it looks up: the numbers, and what to call what stands on another sheet."""

    route_map: RouteMap
    numbers: Mapping[str, int]
    names: Mapping[str, str]


def draw(route_map: RouteMap, *, paper: bool = False) -> Drawing:
    """Draw a valid map at true size: one point in the picture is one point on paper.

    On screen each part is one picture, however large; with `paper` it is cut, between sections where it can be, into
    sheets that each fit on A3.

    A map of more than OVERVIEW_FROM questions gets an overview and a sheet per section either way.
    """
    numbers = question_numbers(route_map)
    atlas = _Atlas(route_map, numbers, _names(route_map, numbers))
    large = len(route_map.questions) > OVERVIEW_FROM
    sheets = [_overview(atlas)] if large else []
    for part in Part:
        blocks = _blocks(atlas, part)
        if blocks and not large and not paper:
            sheets.append(Sheet(_title(atlas.route_map, part), part, _on_screen(atlas, blocks)))
        elif blocks:
            sheets.extend(_on_paper(atlas, part, blocks, together=not large))
    return Drawing(route_map, tuple(sheets), numbers)


def question_numbers(route_map: RouteMap) -> dict[str, int]:
    """The number of every question, in reading order from 1; picture and outline share it."""
    return {question.id: number for number, question in enumerate(reading_order(route_map), start=1)}


def _blocks(atlas: _Atlas, part: Part) -> tuple[Block, ...]:
    """The cards of one part in reading order, the first of each stretch with the heading of its section."""
    sections = {section.id: section for section in atlas.route_map.sections}
    found: list[Block] = []
    before = ""
    for question in reading_order(atlas.route_map):
        section = sections[question.section]
        if section.part is part:
            heading = section.title if section.id != before else ""
            found.append(block_of(atlas.route_map, question, atlas.numbers[question.id], section=heading))
        before = section.id
    return tuple(found)


def _on_screen(atlas: _Atlas, blocks: tuple[Block, ...]) -> Layout:
    """The layout whose shape comes nearest to that of a screen."""
    counts = range(1, min(MOST_COLUMNS, len(blocks)) + 1)
    layouts = [_lay_out(atlas, columns_of(blocks, count)) for count in counts]
    return min(layouts, key=lambda layout: abs(log(layout.width / layout.height / SCREEN_SHAPE)))


def _on_paper(atlas: _Atlas, part: Part, blocks: tuple[Block, ...], *, together: bool) -> list[Sheet]:
    """Sheets that fit on A3: per section, or (`together`) as many whole sections on one as it can hold."""
    pieces: list[tuple[Block, ...]] = []
    for section in _by_section(blocks):
        if together and pieces and _fit(atlas, pieces[-1] + section) is not None:
            pieces[-1] += section
        else:
            pieces.extend(_pieces(atlas, section))
    title = _title(atlas.route_map, part)
    return [
        Sheet(f"{title} ({number}/{len(pieces)})" if len(pieces) > 1 else title, part, _fitted(atlas, piece))
        for number, piece in enumerate(pieces, start=1)
    ]


def _title(route_map: RouteMap, part: Part) -> str:
    return route_map.title if part is Part.ASSIGNMENT else f"{route_map.title}: deze persoon"


def _fitted(atlas: _Atlas, blocks: tuple[Block, ...]) -> Layout:
    """The layout that fits on A3, or, for a single giant card, the nearest to it."""
    return _fit(atlas, blocks) or _lay_out(atlas, columns_of(blocks, 1))


def _by_section(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    groups: list[tuple[Block, ...]] = []
    for block in blocks:
        if block.section or not groups:
            groups.append((block,))
        else:
            groups[-1] = (*groups[-1], block)
    return groups


def _pieces(atlas: _Atlas, blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Cut a section in as few sheets as each fit on A3; a single card is never cut."""
    if len(blocks) < 2 or _fit(atlas, blocks) is not None:  # noqa: PLR2004 - one card cannot be cut
        return [blocks]
    middle = len(blocks) // 2
    return [*_pieces(atlas, blocks[:middle]), *_pieces(atlas, blocks[middle:])]


def _fit(atlas: _Atlas, blocks: tuple[Block, ...]) -> Layout | None:
    """The layout with the fewest columns that fits on A3 at true size, or None."""
    for count in range(1, min(MOST_COLUMNS, len(blocks)) + 1):
        layout = _lay_out(atlas, columns_of(blocks, count))
        if layout.width > A3_WIDTH:
            return None
        if layout.height <= A3_HEIGHT:
            return layout
    return None


def _lay_out(atlas: _Atlas, columns: tuple[tuple[Block, ...], ...]) -> Layout:
    route_map = atlas.route_map
    here = {block.id for column in columns for block in column}
    targets = {row.target for column in columns for block in column for row in block.rows}
    stairs = tuple(
        (outcome.id, outcome.title)
        for outcome in sorted(route_map.outcomes, key=lambda o: _rank(route_map, o.profile))
        if outcome.kind is OutcomeKind.PROFILE and outcome.id in targets
    )
    known = here | {outcome for outcome, _ in stairs}
    return lay_out(tuple(tuple(_local(atlas, b, known) for b in column) for column in columns), stairs)


def _rank(route_map: RouteMap, profile: str | None) -> int:
    return route_map.profiles.index(profile) if profile in route_map.profiles else -1


def _local(atlas: _Atlas, block: Block, known: set[str]) -> Block:
    """A row that leads to a question on another sheet says so in words and takes no lane."""
    rows = tuple(
        row if row.target is None or row.target in known else _elsewhere(atlas.names, row, row.target)
        for row in block.rows
    )
    return replace(block, rows=rows)


def _elsewhere(names: Mapping[str, str], row: Row, target: str) -> Row:
    words = f"ga naar {names[target]}"
    return replace(row, target=None, elsewhere=target, lines=(*row.lines, *wrap(words, ROW_WIDTH, SMALL)))


def _names(route_map: RouteMap, numbers: Mapping[str, int]) -> dict[str, str]:
    """What to call a question or section that stands on another sheet."""
    titles = {section.id: f"‘{section.title}’" for section in route_map.sections}
    return titles | {question: f"vraag {number}" for question, number in numbers.items()}


def _overview(atlas: _Atlas) -> Sheet:
    """The sections as cards: to which others, and to which ends, each leads."""
    route_map = atlas.route_map
    blocks = tuple(
        _section_block(route_map, section, number) for number, section in enumerate(route_map.sections, start=1)
    )
    return Sheet("Overzicht", None, _fit(atlas, blocks) or _lay_out(atlas, columns_of(blocks, 3)))


def _section_block(route_map: RouteMap, section: Section, number: int) -> Block:
    section_of = {question.id: question.section for question in route_map.questions}
    outcomes = {outcome.id: outcome for outcome in route_map.outcomes}
    questions = [question for question in route_map.questions if question.section == section.id]
    ends = _ends(questions)
    place = {s.id: i for i, s in enumerate(route_map.sections)}
    titles = {s.id: s.title for s in route_map.sections}
    onward = dict.fromkeys(section_of[e] for e in ends if e in section_of and section_of[e] != section.id)
    profiles = [e for e in ends if e in outcomes and outcomes[e].kind is OutcomeKind.PROFILE]
    others = sum(e in outcomes for e in ends) - len(profiles)
    rows = []
    for index, target in enumerate(onward):
        ahead = place[target] > place[section.id]
        words = f"naar {titles[target]}" if ahead else f"terug naar {titles[target]}"
        rows.append(Row((index,), wrap(words, ROW_WIDTH, SMALL), target=target if ahead else None))
    rows += [Row((), wrap(outcomes[profile].title, ROW_WIDTH, SMALL), target=profile) for profile in profiles]
    if others:
        rows.append(Row((), wrap(f"{others} keer een stop of ‘eerst dit’", ROW_WIDTH, SMALL)))
    heading = wrap(f"{number}  {section.title}", CARD_WIDTH - 2 * PADDING, HEADING, bold=True)
    count = wrap(f"{len(questions)} vragen", CARD_WIDTH - 2 * PADDING, SMALL)
    return Block(section.id, number, (), heading, count, tuple(rows), section.title)


def _ends(questions: list[Question]) -> list[str]:
    """Everything to which these questions lead, once each."""
    return list(dict.fromkeys(branch.to for q in questions for option in q.options for branch in option.branches))
