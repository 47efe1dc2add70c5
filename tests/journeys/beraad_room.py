"""Six browsers around one table: a site that can be killed, and all that each browser got from it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page, expect
from tests.journeys.beraad import next_phase
from tests.journeys.beside import end_beside
from tests.journeys.new_site import NewSite
from tests.journeys.relay import Relay


class Site:
    """A site that can be killed and started again at the same address, with the same data."""

    def __init__(self, data: Path, settings: Mapping[str, str]) -> None:
        self.data = data
        self.settings = settings
        self.server: subprocess.Popen[str] | None = None
        self.new = NewSite(self._start(0), "", data, settings)

    def _start(self, port: int) -> str:
        command = [sys.executable, "-m", "sleutelwerk", "start", "--port", str(port), "--data", str(self.data)]
        environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
        self.server = subprocess.Popen(command, env={**environment, **self.settings}, stdout=subprocess.PIPE, text=True)
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
        end_beside(self.data)
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
    """All that one browser got from the server, kept on its way: nothing can reach it by another road."""

    relay: Relay

    @property
    def everything(self) -> str:
        """Give every byte of every answer, heads included."""
        return "\n".join(f"{one.head}\n{one.text}" for one in tuple(self.relay.passed))

    @property
    def frames(self) -> list[dict[str, Any]]:
        """Give each whole state that it got, by stream or by asking."""
        found = []
        for one in tuple(self.relay.passed):
            if one.is_stream:
                events = one.text.split("\n\n")[:-1]  # the last one may have come in part
                found += [json.loads(event.removeprefix("data: ")) for event in events if event.startswith("data: ")]
            elif one.path.partition("?")[0].endswith("/nu") and one.body.startswith(b'{"slices"'):
                found += json.loads(one.text)["slices"]
        return found

    @property
    def asked(self) -> int:
        """Tell how often it looked for itself and got an answer."""
        return sum(one.path.partition("?")[0].endswith("/nu") and bool(one.body) for one in tuple(self.relay.passed))


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
    pages: dict[str, Page]
    #: Whose browser was closed on the way.
    gone: set[str] = field(default_factory=set)

    def nobody_heard(self, *texts: str) -> None:
        """Fail when any browser got one of these texts."""
        for name, one in self.heard.items():
            got = one.everything
            for text in texts:
                assert text not in got, f"{name} got {text!r}"

    def everybody_heard(self, *texts: str) -> None:
        """Fail when a browser in the room did not get these texts: then nobody_heard proves nothing for it."""
        for name in set(self.heard) - self.gone:
            got = self.heard[name].everything
            for text in texts:
                assert text in got, f"{name} did not get {text!r}"

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

    def reveal(self, *hidden: str) -> None:
        """Collect and lay everything open: what is hidden reaches nobody before that, and then everybody."""
        self.nobody_heard(*hidden)
        next_phase(self.desk, "Verzamel")
        expect(self.screen.get_by_text("Wat is neergelegd, ligt dicht op tafel.")).to_be_visible()
        for phone in self.phones.values():
            expect(phone.get_by_text("Wat is neergelegd, ligt dicht op tafel.")).to_be_visible()
        self.nobody_heard(*hidden)
        next_phase(self.desk, "Leg alles open")
        expect(self.desk.get_by_role("button", name="Ga erover praten")).to_be_visible()
        for page in (self.pages["second"], *self.phones.values()):
            for text in hidden:
                expect(page.get_by_text(text).first).to_be_visible()
        for text in hidden:
            self.turn_to(text)
        self.everybody_heard(*hidden)

    def turn_to(self, text: str) -> None:
        """Turn the sheets of the big screen, as somebody in the room does, until this one lies on top."""
        found = self.screen.get_by_text(text).first
        expect(found).to_be_attached()
        for _ in range(12):
            if found.is_visible():
                break
            self.screen.get_by_role("button", name="Volgend blad").click()
        expect(found).to_be_visible()

    def to(self, title: str, label: str = "Klaar, naar de volgende stap") -> None:
        """Go on to the next step."""
        next_phase(self.desk, label)
        expect(self.desk.get_by_role("heading", name=title, exact=True)).to_be_visible()
