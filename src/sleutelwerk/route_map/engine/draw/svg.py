"""How a sheet looks: a layout in, an SVG out, with presentation attributes only (a strict CSP forbids styles)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from sleutelwerk.route_map.engine.draw.blocks import (
    CARD_WIDTH,
    CHIP_WIDTH,
    HEADING,
    HEADING_LINE,
    LINE,
    PADDING,
    ROW_INSET,
    SECTION_LINE,
    SECTION_SIZE,
    SMALL,
    Chip,
    Row,
)
from sleutelwerk.route_map.engine.draw.layout import (
    CHIP_GAP,
    MARGIN,
    Layout,
    Line,
    PlacedBlock,
    PlacedStair,
)
from sleutelwerk.route_map.engine.draw.measure import text_width
from sleutelwerk.route_map.engine.draw.sheets import Sheet
from sleutelwerk.route_map.engine.model import OutcomeKind

#: Colours of the picture; the same family as the theme of the pages. All text reaches 4.5 : 1 on its ground.
PAPER = "#fbf8f2"
CARD = "#ffffff"
INK = "#1f2a2e"
QUIET = "#4d5b60"
PETROL = "#0f5b63"
LINES = ("#0f5b63", "#8a5a12", "#5b4a8a", "#2f6b3a", "#8c3b56", "#3d5a80")
ROADBED = "#e4dccb"
ROADLINE = "#b9ab8d"
STOP = "#9b1c1c"
STOP_GROUND = "#fdeeee"
FIRST = "#7a4b00"
FIRST_GROUND = "#fff4dc"
NONE_GROUND = "#eef0f1"
#: Ground and edge of each step, the colours of the profiles on the pages.
STEPS = (("#d9e8f0", "#2f6f8f"), ("#cfe8e3", "#14766b"), ("#f8e7c1", "#b27a14"), ("#f5d3c4", "#b9532f"))
FOOTER_HEIGHT = 14.0
FONT = "'Noto Sans Variable', 'Noto Sans', sans-serif"

#: Gives the address behind a question ('question', id) or an outcome ('outcome', id); None: no link.
Linker = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Lit:
    """The walked route: per question the chosen option, and the node to which it led; and where it ended."""

    chosen: dict[str, tuple[int, str]]
    end: str | None = None


NOTHING_LIT = Lit({})


def _no_link(_kind: str, _id: str) -> str | None:
    return None


def to_svg(
    sheet: Sheet, *, lit: Lit = NOTHING_LIT, link: Linker = _no_link, footer: str = "", scale: float = 1.0
) -> str:
    """Write one sheet as an SVG, by default at its true size in points. What was walked is thicker, dotted and ticked.

    `scale` enlarges it for a screen, where small type is harder to read than on paper.
    """
    return _Writer(sheet, lit, link, footer).write(scale)


class _Writer:
    """Collects the elements of one sheet, from the ground up."""

    def __init__(self, sheet: Sheet, lit: Lit, link: Linker, footer: str) -> None:
        self.sheet = sheet
        self.layout: Layout = sheet.layout
        self.lit = lit
        self.link = link
        self.footer = footer
        self.out: list[str] = []
        self.walked_dots: list[tuple[float, float, str]] = []
        targets = dict.fromkeys(
            row.target for placed in self.layout.blocks for row in placed.block.rows if row.target is not None
        )
        self.colour = {target: LINES[index % len(LINES)] for index, target in enumerate(targets)}

    def write(self, scale: float) -> str:
        """Give the whole document."""
        width, height = self.layout.width, self.layout.height + (FOOTER_HEIGHT if self.footer else 0)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width * scale:.0f}" height="{height * scale:.0f}" role="group" font-family="{FONT}" fill="{INK}">'
            f"<title>{escape(self.sheet.title)}</title>"
        )
        self._rect(0, 0, width, height, fill=PAPER)
        self._text(MARGIN, MARGIN + 18, self.sheet.title, size=20, bold=True, fill=PETROL)
        for line in self.layout.road:
            self._path(line, stroke=ROADBED, width=13)
        for line in self.layout.road:
            self._path(line, stroke=ROADLINE, width=1.4, dash="6 6")
        self._lines()
        for stair, colours in zip(self.layout.stairs, self._step_fills(), strict=True):
            self._stair(stair, colours)
        for placed in self.layout.blocks:
            self._block(placed)
        self._lit_lines()
        for x, y, fill in self.walked_dots:
            self._tick(x, y, fill)
        if self.footer:
            self._text(MARGIN, height - 6, self.footer, size=SMALL, fill=QUIET)
        return head + "".join(self.out) + "</svg>"

    # Elements --------------------------------------------------------------------------------------------------

    def _rect(self, x: float, y: float, w: float, h: float, **style: object) -> None:
        attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in style.items())
        self.out.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"{attributes}/>')

    def _text(self, x: float, y: float, text: str, *, size: float, bold: bool = False, fill: str = INK) -> None:
        weight = ' font-weight="700"' if bold else ""
        self.out.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{fill}">{escape(text)}</text>')

    def _path(self, line: Line, *, stroke: str, width: float, dash: str = "", arrow: bool = False) -> None:
        points = _rounded(line)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.out.append(
            f'<path d="{points}" fill="none" stroke="{stroke}" stroke-width="{width}" '
            f'stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
        )
        if arrow:
            self.out.append(f'<path d="{_arrow_head(line)}" fill="{stroke}"/>')

    def _open(self, kind: str, identifier: str, label: str) -> bool:
        href = self.link(kind, identifier)
        if href is None:
            self.out.append(f"<g><title>{escape(label)}</title>")
            return False
        self.out.append(
            f'<a href="{escape(href)}" tabindex="-1" aria-label="{escape(label)}"><title>{escape(label)}</title>'
        )
        return True

    def _close(self, *, linked: bool) -> None:
        self.out.append("</a>" if linked else "</g>")

    # Parts -----------------------------------------------------------------------------------------------------

    def _lines(self) -> None:
        for way in self.layout.ways:
            if not way.road and way.row.target is not None:
                self._path(way.line, stroke=self.colour[way.row.target], width=1.5, arrow=True)
        for line in self.layout.returns:
            self._path(line, stroke=FIRST, width=1.2, dash="3 3", arrow=True)

    def _lit_lines(self) -> None:
        for way in self.layout.ways:
            if self._row_lit(way.block, way.row):
                self._path(way.line, stroke=INK, width=4.6, arrow=not way.road)
                self._path(way.line, stroke="#ffd95e", width=1.8, dash="0.1 5")

    def _row_lit(self, block: str, row: Row) -> bool:
        """A row is walked when one of its answers was chosen and (for a signpost) it points the way that was taken."""
        if block not in self.lit.chosen:
            return False
        option, reached = self.lit.chosen[block]
        return option in row.options and (row.signposted or row.leads_to == reached)

    def _block(self, placed: PlacedBlock) -> None:
        block = placed.block
        for index, line in enumerate(block.section):
            y = placed.y - block.section_height + SECTION_SIZE + index * SECTION_LINE
            self._text(placed.x + ROW_INSET, y, line, size=SECTION_SIZE, bold=True, fill=PETROL)
        walked = block.id in self.lit.chosen
        linked = self._open("question", block.id, block.label)
        border = {"stroke": INK, "stroke_width": 2.6} if walked else {"stroke": "#b8c4c6", "stroke_width": 1}
        self._rect(placed.x, placed.y, CARD_WIDTH, block.card_height, rx=7, fill=CARD, **border)
        y = placed.y + PADDING + 8.5
        for line in block.heading:
            self._text(placed.x + PADDING, y, line, size=HEADING, bold=True, fill=PETROL)
            y += HEADING_LINE
        for line in block.text:
            self._text(placed.x + PADDING, y - 1, line, size=SMALL)
            y += LINE
        self._close(linked=linked)
        self._track(placed)
        for row, top in zip(block.rows, placed.row_tops(), strict=True):
            self._answer(placed, row, top)

    def _track(self, placed: PlacedBlock) -> None:
        """The road inside a card: from the first answer that follows it, past the signposts, to the foot."""
        rows = tuple(zip(placed.block.rows, placed.row_tops(), strict=True))
        on_it = [top + row.height / 2 for row, top in rows if row.signposted or row.signpost]
        ways = [way.line[0][1] for way in self.layout.ways if way.block == placed.block.id and way.road]
        if on_it or ways:
            foot = placed.bottom if ways else max(on_it)
            inside = ((placed.road_x, min([*on_it, *ways])), (placed.road_x, foot))
            self._path(inside, stroke=ROADBED, width=9)
            self._path(inside, stroke=ROADLINE, width=1.2, dash="4 4")

    def _answer(self, placed: PlacedBlock, row: Row, top: float) -> None:
        walked = self._row_lit(placed.block.id, row)
        middle = top + row.height / 2
        if walked:
            self._rect(placed.x + 3, top + 1, CARD_WIDTH - 6, row.height - 2, rx=4, fill="#fff3c4", stroke=INK)
        on_road = any(way.road and way.block == placed.block.id and way.row is row for way in self.layout.ways)
        if on_road or row.signposted or row.signpost:
            self._dot(placed.road_x, middle, PETROL, walked=walked)
        if row.target is not None and not on_road:
            self._dot(placed.x + CARD_WIDTH, middle, self.colour[row.target], walked=walked)
        y = middle - len(row.lines) * LINE / 2 + SMALL
        for line in row.lines:
            self._text(placed.x + ROW_INSET, y, line, size=SMALL, fill=QUIET if row.signpost else INK)
            y += LINE
        if row.chip:
            self._chip(placed, row.chip, middle, walked=walked)

    def _dot(self, x: float, y: float, fill: str, *, walked: bool) -> None:
        """A dot where an answer leaves its card; those of the walked route come on top of everything, with a tick."""
        if walked:
            self.walked_dots.append((x, y, fill))
        else:
            self.out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{fill}"/>')

    def _tick(self, x: float, y: float, fill: str) -> None:
        self.out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.4" fill="{fill}" stroke="#ffffff"/>')
        self.out.append(
            f'<path d="M{x - 2.4:.1f} {y:.1f} l1.7 1.9 l3.1 -3.7" fill="none" stroke="#ffffff" stroke-width="1.5"/>'
        )

    def _chip(self, placed: PlacedBlock, chip: Chip, middle: float, *, walked: bool) -> None:
        right = placed.x - CHIP_GAP
        left, top = right - CHIP_WIDTH, middle - chip.height / 2
        ink, ground = _chip_colours(chip)
        self._path(((placed.x, middle), (right + 1, middle)), stroke=INK if walked else ink, width=4 if walked else 1.5)
        linked = self._open("outcome", chip.outcome, " ".join(chip.lines))
        width = 2.8 if walked else 1.3
        if chip.kind is OutcomeKind.STOP:
            shape = _octagon(left, top, CHIP_WIDTH, chip.height)
            self.out.append(f'<path d="{shape}" fill="{ground}" stroke="{ink}" stroke-width="{width}"/>')
        else:
            dash = {"stroke_dasharray": "4 2.5"} if chip.kind is OutcomeKind.FIRST else {}
            radius = chip.height / 2 if chip.kind is OutcomeKind.FIRST else 3
            self._rect(left, top, CHIP_WIDTH, chip.height, rx=min(radius, 10), fill=ground, stroke=ink,
                       stroke_width=width, **dash)  # fmt: skip
        y = top + SMALL + 1.5
        for line in chip.lines:
            self._text(left + 7, y, line, size=SMALL, fill=ink)
            y += LINE
        self._close(linked=linked)

    def _stair(self, stair: PlacedStair, colours: tuple[str, str]) -> None:
        fill, edge = colours
        walked = self.lit.end == stair.stair.outcome or any(
            target == stair.stair.outcome for _, target in self.lit.chosen.values()
        )
        linked = self._open("outcome", stair.stair.outcome, stair.stair.title)
        border = {"stroke": INK, "stroke_width": 3} if walked else {"stroke": "#ffffff", "stroke_width": 1.5}
        self._rect(stair.x, stair.y, stair.width, stair.height, fill=fill, **border)
        self._rect(stair.x, stair.y, stair.width, 5, fill=edge)
        y = stair.y + 22
        for line in stair.stair.lines:
            x = stair.x + (stair.width - text_width(line, HEADING + 1.5, bold=True)) / 2
            self._text(x, y, line, size=HEADING + 1.5, bold=True)
            y += HEADING_LINE + 3
        if walked:
            self._dot(stair.x + 14, stair.y + 19, PETROL, walked=True)
        self._close(linked=linked)

    def _step_fills(self) -> list[tuple[str, str]]:
        return [STEPS[min(index, len(STEPS) - 1)] for index in range(len(self.layout.stairs))]


def _chip_colours(chip: Chip) -> tuple[str, str]:
    if chip.kind is OutcomeKind.STOP:
        return STOP, STOP_GROUND
    if chip.kind is OutcomeKind.FIRST:
        return FIRST, FIRST_GROUND
    return QUIET, NONE_GROUND


def _octagon(x: float, y: float, w: float, h: float) -> str:
    cut = 6.0
    right, bottom = x + w, y + h
    return (
        f"M{x + cut:.1f} {y:.1f}H{right - cut:.1f}L{right:.1f} {y + cut:.1f}V{bottom - cut:.1f}"
        f"L{right - cut:.1f} {bottom:.1f}H{x + cut:.1f}L{x:.1f} {bottom - cut:.1f}V{y + cut:.1f}Z"
    )


def _rounded(line: Line, radius: float = 4.0) -> str:
    """A path with rounded corners; every stretch is horizontal or vertical."""
    parts = [f"M{line[0][0]:.1f} {line[0][1]:.1f}"]
    for before, here, after in zip(line, line[1:], line[2:], strict=False):
        entry, leave = _towards(here, before, radius), _towards(here, after, radius)
        parts.append(f"L{entry[0]:.1f} {entry[1]:.1f}Q{here[0]:.1f} {here[1]:.1f} {leave[0]:.1f} {leave[1]:.1f}")
    parts.append(f"L{line[-1][0]:.1f} {line[-1][1]:.1f}")
    return "".join(parts)


def _towards(here: tuple[float, float], there: tuple[float, float], radius: float) -> tuple[float, float]:
    """A point at most `radius`, and at most half way, from here to there."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    length = abs(dx) + abs(dy)
    part = min(radius, length / 2) / length if length else 0.0
    return here[0] + dx * part, here[1] + dy * part


def _arrow_head(line: Line, size: float = 5.0) -> str:
    """A small triangle at the end of a line, in its direction."""
    (ax, ay), (bx, by) = line[-2], line[-1]
    dx = (bx > ax) - (bx < ax)
    dy = (by > ay) - (by < ay)
    half = size * 0.6
    return (
        f"M{bx:.1f} {by:.1f}L{bx - dx * size - dy * half:.1f} {by - dy * size - dx * half:.1f}"
        f"L{bx - dx * size + dy * half:.1f} {by - dy * size + dx * half:.1f}Z"
    )
