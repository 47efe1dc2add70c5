"""`sleutelwerk handbook`: makes the handreiking of the content of this installation and writes it as a PDF."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.database import opened_database
from sleutelwerk.cli.output import ExitCode, json_option, leave, say, show_findings, wants_json, working, write_json


@click.command(options_metavar="[OPTIES]", short_help="Maak de handreiking als PDF.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="BESTAND", help="Waar de PDF komt."
)
@click.option("--force", is_flag=True, help="Overschrijf het bestand als het er al is.")
@json_option
def handbook(output: Path, *, force: bool) -> None:
    """Maak de Handreiking Sleutelwerk van de inhoud die de site nu laat zien.

    Ook artikelen die niet voor iedereen zijn, staan erin. Het bestand is daarom alleen voor u leesbaar.
    """
    if output.exists() and not force:
        raise Complaint(f"'{output}' is er al. Kies een andere naam, of overschrijf het met --force.")
    with _spoken(), opened_database(), working("De handreiking wordt gemaakt"):
        from sleutelwerk.handbook.documents import compose

        made = compose()
    _write(output, made.pdf)
    if wants_json():
        told = {"file": str(output), "title": made.title, "pages": made.pages, "version_key": made.version_key}
        write_json("handbook/1", told | {"bytes": len(made.pdf)})
    else:
        say(f"Gemaakt: {made.title}, {made.pages} bladzijden, in '{output}'.")
        say("Er staan stukken in die niet voor iedereen zijn. Bewaar het bestand zo dat niet iedereen erbij kan.")


@contextmanager
def _spoken() -> Iterator[None]:
    """Let what is wrong with content end in words."""
    from sleutelwerk.handbook.engine.blocks import UnknownMark
    from sleutelwerk.publishing.content import ContentError, NoSuchContent
    from sleutelwerk.ui.documents import DocumentNotMade

    try:
        yield
    except ContentError as problem:
        show_findings(problem.findings)
        leave(ExitCode.FINDINGS)
    except NoSuchContent as problem:
        raise Complaint(f"De inhoud is niet compleet: '{problem}' is er niet.") from None
    except UnknownMark as problem:
        raise Complaint(str(problem)) from None
    except DocumentNotMade as problem:
        raise Complaint(f"De handreiking kon niet worden opgemaakt. De opmaker meldt:\n{problem}") from None


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            os.fchmod(stream.fileno(), 0o600)
            stream.write(data)
    except OSError as error:
        raise Complaint(f"'{path}' kan niet worden geschreven ({error.strerror}).") from None
