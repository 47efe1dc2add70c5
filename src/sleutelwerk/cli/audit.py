"""The `sleutelwerk audit` commands: verify, export, sign and purge the audit trail, and replace the key for signing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

import click

from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.engine.export import ExportReport, UnreadableExport, verify_export
from sleutelwerk.audit.engine.keys import UnusableKeys
from sleutelwerk.audit.engine.verify import Problem
from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.organisation import find_organisation
from sleutelwerk.cli.output import (
    ExitCode,
    Guarded,
    json_option,
    leave,
    near,
    paint,
    say,
    wants_json,
    write_json,
)

if TYPE_CHECKING:  # these need the database, and verifying an export does not
    from sleutelwerk.audit.actions import Purged
    from sleutelwerk.audit.queries import ChainReport

_FILE = click.Path(path_type=Path)
_organisation = click.option(
    "--organisation", metavar="ORGANISATIE", help="Alleen het logboek van deze organisatie (naam of nummer)."
)


@click.group(cls=Guarded, subcommand_metavar="OPDRACHT …", options_metavar="[OPTIES]")
def audit() -> None:
    """Het logboek narekenen, uitvoeren, ondertekenen en opschonen.

    Elke organisatie heeft een eigen logboek; de installatie zelf heeft er ook een. Zet SLEUTELWERK_DATA op de
    gegevensmap waar het om gaat.
    """


@audit.command(options_metavar="[OPTIES]", short_help="Reken het logboek na.")
@click.argument("export", required=False, type=_FILE, metavar="[UITVOER.zip]")
@_organisation
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Over zoveel processen verdeeld."
)
@json_option
def verify(export: Path | None, organisation: str | None, processes: int) -> None:
    """Reken elke regel, de stand en elke handtekening na.

    Met UITVOER.zip gaat het om een uitgevoerd logboek; daarvoor is geen database nodig. Anders worden alle logboeken in
    de database nagerekend, en komt dat zelf ook in het logboek.
    Eindigt met 0 (in orde), 1 (er klopt iets niet) of 2 (niet te lezen).
    """
    if export is not None:
        if organisation is not None:
            raise click.UsageError("Kies: een uitgevoerd logboek, of --organisation.")
        _verify_export(export)
    with _database():
        _verify_chains(organisation, processes)


@audit.command("export", options_metavar="[OPTIES]", short_help="Schrijf een logboek naar een bestand.")
@_organisation
@click.option("-o", "--output", type=_FILE, metavar="BESTAND", help="Waarheen (standaard: logboek-….zip hier).")
@click.option("--force", is_flag=True, help="Overschrijf het bestand als het er al is.")
@json_option
def export_(organisation: str | None, output: Path | None, *, force: bool) -> None:
    """Schrijf een ondertekend logboek naar een zip-bestand dat een buitenstaander kan narekenen.

    Zonder --organisation is het het logboek van de installatie zelf.
    """
    with _database():
        from sleutelwerk.audit.actions import export_trail

        chain, now = _chain_of(organisation) if organisation is not None else SITE_CHAIN, _now()
        target = output or Path(f"logboek-{str(chain)[:8]}-{now:%Y%m%d-%H%M%S}.zip")
        aside = target.with_name(f".{target.name}.tmp")
        if target.exists() and not force:
            raise Complaint(f"{target} is er al. Kies een andere naam, of overschrijf het met --force.")
        try:
            with _private(aside) as file, _bar("Uitvoeren", _lengths([chain])) as bar:
                head = export_trail(actor=None, chain=chain, target=file, now=now, progress=bar)
            aside.replace(target)
        except OSError as problem:
            raise Complaint(f"{target} is niet te schrijven ({problem.strerror}).") from None
        finally:
            aside.unlink(missing_ok=True)
    if wants_json():
        data = {"file": near(str(target)), "chain": str(chain), "number": head.number, "hash": head.hash.hex()}
        write_json("audit-export/1", data)
        return
    say(f"{near(str(target))}: {_count(head.number, 'regel', 'regels')} van {_name(chain)}, ondertekend.")


@audit.command(options_metavar="[OPTIES]", short_help="Onderteken de stand van elk logboek.")
@json_option
def sign() -> None:
    """Onderteken de stand van elk logboek dat sinds de vorige keer is gegroeid. Dit gebeurt ook elk uur vanzelf."""
    with _database():
        from sleutelwerk.audit.actions import sign_heads

        signed = sign_heads(now=_now())
    if wants_json():
        write_json("audit-sign/1", {"signed": signed})
    else:
        say(f"{_count(signed, 'logboek', 'logboeken')} ondertekend.")


@audit.command(options_metavar="[OPTIES]", short_help="Maak regels leeg waarvan de bewaartermijn voorbij is.")
@_organisation
@click.option("--dry-run", is_flag=True, help="Vertel alleen wat er zou verdwijnen.")
@json_option
def purge(organisation: str | None, *, dry_run: bool) -> None:
    """Maak regels leeg waarvan de bewaartermijn voorbij is. Dat zij er waren, blijft te zien en na te rekenen."""
    with _database():
        from sleutelwerk.audit import actions

        chains = _chosen(organisation)
        found = {chain: actions.purge(chain=chain, now=_now(), dry_run=dry_run) for chain in chains}
    if wants_json():
        data = [
            {"chain": str(chain), "purged": one.count, "by_kind": dict(one.by_kind), "statement": one.statement}
            for chain, one in found.items()
        ]
        write_json("audit-purge/1", {"dry_run": dry_run, "chains": data})
        return
    for chain, one in found.items():
        _show_purged(chain, one, dry_run=dry_run)


@audit.command("rotate-key", options_metavar="[OPTIES]", short_help="Vervang de sleutel die het logboek ondertekent.")
@json_option
def rotate_key() -> None:
    """Vervang de sleutel die het logboek ondertekent.

    De oude sleutel ondertekent nog één keer alles, ook de regel over de nieuwe. Daarna bestaat hij niet meer.
    """
    with _database():
        from sleutelwerk.audit import actions

        key_id = actions.rotate_key(actor=None, now=_now())
    if wants_json():
        write_json("audit-rotate-key/1", {"key_id": key_id})
    else:
        say(f"Het logboek wordt nu ondertekend met sleutel {key_id}.")


# --- The database, progress, words ------------------------------------------------------------------------------------


@contextmanager
def _database() -> Iterator[None]:
    """Make Django ready, and let what goes wrong with settings, keys or database end in words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sleutelwerk.config.settings")
    import django
    from django.db import Error

    from sleutelwerk.audit.engine.body import Via, came_by
    from sleutelwerk.config.environment import UnfitSettings

    try:
        django.setup()
        with came_by(Via.COMMAND):
            yield
    except (UnfitSettings, UnusableKeys) as problem:
        raise Complaint(str(problem)) from None
    except Error as problem:
        raise Complaint(f"Het logboek in de database is niet te lezen ({problem}).") from None


