"""`route-map table`: all routes of a map per outcome, for the terminal, for a spreadsheet or as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import click

from sleutelwerk.cli.output import ExitCode, leave, paint, say, visible, wants_json, working, write_json
from sleutelwerk.cli.route_map.opening import open_map
from sleutelwerk.cli.route_map.shapes import Data, map_data, outcome_data
from sleutelwerk.cli.route_map.words import COLOURS, KINDS, PARTS, counted, heading, number, paragraph, strong, wrapped
from sleutelwerk.route_map.engine.model import Part, Question, RouteMap
from sleutelwerk.route_map.engine.order import reading_order
from sleutelwerk.route_map.engine.table import Decision, Group, RouteTable, Row, RowStep, route_table

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show_table(target: str | None, parts: Sequence[Part], *, as_csv: bool) -> None:
    """Print the tables of these parts."""
    with working("De routes worden op een rij gezet"):
        opened = open_map(target)
        tables = [route_table(opened.graph, part=part) for part in parts]
        tables = [one for one in tables if one.runs]
    if wants_json():
        write_json("route-map-table/1", {"map": map_data(opened.route_map), "parts": [_data(one) for one in tables]})
    elif as_csv:
        click.echo("\ufeff" + _csv(opened.route_map, tables), nl=False)
    else:
        say(strong(f"{opened.route_map.title}, versie {opened.route_map.version}: alle routes"))
        paragraph(
            "Antwoorden met hetzelfde gevolg staan bij elkaar, met / ertussen. "
            "Een * staat bij een antwoord dat onderweg iets meegeeft: iets om eerst te doen, een grens of een dilemma."
        )
        for one in tables:
            _show(one)
    leave(ExitCode.FINE)


def _show(table: RouteTable) -> None:
    heading(
        f"{PARTS[table.part].upper()}: {counted(table.runs, 'route', 'routes')}, "
        f"{counted(len(table.groups), 'uitkomst', 'uitkomsten')}"
    )
    if table.complete:
        for group in table.groups:
            _show_group(group)
        return
    paragraph(table.remark)
    for group in table.groups:
        say(f"  {number(group.runs):>14}  {group.outcome.title}")
    before = None
    for decision in table.decisions:
        if decision.question is not before:
            heading(decision.question.text)
        before = decision.question
        ways = [f"{_place(to)} ({counted(runs, 'route', 'routes')})" for to, runs in decision.ways]
        say(wrapped(f"{decision.option.text} → {'; of '.join(ways)}", first="  ", rest="      "))


def _show_group(group: Group) -> None:
    say()
    kind = paint(KINDS[group.outcome.kind], fg=COLOURS[group.outcome.kind])
    always = _always(group.rows) if len(group.rows) > 1 else []
    branches = _branches(group.rows, always)
    say(
        strong(group.outcome.title),
        "  (",
        kind,
        f", {counted(group.runs, 'route', 'routes')} in {counted(len(branches), 'rij', 'rijen')})",
    )
    if always:
        say("  Op elke route hiervan:")
    for step in always:
        say(wrapped(_step(step), first="        - ", rest="          "))
    if always:
        say("  En dan zo:" if len(branches) > 1 else "  En:")
    before: tuple[str, ...] = ()
    for place, (lines, runs) in enumerate(branches.items(), start=1):
        _show_row(place, lines, before, runs)
        before = lines


def _branches(rows: Sequence[Row], always: Sequence[RowStep]) -> dict[tuple[str, ...], int]:
    """What is left of each row, and its number of routes. Rows that differ only in what no longer shows are one."""
    found: dict[tuple[str, ...], int] = {}
    for row in rows:
        after = [f"na {' / '.join(f'‘{outcome.title}’' for outcome in row.after)}"] if row.after else []
        lines = (*after, *(_step(step) for step in row.steps if step not in always)) or ("niets anders",)
        found[lines] = found.get(lines, 0) + row.runs
    return found


def _show_row(place: int, lines: Sequence[str], before: Sequence[str], runs: int) -> None:
    """Print a row as a branch: what it shares with the row above is not printed again."""
    pairs = zip(lines, before, strict=False)
    same = next((depth for depth, (one, other) in enumerate(pairs) if one != other), min(len(lines) - 1, len(before)))
    for depth, line in enumerate(lines[same:], start=same):
        last = depth == len(lines) - 1
        mark = f"{place:>6}. " if last else " " * 8
        end = f"  = {counted(runs, 'route', 'routes')}" if last else ""
        say(wrapped(line + end, first=mark + "  " * depth, rest="  " * (depth + 6)))


def _always(rows: Sequence[Row]) -> list[RowStep]:
    """The steps that all rows of a group share."""
    return [step for step in rows[0].steps if all(step in row.steps for row in rows[1:])]


def _step(step: RowStep) -> str:
    return f"{step.question.short or step.question.text}: {_options(step)}"


def _options(step: RowStep) -> str:
    """Name the answers; all answers of a question are not worth naming one by one."""
    if len(step.options) == len(step.question.options) and not step.marked:
        return "elk antwoord"
    return " / ".join(option.text + ("*" if option in step.marked else "") for option in step.options)


def _place(to: Question | object) -> str:
    return to.short or to.text if isinstance(to, Question) else str(getattr(to, "title", to))


def _csv(route_map: RouteMap, tables: Sequence[RouteTable]) -> str:
    """One line per row with a column per question; or, where rows would be too many, one line per answer."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    complete = [table for table in tables if table.complete]
    if complete:
        questions = [q for q in reading_order(route_map) if any(q.about_person is _personal(t) for t in complete)]
        names = [question.short or question.text for question in questions]
        writer.writerow(_cells(["deel", "na", *names, "uitkomst", "soort", "code", "routes"]))
        for table in complete:
            for row in (row for group in table.groups for row in group.rows):
                writer.writerow(_cells(_csv_row(PARTS[table.part], questions, row)))
    for table in tables:
        if not table.complete:
            writer.writerow(_cells(["deel", "vraag", "antwoord", "leidt naar", "routes"]))
            for decision in table.decisions:
                for to, runs in decision.ways:
                    cells = [PARTS[table.part], decision.question.text, decision.option.text, _place(to), str(runs)]
                    writer.writerow(_cells(cells))
    return out.getvalue()


