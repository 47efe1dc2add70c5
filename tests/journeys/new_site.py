"""A site of one's own to set up, started as an operator starts it; its first lines hold the one-time link."""

from __future__ import annotations

import base64
import hmac
import os
import re
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page
from tests.journeys.beside import end_beside
from tests.own_database import own_database
from tests.read_content import keep_from, lend_to


@dataclass(frozen=True)
class NewSite:
    """The address of a site that nobody has set up, the link by which that is done, and what its operator set."""

    address: str
    link: str
    data: Path
    settings: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def new_site(data: Path, **settings: str) -> Iterator[NewSite]:
    """Start a site that nobody has used, and with what its operator set, such as `SMTP_URL`."""
    command = [sys.executable, "-m", "sleutelwerk", "start", "--port", "0", "--data", str(data)]
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_"))}
    own = {f"SLEUTELWERK_{name}": value for name, value in settings.items()}
    lend_to(data)
    with (
        own_database(data) as database,
        subprocess.Popen(command, env=environment | own | database, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        address = re.search(r"http://localhost:\d+", server.stdout.readline())
        link = re.search(r"http://\S+/aan-de-slag/\S+", server.stdout.readline())
        assert address
        assert link
        try:
            yield NewSite(address[0], link[0], data, own | database)
        finally:
            end_beside(data)
            server.terminate()
    keep_from(data)


def add_passkey_device(page: Page) -> None:
    """Give the browser a device that makes passkeys and always recognises its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def press(page: Page, name: str) -> None:
    """Press a button by keyboard, as soon as its script is there, and wait for the page that it leads to."""
    page.wait_for_load_state()
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def totp_code(secret: str, *, later: int = 0) -> str:
    """Give the code that an authenticator app shows now, or so many half minutes later (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time() // 30) + later)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
