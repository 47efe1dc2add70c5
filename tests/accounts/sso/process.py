"""Starts the provider and tells it what to do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests


@dataclass(frozen=True)
class Process:
    """The provider that runs beside the tests."""

    address: str

    def tell(self, **wishes: Any) -> dict[str, Any]:
        """Change what it does; give what it was asked so far."""
        answer: dict[str, Any] = requests.post(f"{self.address}/control", json=wishes, timeout=5).json()
        return answer

    def authorize(self, address: str) -> str:
        """Go where our page sends a browser; give the address on our site to which the provider sends it back."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        assert back.hostname == "testserver"
        return f"{back.path}?{back.query}"


@contextmanager
def running_provider() -> Iterator[Process]:
    """Start a provider on a free port."""
    command = [sys.executable, str(Path(__file__).with_name("provider.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Process(process.stdout.readline().strip())
        finally:
            process.terminate()
