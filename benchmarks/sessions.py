"""Measures many live sessions at once: 200 deliberations of 10 devices, from a facilitator's press to every screen.

    python benchmarks/sessions.py [--sessions 200] [--seconds 60] [--on sqlite|postgresql]
        [--processes 1] [--pace 1]

The real server with its real pages: every device listens, writers write, facilitators go on. With two processes the
devices of each session are spread over both. Ends by itself; exits with 1 when a goal is missed. See
benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pages import free_port, memory_of

from audit import new_database

ROOT = Path(__file__).resolve().parent.parent
WRITERS = 8
#: How often, in seconds on average, a device writes and a facilitator does something that everybody sees. That is about
#: twice as often as people do: in a Dilemmamethode of 105 minutes somebody writes some fifteen times, nearly all of it
#: in six steps of about eight minutes (once in three minutes), and a facilitator presses some 120 times.
WRITES_EVERY, GOES_ON_EVERY = 90.0, 25.0
PATIENCE = 20.0
CSRF = "b" * 32

#: The 95th percentile from press to last screen, in milliseconds, and the memory of each process, in MiB.
GOAL, MOST_MEMORY = 250, 400

# the rooms of the tests live on a day that was, with a session that upkeep clears away; these are opened now
MAKE = """
import json, sys, time
from datetime import UTC, datetime
import django
django.setup()
import tests.people
tests.people.NOW = datetime.now(UTC)
from django.db import transaction
from django.contrib.sessions.backends.db import SessionStore
from tests.deliberation import deliberations
from tests.deliberation.deliberations import Room
from tests.people import make_cast
from sleutelwerk.deliberation.engine.session.state import Role
from sleutelwerk.accounts.models import Organisation

def login_of(user):
    store = SessionStore()
    store.create()
    return store.session_key

deliberations.login_of = login_of
Organisation.objects.update(is_house=False)
cast = make_cast()
made = []
for _ in range(int(sys.argv[1])):
    with transaction.atomic():
        room = Room(cast)
        for number in range(int(sys.argv[2])):
            room.comes(f"Stoel {number}")
        room.comes("Scherm", Role.SCREEN)
        room.goes_to("perspectieven", "preparing")
        desk = room.desk_token
        phones = [room.knocks[name].token for name in room.knocks if name != "Scherm"]
        made.append([str(room.row.pk), desk, phones, room.knocks["Scherm"].token])
    time.sleep(0.05)  # who waits for the lock on SQLite looks now and then only: upkeep would find it taken for ever
# what a new site does once, such as reading all its content, is no part of what is measured
from sleutelwerk.config.schedule import SCHEDULE
from sleutelwerk.upkeep.models import Job
for _ in range(240):
    if Job.objects.exclude(done_at=None).count() == len(SCHEDULE):
        break
    time.sleep(1)
