"""`route-map draw`: the sheets of a map as SVG files, or the same in words."""

from __future__ import annotations

import re
from pathlib import Path

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import ExitCode, leave, say, wants_json, working, write_json
from sleutelwerk.cli.route_map.opening import OpenMap, open_map
from sleutelwerk.cli.route_map.outline import outline_data, show_outline_of
from sleutelwerk.cli.route_map.receipts import read_receipt
from sleutelwerk.cli.route_map.shapes import Data, map_data
from sleutelwerk.cli.route_map.words import counted
from sleutelwerk.route_map.engine.draw import Drawing, draw, to_svg
from sleutelwerk.route_map.engine.draw.sheets import Sheet
from sleutelwerk.route_map.engine.draw.svg import NOTHING_LIT, Lit
from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.replay import replay
from sleutelwerk.route_map.engine.walk import Walk

_PART_NAMES = {Part.ASSIGNMENT: "opdracht", Part.PERSON: "persoon", None: "overzicht"}


def draw_map(target: str | None, folder: Path, *, paper: bool, answers: Path | None, force: bool) -> None:
    """Write every sheet to a file of its own; when one of the files exists already, write none."""
    with working("De kaart wordt getekend"):
        opened = open_map(target)
        lit = NOTHING_LIT if answers is None else _lit(opened, answers)
        drawing = draw(opened.route_map, paper=paper)
        names = _names(drawing)
        _free(folder, names, force=force)
        footer = f"{opened.route_map.title}, versie {opened.route_map.version}"
        for name, sheet in zip(names, drawing.sheets, strict=True):
            _write(folder / name, to_svg(sheet, lit=lit, footer=footer))
    files = [_data(folder / name, sheet) for name, sheet in zip(names, drawing.sheets, strict=True)]
    if wants_json():
        write_json("route-map-draw/1", {"map": map_data(opened.route_map), "files": files})
    else:
        say(f"Getekend: {counted(len(files), 'plaatje', 'plaatjes')}.")
        for one, sheet in zip(files, drawing.sheets, strict=True):
            say(f"  {one['file']}  {sheet.title}, {counted(len(sheet.questions), 'kaartje', 'kaartjes')}")
    leave(ExitCode.FINE)


def show_outline(target: str | None) -> None:
    """Print the map in words; it has the same numbers as the picture."""
    route_map = open_map(target).route_map
    if wants_json():
        write_json("route-map-outline/1", {"map": map_data(route_map), "questions": outline_data(route_map)})
    else:
        show_outline_of(route_map)
    leave(ExitCode.FINE)


def _lit(opened: OpenMap, answers: Path) -> Lit:
    walk = replay(read_receipt(answers), opened.graph.compiled).walk
    following = [step.question.id for step in walk.steps[1:]] + [_last(walk)]
    chosen = {
        step.question.id: (step.question.options.index(step.option), to)
        for step, to in zip(walk.steps, following, strict=False)
    }
    return Lit(chosen, walk.end.id if walk.end else None)


def _last(walk: Walk) -> str:
    return walk.at.id if walk.at else walk.outcomes[-1].id


def _names(drawing: Drawing) -> list[str]:
    """File names that say what is on them, in the order of the sheets."""
    route_map = drawing.route_map
    start = re.sub(r"[^a-z0-9-]+", "-", f"{route_map.slug}-{route_map.version}".lower()).strip("-")[:80] or "kaart"
    count = len(drawing.sheets)
    return [
        f"{start}-{place:0{len(str(count))}}-{_PART_NAMES[sheet.part]}.svg"
        for place, sheet in enumerate(drawing.sheets, start=1)
    ]


def _free(folder: Path, names: list[str], *, force: bool) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = [name for name in names if (folder / name).exists()]
    except OSError as error:
        raise Complaint(f"In '{folder}' kan niet worden geschreven ({error.strerror}).") from None
    if taken and not force:
        listed = "\n".join(f"  {folder / name}" for name in taken[:5])
        more = f"\n  … en nog {len(taken) - 5}" if len(taken) > 5 else ""  # noqa: PLR2004
        raise Complaint(
            f"Deze plaatjes zijn er al:\n{listed}{more}\nKies een andere map met -o, of overschrijf ze met --force."
        )


def _write(path: Path, svg: str) -> None:
    try:
        path.write_text(svg, encoding="utf-8")
    except OSError as error:
        raise Complaint(f"'{path}' kan niet worden geschreven ({error.strerror}).") from None


def _data(path: Path, sheet: Sheet) -> Data:
    return {
        "file": str(path),
        "title": sheet.title,
        "part": sheet.part.value if sheet.part else None,
        "questions": list(sheet.questions) if sheet.part else [],
        "width_pt": round(sheet.layout.width),
        "height_pt": round(sheet.layout.height),
    }
