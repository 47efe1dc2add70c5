"""`sleutelwerk cases`: tells in numbers what newer terms of keeping would touch, before anybody lets them hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sleutelwerk.cli.complaint import Complaint
from sleutelwerk.cli.database import opened_database
from sleutelwerk.cli.organisation import find_organisation
from sleutelwerk.cli.output import ExitCode, Guarded, json_option, leave, paint, say, wants_json, write_json

if TYPE_CHECKING:  # this needs Django to be set up
    from sleutelwerk.cases.queries.preview import Preview


@click.group(
    cls=Guarded,
    subcommand_metavar="OPDRACHT …",
    options_metavar="[OPTIES]",
    short_help="Bewaartermijnen van dossiers.",
)
def cases() -> None:
    """Bekijk in aantallen wat nieuwe bewaartermijnen raken. Welke dossiers het zijn, is hier niet te zien."""


@cases.command("retention-preview", options_metavar="[OPTIES]", short_help="Tel wat nieuwe bewaartermijnen raken.")
@click.option("--organisation", metavar="ORGANISATIE", help="Alleen van deze organisatie (naam of nummer).")
@json_option
def retention_preview(organisation: str | None) -> None:
    """Tel per organisatie wat de nieuwste bewaartermijnen raken.

    Zij gelden pas als de FG of de security officer ze bevestigt.
    Kleine aantallen staan er niet. Dat u keek, komt in het logboek.
    Eindigt met 0 (er wacht niets), 1 (er wacht een andere versie) of 2 (niet te lezen).
    """
    with opened_database():
        from django.utils import timezone

        from sleutelwerk.accounts.queries.organisations import all_organisations
        from sleutelwerk.cases.actions.terms import look_at_terms
        from sleutelwerk.cases.queries.preview import preview_of
        from sleutelwerk.publishing.content import NoSuchContent

        now = timezone.now()
        chosen = list(all_organisations()) if organisation is None else [find_organisation(organisation)]
        try:
            found = [(one, preview_of(one.pk, now)) for one in chosen]
        except NoSuchContent:
            raise Complaint("Er zijn geen bewaartermijnen die kloppen. Kijk de inhoud na.") from None
        for one, preview in found:
            if preview.waits:
                look_at_terms(one.pk, None, now=now)
        code = ExitCode.FINDINGS if any(preview.waits for _one, preview in found) else ExitCode.FINE
        if wants_json():
            data = {"exit_code": int(code), "organisations": [_data(one, preview) for one, preview in found]}
            write_json("cases-retention-preview/1", data)
        else:
            for one, preview in found:
                _show(one, preview)
    leave(code)


def _data(organisation: Any, preview: Preview) -> dict[str, Any]:
    from sleutelwerk.cases.engine.changed_terms import Shift

    return {
        "organisation": str(organisation.pk),
        "holds": preview.before.version,
        "newest": preview.newest.version,
        "waits": preview.waits,
        "rules": [{"id": one.id, "before": one.before, "after": one.after} for one in preview.rules],
        "touched": {
            one.result.value: {how.value: count for how, count in zip(Shift, one.counts, strict=True)}
            for one in preview.touched
        },
    }


def _show(organisation: Any, preview: Preview) -> None:
    say(paint(organisation.name or str(organisation.pk), bold=True), f": versie {preview.before.version} geldt.")
    if not preview.waits:
        return
    say(f"  Versie {preview.newest.version} wacht tot iemand die toezicht houdt haar bevestigt.")
    for rule in preview.rules:
        say(f"  {rule.title}: {rule.before} -> {rule.after}")
    for one in preview.touched:
        soon, sooner, later = (_number(count) for count in one.counts)
        say(f"  {one.kind}: binnen 14 dagen weg {soon}, eerder {sooner}, later {later}")


def _number(count: int | None) -> str:
    from sleutelwerk.privacy.engine.small_cells import DEFAULT_THRESHOLD, written

    return written(DEFAULT_THRESHOLD - 1 if count is None else count)
