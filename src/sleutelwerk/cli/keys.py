"""`sleutelwerk keys`: tells how the master keys stand, and replaces one while the site runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.database import opened_database
from sleutelwerk.cli.output import ExitCode, Guarded, json_option, leave, paint, say, wants_json, working, write_json

if TYPE_CHECKING:  # these need Django to be set up
    from sleutelwerk.vault.queries import KeysOf


@click.group(
    cls=Guarded,
    subcommand_metavar="OPDRACHT …",
    options_metavar="[OPTIES]",
    short_help="Hoofdsleutels bekijken en vervangen.",
)
def keys() -> None:
    """Bekijk hoe de hoofdsleutels ervoor staan, of vervang er een.

    Onder een hoofdsleutel liggen de sleutels in de database. Zet SLEUTELWERK_DATA op de gegevensmap waar het om gaat.
    """


@keys.command(options_metavar="[OPTIES]", short_help="Laat zien welke hoofdsleutels er zijn.")
@json_option
def status() -> None:
    """Noem elke hoofdsleutel, zijn generaties, en hoeveel sleutels eronder liggen.

    Eindigt met 1 als er sleutels liggen onder een generatie die er niet meer is, of die beschadigd zijn.
    """
    with _keys_at_hand():
        from sleutelwerk.config.keyrings import KEYRINGS
        from sleutelwerk.vault.queries import keys_of

        found = [keys_of(ring) for ring in KEYRINGS.values()]
        code = ExitCode.FINDINGS if any(one.lost or one.unknown for one in found) else ExitCode.FINE
        if wants_json():
            write_json("keys-status/1", {"exit_code": int(code), "keys": [_data(one) for one in found]})
        else:
            for one in found:
                _show(one)
    leave(code)


@keys.command(options_metavar="[OPTIES]", short_help="Vervang een hoofdsleutel.")
@click.argument("name", metavar="NAAM")
@json_option
def rotate(name: str) -> None:
    """Maak een nieuwe generatie van de hoofdsleutel NAAM en breng elke sleutel daaronder. De site kan blijven draaien.

    Breekt dit af, geef de opdracht dan nog een keer: zij gaat verder waar zij was. De oude generatie blijft staan.
    Eindigt met 1 als er sleutels zijn die niet opengaan.
    """
    with _keys_at_hand():
        from django.utils import timezone

        from sleutelwerk.config.keyrings import KEYRINGS
        from sleutelwerk.vault.actions import rotate as rotate_key

        if name not in KEYRINGS:
            raise Complaint(f"Deze hoofdsleutel is er niet. Kies uit: {', '.join(KEYRINGS)}")
        with working(f"Sleutels onder de nieuwe hoofdsleutel {name} brengen"):
            done = rotate_key(ring=KEYRINGS[name], now=timezone.now())
        code = ExitCode.FINDINGS if done.stands.elsewhere else ExitCode.FINE
        if wants_json():
            data = {"exit_code": int(code), "made": done.made, "moved": done.moved, "key": _data(done.stands)}
            write_json("keys-rotate/1", data)
        else:
            say("Er is een nieuwe generatie gemaakt." if done.made else "Een eerdere keer was nog niet klaar.")
            say(f"Onder de nieuwe hoofdsleutel gebracht: {_count(done.moved)}.")
            _show(done.stands)
    leave(code)


@contextmanager
def _keys_at_hand() -> Iterator[None]:
    from sleutelwerk.core.master_keys import MasterKeyError

    with opened_database():
        try:
            yield
        except MasterKeyError as problem:
            raise Complaint(str(problem)) from None


def _show(found: KeysOf) -> None:
    say(paint(found.name, bold=True), ": ", "nog geen hoofdsleutel" if found.current is None else str(found.current))
    for version in sorted({*found.there, *found.under}):
        count = _count(found.under.get(version, 0))
        if version in found.lost:
            say(f"  {version}: {count}. ", paint("Deze hoofdsleutel ontbreekt: zet hem terug.", fg="red"))
        elif version == found.current:
            say(f"  {version}: {count}, in gebruik")
        elif version in found.spare:
            say(f"  {version}: niets meer. Vernietig {_where(found.name, version)},")
            say("    zodra geen back-up van de database van voor vandaag nog nodig is: die opent daarna niet meer.")
        else:
            say(f"  {version}: {count}. Maak het af met: sleutelwerk keys rotate {found.name}")
    if found.unknown:
        say("  ", paint(f"Beschadigd: {_count(found.unknown)}.", fg="red"))


def _where(name: str, version: Any) -> str:
    from sleutelwerk.vault.queries.generations import key_named

    return key_named(name).where(version)


def _data(found: KeysOf) -> dict[str, Any]:
    return {
        "name": found.name,
        "current": None if found.current is None else str(found.current),
        "generations": [
            {"id": str(version), "there": version in found.there, "keys": found.under.get(version, 0)}
            for version in sorted({*found.there, *found.under})
        ],
        "damaged": found.unknown,
    }


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".") + (" sleutel" if number == 1 else " sleutels")
