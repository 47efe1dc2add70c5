"""Measures the pages: answering one question, and starting up, each as a ratio to a bare Django view in the same run.

.venv/bin/python benchmarks/pages.py [--rounds 5] [--answers 200]
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
QUESTIONS = re.compile(r'name="answer"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="answer"')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
START_PAGE, FIRST_QUESTION = "/routekaart/", "/routekaart/vraag/1/"


@dataclass
class Visitor:
    """A browser of the barest kind: one kept connection, cookies, forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the connection that every request goes over."""
        self.connection = http.client.HTTPConnection("localhost", self.port, timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def fetch(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Send one request; give its status, where it sends on, and its text."""
        headers = {"Host": f"localhost:{self.port}", "Origin": f"http://localhost:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body=body or None, headers=headers)
        answer = self.connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


def answer_questions(port: int, first: str, count: int, seed: int) -> list[float]:
    """Answer `count` questions, starting anew after each ending; give the seconds of each (POST and GET)."""
    chance = random.Random(seed)
    visitor = Visitor(port)
    _, _, page = visitor.fetch("GET", first)
    here, took = first, []
    while len(took) < count:
        values = [a or b for a, b in QUESTIONS.findall(page)]
        if not values:
            visitor.cookies = {k: v for k, v in visitor.cookies.items() if "csrf" in k}
            here = first
            _, _, page = visitor.fetch("GET", first)
            continue
        fields = [*dict(HIDDEN.findall(page)).items(), ("answer", chance.choice(values))]
        body = "&".join(f"{name}={value}" for name, value in fields)
        began = time.perf_counter()
        status, onward, text = visitor.fetch("POST", here, body)
        if status not in {302, 303}:
            message = f"{here} answered {status}: {text[:300]}"
            raise RuntimeError(message)
        _, _, page = visitor.fetch("GET", onward)
        if QUESTIONS.search(page):
            took.append(time.perf_counter() - began)
        here = onward
    return took


def free_port() -> int:
    """Give a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, first: str, **more: str) -> Iterator[tuple[float, int]]:
    """Run a server, with `more` in its environment; give the seconds until its first page and its process id."""
    began = time.perf_counter()
    # an installation keeps its compiled modules, whatever this shell was told
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                status, _, _ = Visitor(port).fetch("GET", first)
            except OSError:
                if process.poll() is not None or time.perf_counter() - began > 120:
                    raise
                time.sleep(0.005)
            else:
                break
        if status != 200:
            message = f"{first} answered {status}"
            raise RuntimeError(message)
        yield time.perf_counter() - began, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def memory_of(pid: int) -> float:
    """Give the proportional set size of a process and all its children, in MiB."""
    kilobytes = 0
    for process in [pid, *_children(pid)]:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        kilobytes += int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0])
    return kilobytes / 1024


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            found += [int(child), *_children(int(child))]
    return found


def product_command(port: int, data: str) -> list[str]:
    """The command that an operator gives."""
    return [sys.executable, "-m", "sleutelwerk", "start", "--port", str(port), "--data", data]


def floor_command(port: int) -> list[str]:
    """The bare site."""
    return [sys.executable, str(HERE / "floor_site.py"), str(port)]


def measure_answers(rounds: int, count: int, data: str) -> None:
    """Compare one answered question with the floor, round by round in turn."""
    floor_port, port = free_port(), free_port()
    with (
        running(floor_command(floor_port), floor_port, "/vraag/1/"),
        running(product_command(port, data), port, START_PAGE) as (_, pid),
    ):
        answer_questions(floor_port, "/vraag/1/", 50, seed=0)
        answer_questions(port, FIRST_QUESTION, 50, seed=0)
        ratios, floors, products = [], [], []
        for seed in range(rounds):
            floor = answer_questions(floor_port, "/vraag/1/", count, seed)
            product = answer_questions(port, FIRST_QUESTION, count, seed)
            floors.append(statistics.median(floor))
            products.append(statistics.median(product))
            ratios.append(products[-1] / floors[-1])
        line = f"{statistics.median(floors) * 1e3:.2f} ms, product {statistics.median(products) * 1e3:.2f} ms"
        spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        print(
            f"one answered question, p50: floor {line}, ratio {statistics.median(ratios):.2f} ({spread}), goal <= 1.5"
        )
        print(f"memory of all processes after it: {memory_of(pid):.0f} MiB, goal < 150")


def measure_sizes(rounds: int, count: int, data: str) -> None:
    """Compare answering in a map of 20 questions with one of 2,000."""
    ports = []
    with ExitStack() as servers:
        for questions in (20, 2_000):
            port = free_port()
            more = {
                "DJANGO_SETTINGS_MODULE": "sized_site",
                "PYTHONPATH": str(HERE),
                "SLEUTELWERK_BENCHMARK_QUESTIONS": str(questions),
            }
            servers.enter_context(running(product_command(port, data), port, START_PAGE, **more))
            answer_questions(port, FIRST_QUESTION, 50, seed=0)
            ports.append(port)
        ratios = []
        for seed in range(rounds):
            small, large = (statistics.median(answer_questions(port, FIRST_QUESTION, count, seed)) for port in ports)
            ratios.append(large / small)
    spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
    print(
        f"one answered question, 2,000 questions to 20: ratio {statistics.median(ratios):.2f} ({spread}), goal <= 1.1"
    )


def measure_start(rounds: int, data: str) -> None:
    """Compare the time until the first page, warm, with the floor's."""
    ratios, floors, products = [], [], []
    for _ in range(rounds):
        port = free_port()
        with running(floor_command(port), port, "/vraag/1/") as (seconds, _):
            floors.append(seconds)
        port = free_port()
        with running(product_command(port, data), port, "/") as (seconds, _):
            products.append(seconds)
        ratios.append(products[-1] / floors[-1])
    line = f"{statistics.median(floors):.2f} s, product {statistics.median(products):.2f} s"
    spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
    print(f"warm start to first page: floor {line}, ratio {statistics.median(ratios):.2f} ({spread}), goal <= 3")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--answers", type=int, default=200)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as data:
        measure_answers(chosen.rounds, chosen.answers, data)
        measure_sizes(chosen.rounds, chosen.answers, data)
        measure_start(chosen.rounds, data)


if __name__ == "__main__":
    main()
