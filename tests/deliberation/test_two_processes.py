"""Two desks that press at the same moment in two server processes: one clear answer each, nothing lost or doubled.

Two real servers have the same data, on SQLite on the disk or, when asked, on PostgreSQL. Neither knows what the other
holds in memory: what keeps them apart is the lock on the row alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from tests.audit.installations import Installation, installation

pytestmark = pytest.mark.django_db

ROUNDS = 8
#: What a device waits at most, here as in its own script.
PATIENCE = 60
TOLD = "Uw collega leidt nu het gesprek"
CSRF = "b" * 32
MAKE = """
import json
import tests.people
tests.people.NOW = datetime.now(UTC)
from django.contrib.sessions.backends.db import SessionStore
from tests.deliberation import deliberations
from tests.deliberation.deliberations import Room
from tests.people import make_cast
from sleutelwerk.accounts.models import Organisation, RoleGrant
from sleutelwerk.deliberation.actions.opening import take_desk

def login_of(user):
    store = SessionStore()
    store.create()
    return store.session_key

deliberations.login_of = login_of
Organisation.objects.update(is_house=False)
cast = make_cast()
second, now = cast["professional"], tests.people.NOW
RoleGrant.objects.create(user=second, organisation=cast.here, role="facilitator", granted_at=now, reviewed_at=now)
room = Room(cast, second_facilitator=second)
for name in ("Anna", "Bram"):
    room.comes(name)
room.goes_to("start", "preparing")
other = take_desk(cast.actor("professional"), room.row.pk, login=login_of(second), now=now)
phones = [room.knocks[name].token for name in ("Anna", "Bram")]
print(json.dumps([str(room.row.pk), room.desk_token, other.token, *phones]))
"""
#: What lies in the database: the numbers of what happened, where that leads, what was written, and how it was sent.
LIES = """
import json
from sleutelwerk.deliberation.models import Deliberation, LiveHappening
from sleutelwerk.deliberation.queries.live import table_of
row = Deliberation.objects.get(pk=chain)
table = table_of(row)
numbers = LiveHappening.objects.filter(deliberation=row).order_by("number").values_list("number", flat=True)
print(json.dumps({
    "numbers": list(numbers),
    "last": table.session.number,
    "version": row.live_version,
    "entries": sorted(entry.values["hoop"] for entry in table.entries.values() if entry.form == "hoop"),
    "whole": verify_chain(row.organisation_id).ok,
}))
"""


@dataclass(frozen=True)
class Press:
    """What a device asks, and of which of the two processes."""

    token: str
    at: int
    body: dict[str, Any]


@dataclass
class Two:
    """One room on two servers."""

    site: Installation
    ports: tuple[int, int]
    id: str
    desks: tuple[str, str]
    phones: tuple[str, str]

    def at_once(self, *presses: Press) -> list[tuple[int, dict[str, Any]]]:
        """Have all of these arrive at the same moment; give the status and the answer of each."""
        barrier = Barrier(len(presses))

        def send(press: Press) -> tuple[int, dict[str, Any]]:
            port = self.ports[press.at]
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.connect()
            headers = {
                "Content-Type": "application/json", "Host": f"localhost:{port}", "X-CSRFToken": CSRF,
                "Cookie": f"sleutelwerk_beraad={press.token}; sleutelwerk_csrf={CSRF}",
            }  # fmt: skip
            said = json.dumps({"send": str(uuid4()), **press.body})
            barrier.wait()
            connection.request("POST", f"/beraad/{self.id}/doen/", said, headers)
            answer = connection.getresponse()
            found = answer.status, json.loads(answer.read())
            connection.close()
            return found

        with ThreadPoolExecutor(len(presses)) as pool:
            return list(pool.map(send, presses))

    def seen(self, at: int) -> dict[str, Any]:
        """Give what a process says to the first desk of how things stand now."""
        connection = HTTPConnection("127.0.0.1", self.ports[at], timeout=PATIENCE)
        headers = {"Host": f"localhost:{self.ports[at]}", "Cookie": f"sleutelwerk_beraad={self.desks[0]}"}
        for _ in range(20):
            connection.request("GET", f"/live/{self.id}/nu", headers=headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 429:  # a device that asks too often is told to wait
                break
            time.sleep(int(answer.headers["Retry-After"]))
        assert answer.status == 200, said
        connection.close()
        found: dict[str, Any] = json.loads(said)["slices"][0]
        return found

    def both_see(self) -> dict[str, Any]:
        """Give how things stand, which both processes must say alike: nobody waits for a beat to be told."""
        first, second = self.seen(0), self.seen(1)
        assert first == second
        return first

    def lies(self) -> dict[str, Any]:
        """Give what lies in the database; one thing that was lost or done twice would show in its numbers."""
        found: dict[str, Any] = json.loads(self.site.run(LIES, self.id))
        assert found["numbers"] == list(range(1, found["last"] + 1))
        assert found["whole"]
        return found


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Two servers that an operator started on the same data, and a room with two desks and two phones."""
    folder = tmp_path_factory.mktemp("two") / "data"
    with installation(folder) as site, ExitStack() as stack:
        site.environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        ports = (_server(site, folder, stack), _server(site, folder, stack))
        made = json.loads(site.run(MAKE, uuid4()).splitlines()[-1])
        yield Two(site, ports, made[0], (made[1], made[2]), (made[3], made[4]))


