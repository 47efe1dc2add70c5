"""Runs the site in this process: brings the database up to date, then serves until it is told to stop."""

from __future__ import annotations

import errno
import gc
import socket
from collections.abc import Callable
from pathlib import Path

import django
import uvicorn
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from sleutelwerk.config.open_files import raise_limit, room_for_streams
from sleutelwerk.config.schedule import SCHEDULE

LOOPBACK = ("127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0",)  # noqa: S104 - only when the operator asks for it
#: Connections for pages, beside the streams of live sessions.
FOR_PAGES = 500


class PortTakenError(Exception):
    """Another program listens at this port."""


def listen(port: int, addresses: tuple[str, ...]) -> list[socket.socket]:
    """Take the port at once, before anything slow, so that a clash is told first and an early visitor just waits."""
    taken: list[socket.socket] = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            taken.append(_listener(family, address, taken[0].getsockname()[1] if taken else port))
        except OSError as problem:
            if family == socket.AF_INET6 and problem.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
                continue  # a machine without IPv6
            for listener in taken:
                listener.close()
            if problem.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise PortTakenError from None
            raise
    return taken


def _listener(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def network_address() -> str | None:
    """Give this machine's address in the local network, if it has one; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") else address


def prepare_database() -> None:
    """Apply what is new of the migrations, and mirror what is closed; looking first spares a warm start much work."""
    django.setup()
    if _shipped_migrations() - MigrationRecorder(connections["default"]).applied_migrations().keys():
        gc.enable()  # between two migrations lies the state of all tables, which nobody needs any more
        call_command("migrate", interactive=False, verbosity=0)
    from sleutelwerk.publishing.actions import mirror_visibility  # noqa: PLC0415 - needs Django to be set up

    mirror_visibility()
    connections.close_all()


def _shipped_migrations() -> set[tuple[str, str]]:
    """Name the migrations of every application by their files: reading them takes a tenth of a start."""
    return {
        (one.label, file.stem)
        for one in apps.get_app_configs()
        for file in Path(one.path, "migrations").glob("[!_]*.py")
    }


def set_up_secret() -> str | None:
    """Make the one-time link for whoever sets the house up; None once that has been done."""
    from sleutelwerk.accounts.queries.organisations import set_up_link_waits  # noqa: PLC0415 - needs Django set up

    try:
        if not set_up_link_waits():
            return None
        from sleutelwerk.accounts.actions.set_up import house_link  # noqa: PLC0415 - seldom needed, and slow to load

        return house_link(now=timezone.now())
    finally:
        connections.close_all()


def own_address(port: int) -> str:
    """Give the address by which the operator reaches the site in a browser."""
    if settings.PRODUCTION:
        return f"https://{settings.ALLOWED_HOSTS[0]}/"
    return f"http://localhost:{port}/"


def serve(listeners: list[socket.socket], *, when_ready: Callable[[], None]) -> None:
    """Serve until a signal ends it. No access log: who visits what is nobody's business."""
    raise_limit()  # before the application is made, which looks how many streams fit
    from sleutelwerk.config.asgi import application  # noqa: PLC0415 - needs Django to be set up
    from sleutelwerk.upkeep.tasks import Upkeep  # noqa: PLC0415 - as above
    from sleutelwerk.vault.tasks import destroy_again  # noqa: PLC0415 - as above

    destroy_again(timezone.now())  # what an older backup brought back is gone before the first visitor
    connections.close_all()

    options = uvicorn.Config(
        application,
        access_log=False,
        date_header=True,
        interface="asgi3",
        lifespan="on",
        limit_concurrency=FOR_PAGES + room_for_streams(),
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=15,
        ws="none",
    )
    upkeep = Upkeep(SCHEDULE)
    upkeep.start()
    try:
        _Server(options, when_ready).run(sockets=listeners)
    finally:
        upkeep.stop()


class _Server(uvicorn.Server):
    """Tells when visitors are welcome."""

    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        self._when_ready()
