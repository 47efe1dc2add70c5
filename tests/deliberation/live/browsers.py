"""Real processes with live sessions, and browsers of the barest kind: one socket each."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from tests.own_database import address_of

#: Seconds in which anything that a test waits for must have come.
SOON = 10.0


class Deliberation:
    """A deliberation of the test site: a file that says how it stands."""

    def __init__(self, folder: Path) -> None:
        self.id = str(uuid.uuid4())
        self.path = f"/live/{self.id}/"
        self._file = folder / f"{self.id}.json"
        self.version = 0
        self.devices = {f"d{number}": ["all"] for number in range(200)}
        self.say("begin")

    def say(self, text: str, **slices: str) -> None:
        """Store a new version."""
        self.version += 1
        texts = {"all": json.dumps(text)} | {name: json.dumps(slice_) for name, slice_ in slices.items()}
        whole = {"version": self.version, "slices": texts, "devices": self.devices}
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(whole))
        fresh.replace(self._file)

    def end(self) -> None:
        """Let it be over."""
        self._file.unlink()


class Server:
    """A process that serves the test site."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process = process
        self.port = int(process.stdout.readline())

    def ask(self, path: str, *headers: str, method: str = "GET") -> bytes:
        """Send one request over a new connection and give the whole answer, head included."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SOON) as one:
            lines = [f"{method} {path} HTTP/1.1", "host: localhost", "connection: close", *headers, "", ""]
            one.sendall("\r\n".join(lines).encode())
            answer = b""
            while piece := one.recv(65_536):
                answer += piece
        return answer

    def counts(self) -> dict[str, Any]:
        """Say how many streams are open and how many were let go."""
        found: dict[str, Any] = json.loads(self.ask("/").partition(b"\r\n\r\n")[2])
        return found

    def announce(self, deliberation: Deliberation) -> None:
        """Have the process itself announce a change."""
        self.ask(f"/announce/{deliberation.id}")


class Browser:
    """One open stream."""

    def __init__(self, server: Server, deliberation: Deliberation, device: str = "d0", *, receive: int = 0) -> None:
        self.socket = socket.socket()
        if receive:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        self.socket.settimeout(SOON)
        self.socket.connect(("127.0.0.1", server.port))
        self.socket.sendall(f"GET {deliberation.path} HTTP/1.1\r\nhost: x\r\ncookie: device={device}\r\n\r\n".encode())
        self.read = bytearray()

    def until(self, mark: str) -> bytes:
        """Read until something came, and give all that came so far."""
        wanted, looked_at = mark.encode(), 0
        while self.read.find(wanted, looked_at) < 0:
            looked_at = max(0, len(self.read) - len(wanted))
            piece = self.socket.recv(262_144)
            assert piece, f"the stream ended before {mark!r}: {self.read[-200:]!r}"
            self.read += piece
        return bytes(self.read)

    def ends(self) -> bool:
        """Read until the other side ended it; a reset counts."""
        try:
            while piece := self.socket.recv(262_144):
                self.read += piece
        except ConnectionResetError:
            pass
        return True

    def close(self) -> None:
        """Leave."""
        self.socket.close()


class Crowd(list[Browser]):
    """Browsers that are closed together."""

    def close(self) -> None:
        """All leave."""
        for one in self:
            one.close()


@contextmanager
def serving(folder: Path, **limits: float) -> Iterator[Server]:
    """Run the test site in a process of its own, on the database of this test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLEUTELWERK_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "sleutelwerk.config.settings",
        "LIVE_TEST_FOLDER": str(folder),
        "LIVE_TEST_LIMITS": json.dumps(limits),
        "SLEUTELWERK_DATA": str(folder / "data"),
    }
    (folder / "data").mkdir(exist_ok=True)
    if connection.vendor == "postgresql":
        environment["SLEUTELWERK_DATABASE_URL"] = address_of(str(connection.settings_dict["NAME"]))
    command = [sys.executable, "-m", "tests.deliberation.live.site"]
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


def eventually(holds: Callable[[], bool], seconds: float = SOON) -> bool:
    """Wait until something holds, but not for ever."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False
