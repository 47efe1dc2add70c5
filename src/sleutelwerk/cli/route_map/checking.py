"""`route-map check`: the findings of one or more maps, their figures and their review sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import (
    ExitCode,
    exit_code,
    finding_data,
    leave,
    near,
    paint,
    say,
    show_findings,
    wants_json,
    working,
    write_json,
)
from sleutelwerk.cli.route_map.opening import check_file, find_map
from sleutelwerk.cli.route_map.reviewing import show_review
from sleutelwerk.cli.route_map.shapes import Data, map_data, outcome_data
from sleutelwerk.cli.route_map.words import COLOURS, KINDS, PARTS, counted, heading, number, paragraph, share, strong
from sleutelwerk.core.findings import Severity
from sleutelwerk.route_map.engine.check import Checked, Figures, PartFigures
from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import Part, RouteMap
from sleutelwerk.route_map.engine.review import ReviewSet, review_set
from sleutelwerk.route_map.engine.states import build_states


@dataclass(frozen=True, slots=True)
class Result:
    """What there is to tell about one map."""

    file: str
    checked: Checked
    review: ReviewSet | None
    code: ExitCode


def check_maps(targets: Sequence[str | None], *, with_review: bool, strict: bool) -> None:
    """Check maps one after another and leave with the worst exit code."""
    results = []
    for target in targets:
        results.append(_result(_found(target, alone=len(targets) == 1), strict=strict))
        if not wants_json():
            _show(results[-1], with_review=with_review)
    code = max(result.code for result in results)
    if wants_json():
        data = [_data(result, with_review=with_review) for result in results]
        write_json("route-map-check/1", {"maps": data, "exit_code": int(code)})
    leave(code)


def _found(target: str | None, *, alone: bool) -> Path:
    """Find what is meant. One wrong name among several is a finding of its own, and hides nothing of the others."""
    try:
        return find_map(target)
    except Complaint:
        if alone:
            raise
        return Path(str(target))


def _result(path: Path, *, strict: bool) -> Result:
    with working(f"{near(str(path))} wordt nagekeken"):
        checked = check_file(path)
        review = None
        if checked.figures is not None and checked.route_map is not None:
            review = review_set(build_states(compile_map(checked.route_map)))
    unreadable = checked.loaded.unreadable
    code = ExitCode.UNREADABLE if unreadable else exit_code(checked.findings, strict=strict)
    return Result(str(path), checked, review, code)


def _show(result: Result, *, with_review: bool) -> None:
    show_findings(result.checked.findings)
    route_map, figures = result.checked.route_map, result.checked.figures
    if result.checked.findings:
        say()
    if route_map is None:
        say(strong(near(result.file)), ": ", _verdict(result))
        return
    say(strong(f"{route_map.title}, versie {route_map.version}"), f"  ({near(result.file)})")
    say(_verdict(result))
    if figures is None:
        return
    _show_size(figures, result.review)
    for part, found in figures.parts.items():
        _show_part(route_map, part, found)
    say()
    paragraph("De percentages tellen routes. Zij zeggen niet hoe vaak iets in het echt voorkomt.")
    if with_review and result.review is not None:
        show_review(route_map, result.review)
    elif result.review is not None:
        say("Met --review leest u de wandelingen van de naleesset.")


def _verdict(result: Result) -> str:
    if result.checked.loaded.unreadable:
        return paint("Dit bestand is niet te lezen als routekaart.", fg="red")
    names = {
        Severity.ERROR: ("fout", "fouten"),
        Severity.WARNING: ("keer ‘let op’",) * 2,
        Severity.HINT: ("tip", "tips"),
    }
    found = [finding.severity for finding in result.checked.findings]
    parts = [counted(found.count(severity), *words) for severity, words in names.items() if severity in found]
    if Severity.ERROR in found:
        return paint(f"Nog niet goed: {', '.join(parts)}.", fg="red")
    return paint(f"Goed: geen fouten{' (wel ' + ', '.join(parts) + ')' if parts else ''}.", fg="green")


def _show_size(figures: Figures, review: ReviewSet | None) -> None:
    say()
    say(
        f"{'Omvang':<14}{counted(figures.questions, 'vraag', 'vragen')}, "
        f"{counted(figures.options, 'antwoord', 'antwoorden')}, {counted(figures.outcomes, 'uitkomst', 'uitkomsten')}"
    )
    say(f"{'Nagegaan':<14}alle routes, via {counted(figures.states, 'toestand', 'toestanden')} van de kaart")
    for part, found in figures.parts.items():
        routes = counted(found.runs, "verschillende route", "verschillende routes")
        length = (
            f"van {found.shortest} tot {found.longest}" if found.shortest < found.longest else f"elk {found.longest}"
        )
        say(f"{PARTS[part]:<14}{routes}, {length} {'vraag' if found.longest == 1 else 'vragen'}")
    if review is not None:
        walks = counted(len(review.walks), "wandeling laat", "wandelingen laten")
        say(f"{'Naleesset':<14}{walks} samen elk antwoord en elke uitkomst zien ({review.verdict})")


def _show_part(route_map: RouteMap, part: Part, found: PartFigures) -> None:
    outcomes = {outcome.id: outcome for outcome in route_map.outcomes}
    heading(f"{PARTS[part]}: waar de routes eindigen")
    digits = max(len(number(count)) for count in found.ends_in.values())
    for name, count in found.ends_in.items():
        outcome = outcomes[name]
        kind = paint(f"{KINDS[outcome.kind]:<14}", fg=COLOURS[outcome.kind])
        say("  ", kind, f"{number(count):>{digits}}  {share(count, found.runs):>7}  {outcome.title}")


def _data(result: Result, *, with_review: bool) -> Data:
    route_map, figures, review = result.checked.route_map, result.checked.figures, result.review
    return {
        "file": near(result.file),
        "exit_code": int(result.code),
        "map": map_data(route_map) if route_map else None,
        "findings": [finding_data(finding) for finding in result.checked.findings],
        "figures": _figures_data(figures) if figures else None,
        "review": _review_data(review, with_walks=with_review) if review else None,
    }


def _figures_data(figures: Figures) -> Data:
    parts = {
        part.value: {"runs": found.runs, "shortest": found.shortest, "longest": found.longest, "ends_in": found.ends_in}
        for part, found in figures.parts.items()
    }
    return {
        "questions": figures.questions,
        "options": figures.options,
        "outcomes": figures.outcomes,
        "states": figures.states,
        "parts": parts,
    }


def _review_data(review: ReviewSet, *, with_walks: bool) -> Data:
    data: Data = {"walks": len(review.walks), "bound": review.bound, "proven": review.proven}
    if with_walks:
        # made by the checker from the map alone: no answers of anybody, so those about a person are here as well
        data["shown"] = [
            {
                "answers": [[one.question.id, one.option.id] for one in walk.steps],
                "outcomes": [outcome_data(outcome) for outcome in walk.outcomes],
                "firsts": [one.outcome.id for one in walk.firsts],
            }
            for walk in review.walks
        ]
    return data