@contextmanager
def _bar(label: str, total: int) -> Iterator[Any]:
    """Show on stderr how far it is, once it takes more than a second."""
    began, done = time.monotonic(), 0
    shown: list[Any] = []

    def advance(more: int) -> None:
        nonlocal done
        done += more
        if shown:
            shown[0].update(more)
        elif time.monotonic() - began > 1.0:
            shown.append(click.progressbar(length=max(total, done), label=label, file=sys.stderr))
            shown[0].__enter__()
            shown[0].update(done)

    try:
        yield advance
    finally:
        if shown:
            shown[0].__exit__(None, None, None)


def _private(path: Path) -> IO[bytes]:
    """Open a new file that only its owner may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _now() -> datetime:
    return datetime.now(UTC)


def _chosen(organisation: str | None) -> list[UUID]:
    from sleutelwerk.audit.queries import chains

    return chains() if organisation is None else [_chain_of(organisation)]


def _chain_of(organisation: str) -> UUID:
    """Give the chain of an organisation by its name or number. Raises Complaint."""
    try:
        chain = UUID(organisation)
    except ValueError:
        chain = find_organisation(organisation).pk
    _demand_chain(chain)
    return chain


def _demand_chain(chain: UUID) -> None:
    from sleutelwerk.audit.queries import chains

    if chain != SITE_CHAIN and chain not in chains():
        raise Complaint(f"Er is geen logboek van organisatie {chain}.")


def _lengths(chains: list[UUID]) -> int:
    from sleutelwerk.audit.queries.chains import head_of

    return sum((head_of(chain) or (0, b""))[0] for chain in chains)


def _verify_chains(organisation: str | None, processes: int) -> None:
    from sleutelwerk.audit.actions import verify_trail

    chosen = _chosen(organisation)
    with _bar("Narekenen", _lengths(chosen)) as bar:
        reports = [
            verify_trail(actor=None, chain=chain, now=_now(), processes=processes, progress=bar) for chain in chosen
        ]
    code = ExitCode.FINE if all(report.ok for report in reports) else ExitCode.FINDINGS
    if wants_json():
        data = [_report_data(report) for report in reports]
        write_json("audit-verify/1", {"exit_code": int(code), "chains": data})
    else:
        for report in reports:
            _show_report(report)
        if not reports:
            say("Er staat nog niets in het logboek.")
    leave(code)


def _verify_export(path: Path) -> None:
    checking = verify_export(path)
    with _bar("Narekenen", 0) as bar:
        while True:
            try:
                bar(next(checking))
            except StopIteration as done:
                report: ExportReport = done.value
                break
            except UnreadableExport as problem:
                raise Complaint(f"{near(str(path))}: {problem}") from None
    code = ExitCode.FINE if report.problem is None else ExitCode.FINDINGS
    if wants_json():
        data = {
            "exit_code": int(code),
            "chain": str(report.head.chain),
            "number": report.head.number,
            "hash": report.head.hash.hex(),
            "at": report.head.at,
            "fingerprint": report.fingerprint,
            "purged": report.purged,
            "problem": _problem_data(report.problem),
        }
        write_json("audit-verify-export/1", data)
    else:
        _show_export(path, report)
    leave(code)


def _show_report(report: ChainReport) -> None:
    say(paint(_name(report.chain)[:1].upper() + _name(report.chain)[1:], bold=True), ": ", _verdict(report.problem))
    say(f"  {_count(report.length, 'regel', 'regels')} nagerekend, waarvan {_number(report.purged)} leeggemaakt")
    if not report.ok:
        return
    if report.uncovered:
        say(
            f"  De staart na het laatste zegel (regel {_number(report.sealed)}) is niet door een handtekening gedekt: "
            f"{_count(report.uncovered, 'regel', 'regels')}."
        )
    else:
        say(f"  Ondertekend tot en met regel {_number(report.sealed)}")


def _show_export(path: Path, report: ExportReport) -> None:
    say(paint(near(str(path)), bold=True), ": ", _verdict(report.problem))
    say(f"  {_name(report.head.chain)}, {_count(report.head.number, 'regel', 'regels')}, stand van {report.head.at}")
    say(f"  Vingerafdruk van de sleutel: {report.fingerprint}")
    say("  Vergelijk die met wat de organisatie u langs een andere weg heeft verteld.")


def _show_purged(chain: UUID, purged: Purged, *, dry_run: bool) -> None:
    done = "zou leeg worden" if dry_run else "is leeggemaakt"
    many = "zouden leeg worden" if dry_run else "zijn leeggemaakt"
    say(f"{_name(chain)}: {_count(purged.count, f'regel {done}', f'regels {many}')}")
    for kind, count in sorted(purged.by_kind.items()):
        say(f"  {_number(count):>9}  {kind}")


def _verdict(problem: Problem | None) -> str:
    if problem is None:
        return paint("in orde.", fg="green")
    doubt = (
        f" De fout kan ook in een leeggemaakte regel vanaf {problem.since} zitten."
        if problem.since != problem.number
        else ""
    )
    return paint(f"niet in orde. {problem.what}{doubt}", fg="red")


def _report_data(report: ChainReport) -> dict[str, Any]:
    return {
        "chain": str(report.chain),
        "ok": report.ok,
        "number": report.length,
        "hash": report.head.hex(),
        "purged": report.purged,
        "sealed": report.sealed,
        "uncovered": report.uncovered,
        "problem": _problem_data(report.problem),
    }


def _problem_data(problem: Problem | None) -> dict[str, Any] | None:
    return None if problem is None else {"number": problem.number, "since": problem.since, "message": problem.what}


def _name(chain: UUID) -> str:
    return "de installatie zelf" if chain == SITE_CHAIN else f"organisatie {chain}"


def _count(number: int, one: str, more: str) -> str:
    return f"{_number(number)} {one if number == 1 else more}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")
