"""Six browsers around one table: a site that can be killed, and all that each browser got from it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page, expect
from tests.journeys.beraad import next_phase
from tests.journeys.new_site import NewSite


class Site:
    """A site that can be killed and started again at the same address, with the same data."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.server: subprocess.Popen[str] | None = None
        self.new = NewSite(self._start(0), "", data)

    def _start(self, port: int) -> str:
        command = [sys.executable, "-m", "sleutelwerk", "start", "--port", str(port), "--data", str(self.data)]
        environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
        self.server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.server.stdout is not None
        found = re.search(r"http://localhost:\d+", self.server.stdout.readline())
        assert found
        return found[0]

    def kill(self) -> None:
        """End the server without a word, as a power cut would."""
        assert self.server is not None
        self.server.send_signal(signal.SIGKILL)
        self._let_go()

    def again(self) -> None:
        """Start it again, and wait until it answers a page; on a busy machine it takes connections long before."""
        self._start(int(self.new.address.rpartition(":")[2]))
        end = time.monotonic() + 120
        while time.monotonic() < end:
            # it says its address just before it takes connections
            with suppress(OSError), urlopen(f"{self.new.address}/beraad/", timeout=60):  # noqa: S310 - our own server
                return
            time.sleep(0.1)
        message = "the server did not come back"
        raise AssertionError(message)

    def stop(self) -> None:
        """Let it go."""
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self._let_go()

    def _let_go(self) -> None:
        assert self.server is not None
        assert self.server.stdout is not None
        self.server.wait()
        self.server.stdout.close()


@dataclass
class Heard:
    """All that one browser got from the server."""

    page: Page
    everything: list[str] = field(default_factory=list)
    frames: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("Network.enable")
        devtools.on("Network.eventSourceMessageReceived", self._frame)
        self.page.on("response", self._response)

    def _frame(self, message: dict[str, Any]) -> None:
        self.everything.append(message["data"])
        with suppress(ValueError):
            self.frames.append(json.loads(message["data"]))

    def _response(self, response: Any) -> None:
        self.everything.append(json.dumps(dict(response.headers)))
        if "event-stream" not in response.headers.get("content-type", ""):
            with suppress(Exception):  # a redirect or a broken connection has no body
                self.everything.append(response.text())


@dataclass
class Room:
    """Six browsers around one table."""

    site: Site
    deliberation: str
    code: str
    desk: Page
    screen: Page
    phones: dict[str, Page]
    words: dict[str, str]
    heard: dict[str, Heard]

    def nobody_heard(self, *texts: str) -> None:
        """Fail when any browser got one of these texts."""
        for name, one in self.heard.items():
            got = "\n".join(one.everything)
            for text in texts:
                assert text not in got, f"{name} got {text!r}"

    def write(self, name: str, **fields: str) -> None:
        """Have somebody fill in the first open form with these labels, lay it down, and see that it lies there."""
        phone = self.phones[name]
        for label, text in fields.items():
            phone.get_by_label(label.replace("_", " "), exact=False).first.fill(text)
        before = phone.locator(".rm-slot--laid").count()
        phone.get_by_role("button", name=re.compile("^Leg (neer|dit erbij)")).first.click()
        expect(phone.locator(".rm-slot--laid")).to_have_count(before + 1)

    def all_ready(self) -> None:
        """Have everybody say that he is done, and the desk see it."""
        for phone in self.phones.values():
            phone.get_by_role("button", name="Ik ben klaar").click()
        count = len(self.phones)
        expect(self.desk.locator(".rm-progress")).to_contain_text(f"{count} van {count}")

    def reveal(self) -> None:
        """Collect and lay everything open."""
        next_phase(self.desk, "Verzamel")
        next_phase(self.desk, "Leg alles open")
        expect(self.desk.get_by_role("button", name="Ga erover praten")).to_be_visible()

    def to(self, title: str, label: str = "Klaar, naar de volgende stap") -> None:
        """Go on to the next step."""
        next_phase(self.desk, label)
        expect(self.desk.get_by_role("heading", name=title, exact=True)).to_be_visible()
