"""`sleutelwerk start`: everything that an operator needs to have the site running, in one command."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import click

from sleutelwerk.cli.complaint import Complaint


@click.command(short_help="Start de site op deze computer.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Poort van de site.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=True),
    envvar="SLEUTELWERK_DATA",
    default="data",
    show_default=True,
    help="Map met de gegevens van de site; wordt gemaakt als zij er niet is.",
)
@click.option("--lan", is_flag=True, help="Ook bereikbaar voor telefoons en computers in hetzelfde netwerk.")
def start(port: int, data: Path, *, lan: bool) -> None:
    """Start de site en houd haar in de lucht tot u Ctrl+C drukt."""
    from sleutelwerk.config import data_folder
    from sleutelwerk.config.environment import UnfitSettings

    gc.disable()  # looking for garbage among all that is loaded once takes a tenth of a start, and finds none
    os.umask(0o077)  # whatever the site writes is for its own account only
    data = data.expanduser().absolute()
    os.environ["SLEUTELWERK_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sleutelwerk.config.settings")
    try:
        data_folder.prepare(data)
        _serve(port, lan=lan)
    except (data_folder.UnusableFolderError, UnfitSettings) as problem:
        raise Complaint(str(problem)) from None
    finally:
        gc.enable()


def _serve(port: int, *, lan: bool) -> None:
    from sleutelwerk.config import server

    address = server.network_address() if lan else None
    if address:
        known = os.environ.get("SLEUTELWERK_HOSTS") or "localhost,127.0.0.1,[::1]"
        os.environ["SLEUTELWERK_HOSTS"] = f"{known},{address}"
    try:
        listeners = server.listen(port, server.EVERYWHERE if lan else server.LOOPBACK)
    except server.PortTakenError:
        raise Complaint(_port_message(port)) from None
    port = listeners[0].getsockname()[1]
    server.prepare_database()
    try:
        server.serve(listeners, when_ready=lambda: _announce(port, address, lan=lan))
    except KeyboardInterrupt:
        click.echo("Sleutelwerk is gestopt.")


def _announce(port: int, address: str | None, *, lan: bool) -> None:
    """Say where the site is, and once it runs print the link for whoever sets it up."""
    gc.freeze()  # what was loaded stays for as long as the site runs: nobody looks through it again
    gc.enable()
    click.echo(_welcome(port, address, lan=lan))
    threading.Thread(target=_print_set_up_link, args=[port], daemon=True).start()


def _print_set_up_link(port: int) -> None:
    from sleutelwerk.config import server

    if secret := server.set_up_secret():
        link = f"{server.own_address(port)}aan-de-slag/{secret}/"
        click.echo(f"De site is nog niet ingericht. Open deze link (één keer, binnen een dag): {link}")


def _port_message(port: int) -> str:
    return (
        f"Poort {port} is niet vrij: een ander programma gebruikt die al, of u mag die poort niet gebruiken.\n"
        f"Misschien draait Sleutelwerk al: kijk op http://localhost:{port}/\n"
        f"Of kies een andere poort, bijvoorbeeld: --port {port + 1 if port < 65535 else 8000}"  # noqa: PLR2004
    )


def _welcome(port: int, address: str | None, *, lan: bool) -> str:
    here = f"Sleutelwerk draait op http://localhost:{port}/"
    if address:
        return (
            f"{here} en in uw netwerk op http://{address}:{port}/ (stoppen: Ctrl+C)\n"
            "Let op: in het netwerk gaat alles leesbaar over de lijn. Doe dit alleen in een netwerk dat u vertrouwt, "
            "en beantwoord zo geen vragen over een persoon."
        )
    if lan:
        return f"{here} (er is geen netwerk gevonden; stoppen: Ctrl+C)"
    return f"{here} (stoppen: Ctrl+C)"
