"""The map as a picture, with this visitor's route lit; drawn once per map, and written per visit."""

from __future__ import annotations

from itertools import pairwise

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from sleutelwerk.route_map.engine.draw import Drawing, draw, to_svg
from sleutelwerk.route_map.engine.draw.svg import NOTHING_LIT, Lit
from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.queries.chart import Chart, Texts
from sleutelwerk.route_map.queries.outline import anchor
from sleutelwerk.route_map.queries.visit import Visit

_drawn: dict[str, Drawing] = {}

#: The smallest type is 9 points; this brings it to about 17 pixels.
SCREEN_SCALE = 1.4


def pictures_of(visit: Visit) -> list[Texts]:
    """Every sheet for the page: its picture, its number, and whether the visitor's walk about a person is lit in it."""
    drawing = drawing_of(visit.chart)
    walked = lit_route(visit)
    found = []
    for number, sheet in enumerate(drawing.sheets, start=1):
        person = sheet.part is Part.PERSON and any(question in walked.chosen for question in sheet.questions)
        svg = picture(visit.chart, number, walked)
        found.append({"number": number, "title": sheet.title, "svg": svg, "person_lit": person})
    return found


def picture(chart: Chart, number: int, lit: Lit = NOTHING_LIT) -> SafeString:
    """Write one sheet (numbered from 1). Every text in it was escaped by the writer. Raises IndexError."""
    drawing = drawing_of(chart)
    page = reverse("route_map:show-map")
    sheet = drawing.sheets[number - 1]
    svg = to_svg(sheet, lit=lit, scale=SCREEN_SCALE, link=lambda kind, name: _link(drawing, page, kind, name))
    return mark_safe(svg)  # noqa: S308 - `to_svg` escapes every text


def lit_route(visit: Visit) -> Lit:
    """The walked answers, and what each led to."""
    compiled, route = visit.chart.compiled, visit.route
    names = {node: name for name, node in compiled.node_of.items()}
    entered = {inside: outcome for outcome, inside in compiled.continues.items() if outcome in route.outcomes}
    nodes = [*(taken.node for taken in route.steps), route.node]
    chosen = {}
    for taken, (_, onward) in zip(route.steps, pairwise(nodes), strict=True):
        # Between the two parts lies the result of the first: that is where its last answer led.
        reached = entered.get(onward, onward)
        chosen[names[taken.node]] = (taken.option, names[reached])
    return Lit(chosen, names[route.node] if route.ended else None)


def drawing_of(chart: Chart) -> Drawing:
    """The drawing of a map, made once."""
    # By its hash: looking a whole map up would mean reading all of it again.
    name = chart.route_map.content_hash
    if name not in _drawn:
        _drawn.clear()
        _drawn[name] = draw(chart.route_map)
    return _drawn[name]


def _link(drawing: Drawing, page: str, kind: str, name: str) -> str | None:
    """The place in the list of words; the cards of an overview (sections) have none."""
    if kind == "question" and name not in drawing.numbers:
        return None
    return page + anchor(drawing.route_map, kind, name)