def _server(site: Installation, folder: Path, stack: ExitStack) -> int:
    command = [sys.executable, "-m", "sleutelwerk", "start", "--port", "0", "--data", str(folder)]
    server = stack.enter_context(subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True))
    stack.callback(server.terminate)
    assert server.stdout is not None
    said = re.search(r"http://localhost:(\d+)", server.stdout.readline())
    assert said is not None
    _answers(int(said[1]))
    return int(said[1])


def _answers(port: int) -> None:
    """Wait until a server answers a page: it says its address just before it takes connections."""
    for _ in range(300):
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection, suppress(OSError):
            connection.request("GET", "/beraad/", headers={"Host": f"localhost:{port}"})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    message = "a server did not answer"
    raise AssertionError(message)


def led_by(two: Two, seen: dict[str, Any]) -> int:
    """Tell which of the two desks leads: one may pause, the other is told that he does not."""
    came = [two.at_once(Press(desk, 0, {"verb": "resume"}))[0] for desk in two.desks]
    assert sorted(status for status, _ in came) == [200, 409], (came, seen)
    return [status for status, _ in came].index(200)


def test_the_one_presses_and_the_other_takes_over(two: Two) -> None:
    """The press counts before the take-over, or is refused after it with why; which, the room itself says."""
    for number in range(ROUNDS):
        leads = led_by(two, two.both_see())
        before = two.both_see()
        wanted = "resume" if before["paused"] else "pause"
        presses = [Press(two.desks[leads], 0, {"verb": wanted}), Press(two.desks[1 - leads], 1, {"verb": "take_over"})]
        order = [0, 1] if number % 2 else [1, 0]
        came = two.at_once(*(presses[one] for one in order))
        (status, said), took = came[order.index(0)], came[order.index(1)]
        assert took == (200, {"done": True, "why": ""})
        assert (status, said["done"]) in {(200, True), (409, False)}
        assert said["done"] or TOLD in said["why"]
        after = two.both_see()
        assert after["paused"] is (before["paused"] is not said["done"])
        assert led_by(two, after) == 1 - leads
    two.lies()


def test_both_take_over_at_once(two: Two) -> None:
    """Both hear that it was done, and one of them leads, whichever process is asked."""
    for _ in range(ROUNDS):
        came = two.at_once(*[Press(desk, at, {"verb": "take_over"}) for at, desk in enumerate(two.desks)] * 2)
        assert came == [(200, {"done": True, "why": ""})] * 4
        led_by(two, two.both_see())
    two.lies()


def test_one_button_pressed_in_two_processes_happens_once(two: Two) -> None:
    """The same desk in two windows, each at a process of its own: once paused, and once resumed."""
    leads = led_by(two, two.both_see())
    before = two.lies()["last"]
    for _ in range(ROUNDS):
        wanted = "resume" if two.both_see()["paused"] else "pause"
        came = two.at_once(*[Press(two.desks[leads], at, {"verb": wanted}) for at in (0, 1)])
        assert came == [(200, {"done": True, "why": ""})] * 2
        assert two.both_see()["paused"] is (wanted == "pause")
    assert two.lies()["last"] == before + ROUNDS


def test_what_is_written_at_two_processes_all_lies_there_once(two: Two) -> None:
    """Each phone writes at a process of its own and sends the same again to the other at the same moment."""
    if two.both_see()["paused"]:
        leads = led_by(two, two.both_see())
        two.at_once(Press(two.desks[leads], 0, {"verb": "resume"}))
    before = two.lies()
    hopes = [f"Hoop van stoel {number}." for number in range(len(two.phones))]
    presses = []
    for number, (phone, hope) in enumerate(zip(two.phones, hopes, strict=True)):
        body = {
            "send": str(uuid4()), "verb": "write", "entry": str(uuid4()), "step": "start", "form": "hoop",
            "key": "k" * 64, "revision": 1, "values": {"hoop": hope},
        }  # fmt: skip
        presses += [Press(phone, number % 2, body), Press(phone, 1 - number % 2, body)]
    assert two.at_once(*presses) == [(200, {"done": True, "why": ""})] * 4
    after = two.lies()
    assert after["entries"] == hopes
    assert after["version"] == before["version"] + len(hopes)
    two.both_see()
