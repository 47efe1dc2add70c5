"""Starts the SAML provider, tells it what to do, and walks a browser's way through it without a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

TWO_FACTORS = "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"
PASSWORD_ONLY = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass(frozen=True)
class SamlProcess:
    """The provider that runs beside the tests."""

    address: str

    def metadata(self) -> str:
        """Give what its administrator hands over."""
        return requests.get(f"{self.address}/metadata", timeout=5).text

    def tell(self, **wishes: Any) -> None:
        """Say what it is to do from now on; what was said before is forgotten."""
        requests.post(f"{self.address}/control", json=wishes, timeout=5).raise_for_status()

    def visit(self, address: str) -> tuple[str, dict[str, str]]:
        """Go where our page sends a browser; give the path on our site and the form that the provider's page sends."""
        answer = requests.get(address, timeout=5)
        assert answer.status_code == 200, answer.text
        action = re.search(r"action='([^']+)'", answer.text)
        assert action, answer.text
        return urlsplit(unescape(action[1])).path, hidden(answer.text)


def hidden(page: str) -> dict[str, str]:
    """Give what a page's form sends by itself."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


@contextmanager
def running_saml_provider() -> Iterator[SamlProcess]:
    """Start a provider on a free port."""
    command = [sys.executable, str(Path(__file__).with_name("provider.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield SamlProcess(process.stdout.readline().strip())
        finally:
            process.terminate()