def _personal(table: RouteTable) -> bool:
    return table.part is Part.PERSON


def _csv_row(part: str, questions: Sequence[Question], row: Row) -> list[str]:
    given = {step.question.id: _options(step) for step in row.steps}
    answers = [given.get(question.id, "") for question in questions]
    after = " / ".join(outcome.title for outcome in row.after)
    outcome = row.outcome
    return [part, after, *answers, outcome.title, KINDS[outcome.kind], outcome.id, str(row.runs)]


def _cells(cells: Sequence[str]) -> list[str]:
    """Keep a spreadsheet from running what is only text."""
    return [f"'{cell}" if cell.startswith(_FORMULA) else visible(cell) for cell in cells]


def _data(table: RouteTable) -> Data:
    return {
        "part": table.part.value,
        "runs": table.runs,
        "row_count": table.row_count,
        "complete": table.complete,
        "groups": [
            {"outcome": outcome_data(group.outcome), "runs": group.runs, "rows": [_row_data(row) for row in group.rows]}
            for group in table.groups
        ],
        "decisions": [_decision_data(decision) for decision in table.decisions],
    }


def _row_data(row: Row) -> Data:
    steps = [{"question": step.question.id, "options": [option.id for option in step.options]} for step in row.steps]
    return {"after": [outcome.id for outcome in row.after], "steps": steps, "runs": row.runs}


def _decision_data(decision: Decision) -> Data:
    ways = [{"to": to.id, "runs": runs} for to, runs in decision.ways]
    return {"question": decision.question.id, "option": decision.option.id, "ways": ways}
