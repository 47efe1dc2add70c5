"""What is seen of a page: read from boxes, turns and units, also where they make no sense."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest

from sleutelwerk.knowledge.engine.marking.frames import Frame, frame_of
from sleutelwerk.knowledge.engine.marking.sheets import Shape

LETTER = (0, 0, 612, 792)


def page(**entries: Any) -> pikepdf.Dictionary:
    """A page with these entries."""
    return pikepdf.Dictionary(**entries)


@pytest.mark.parametrize(
    ("entries", "frame"),
    [
        ({}, Frame(LETTER, 0, 1)),
        ({"MediaBox": [100, 200, 0, 0]}, Frame((0, 0, 100, 200), 0, 1)),
        ({"MediaBox": [0, 0, 0, 200]}, Frame(LETTER, 0, 1)),
        ({"MediaBox": [0, 0, "x", 200]}, Frame(LETTER, 0, 1)),
        ({"MediaBox": [0, 0, 200]}, Frame(LETTER, 0, 1)),
        ({"MediaBox": [0, 0, 100, 200], "CropBox": [10, 20, 900, 90]}, Frame((10, 20, 100, 90), 0, 1)),
        ({"MediaBox": [0, 0, 100, 200], "CropBox": [500, 500, 900, 900]}, Frame((0, 0, 100, 200), 0, 1)),
        ({"Rotate": -90}, Frame(LETTER, 270, 1)),
        ({"Rotate": 450}, Frame(LETTER, 90, 1)),
        ({"Rotate": 45}, Frame(LETTER, 0, 1)),
        ({"Rotate": "x"}, Frame(LETTER, 0, 1)),
        ({"UserUnit": 2}, Frame(LETTER, 0, 2)),
        ({"UserUnit": -2}, Frame(LETTER, 0, 1)),
    ],
)
def test_a_frame_is_read(entries: dict[str, object], frame: Frame) -> None:
    assert frame_of(page(**entries)) == frame


def test_boxes_and_turns_come_from_the_branch_that_a_page_hangs_on() -> None:
    branch = page(Rotate=90, Parent=page(MediaBox=[0, 0, 50, 60]))
    assert frame_of(page(Parent=branch)) == Frame((0, 0, 50, 60), 90, 1)


def test_a_branch_that_hangs_on_itself_ends() -> None:
    with pikepdf.new() as pdf:
        branch = pdf.make_indirect(page())
        branch.Parent = branch
        assert frame_of(page(Parent=branch)) == Frame(LETTER, 0, 1)


def test_sheets_come_in_few_widths() -> None:
    shapes = {Frame((0, 0, width, 800), 0, 1).shape(explained=False) for width in range(30, 4_000)}
    assert {shape.width for shape in shapes} == set(range(160, 801, 20))
    assert Frame((0, 0, 595, 842), 0, 1).shape(explained=True) == Shape(540, explained=True)
    assert Frame((0, 0, 595, 842), 90, 1).shape(explained=True) == Shape(800, explained=True)
