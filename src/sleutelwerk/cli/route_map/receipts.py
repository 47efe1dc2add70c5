"""`route-map explain` and `replay`: a receipt of an earlier walk, explained or compared with the map as it is."""

from __future__ import annotations

from pathlib import Path

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import ExitCode, leave, paint, say, wants_json, working, write_json
from sleutelwerk.cli.route_map.opening import OpenMap, named_map, open_file, open_map
from sleutelwerk.cli.route_map.result import show_result
from sleutelwerk.cli.route_map.shapes import Data, explanation_data, map_data, walk_data
from sleutelwerk.cli.route_map.words import heading, paragraph
from sleutelwerk.route_map.engine.explain import explain
from sleutelwerk.route_map.engine.receipt import MAX_BYTES, Receipt, UnreadableReceipt, from_json
from sleutelwerk.route_map.engine.replay import Difference, Replay, replay


def read_receipt(path: Path) -> Receipt:
    """Read a receipt. Raises Complaint with what is wrong with it."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise Complaint(f"Het routebewijs '{path}' bestaat niet of mag niet worden gelezen.") from None
    try:
        return from_json(data)
    except UnreadableReceipt as problem:
        raise Complaint(f"'{path}' is niet te lezen. {problem}") from None


def replay_receipt(path: Path, target: str | None) -> None:
    """Replay a receipt and leave with 1 when anything differs."""
    opened, again = _again(path, target)
    code = ExitCode.FINE if again.equal else ExitCode.FINDINGS
    if wants_json():
        data = {"map": map_data(opened.route_map), "equal": again.equal, "differences": _differences(again.differences)}
        write_json("route-map-replay/1", {**data, "walk": walk_data(again.walk)})
        leave(code)
    if again.equal:
        end = again.walk.end
        ended = f"met dezelfde uitkomst: {end.title}" if end else "tot dezelfde open vraag"
        say(paint("Gelijk.", fg="green"), f" Dezelfde vragen en antwoorden, {ended}.")
    else:
        say(paint("Anders.", fg="yellow"), " Dit is er anders dan in het bewijs:")
        show_differences(again)
    leave(code)


def explain_receipt(path: Path, target: str | None) -> None:
    """Explain the outcome of a receipt, on the map as it is now."""
    opened, again = _again(path, target)
    walk = again.walk
    explanation = explain(opened.graph, walk) if walk.end else None
    if wants_json():
        data: Data = {"map": map_data(opened.route_map), "differences": _differences(again.differences)}
        explained = explanation_data(explanation) if explanation else None
        write_json("route-map-explain/1", {**data, "walk": walk_data(walk), "explanation": explained})
    else:
        if not again.equal:
            say("Let op: de kaart of het bewijs is veranderd. Hieronder staat wat de antwoorden nu geven.", err=True)
            show_differences(again, err=True)
        if explanation is not None:
            show_result(opened.route_map, explanation)
        else:
            _show_open(walk.at.text if walk.at else "")
    leave(ExitCode.FINE if explanation else ExitCode.FINDINGS)


def show_differences(again: Replay, *, err: bool = False) -> None:
    """Print each difference."""
    for difference in again.differences:
        paragraph(difference.message, first="  - ", err=err)


def _show_open(question: str) -> None:
    heading("Deze route heeft nog geen uitkomst")
    paragraph(f"De volgende vraag is: {question}")
    paragraph("Loop verder met: sleutelwerk route-map walk --answers BEWIJS")


def _again(path: Path, target: str | None) -> tuple[OpenMap, Replay]:
    """Replay a receipt on the map that was given, or on the shipped version that it names."""
    receipt = read_receipt(path)
    with working("De kaart wordt geopend"):
        opened = open_map(target) if target else open_file(named_map(receipt.slug, receipt.version))
        return opened, replay(receipt, opened.graph.compiled)


def _differences(differences: tuple[Difference, ...]) -> list[Data]:
    return [{"kind": difference.kind.value, "message": difference.message} for difference in differences]
