"""Django's own commands (migrate, check, …), for whoever looks after an installation."""

from __future__ import annotations

import os

import click

from sleutelwerk.cli.complaint import Complaint


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Beheeropdrachten van Django, zoals migrate en check.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Voer een beheeropdracht van Django uit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sleutelwerk.config.settings")
    from django.core.management import execute_from_command_line

    from sleutelwerk.config.environment import UnfitSettings

    try:
        execute_from_command_line(["sleutelwerk manage", *arguments])
    except UnfitSettings as problem:
        raise Complaint(str(problem)) from None
