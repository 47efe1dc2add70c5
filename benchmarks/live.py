"""Measures live sessions: from one POST to what each listener reads, against the bare limit and against Channels.

    python benchmarks/live.py [--rounds 30] [--sizes 50 200 1000]

Only the ratios count, and only within one run. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import base64
import gc
import os
import select
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from live_servers import DELIBERATION, PRESENT
from pages import free_port, memory_of

SERVERS = Path(__file__).parent / "live_servers.py"
CONTENDERS = ("raw", "ours", "channels")
WARM_UPS = 3
#: Seconds after which what has not come counts as lost.
LOST_AFTER = 15
#: Seconds for one block of rounds at most, so that the whole ends by itself within a few minutes.
LONGEST_BLOCK = 10
#: A stalled listener takes little and reads nothing: what it is sent first fills every buffer in between.
STALLED_RECEIVE, FILL, FILLS = 4_096, 65_536, 64
#: Each block of rounds goes to one contender; then the next has its turn.
BLOCKS = 6
#: A small crowd has so many rounds for one of a thousand, or one slow moment of the machine would be its whole tail.
MORE_ROUNDS = 5


@dataclass
class Figures:
    """What was measured of one contender at one size."""

    reads: list[float] = field(default_factory=list)
    lasts: list[float] = field(default_factory=list)
    lost: int = 0
    kib: float = 0.0
    worked: float = 0.0

    def percentile(self, share: int) -> float:
        """Milliseconds within which so many of a hundred listeners read."""
        return statistics.quantiles(self.reads, n=100)[share - 1] * 1e3

    def line(self) -> str:
        """Say it in one line."""
        three = "/".join(f"{self.percentile(share):.1f}" for share in (50, 95, 99))
        work = self.worked / len(self.reads) * 1e6
        return f"{three} ms, last {statistics.median(self.lasts) * 1e3:.1f}, {work:.1f} us each, lost {self.lost}"


class Crowd:
    """Listeners of one server: raw sockets in one epoll, as browsers of the barest kind."""

    def __init__(self, which: str, port: int, pid: int) -> None:
        self.which, self.port, self.pid, self.round = which, port, pid, 0
        self.sockets: dict[int, socket.socket] = {}
        self.stalled: list[socket.socket] = []
        self.poll = select.epoll()

    def gather(self, count: int) -> None:
        """Connect them one by one, each until it was told the present state."""
        for number in range(count):
            one = self._connect(number)
            one.setblocking(False)
            self.sockets[one.fileno()] = one
            self.poll.register(one, select.EPOLLIN)

    def stall(self, count: int) -> None:
        """Add listeners that read nothing any more, and fill up what lies between them and the server."""
        self.stalled = [self._connect(100_000 + number, STALLED_RECEIVE) for number in range(count)]
        for _ in range(FILLS):
            self.publish(FILL)

    def publish(self, length: int = 200) -> tuple[list[float], int]:
        """Send one message over a new connection; give the seconds until each listener read it, and the lost."""
        self.round += 1
        buffer = bytearray(262_144)
        mark = b"#%06d#" % self.round
        body = mark.rjust(length, b"x") + b"\n\n"
        missing, tails, took = set(self.sockets), dict.fromkeys(self.sockets, b""), []
        reads, asks, took_at = {n: one.recv_into for n, one in self.sockets.items()}, self.poll.poll, took.append
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port)) as sender:
            sender.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            head = b"POST /publish HTTP/1.1\r\nhost: localhost\r\ncontent-length: %d\r\n\r\n" % len(body)
            sender.sendall(head + body)
            while missing and time.perf_counter() - began < LOST_AFTER:
                # asks without waiting: to be woken would take longer here than what is measured
                for number, _ in asks(0):
                    # into one buffer: to make a large one for every read costs as much as the server's work
                    size = reads[number](buffer)
                    if not size:
                        message = f"{self.which} closed a listener"
                        raise RuntimeError(message)
                    data = tails[number] + buffer[:size]
                    if mark in data and number in missing:
                        took_at(time.perf_counter() - began)
                        missing.discard(number)
                    tails[number] = data[-16:]
        return took, len(missing)

    def measure(self, rounds: int, figures: Figures) -> None:
        """Measure some rounds, or as many as the time for one block allows."""
        for _ in range(WARM_UPS):
            figures.lost += self.publish()[1]
        until, before = time.monotonic() + LONGEST_BLOCK, work_of(self.pid)
        for _ in range(rounds):
            took, lost = self.publish()
            figures.lost += lost
            figures.reads += took
            figures.lasts.append(max(took, default=LOST_AFTER))
            if time.monotonic() > until:
                break
            time.sleep(0.01)
        figures.worked += work_of(self.pid) - before

    def _connect(self, number: int, receive: int = 0) -> socket.socket:
        one = socket.socket()
        if receive:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        one.settimeout(30)
        one.connect(("127.0.0.1", self.port))
        key = base64.b64encode(os.urandom(16)).decode()
        upgrade = "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n"
        extra = f"{upgrade}sec-websocket-key: {key}\r\n" if self.which == "channels" else ""
        one.sendall(f"GET /live/{DELIBERATION}/?{number} HTTP/1.1\r\nhost: localhost\r\n{extra}\r\n".encode())
        seen = b""
        while PRESENT not in seen:
            piece = one.recv(65_536)
            if not piece:
                message = f"{self.which} refused a listener: {seen!r}"
                raise RuntimeError(message)
            seen += piece
        return one


def work_of(pid: int) -> float:
    """Give the processor seconds that a process used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def cores_awake() -> Iterator[None]:
    """Keep every core busy with nothing, in the class that gives way to all else.

    A core of a virtual machine that falls asleep between two rounds needs milliseconds to wake: longer than a whole
    round of the limit takes. Nobody would then measure a server, and all contenders would seem alike.
    """
    spins = "import os; os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\nwhile os.getppid() != 1: pass"
    spinners = [subprocess.Popen([sys.executable, "-c", spins]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for spinner in spinners:
            spinner.kill()
            spinner.wait()


@contextmanager
def server(which: str) -> Iterator[Crowd]:
    """Run a server with nobody listening yet."""
    port = free_port()
    process = subprocess.Popen([sys.executable, str(SERVERS), which, str(port)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Crowd(which, port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def in_a_block(rounds: int, size: int) -> int:
    """Give the rounds of one block for a crowd of this size."""
    return max(1, rounds * min(MORE_ROUNDS, 1_000 // size) // BLOCKS)


def measure_size(size: int, rounds: int, contenders: tuple[str, ...]) -> dict[str, Figures]:
    """Let the contenders take turns, each with its own crowd."""
    found = {which: Figures() for which in contenders}
    with ExitStack() as servers:
        crowds = []
        for which in contenders:
            crowd = servers.enter_context(server(which))
            crowd.gather(2)
            crowd.publish()
            before = memory_of(crowd.pid)
            crowd.gather(size - 2)
            found[which].kib = (memory_of(crowd.pid) - before) * 1024 / (size - 2)
            crowds.append(crowd)
        for _ in range(BLOCKS):
            for crowd in crowds:
                crowd.measure(in_a_block(rounds, size), found[crowd.which])
    return found


def measure_stalled(size: int, rounds: int) -> tuple[Figures, Figures]:
    """Compare ours without, and with one in twenty listeners stalled."""
    free, held = Figures(), Figures()
    with server("ours") as one, server("ours") as other:
        one.gather(size)
        other.gather(size - size // 20)
        for _ in range(FILLS):
            one.publish(FILL)
        other.stall(size // 20)
        for _ in range(BLOCKS):
            one.measure(in_a_block(rounds, size), free)
            other.measure(in_a_block(rounds, size), held)
    return free, held


def report(size: int, found: dict[str, Figures]) -> bool:
    """Print one size and tell whether its goals were met."""
    print(f"\n{size} listeners: p50/p95/p99 of all reads, median of the last, the server's processor time for each")
    for which, figures in found.items():
        print(f"  {which:9} {figures.line()}, {figures.kib:.1f} KiB each")
    ours, goal = found["ours"], 2.0 if size < 100 else 1.5
    ratio = ours.percentile(95) / found["raw"].percentile(95)
    met = ratio <= goal and ours.kib <= 12 and not ours.lost
    print(f"  p95 to the limit {ratio:.2f}, goal <= {goal}; {ours.kib:.1f} KiB, goal <= 12; lost {ours.lost}, goal 0")
    if "channels" in found:
        times = found["channels"].percentile(95) / ours.percentile(95)
        met = met and (times >= 12 or size < 100)
        print(f"  p95 of Channels to ours {times:.1f}, goal >= 12 from 200 on")
    return met


def main() -> int:
    """Measure, print, and tell by the exit code whether every goal was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200, 1_000])
    parser.add_argument("--without-peers", action="store_true", help="leave Channels out")
    options = parser.parse_args()
    contenders = CONTENDERS[:2] if options.without_peers else CONTENDERS
    gc.disable()
    with cores_awake():
        met = [report(size, measure_size(size, options.rounds, contenders)) for size in options.sizes]
        free, held = measure_stalled(200, options.rounds)
    ratio = held.percentile(95) / free.percentile(95)
    print(f"\n200 listeners, ours: {free.line()}\n10 of them stalled: {held.line()}")
    print(f"  p95 of the others {ratio:.2f}, goal <= 1.1")
    return 0 if all(met) and ratio <= 1.1 and not held.lost else 1


if __name__ == "__main__":
    sys.exit(main())
