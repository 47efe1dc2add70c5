"""The methods of deliberation as chapters: when to choose one, its steps, and sheets to write on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sleutelwerk.deliberation.engine.model import Method, Step
from sleutelwerk.handbook.engine.model import (
    Block,
    Heading,
    Line,
    Paragraph,
    Run,
    Table,
    Words,
    WritingSheet,
    WritingSheets,
)

#: How wide the columns of the steps are: the step, what it is for, how long.
_SHARES = (26, 56, 18)


def method_words(method: Method, said: Mapping[str, str]) -> Words:
    """Tell a method in short. `said` has the words around it: see `method_words` of the documents."""
    return Words(tuple(_blocks(method, said)), method.checked)


def method_sheets(method: Method) -> WritingSheets:
    """Give a sheet for each step in which something is written; who only talks needs none."""
    steps = enumerate(method.steps, start=1)
    return WritingSheets(
        tuple(_writing(number, step) for number, step in steps if step.sheet.top or step.sheet.columns)
    )


def _writing(number: int, step: Step) -> WritingSheet:
    sheet = step.sheet
    rows = (*sheet.rows, *[""] * sheet.blank_rows)
    return WritingSheet(
        number, step.title, step.purpose, step.minutes, sheet.top, sheet.columns, rows, bool(sheet.rows), sheet.note
    )


def _blocks(method: Method, said: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph((Run(method.summary),))
    for name, text in (
        ("when", method.choose_when),
        ("when_not", method.choose_not_when),
        ("outcome", method.outcome),
        ("size", _size(method, said)),
    ):
        yield Paragraph((Run(f"{said[name]} ", strong=True), Run(text)))
    yield Heading(1, f"methode-{method.slug}-stappen", (Run(said["steps"]),))
    head: tuple[Line, ...] = tuple((Run(said[name]),) for name in ("step", "purpose", "minutes"))
    rows = tuple(_row(step, said) for step in method.steps)
    yield Table(_SHARES, ("left", "left", "left"), head, rows)


def _size(method: Method, said: Mapping[str, str]) -> str:
    fewest, most = method.people
    size = said["people"].format(fewest=fewest, most=most, minutes=method.minutes)
    return f"{size} {said['shortest'].format(minutes=method.shortest)}" if method.shortest < method.minutes else size


def _row(step: Step, said: Mapping[str, str]) -> tuple[Line, ...]:
    minutes = str(step.minutes)
    if step.shortest < step.minutes:
        minutes = said["or"].format(minutes=step.minutes, shortest=step.shortest)
    if step.skip:
        minutes = f"{minutes}, {said['skip']}"
    return (Run(step.title, strong=True),), (Run(step.purpose),), (Run(minutes),)
