"""Runs the site in this process: brings the database up to date, then serves until it is told to stop."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

import django
import uvicorn
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

LOOPBACK = ("127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0",)  # noqa: S104 - only when the operator asks for it


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
    """Apply what is new of the migrations; looking first spares a warm start the work around it."""
    django.setup()
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


def serve(listeners: list[socket.socket], *, when_ready: Callable[[], None]) -> None:
    """Serve until a signal ends it. No access log: who visits what is nobody's business."""
    from sleutelwerk.config.asgi import application  # noqa: PLC0415 - needs Django to be set up

    settings = uvicorn.Config(
        application,
        access_log=False,
        date_header=True,
        interface="asgi3",
        lifespan="off",
        limit_concurrency=500,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=15,
        ws="none",
    )
    _Server(settings, when_ready).run(sockets=listeners)


class _Server(uvicorn.Server):
    """Tells when visitors are welcome."""

    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        self._when_ready()
