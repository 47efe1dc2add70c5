"""`route-map compare`: two versions of a map side by side, changed outcomes first."""

from __future__ import annotations

from itertools import groupby

from sleutelwerk.cli.output import ExitCode, leave, paint, say, wants_json, working, write_json
from sleutelwerk.cli.route_map.opening import OpenMap, open_map
from sleutelwerk.cli.route_map.shapes import Data, map_data, outcome_data
from sleutelwerk.cli.route_map.words import COLOURS, PARTS, counted, heading, paragraph, strong, wrapped
from sleutelwerk.route_map.engine.compare import Change, ChangeKind, Comparison, compare
from sleutelwerk.route_map.engine.compare_outcomes import OutcomeChange

#: The keys of the file, in words.
_FIELDS = {
    "branches": "leidt naar",
    "text": "tekst",
    "because": "reden",
    "why": "waarom",
    "help": "hulp",
    "short": "kort",
    "title": "titel",
    "summary": "samenvatting",
    "steps": "stappen",
    "arrange": "wat te regelen",
    "sources": "bronnen",
    "first": "eerst",
    "sets": "feiten",
    "signals": "dilemma's",
    "meets": "doet af",
    "section": "deel",
    "question": "morele vraag",
    "limit": "grens",
    "checked": "nagekeken op",
    "start": "eerste vraag",
    "turn_to": "hier terecht",
    "change_in_reality": "in het echt anders",
    "arranges": "regelt",
    "continue_with": "gaat verder met",
    "deliberable": "beraad mogelijk",
}


def compare_maps(old_target: str, new_target: str) -> None:
    """Compare two versions; differences are what one asks for, so the exit code is 0 either way."""
    with working("De versies worden vergeleken"):
        old, new = open_map(old_target), open_map(new_target)
        comparison = compare(old.graph, new.graph)
    if wants_json():
        data = {"old": map_data(old.route_map), "new": map_data(new.route_map), **_data(comparison)}
        write_json("route-map-compare/1", data)
    else:
        _show(old, new, comparison)
    leave(ExitCode.FINE)


def _show(old: OpenMap, new: OpenMap, comparison: Comparison) -> None:
    was, is_now = old.route_map, new.route_map
    say(strong(f"{was.title}, versie {was.version}"), "  →  ", strong(f"{is_now.title}, versie {is_now.version}"))
    if not comparison.changes and not comparison.outcomes:
        say(paint("Geen verschillen.", fg="green") if comparison.complete else comparison.remark)
        return
    heading(f"Andere uitkomsten bij dezelfde antwoorden: {len(comparison.outcomes) or 'geen'}")
    if comparison.remark:
        paragraph(comparison.remark)
    for change in comparison.outcomes:
        _show_outcome(change)
    for kinds, title in (
        ((ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED), "Nieuw, weg of verplaatst"),
        ((ChangeKind.STRUCTURE,), "Andere werking"),
        ((ChangeKind.TEXT,), "Andere tekst"),
    ):
        found = [change for change in comparison.changes if change.kind in kinds]
        if found:
            heading(f"{title}: {counted(len(found), 'verschil', 'verschillen')}")
        for place, changes in groupby(found, key=lambda change: (change.of, change.id)):
            say("  ", strong(" ".join(place)))
            for one in changes:
                _show_change(one)


def _show_outcome(change: OutcomeChange) -> None:
    say()
    say(
        f"  {PARTS[change.part]}: ",
        paint(change.before.title, fg=COLOURS[change.before.kind]),
        "  →  ",
        paint(change.after.title, fg=COLOURS[change.after.kind]),
    )
    names = {step.question.id: step for walk in (change.old_walk, change.new_walk) for step in walk.steps}
    told = [
        f"{names[question].question.short or names[question].question.text}: {names[question].option.text}"
        for question, _ in change.answers
        if question in names
    ]
    say(wrapped(f"Voorbeeld: {'; '.join(told)}", first="    ", rest="      "))


def _show_change(change: Change) -> None:
    field = f"{_FIELDS.get(change.field, change.field)}: " if change.field else ""
    if change.kind in {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED}:
        say(wrapped(f"{change.kind}: {change.after or change.before}", first="    "))
        return
    say(wrapped(f"{field}{change.before or '(niets)'}", first="    - "))
    say(wrapped(f"{field}{change.after or '(niets)'}", first="    + "))


def _data(comparison: Comparison) -> Data:
    return {
        "complete": comparison.complete,
        "changes": [
            {
                "kind": change.kind.name.lower(),
                "of": change.of,
                "id": change.id,
                "field": change.field or None,
                "before": change.before,
                "after": change.after,
            }
            for change in comparison.changes
        ],
        # examples made from the maps alone: no answers of anybody
        "outcomes": [
            {
                "part": change.part.value,
                "before": outcome_data(change.before),
                "after": outcome_data(change.after),
                "answers": [list(answer) for answer in change.answers],
            }
            for change in comparison.outcomes
        ],
    }
