"""Master keys in files of their own outside the database, and master keys that come in by the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sleutelwerk.core.key_files import KEY_LENGTH, DamagedKeyError, load_or_make_key
from sleutelwerk.core.master_keys.ring import MasterKeyError
from sleutelwerk.core.sealing import CannotOpenError, unwrap_key, wrap_key

_ENTRY = re.compile(r"([a-z][a-z_]{0,30})\.([1-9][0-9]{0,5})=([0-9a-fA-F]+)")
#: A key of fewer different bytes than this was typed, not drawn; of 32 random ones, 28 or more differ.
_LEAST_VARIETY = 16


class FileProvider:
    """Keys in a folder: generation 0 is `<name>.key`, the next are `<name>.1.key` and so on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self, name: str) -> int | None:
        """Give the highest number that is there, or None."""
        return max(self.numbers(name), default=None)

    def numbers(self, name: str) -> list[int]:
        """Give every number that is there. Raises MasterKeyError."""
        shape = re.compile(rf"{re.escape(name)}(?:\.([1-9][0-9]*))?\.key")
        try:
            found = [shape.fullmatch(path.name) for path in self._folder.iterdir()] if self._folder.exists() else []
        except OSError as problem:
            raise MasterKeyError(f"De map met sleutels gaat niet open ({problem.strerror}).") from None
        return sorted(int(one[1] or 0) for one in found if one)

    def make(self, name: str, number: int) -> None:
        """Make a generation, unless it is there; two processes at once agree on one key. Raises MasterKeyError."""
        self._key(name, number)

    def wrap(self, name: str, number: int, keys: Sequence[bytes]) -> list[bytes]:
        """Wrap data keys by AES key wrap (RFC 3394)."""
        master = self._key(name, number)
        return [wrap_key(key, master) for key in keys]

    def unwrap(self, name: str, number: int, wrapped: Sequence[bytes]) -> list[bytes]:
        """Give data keys back. Raises CannotOpenError, also when the key is gone: none is made to read with."""
        if not self._path(name, number).exists():
            raise CannotOpenError
        master = self._key(name, number)
        return [unwrap_key(one, master) for one in wrapped]

    def where(self, name: str, number: int) -> str:
        """Tell an operator where a generation lies."""
        return f"het bestand {self._path(name, number).name} in de map met sleutels"

    def _path(self, name: str, number: int) -> Path:
        return self._folder / (f"{name}.{number}.key" if number else f"{name}.key")

    def _key(self, name: str, number: int) -> bytes:
        try:
            return load_or_make_key(self._path(name, number))
        except DamagedKeyError as problem:
            raise MasterKeyError(f"{problem}. Zet het bestand uit de back-up terug.") from None
        except OSError as problem:
            raise MasterKeyError(
                f"Het sleutelbestand {self._path(name, number).name} kan niet worden gebruikt ({problem.strerror})."
            ) from None


class EnvironmentProvider:
    """Keys that whoever starts the site hands over, such as a secret of a container; nothing of them is on disk."""

    def __init__(self, values: Mapping[tuple[str, int], bytes]) -> None:
        self._values = values

    def newest(self, name: str) -> int | None:
        """Give the highest number that is there, or None."""
        return max(self.numbers(name), default=None)

    def numbers(self, name: str) -> list[int]:
        """Give every number that is there."""
        return sorted(number for own, number in self._values if own == name)

    def make(self, name: str, number: int) -> None:
        """Say what to add: the site cannot write where these keys come from. Always raises MasterKeyError."""
        raise MasterKeyError(
            f"Voeg zelf een sleutel toe aan SLEUTELWERK_MASTER_KEYS, als {name}.{number}=…, start de site opnieuw en "
            f"geef deze opdracht nog een keer. Een goede sleutel maakt: openssl rand -hex {KEY_LENGTH}"
        )

    def wrap(self, name: str, number: int, keys: Sequence[bytes]) -> list[bytes]:
        """Wrap data keys by AES key wrap (RFC 3394)."""
        master = self._values[name, number]
        return [wrap_key(key, master) for key in keys]

    def unwrap(self, name: str, number: int, wrapped: Sequence[bytes]) -> list[bytes]:
        """Give data keys back. Raises CannotOpenError, also when the key is not handed over any more."""
        master = self._values.get((name, number))
        if master is None:
            raise CannotOpenError
        return [unwrap_key(one, master) for one in wrapped]

    def where(self, name: str, number: int) -> str:
        """Tell an operator where a generation lies."""
        return f"{name}.{number} in SLEUTELWERK_MASTER_KEYS"


def parse_keys(text: str) -> dict[tuple[str, int], bytes]:
    """Read `name.number=hex` with commas or white space between them. Raises ValueError, which repeats no value."""
    found: dict[tuple[str, int], bytes] = {}
    for entry in re.split(r"[\s,]+", text.strip()) if text.strip() else ():
        read = _ENTRY.fullmatch(entry)
        key = bytes.fromhex(read[3]) if read and len(read[3]) == 2 * KEY_LENGTH else b""
        if read is None or len(set(key)) < _LEAST_VARIETY:
            raise ValueError(f"entry {len(found) + 1} is not name.number= and {2 * KEY_LENGTH} random hex digits")
        if found.setdefault((read[1], int(read[2])), key) is not key:
            raise ValueError(f"{read[1]}.{read[2]} stands there twice")
    return found
