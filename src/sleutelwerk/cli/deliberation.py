"""The `sleutelwerk deliberation` commands: check methods and dilemmas, and show a method in the time there is."""

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
from sleutelwerk.config.published import dilemmas_named
from sleutelwerk.core.findings import Severity
from sleutelwerk.deliberation.content import DILEMMAS, METHODS, Collection, collection
from sleutelwerk.deliberation.engine.model import Dilemma, Method
from sleutelwerk.deliberation.engine.shorten import Plan, shorten
from sleutelwerk.publishing.content import content_roots, shipped_root

#: Findings that mean that a file could not be read at all.
_UNREADABLE = frozenset({"no-file", "too-big", "bad-utf8", "bad-character", "syntax", "empty", "too-many"})


@click.group(cls=Guarded, subcommand_metavar="OPDRACHT …", options_metavar="[OPTIES]")
def deliberation() -> None:
    """Methoden en dilemma's voor moreel beraad nakijken en lezen."""


@deliberation.command(options_metavar="[OPTIES]", short_help="Kijk alle methoden en dilemma's na.")
@click.argument("folder", required=False, metavar="[MAP]", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Laat ook ‘let op’ meetellen als bevinding.")
@json_option
def check(folder: Path | None, *, strict: bool) -> None:
    """Kijk alle methoden en dilemma's na, ook of de dilemma's van de routekaart er zijn.

    MAP is een eigen map met inhoud; wat Sleutelwerk meelevert, telt mee. Zonder MAP gaat het om wat is meegeleverd.
    Meldt alles tegelijk, met bestand, regel, kolom en wat u eraan doet.
    Eindigt met 0 (goed; tips mogen), 1 (bevindingen) of 2 (niet te lezen).
    """
    root = folder or shipped_root()
    if not any((root / kind).is_dir() for kind in (METHODS, DILEMMAS)):
        raise Complaint(f"In {near(str(root))} staat geen map '{METHODS}' of '{DILEMMAS}'.")
    with working(f"{near(str(root))} wordt nagekeken"):
        roots = content_roots(folder)
        found = collection(roots, dilemmas_named(roots))
    code = exit_code(found.findings, strict=strict)
    if any(finding.code in _UNREADABLE for finding in found.findings):
        code = ExitCode.UNREADABLE
    if wants_json():
        write_json("deliberation-check/1", _check_data(root, found, code))
    else:
        show_findings(found.findings)
        _show_verdict(root, found, code)
    leave(code)


@deliberation.command(options_metavar="[OPTIES]", short_help="Toon een methode of dilemma.")
@click.argument("name", required=False, metavar="[NAAM]")
@click.option("--minutes", type=click.IntRange(1, 999), metavar="MINUTEN", help="Pas de methode in zoveel minuten.")
@json_option
def show(name: str | None, minutes: int | None) -> None:
    """Toon een methode met haar stappen, of een dilemma. Zonder NAAM: wat er is."""
    found = collection(content_roots())
    dilemmas = {one.id: one for one in found.dilemmas.dilemmas} if found.dilemmas else {}
    if name is None:
        _show_all(found, dilemmas)
    elif name in found.methods:
        _show_method(found.methods[name], shorten(found.methods[name], minutes or found.methods[name].minutes))
    elif name in dilemmas:
        _show_dilemma(dilemmas[name])
    else:
        raise Complaint(f"'{name}' is er niet. Kies uit: {', '.join([*found.methods, *dilemmas])}.")


def _check_data(root: Path, found: Collection, code: ExitCode) -> dict[str, Any]:
    return {
        "folder": near(str(root)),
        "exit_code": int(code),
        "methods": [_method_data(one) for one in found.methods.values()],
        "dilemmas": [one.id for one in found.dilemmas.dilemmas] if found.dilemmas else [],
        "findings": [finding_data(finding) for finding in found.findings],
    }


def _method_data(one: Method) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "version": one.version,
        "title": one.title,
        "minutes": one.minutes,
        "shortest": one.shortest,
        "content_hash": one.content_hash,
    }


def _show_verdict(root: Path, found: Collection, code: ExitCode) -> None:
    if found.findings:
        say()
    say(near(str(root)))
    if code is ExitCode.UNREADABLE:
        say(paint("Er is een bestand niet te lezen.", fg="red"))
    elif any(finding.severity is Severity.ERROR for finding in found.findings):
        say(paint("Nog niet goed.", fg="red"))
    else:
        say(paint("Goed: geen fouten.", fg="green"))
    for one in found.methods.values():
        say(f"  {one.title:<18}{one.minutes:>4} minuten, {len(one.steps)} stappen")
    if found.dilemmas:
        say(f"  {len(found.dilemmas.dilemmas)} dilemma's, {len(found.dilemmas.starters)} vragen om mee te beginnen")


def _show_all(found: Collection, dilemmas: dict[str, Dilemma]) -> None:
    if wants_json():
        methods = [_method_data(one) for one in found.methods.values()]
        write_json("deliberation-show/1", {"methods": methods, "dilemmas": list(dilemmas)})
        return
    for one in found.methods.values():
        say(paint(one.title, bold=True), f"  ({one.slug}, {one.minutes} minuten)")
        say(f"  {one.tagline}")
    say()
    for dilemma in dilemmas.values():
        say(f"{dilemma.phase.value:<10}{dilemma.id:<22}{dilemma.question}")


def _show_method(one: Method, plan: Plan) -> None:
    if wants_json():
        steps = [{"id": step.step.id, "minutes": step.minutes, "starts": step.starts} for step in plan.steps]
        write_json("deliberation-show/1", {"method": _method_data(one), "steps": steps, "missing": plan.missing})
        return
    say(paint(one.title, bold=True), f"  ({plan.minutes} van {one.minutes} minuten)")
    for number, planned in enumerate(plan.steps, 1):
        time = "vervalt" if planned.left_out else f"{planned.minutes} min"
        say(f"{number:>3}. {planned.step.title:<24}{time:>8}  {planned.step.purpose}")
    if plan.missing:
        say(paint(f"U mist {plan.missing} minuten: korter kan deze methode niet.", fg="yellow"))


def _show_dilemma(one: Dilemma) -> None:
    sides = {"a": one.a, "b": one.b}
    if wants_json():
        told = {name: {"choice": side.choice, "damage": side.damage} for name, side in sides.items()}
        data = {"id": one.id, "phase": one.phase.value, "situation": one.situation, "question": one.question, **told}
        write_json("deliberation-show/1", {"dilemma": data})
        return
    say(paint(one.title, bold=True), f"  ({one.phase.value})")
    say(one.situation)
    say(paint(one.question, bold=True))
    for name, side in sides.items():
        say(f"  {name.upper()}. {side.choice} Schade: {side.damage}")
