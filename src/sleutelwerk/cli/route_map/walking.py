"""`route-map walk`: a map question by question in the terminal, for a person or from a pipe."""

from __future__ import annotations

import os
from pathlib import Path

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import ExitCode, leave, say, wants_json, working, write_json
from sleutelwerk.cli.route_map.conversation import Conversation, Ended
from sleutelwerk.cli.route_map.opening import OpenMap, find_map, open_file
from sleutelwerk.cli.route_map.receipts import read_receipt, show_differences
from sleutelwerk.cli.route_map.shapes import Data, explanation_data, map_data, walk_data
from sleutelwerk.route_map.engine.explain import explain
from sleutelwerk.route_map.engine.receipt import receipt_of, to_json
from sleutelwerk.route_map.engine.remaining import remaining
from sleutelwerk.route_map.engine.replay import replay
from sleutelwerk.route_map.engine.walk import Walk, follow


def walk_map(target: str | None, *, answers: Path | None, save: Path | None, force: bool) -> None:
    """Walk a map; whatever way it ends, the receipt is written if it was asked for."""
    if save is not None and save.exists() and not force:
        raise Complaint(f"'{save}' bestaat al. Kies een andere naam, of overschrijf het met --force.")
    with working("De kaart wordt geopend"):
        opened = open_file(find_map(target))
        ranges = remaining(opened.graph)
    talk = Conversation(opened.route_map, opened.graph, ranges, err=wants_json())
    if answers is not None:
        _start_from(talk, opened, answers)
    code = ExitCode.FINE
    try:
        talk.hold()
    except Ended:
        say("\nGestopt.", err=True)
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
        say("\nGestopt.", err=True)
    walk = follow(opened.graph.compiled, talk.about_assignment())
    if save is None:
        say("Er is niets bewaard.", err=True)
    else:
        _save(save, opened, walk)
    if wants_json():
        write_json("route-map-walk/1", _data(opened, walk))
    leave(code)


def _start_from(talk: Conversation, opened: OpenMap, answers: Path) -> None:
    again = replay(read_receipt(answers), opened.graph.compiled)
    if not again.equal:
        say("Let op: niet alles uit dit routebewijs past op deze kaart:", err=True)
        show_differences(again, err=True)
    talk.answers = again.walk.answers()


def _save(path: Path, opened: OpenMap, walk: Walk) -> None:
    """Write the receipt for the eyes of this user only; it holds nothing about a person."""
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(to_json(receipt_of(opened.route_map, walk)))
    except OSError as error:
        raise Complaint(f"Het routebewijs kan niet in '{path}' worden geschreven ({error.strerror}).") from None
    say(f"Het routebewijs staat in {path}. Er staat niets over een persoon in.", err=True)


def _data(opened: OpenMap, walk: Walk) -> Data:
    explained = explanation_data(explain(opened.graph, walk)) if walk.end else None
    return {"map": map_data(opened.route_map), "walk": walk_data(walk), "explanation": explained}
