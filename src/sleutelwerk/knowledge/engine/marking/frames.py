"""Where the bottom of a page is for whoever looks at it, whatever its boxes, its rotation and its unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from sleutelwerk.knowledge.engine.marking.sheets import Shape, Sheet

#: Points between the mark and the edge of the page: what most printers can print, and below most page numbers.
FROM_BOTTOM, FROM_SIDE = 13.0, 18.0
#: Sheets come in steps of so many points, so that a document of odd pages needs few.
_STEP, _NARROWEST, _WIDEST = 20, 160, 800
_LETTER = (0.0, 0.0, 612.0, 792.0)
#: Page trees of real documents are some five levels deep.
_MOST_PARENTS = 64

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is seen of a page: a box in its own units, turned clockwise by `turn` degrees, `unit` points a unit."""

    box: Box
    turn: int
    unit: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen, in points."""
        left, bottom, right, top = self.box
        across, up = (right - left) * self.unit, (top - bottom) * self.unit
        return (up, across) if self.turn in {90, 270} else (across, up)

    def shape(self, *, explained: bool) -> Shape:
        """Give the sheet that fits below on this page."""
        room = int(self._room() // _STEP * _STEP)
        return Shape(min(max(room, _NARROWEST), _WIDEST), explained)

    def matrix(self, sheet: Sheet) -> Matrix:
        """Give how a sheet is laid on the page: upright as seen, in the middle of its foot, at most over half of it."""
        width, height = self.size
        scale = min(1.0, self._room() / sheet.width, height / 2 / sheet.height)
        right = (width - sheet.width * scale) / 2 / self.unit
        up = min(FROM_BOTTOM, height / 20) / self.unit
        return self._placed(scale / self.unit, right, up)

    def _room(self) -> float:
        width = self.size[0]
        return width - 2 * min(FROM_SIDE, width / 20)

    def _placed(self, scale: float, right: float, up: float) -> Matrix:
        """Turn a place as seen, from the bottom left, into the page's own coordinates."""
        x0, y0, x1, y1 = self.box
        if self.turn == 90:  # noqa: PLR2004 - the four turns that a page can have
            return (0, scale, -scale, 0, x1 - up, y0 + right)
        if self.turn == 180:  # noqa: PLR2004
            return (-scale, 0, 0, -scale, x1 - right, y1 - up)
        if self.turn == 270:  # noqa: PLR2004
            return (0, -scale, scale, 0, x0 + up, y1 - right)
        return (scale, 0, 0, scale, x0 + right, y0 + up)


def frame_of(page: pikepdf.Dictionary) -> Frame:
    """Read what is seen of a page; what makes no sense counts as if it were not there."""
    media = _box(inherited(page, "/MediaBox")) or _LETTER
    crop = _box(inherited(page, "/CropBox")) or media
    seen = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    turn = _number(inherited(page, "/Rotate")) or 0.0
    unit = _number(page.get("/UserUnit")) or 1.0
    return Frame(
        seen if seen[0] < seen[2] and seen[1] < seen[3] else media,
        int(turn) % 360 if turn % 90 == 0 else 0,
        unit if unit > 0 else 1.0,
    )


def inherited(page: pikepdf.Dictionary, name: str) -> pikepdf.Object | None:
    """Give what a page says under a name, or else the nearest of the branches that it hangs on."""
    for branch in _branches(page):
        found = branch.get(name)
        if found is not None:
            return found
    return None


def _branches(page: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    branch: pikepdf.Object | None = page
    for _ in range(_MOST_PARENTS):
        if not isinstance(branch, pikepdf.Dictionary):
            return
        yield branch
        branch = branch.get("/Parent")


def _box(found: pikepdf.Object | None) -> Box | None:
    if not isinstance(found, pikepdf.Array) or len(found) != 4:  # noqa: PLR2004 - four sides
        return None
    sides = [_number(side) for side in found]
    one, two, three, four = sides
    if one is None or two is None or three is None or four is None:
        return None
    box = (min(one, three), min(two, four), max(one, three), max(two, four))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _number(found: object) -> float | None:
    try:
        return float(found)  # type: ignore[arg-type]  # what is no number is the answer
    except (TypeError, ValueError):
        return None
