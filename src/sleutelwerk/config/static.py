"""Static files get a fingerprint of their content in their address, so that browsers keep them until they change."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class FingerprintedStorage(StaticFilesStorage):
    """Serve from where the files lie, without a step that collects them first."""

    def url(self, name: str | None) -> str:
        """Give the address with the fingerprint of the file behind it."""
        address = super().url(name)
        mark = fingerprint(name) if name else ""
        return f"{address}?v={mark}" if mark else address


def ask_for_scripts(headers: MutableMapping[str, str], path: str, _url: str) -> None:
    """Have browsers ask whether a script is still the same: scripts name one another by an address without fingerprint.

    Kept for a month as the rest, an older one would go on beside a newer one that counts on what it does not have.
    """
    if path.endswith(".js"):
        headers["Cache-Control"] = "no-cache"


@cache
def fingerprint(name: str) -> str:
    """Give a short hash of a static file, or nothing when there is no such file."""
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if isinstance(found, str) else ""
