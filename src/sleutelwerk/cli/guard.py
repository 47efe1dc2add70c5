"""The `sleutelwerk guard` commands: look a text through, measure the guard, and check a word list."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import (
    ExitCode,
    Guarded,
    Refused,
    exit_code,
    finding_data,
    json_option,
    leave,
    near,
    paint,
    say,
    show_findings,
    wants_json,
    working,
    write_json,
)
from sleutelwerk.core.findings import Finding
from sleutelwerk.privacy.content import KIND, newest_words
from sleutelwerk.privacy.engine.evaluate import HALVES, Measured, Score, load_notes, measure
from sleutelwerk.privacy.engine.guard import Guard
from sleutelwerk.privacy.engine.load import CASE_NOTES, EVALUATION, HEAD, load_words
from sleutelwerk.privacy.engine.model import Remark, WordList
from sleutelwerk.publishing.content import NoSuchContent, content_roots, folder_of, versions_of

#: A text may be longer than a form takes, not endless.
MAX_BYTES = 10_000_000

HALF_NAMES = {"tuning": "Afstelhelft", "held_out": "Achtergehouden helft"}
CASE_HALF_NAMES = {"tuning": "Dossiers, eerste helft", "held_out": "Dossiers, achtergehouden helft"}
_NAMED = re.compile(r"([a-z][a-z0-9-]*)(?:/([1-9][0-9]{0,3}))?")
_words_option = click.option(
    "--words", "target", metavar="LIJST", help="Een andere lijst dan die Sleutelwerk meelevert."
)


@click.group(cls=Guarded, subcommand_metavar="OPDRACHT …", options_metavar="[OPTIES]")
def guard() -> None:
    """Teksten nakijken op woorden en nummers die er niet in horen.

    LIJST is een map <slug>/<versie> met guard.yaml, dat bestand zelf, of een naam als sleutelwerk/1.
    Er wordt niets bewaard en niets verstuurd.
    """


@guard.command(options_metavar="[OPTIES]", short_help="Kijk een tekst na.")
@click.argument("file", metavar="BESTAND")
@_words_option
@json_option
def check(file: str, target: str | None) -> None:
    """Kijk een tekst na; een streepje (-) leest van de invoer.

    Eindigt met 0 (niets gevonden), 1 (iets gevonden) of 2 (niet te lezen).
    """
    text = _read(file)
    words = _load(target)
    remarks = Guard(words).examine(text)
    if wants_json():
        write_json("guard-check/1", _check_data(file, text, remarks, words))
    else:
        _show_remarks(file, text, remarks, words)
    leave(ExitCode.FINDINGS if remarks else ExitCode.FINE)


@guard.command("measure", options_metavar="[OPTIES]", short_help="Meet hoeveel de bewaker vindt.")
@_words_option
@json_option
def measure_words(target: str | None) -> None:
    """Meet op verzonnen notities hoeveel de bewaker vindt en hoe vaak hij voor niets waarschuwt."""
    folder = _find(target)
    words = _load(target)
    with working("De notities worden nagekeken"):
        made = Guard(words)
        halves = _measured(made, folder / EVALUATION)
        in_cases = _measured(made, folder / CASE_NOTES) if (folder / CASE_NOTES).exists() else {}
    if wants_json():
        data = {"halves": _halves_data(halves), "case_files": _halves_data(in_cases)}
        write_json("guard-measure/1", {"words": _words_data(words), **data})
        return
    say(paint(f"{words.title}, versie {words.version}", bold=True))
    _show_measured(words, halves, HALF_NAMES)
    _show_measured(words, in_cases, CASE_HALF_NAMES)


def _measured(made: Guard, path: Path) -> dict[str, Measured]:
    loaded = load_notes(path)
    if loaded.notes is None:
        raise Refused(loaded.findings, ExitCode.UNREADABLE)
    return {half: measure(made, getattr(loaded.notes, half)) for half in HALVES}


def _halves_data(halves: Mapping[str, Measured]) -> dict[str, Any]:
    return {half: _measured_data(measured) for half, measured in halves.items()}


def _show_measured(words: WordList, halves: Mapping[str, Measured], names: Mapping[str, str]) -> None:
    for half, measured in halves.items():
        say()
        say(paint(names[half], bold=True), f": {measured.notes} notities, waarvan {measured.innocent} onschuldig")
        for line in table(words, measured):
            say(line)


@guard.command("words", options_metavar="[OPTIES]", short_help="Kijk een woordenlijst na.")
@click.argument("target", required=False, metavar="[LIJST]")
@click.option("--strict", is_flag=True, help="Laat ook ‘let op’ meetellen als bevinding.")
@json_option
def check_words(target: str | None, *, strict: bool) -> None:
    """Kijk een woordenlijst helemaal na, met al haar voorbeelden.

    Meldt alles tegelijk, met bestand, regel, kolom en wat u eraan doet.
    Eindigt met 0 (goed), 1 (bevindingen) of 2 (niet te lezen).
    """
    folder = _find(target)
    with working(f"{near(str(folder))} wordt nagekeken"):
        loaded = load_words(folder)
        sets = [path for name in (EVALUATION, CASE_NOTES) if (path := folder / name).exists()]
        found = (*loaded.findings, *(finding for path in sets for finding in load_notes(path).findings))
    code = ExitCode.UNREADABLE if _unreadable(folder, found) else exit_code(found, strict=strict)
    if wants_json():
        listed = _words_data(loaded.words) if loaded.words else None
        findings = [finding_data(one) for one in found]
        write_json("guard-words/1", {"exit_code": int(code), "words": listed, "findings": findings})
    else:
        show_findings(found)
        _show_verdict(loaded.words, code)
    leave(code)


def table(words: WordList, measured: Measured) -> list[str]:
    """Write what was measured as lines of text, the same in the terminal and in the reference."""
    lines = [f"{'soort':<28}{'gemarkeerd':>11}{'gevonden':>10}{'deel':>7}{'vals alarm':>12}"]
    for kind, score in measured.kinds.items():
        lines.append(_line(words.kinds[kind].label, score))
    lines.append(_line("samen", measured.total))
    lines.append(f"Onschuldige notities met een waarschuwing: {measured.disturbed} van {measured.innocent}.")
    return lines


def _line(label: str, score: Score) -> str:
    part = "–" if score.recall is None else f"{100 * score.recall:.0f} %"
    return f"{label:<28}{score.marked:>11}{score.found:>10}{part:>7}{score.false:>12}"


def _read(file: str) -> str:
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise Complaint(f"Deze tekst is te groot; hij mag hoogstens {MAX_BYTES // 1_000_000} MB zijn.")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Complaint("Deze tekst is geen UTF-8. Sla hem op als UTF-8 en probeer het weer.") from None
    except (OSError, ValueError):
        raise Complaint(f"Het bestand '{file}' bestaat niet of mag niet worden gelezen.") from None


def _find(target: str | None) -> Path:
    if target is None:
        return folder_of(content_roots(), KIND, *newest_words(content_roots()))
    path = Path(target)
    if path.name == HEAD:
        return path.parent
    named = _NAMED.fullmatch(target)
    if not named or path.exists():
        return path
    versions = versions_of(content_roots(), KIND, named[1])
    try:
        return folder_of(content_roots(), KIND, named[1], int(named[2] or (versions or (1,))[-1]))
    except NoSuchContent:
        raise Complaint(f"Er is geen map en geen woordenlijst met de naam '{target}'.") from None


def _load(target: str | None) -> WordList:
    folder = _find(target)
    loaded = load_words(folder, examples=False)
    if loaded.words is None:
        raise Refused(loaded.findings, ExitCode.UNREADABLE)
    return loaded.words


def _unreadable(folder: Path, found: tuple[Finding, ...]) -> bool:
    return any(one.code == "no-file" and one.file == str(folder / HEAD) for one in found)


def _show_verdict(words: WordList | None, code: ExitCode) -> None:
    if code is ExitCode.UNREADABLE:
        say(paint("Deze woordenlijst is niet te lezen.", fg="red"))
    elif words is None or code is ExitCode.FINDINGS:
        say(paint("Nog niet goed.", fg="red"))
    else:
        count = f"{len(words.terms)} groepen woorden en {len(words.patterns)} vormen"
        say(paint(f"Goed: {words.title}, versie {words.version}, met {count}.", fg="green"))


def _show_remarks(file: str, text: str, remarks: tuple[Remark, ...], words: WordList) -> None:
    place = Places(text)
    name = "invoer" if file == "-" else near(file)
    for remark in remarks:
        line, column = place.of(remark.start)
        severity = paint("moet weg" if remark.blocks else "let op", fg="red" if remark.blocks else "yellow", bold=True)
        shown = " ".join(remark.words.split())
        say(paint(f"{name}:{line}:{column}: ", bold=True), severity, f" {words.kinds[remark.kind].label}: '{shown}'")
        say(f"    {remark.advice}")
    say(f"{len(remarks)} gevonden." if remarks else paint("Niets gevonden. Lees de tekst zelf ook nog na.", fg="green"))


class Places:
    """The lines of a text, to translate an offset to a line and column that count from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]

    def of(self, offset: int) -> tuple[int, int]:
        """Give the line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _words_data(words: WordList) -> dict[str, Any]:
    return {
        "slug": words.slug,
        "version": words.version,
        "title": words.title,
        "content_hash": words.content_hash,
        "terms": len(words.terms),
        "patterns": len(words.patterns),
    }


def _check_data(file: str, text: str, remarks: tuple[Remark, ...], words: WordList) -> dict[str, Any]:
    place = Places(text)
    found = []
    for remark in remarks:
        line, column = place.of(remark.start)
        found.append(
            {
                "line": line,
                "column": column,
                "start": remark.start,
                "end": remark.end,
                "kind": remark.kind.value,
                "words": remark.words,
                "term": remark.term,
                "advice": remark.advice,
                "blocks": remark.blocks,
            }
        )
    return {"file": file if file == "-" else near(file), "words": _words_data(words), "remarks": found}


def _measured_data(measured: Measured) -> dict[str, Any]:
    return {
        "notes": measured.notes,
        "innocent": measured.innocent,
        "disturbed": measured.disturbed,
        "total": _score_data(measured.total),
        "kinds": {kind.value: _score_data(score) for kind, score in measured.kinds.items()},
    }


def _score_data(score: Score) -> dict[str, Any]:
    recall = None if score.recall is None else round(score.recall, 4)
    return {
        "marked": score.marked,
        "found": score.found,
        "recall": recall,
        "remarks": score.remarks,
        "false": score.false,
    }
