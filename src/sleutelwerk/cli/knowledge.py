"""The `sleutelwerk knowledge` command: check the articles of the kennisbank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.output import (
    ExitCode,
    Guarded,
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
from sleutelwerk.core.findings import Severity
from sleutelwerk.knowledge.content import KIND, Collection, article_files, collection
from sleutelwerk.publishing.content import content_roots, shipped_root

#: Findings that mean that a file could not be read at all.
_UNREADABLE = frozenset({"no-file", "too-big", "bad-utf8", "syntax", "no-front-matter"})


@click.group(cls=Guarded, subcommand_metavar="OPDRACHT …", options_metavar="[OPTIES]")
def knowledge() -> None:
    """De artikelen van de kennisbank nakijken."""


@knowledge.command(options_metavar="[OPTIES]", short_help="Kijk alle artikelen na.")
@click.argument("folder", required=False, metavar="[MAP]", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Laat ook ‘let op’ meetellen als bevinding.")
@json_option
def check(folder: Path | None, *, strict: bool) -> None:
    """Kijk alle artikelen na, met de woordenlijst en de bronnenlijst.

    MAP is een eigen map met inhoud, waarin knowledge/<naam>/<versie>/article.md staat; wat Sleutelwerk meelevert,
    telt mee. Zonder MAP gaat het om wat Sleutelwerk meelevert.
    Meldt alles tegelijk, met bestand, regel, kolom en wat u eraan doet.
    Eindigt met 0 (goed; tips mogen), 1 (bevindingen) of 2 (niet te lezen).
    """
    root = folder or shipped_root()
    if not (root / KIND).is_dir():
        raise Complaint(f"In {near(str(root))} staat geen map '{KIND}' met artikelen.")
    roots = content_roots(folder)
    with working(f"{near(str(root))} wordt nagekeken"):
        found = collection(roots)
    code = exit_code(found.findings, strict=strict)
    if any(finding.code in _UNREADABLE for finding in found.findings):
        code = ExitCode.UNREADABLE
    files = article_files(roots)
    if wants_json():
        write_json("knowledge-check/1", _data(root, found, files, code))
    else:
        show_findings(found.findings)
        _show_verdict(root, found, files, code)
    leave(code)


def _data(root: Path, found: Collection, files: dict[str, Path], code: ExitCode) -> dict[str, Any]:
    return {
        "folder": near(str(root)),
        "exit_code": int(code),
        "articles": [
            {"slug": one.slug, "version": one.version, "file": near(str(files[one.slug])), "title": one.title,
             "access": one.access.value, "content_hash": one.content_hash}
            for one in found.articles.values()
        ],
        "findings": [finding_data(finding) for finding in found.findings],
    }  # fmt: skip


def _show_verdict(root: Path, found: Collection, files: dict[str, Path], code: ExitCode) -> None:
    if found.findings:
        say()
    say(paint(f"{len(found.articles)} van {len(files)} artikelen zijn goed", bold=True), f"  ({near(str(root))})")
    severities = [finding.severity for finding in found.findings]
    counts = ", ".join(f"{severities.count(one)} x {one}" for one in Severity if one in severities)
    if code is ExitCode.UNREADABLE:
        say(paint(f"Niet alles is te lezen: {counts}.", fg="red"))
    elif Severity.ERROR in severities:
        say(paint(f"Nog niet goed: {counts}.", fg="red"))
    else:
        say(paint(f"Goed: geen fouten{f' (wel {counts})' if counts else ''}.", fg="green"))