print(json.dumps(made))
"""


@dataclass
class Measured:
    """What came of it."""

    seen: list[float] = field(default_factory=list)
    acted: list[float] = field(default_factory=list)
    wrote: list[float] = field(default_factory=list)
    lost: int = 0
    refused: int = 0


class Session:
    """One deliberation: its desk, its writers and its screen, all listening."""

    def __init__(self, ports: list[int], pace: float, told: Measured, made: tuple[str, str, list[str], str]) -> None:
        self.ports, self.pace, self.told = ports, pace, told
        self.name, self.desk, self.phones, self.screen = made
        self.paused = False
        self.streams: list[asyncio.StreamWriter] = []
        self.round = asyncio.Condition()
        self.states: dict[int, bool | None] = {}

    async def listen(self) -> list[asyncio.Task[None]]:
        """Connect every device."""
        cookies = [("beraad", one, "") for one in (self.desk, *self.phones)]
        cookies.append(("scherm", self.screen, "?scherm"))
        self.port_of = {token: self._port(number) for number, (_, token, _) in enumerate(cookies)}
        return [asyncio.create_task(self._hear(number, *one)) for number, one in enumerate(cookies)]

    def _port(self, number: int) -> int:
        return self.ports[number % len(self.ports)]

    async def _hear(self, number: int, cookie: str, token: str, asked: str) -> None:
        head = (
            f"GET /live/{self.name}/{asked} HTTP/1.1\r\nHost: localhost:{self._port(number)}\r\n"
            f"Cookie: sleutelwerk_{cookie}={token}\r\n\r\n"
        ).encode()
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port(number), limit=2**22)
            writer.write(head)
            if b" 200 " in await reader.readline():
                break
            writer.close()  # too many came at once: like a browser, it comes back
            await asyncio.sleep(random.uniform(1, 3))
        self.streams.append(writer)
        while line := await reader.readline():
            if line.startswith(b"data: "):
                paused = b'"paused":true' in line[:400]
                async with self.round:
                    self.states[number] = paused
                    self.round.notify_all()

    async def act(self, token: str, body: dict[str, object]) -> bool:
        """Send one act over a connection of its own, as a busy phone does; tell whether it was done."""
        said = json.dumps({"send": str(uuid.uuid4()), **body}).encode()
        port = self.port_of[token]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"POST /beraad/{self.name}/doen/ HTTP/1.1\r\nHost: localhost:{port}\r\n"
            "Content-Type: application/json\r\n"
            f"Cookie: sleutelwerk_beraad={token}; sleutelwerk_csrf={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            f"Content-Length: {len(said)}\r\nConnection: close\r\n\r\n"
        )
        writer.write(head.encode() + said)
        answer = await reader.read()
        writer.close()
        return b'"done": true' in answer

    async def go_on(self, until: float) -> None:
        """Have the facilitator pause and go on, and measure until every screen has it."""
        while (now := time.monotonic()) < until:
            await asyncio.sleep(min(random.expovariate(self.pace / GOES_ON_EVERY), until - now))
            if time.monotonic() >= until:
                return  # all at once at the end is not what people do
            wanted = not self.paused
            began = time.monotonic()
            sent = asyncio.create_task(self.act(self.desk, {"verb": "pause" if wanted else "resume"}))
            try:
                async with asyncio.timeout(PATIENCE), self.round:
                    await self.round.wait_for(lambda now=wanted: [*self.states.values()].count(now) == WRITERS + 2)
                self.told.seen.append(time.monotonic() - began)
            except TimeoutError:
                self.told.lost += 1
            self.told.refused += not await sent
            self.told.acted.append(time.monotonic() - began)
            self.paused = wanted

    async def write(self, token: str, until: float) -> None:
        """Have one device write now and then, which nobody sees."""
        while (now := time.monotonic()) < until:
            await asyncio.sleep(min(random.expovariate(self.pace / WRITES_EVERY), max(until - now, 0)))
            if time.monotonic() >= until:
                return
            values = {"wie": "Zijn gezin", "waarde": "rust", "norm": "Vragen wat zij willen.", "wijst-naar": "B"}
            body = {
                "verb": "write",
                "entry": str(uuid.uuid4()),
                "step": "perspectieven",
                "form": "perspectief",
                "key": "k" * 64,
                "revision": 1,
                "values": values,
            }
            began = time.monotonic()
            self.told.refused += not await self.act(token, body)
            self.told.wrote.append(time.monotonic() - began)


async def measure(
    ports: list[int], made: list[tuple[str, str, list[str], str]], seconds: float, pace: float
) -> Measured:
    """Run all sessions at once."""
    told = Measured()
    sessions = [Session(ports, pace, told, one) for one in made]
    hearing = [task for session in sessions for task in await session.listen()]
    expected = sum(2 + WRITERS for _ in sessions)
    for _ in range(1_200):
        if sum(len(session.states) for session in sessions) == expected:
            break
        await asyncio.sleep(0.1)
    print(f"  {sum(len(s.states) for s in sessions)} of {expected} devices listen", flush=True)
    until = time.monotonic() + seconds
    works = [session.go_on(until) for session in sessions]
    works += [session.write(token, until) for session in sessions for token in session.phones]
    await asyncio.gather(*works)
    for task in hearing:
        task.cancel()
    for session in sessions:
        for stream in session.streams:
            stream.close()
    return told


def three(seconds: list[float]) -> str:
    """Say p50/p95/p99 in milliseconds."""
    if len(seconds) < 2:
        return "none"
    cuts = statistics.quantiles(seconds, n=100)
    return "/".join(f"{cuts[place] * 1e3:.0f}" for place in (49, 94, 98)) + f" ms of {len(seconds)}"


def milliseconds(seconds: list[float]) -> float:
    """Give the 95th percentile."""
    return statistics.quantiles(seconds, n=100)[94] * 1e3 if len(seconds) > 1 else math.inf


@contextmanager
def servers(environment: dict[str, str], folder: str, count: int) -> Iterator[list[tuple[int, int]]]:
    """Start the site in so many processes; give the port and process of each, and stop them in the end."""
    with ExitStack() as stack:
        started = []
        for _ in range(count):
            port = free_port()
            command = [sys.executable, "-m", "sleutelwerk", "start", "--port", str(port), "--data", folder]
            server = stack.enter_context(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))
            stack.callback(server.terminate)
            assert server.stdout is not None
            server.stdout.readline()
            started.append((port, server.pid))
        yield started


def look(port: int, name: str, desk: str) -> None:
    """Get a page, as every device does before it listens: the first one in a process takes a second."""
    cookie = {"Cookie": f"sleutelwerk_beraad={desk}"}
    urllib.request.urlopen(urllib.request.Request(f"http://localhost:{port}/beraad/{name}/regie/", headers=cookie))


def run(given: argparse.Namespace, environment: dict[str, str], folder: str) -> bool:
    """Fill the site, measure, say what came of it, and give whether the goals were met."""
    with servers(environment, folder, given.processes) as started:
        ports, pids = [port for port, _ in started], [pid for _, pid in started]
        began = time.monotonic()
        make = [sys.executable, "-c", MAKE, str(given.sessions), str(WRITERS)]
        done = subprocess.run(make, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-1500:]
        made = json.loads(done.stdout)
        print(f"{given.on}, {given.processes} process(es): {given.sessions} sessions of {WRITERS + 2} devices "
              f"made in {time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
        for port in ports:
            look(port, *made[0][:2])
        before = max(map(memory_of, pids))
        told = asyncio.run(measure(ports, made, given.seconds, given.pace))
        after = max(map(memory_of, pids))
        p95 = milliseconds(told.seen)
        met = p95 < GOAL and after < MOST_MEMORY and not told.lost + told.refused
        print(f"{'met   ' if met else 'MISSED'} seen by the last of ten screens: p95 {p95:.0f} ms (goal < {GOAL}), "
              f"lost {told.lost}, refused {told.refused}; a process takes {after:.0f} MiB (goal < {MOST_MEMORY}), "
              f"{before:.0f} before")  # fmt: skip
        print(f"       seen: p50/p95/p99 {three(told.seen)}")
        print(f"       answered: facilitators {three(told.acted)}; writers {three(told.wrote)}")
        return met


def main() -> int:
    """Set up a site on the database that is asked for, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pace", type=float, default=1, help="so many times as busy")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--processes", type=int, choices=[1, 2], default=1)
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
    if given.on == "postgresql":
        sys.path.insert(0, str(ROOT))
        from tests.databases import postgresql_url

        environment["SLEUTELWERK_DATABASE_URL"] = new_database(postgresql_url(keeps_what_it_has=True))
    with tempfile.TemporaryDirectory() as folder:
        environment |= {
            "SLEUTELWERK_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "sleutelwerk.config.settings",
            "PYTHONPATH": str(ROOT),
        }
        return 0 if run(given, environment, folder) else 1


if __name__ == "__main__":
    sys.exit(main())
