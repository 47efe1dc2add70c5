"""The front door: live sessions and pages each get their own, and a signal ends streams before the server waits."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sleutelwerk.config.front import Front, hear_the_end
from sleutelwerk.config.open_files import LEAST_STREAMS
from sleutelwerk.config.server import FOR_PAGES
from sleutelwerk.deliberation.live.contract import Limits


class Carrier:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG002 - as the protocol has it
        self.told.append(scope["path"])

    def start(self) -> None:
        asyncio.get_running_loop()
        self.told.append("start")

    def stop(self) -> None:
        asyncio.get_running_loop()
        self.told.append("stop")


def drive(front: Front, scope: dict[str, Any]) -> list[str]:
    """Send one request, or live through a server's life, in a thread of its own."""
    sent: list[str] = []
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def work() -> None:
        await front(scope, receive, send)

    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(work())).result()
    return sent


@pytest.mark.parametrize(
    ("path", "live"), [("/live/x/", True), ("/live/", True), ("/live", False), ("/levend/", False), ("/", False)]
)
def test_live_addresses_go_to_the_carrier_and_all_others_to_the_pages(path: str, *, live: bool) -> None:
    carrier, pages = Carrier(), Carrier()
    drive(Front(pages, carrier), {"type": "http", "path": path})
    assert (carrier.told, pages.told) == (([path], []) if live else ([], [path]))


def test_without_live_sessions_every_address_goes_to_the_pages() -> None:
    pages = Carrier()
    drive(Front(pages), {"type": "http", "path": "/live/x/"})
    assert pages.told == ["/live/x/"]


def test_live_sessions_begin_and_end_with_the_server() -> None:
    carrier, pages = Carrier(), Carrier()
    both = ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert drive(Front(pages, carrier), {"type": "lifespan"}) == both
    assert (carrier.told, pages.told) == (["start", "stop"], [])
    assert drive(Front(pages), {"type": "lifespan"}) == both


def on_a_signal(before: Callable[[int, Any], None] | int) -> list[str]:
    """Tell in which order things happen when SIGTERM comes while a loop runs."""
    order: list[str] = []

    async def work() -> None:
        loop = asyncio.get_running_loop()
        gone = loop.create_future()

        def stop() -> None:
            order.append("streams")
            gone.set_result(None)

        hear_the_end(stop)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(gone, 5)

    kept = {number: signal.signal(number, before) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with asyncio.Runner() as runner:
            runner.run(work())
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    return order


PROGRAM = """
import sys
sys.path.insert(0, "tests/config")
from tests.config.test_front import on_a_signal
heard = []
order = on_a_signal(lambda number, frame: heard.append(number))
assert (heard, order) == ([15], ["streams"]), (heard, order)
print("both")
"""


def test_a_signal_is_heard_by_the_streams_and_still_by_the_server(repository: Path) -> None:
    """In a process of its own: a signal that nobody takes would end the tests."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "both\n", done.stderr


def test_outside_the_main_thread_and_without_a_handler_signals_are_left_alone() -> None:
    async def work() -> None:
        hear_the_end(lambda: None)

    before = signal.getsignal(signal.SIGTERM)
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(work())).result()
    assert signal.getsignal(signal.SIGTERM) is before


def test_pages_keep_their_places_beside_the_streams() -> None:
    assert Limits().per_process == LEAST_STREAMS
    assert FOR_PAGES + LEAST_STREAMS + 64 < 1024


def test_the_whole_site_loads_inside_a_running_loop_and_stops_in_time(tmp_path: Path) -> None:
    """As `uvicorn sleutelwerk.config.asgi:application` does, and every worker of `--workers`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLEUTELWERK_")}
    environment |= {"SLEUTELWERK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sleutelwerk.config.settings"}
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "sleutelwerk.config.asgi:application", "--port", str(port)]
    with subprocess.Popen([*command, "--lifespan", "on", "--log-level", "critical"], env=environment) as process:
        try:
            assert b" 404 " in first_answer(port).partition(b"\r\n")[0]
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)
            assert time.monotonic() - began < 3
        finally:
            process.kill()


def first_answer(port: int) -> bytes:
    """Ask for a live session that does not exist, as soon as somebody listens."""
    until = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
                one.sendall(b"GET /live/x/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                return one.recv(65_536)
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
