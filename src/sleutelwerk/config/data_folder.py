"""The folder that holds all of an installation's data: made with tight rights, with a secret key of its own."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

KEY_NAME = "secret_key"


class UnusableFolderError(Exception):
    """The data folder cannot be made or written to; the message says so to an operator."""


def prepare(folder: Path) -> None:
    """Make the folder and its key where they are missing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_key(folder)
    except OSError as problem:
        message = (
            f"In de gegevensmap {folder} kan niet worden geschreven ({problem.strerror}).\n"
            "Kies een andere map met --data MAP, of geef uzelf schrijfrechten op deze map."
        )
        raise UnusableFolderError(message) from None


def _make_key(folder: Path) -> None:
    """Write the key aside and link it into place: two starts at once agree, and no key is ever half there."""
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".key-", encoding="ascii") as aside:
        os.fchmod(aside.fileno(), 0o600)
        aside.write(secrets.token_urlsafe(64) + "\n")
        aside.flush()
        os.fsync(aside.fileno())
        with suppress(FileExistsError):
            os.link(aside.name, folder / KEY_NAME)
    key = folder / KEY_NAME
    if key.stat().st_mode & 0o077:
        key.chmod(0o600)  # copied or restored with rights for others, who could then read every cookie
