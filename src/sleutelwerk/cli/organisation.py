"""`sleutelwerk organisation`: add an organisation beside the house, and print links by which one is set up."""

from __future__ import annotations

from typing import Any

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.database import opened_database
from sleutelwerk.cli.output import Guarded, say

#: As long as the database and the form of the set-up allow.
LONGEST_NAME = 120
_port = click.option(
    "--port", type=int, metavar="POORT", default=8000, show_default=True, help="Poort van de site, voor de link."
)


@click.group(
    cls=Guarded,
    subcommand_metavar="OPDRACHT …",
    options_metavar="[OPTIES]",
    short_help="Organisaties toevoegen en inrichten.",
)
def organisation() -> None:
    """Voeg een organisatie toe, of maak een nieuwe link om er een in te richten."""


@organisation.command(name="add", options_metavar="[OPTIES]", short_help="Voeg een organisatie toe.")
@click.argument("name", metavar="NAAM")
@_port
def add(name: str, port: int) -> None:
    """Voeg de organisatie NAAM toe en laat de link zien waarmee zij zich inricht."""
    name = " ".join(name.split())
    if not name:
        raise Complaint("Geef de organisatie een naam.")
    if len(name) > LONGEST_NAME:
        raise Complaint(f"Deze naam is te lang. Neem hooguit {LONGEST_NAME} tekens.")
    with opened_database():
        from django.utils import timezone

        from sleutelwerk.accounts.actions.set_up import add_organisation

        _print_link(add_organisation(name=name, now=timezone.now()), port)


@organisation.command(name="link", options_metavar="[OPTIES]", short_help="Maak een nieuwe link om in te richten.")
@click.argument("which", metavar="[ORGANISATIE]", required=False)
@_port
def link(which: str | None, port: int) -> None:
    """Maak een nieuwe link voor ORGANISATIE (naam of nummer); zonder naam voor het huis. Oude links vervallen."""
    with opened_database():
        from django.utils import timezone

        from sleutelwerk.accounts.actions.set_up import AlreadySetUpError, house_link, renew_link

        now = timezone.now()
        try:
            secret = house_link(now=now) if which is None else renew_link(find_organisation(which), now=now)
        except AlreadySetUpError:
            secret = None
        if secret is None:
            raise Complaint("Deze organisatie is al ingericht. Haar beheerder nodigt mensen uit.")
        _print_link(secret, port)


@organisation.command(name="list", options_metavar="[OPTIES]", short_help="Noem de organisaties.")
def list_all() -> None:
    """Noem elke organisatie met haar nummer, en of zij is ingericht."""
    with opened_database():
        for one in _all():
            state = "ingericht" if one.set_up_at else "wacht op inrichten"
            say(f"{one.pk}  {one.name or '(nog zonder naam)'}{' (huis)' if one.is_house else ''}: {state}")


def _all() -> list[Any]:
    from sleutelwerk.accounts.queries.organisations import all_organisations

    return list(all_organisations())


def find_organisation(which: str) -> Any:
    """Give the organisation with this name or number, in an opened database. Raises Complaint."""
    found = [one for one in _all() if which and which in {one.name, str(one.pk)}]
    if len(found) == 1:
        return found[0]
    if found:
        raise Complaint("Er zijn meer organisaties met deze naam. Neem het nummer uit: sleutelwerk organisation list")
    raise Complaint("Deze organisatie is er niet. Bekijk ze met: sleutelwerk organisation list")


def _print_link(secret: str, port: int) -> None:
    from sleutelwerk.config import server

    say(f"Open deze link (één keer, binnen een dag): {server.own_address(port)}aan-de-slag/{secret}/")
