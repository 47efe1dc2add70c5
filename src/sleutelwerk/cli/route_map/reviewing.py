"""The review set on paper or screen: walks written out, with what each shows for the first time."""

from __future__ import annotations

from collections.abc import Sequence

from sleutelwerk.cli.output import say
from sleutelwerk.cli.route_map.words import KINDS, counted, heading, paragraph, strong, wrapped
from sleutelwerk.route_map.engine.model import RouteMap
from sleutelwerk.route_map.engine.review import ReviewSet
from sleutelwerk.route_map.engine.walk import Walk

#: A line of a walk: what it shows (question and option, or nothing and an outcome) and how it reads.
_Line = tuple[tuple[str, str], str]

#: A beginning that was read before is left out when it is at least this long; the last line of it stays, as a link.
_LEAST_SKIPPED = 4


def show_review(route_map: RouteMap, review: ReviewSet) -> None:
    """Print every walk. Marked with a plus: what no walk before it showed."""
    heading(f"Naleesset: {counted(len(review.walks), 'wandeling', 'wandelingen')} ({review.verdict})")
    paragraph(
        "Lees elke wandeling als een verhaal: klopt de volgende vraag, en klopt het einde? "
        "Een + staat bij wat u nog niet eerder zag. Een begin dat u al las, staat er maar één keer."
    )
    seen: set[tuple[str, str]] = set()
    shown: list[list[_Line]] = []
    for walk in review.walks:
        shown.append(_lines(route_map, walk))
        _show_walk(walk.outcomes[-1].title, shown, seen)


def _lines(route_map: RouteMap, walk: Walk) -> list[_Line]:
    """Write a walk: its answers, what they collect, and the outcomes where they come."""
    titles = {outcome.id: outcome.title for outcome in route_map.outcomes}
    lines: list[_Line] = []
    left = list(walk.outcomes)
    for place, taken in enumerate(walk.steps):
        if taken.question.about_person and place and not walk.steps[place - 1].question.about_person:
            outcome = left.pop(0)
            lines.append((("", outcome.id), f"=> {KINDS[outcome.kind]}: {outcome.title}"))
        name = taken.question.short or taken.question.text
        lines.append(((taken.question.id, taken.option.id), f"{name}: {taken.option.text}"))
        if taken.option.first:
            lines.append((("", taken.option.first), f"   onthoud: {titles[taken.option.first]}"))
    return lines + [(("", outcome.id), f"=> {KINDS[outcome.kind]}: {outcome.title}") for outcome in left]


def _show_walk(title: str, shown: Sequence[list[_Line]], seen: set[tuple[str, str]]) -> None:
    lines = shown[-1]
    say()
    say(strong(f"Wandeling {len(shown)}: {title}"))
    same = [_alike(earlier, lines) for earlier in shown[:-1]]
    skipped = max(same, default=0) - 1
    if skipped >= _LEAST_SKIPPED:
        say(f"    (begint als wandeling {same.index(skipped + 1) + 1}, tot en met:)")
        lines = lines[skipped:]
    for what, text in lines:
        say(wrapped(text, first="    " if what in seen else "  + ", rest="      "))
        seen.add(what)


def _alike(earlier: Sequence[_Line], later: Sequence[_Line]) -> int:
    """Count the lines with which both begin."""
    pairs = zip(earlier, later, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(earlier), len(later)))
