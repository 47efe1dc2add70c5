"""The `sleutelwerk route-map` commands and what each takes; what it does is loaded when it is called."""

from __future__ import annotations

from pathlib import Path

import click

from sleutelwerk.cli.output import Guarded, json_option
from sleutelwerk.route_map.engine.model import Part

_PARTS = {"opdracht": (Part.ASSIGNMENT,), "persoon": (Part.PERSON,), "alles": tuple(Part)}
_FILE = click.Path(path_type=Path)


@click.group(cls=Guarded, subcommand_metavar="OPDRACHT …", options_metavar="[OPTIES]")
def route_map() -> None:
    """Een routekaart nakijken, lezen, tekenen, lopen en vergelijken.

    KAART is een bestand route.yaml, een map <slug>/<versie> of een naam als sleutelfiguren/1.
    Zonder KAART gaat het om de kaart die Sleutelwerk meelevert.
    """


@route_map.command(options_metavar="[OPTIES]", short_help="Kijk een routekaart helemaal na.")
@click.argument("maps", nargs=-1, metavar="[KAART]...")
@click.option(
    "--review", is_flag=True, help="Toon ook de naleesset: zo weinig mogelijk wandelingen die alles laten zien."
)
@click.option("--strict", is_flag=True, help="Laat ook ‘let op’ meetellen als bevinding.")
@json_option
def check(maps: tuple[str, ...], *, review: bool, strict: bool) -> None:
    """Kijk een of meer routekaarten helemaal na: elke route, zonder steekproef.

    Meldt alles tegelijk, met bestand, regel, kolom en wat u eraan doet. Geeft daarna de cijfers van de kaart.
    Eindigt met 0 (goed; tips mogen), 1 (bevindingen) of 2 (niet te lezen).
    """
    from sleutelwerk.cli.route_map.checking import check_maps

    check_maps(maps or (None,), with_review=review, strict=strict)


@route_map.command(options_metavar="[OPTIES]", short_help="Toon alle routes, per uitkomst.")
@click.argument("target", required=False, metavar="[KAART]")
@click.option(
    "--part", type=click.Choice(list(_PARTS)), default="alles", show_default=True, help="Welk deel van de kaart."
)
@click.option("--csv", "as_csv", is_flag=True, help="Geef een tabel voor een rekenprogramma (puntkomma's, UTF-8).")
@json_option
def table(target: str | None, part: str, *, as_csv: bool) -> None:
    """Toon alle routes van een kaart, gegroepeerd per uitkomst, om na te lezen en af te tekenen."""
    from sleutelwerk.cli.route_map.table import show_table

    show_table(target, _PARTS[part], as_csv=as_csv)


@route_map.command(options_metavar="[OPTIES]", short_help="Teken een kaart als plaatjes (SVG).")
@click.argument("target", required=False, metavar="[KAART]")
@click.option(
    "-o", "--output", type=_FILE, default=Path(), help="Map voor de plaatjes (standaard: de map waarin u staat)."
)
@click.option("--paper", is_flag=True, help="Verdeel de kaart over vellen die op A3 passen.")
@click.option("--answers", type=_FILE, metavar="BEWIJS", help="Licht de route van dit routebewijs op.")
@click.option("--text", "as_text", is_flag=True, help="Toon dezelfde kaart in woorden en schrijf niets.")
@click.option("--force", is_flag=True, help="Overschrijf plaatjes die er al zijn.")
@json_option
def draw(target: str | None, output: Path, *, paper: bool, answers: Path | None, as_text: bool, force: bool) -> None:
    """Teken een kaart: een plaatje per deel, of per vel."""
    from sleutelwerk.cli.route_map.drawing import draw_map, show_outline

    if as_text:
        show_outline(target)
    else:
        draw_map(target, output, paper=paper, answers=answers, force=force)


@route_map.command(options_metavar="[OPTIES]", short_help="Loop een kaart in de terminal.")
@click.argument("target", required=False, metavar="[KAART]")
@click.option("--answers", type=_FILE, metavar="BEWIJS", help="Begin met de antwoorden uit dit routebewijs.")
@click.option(
    "--save", type=_FILE, metavar="BEWIJS", help="Schrijf aan het eind een routebewijs (nooit over een persoon)."
)
@click.option("--force", is_flag=True, help="Overschrijf het routebewijs als het er al is.")
@json_option
def walk(target: str | None, answers: Path | None, save: Path | None, *, force: bool) -> None:
    """Loop een kaart: vraag voor vraag, tot een uitkomst met uitleg.

    Er wordt niets bewaard, tenzij u --save kiest. Antwoorden over een persoon worden nooit bewaard.
    """
    from sleutelwerk.cli.route_map.walking import walk_map

    walk_map(target, answers=answers, save=save, force=force)


@route_map.command(options_metavar="[OPTIES]", short_help="Leg een eerdere uitkomst uit.")
@click.argument("receipt", type=_FILE, metavar="BEWIJS")
@click.argument("target", required=False, metavar="[KAART]")
@json_option
def explain(receipt: Path, target: str | None) -> None:
    """Leg de uitkomst van een routebewijs uit: waarom deze, waarom geen andere, en wat ervoor anders moet zijn."""
    from sleutelwerk.cli.route_map.receipts import explain_receipt

    explain_receipt(receipt, target)


@route_map.command(options_metavar="[OPTIES]", short_help="Vergelijk twee versies van een kaart.")
@click.argument("old", metavar="OUD")
@click.argument("new", metavar="NIEUW")
@json_option
def compare(old: str, new: str) -> None:
    """Vergelijk twee versies: wat veranderde in tekst en werking, en welke antwoorden nu ergens anders uitkomen."""
    from sleutelwerk.cli.route_map.comparing import compare_maps

    compare_maps(old, new)


@route_map.command(options_metavar="[OPTIES]", short_help="Loop een routebewijs opnieuw.")
@click.argument("receipt", type=_FILE, metavar="BEWIJS")
@click.argument("target", required=False, metavar="[KAART]")
@json_option
def replay(receipt: Path, target: str | None) -> None:
    """Loop een routebewijs opnieuw en noem elk verschil. Eindigt met 0 (gelijk) of 1 (verschillen)."""
    from sleutelwerk.cli.route_map.receipts import replay_receipt

    replay_receipt(receipt, target)
