"""Reading a YAML file into plain data with the position of every value, safely whatever the file holds.

The parser's events are read one by one, without recursion and without building its own node tree. So a hostile file
(alias bomb, deep nesting, endless text) costs no more than the limits below, and everything that is wrong is reported
at its own place.
"""

from __future__ import annotations

import re
import stat
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from pathlib import Path

from sleutelwerk.core.findings import START_OF_FILE, Finding, Position
from sleutelwerk.core.yaml_events import Limits, Tree, TreeBuilder

#: A path to a value inside the data: keys and list indices, from the top.
DataPath = tuple[str | int, ...]

MAX_BYTES = 4_000_000
MAX_DEPTH = 30
MAX_NODES = 150_000
MAX_FINDINGS = 500

#: Not printable, or invisible and able to make a text look different from what it is (direction marks and the like).
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u200a\u200c-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a file held. `data` is None when it could not be read to the end; `findings` then says why."""

    file: str
    data: object
    findings: tuple[Finding, ...]
    tree: Tree | None = field(default=None, repr=False)

    def at(self, path: DataPath) -> Position:
        """The position of a value; of the nearest thing around it when there is no such value."""
        return self._find(path)[0]

    def key_at(self, path: DataPath) -> Position:
        """The position of the key under which a value stands (of a list item: the item itself)."""
        return self._find(path)[1]

    def _find(self, path: DataPath) -> tuple[Position, Position]:
        tree = self.tree
        if tree is None:
            return START_OF_FILE, START_OF_FILE
        key = tree.position
        for step in path:
            inner = tree.children.get(step)
            if inner is None:
                return key, key
            key = tree.keys.get(step, inner.position)
            tree = inner
        return tree.position, key


def read_yaml(path: Path) -> Document:
    """Read a YAML file. Never raises: whatever is wrong is among the findings."""
    name = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refused(name, "no-file", "Dit is geen gewoon bestand.", "Geef de naam van een YAML-bestand.")
        if status.st_size > MAX_BYTES:
            return _too_big(name, status.st_size)
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        message = "Dit bestand bestaat niet of mag niet worden gelezen."
        return _refused(name, "no-file", message, "Kijk of de naam klopt en of u het bestand mag openen.")
    return parse_yaml(raw, name)


def parse_yaml(raw: bytes, file: str) -> Document:
    """Read YAML from bytes; `file` is the name to report. Never raises."""
    if len(raw) > MAX_BYTES:
        return _too_big(file, len(raw))
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        message = f"Hier staat een byte (0x{raw[error.start]:02x}) die geen goede UTF-8 is."
        return _refused(file, "bad-utf8", message, "Sla het bestand op als UTF-8.", _position(before, len(before)))
    forbidden = _forbidden_characters(text, file)
    if forbidden:
        return Document(file, None, forbidden)
    builder = TreeBuilder(file, Limits(MAX_DEPTH, MAX_NODES, MAX_FINDINGS))
    data = builder.read(text)
    return Document(file, data, tuple(builder.findings), builder.tree)


def _forbidden_characters(text: str, file: str) -> tuple[Finding, ...]:
    found = []
    for match in _FORBIDDEN.finditer(text):
        found.append(
            Finding(
                "bad-character",
                f"Hier staat een onzichtbaar teken (U+{ord(match.group()):04X}) dat niet mag.",
                "Haal het weg; typ de tekst zo nodig opnieuw.",
                file,
                _position(text, match.start()),
            )
        )
        if len(found) >= MAX_FINDINGS // 10:
            break
    return tuple(found)


def _position(text: str, offset: int) -> Position:
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _too_big(file: str, size: int) -> Document:
    megabytes = f"{size / 1e6:.1f}".replace(".", ",")
    message = f"Dit bestand is {megabytes} MB groot; het mag hoogstens {MAX_BYTES / 1e6:.0f} MB zijn."
    return _refused(file, "too-big", message, "Deel de inhoud in kleinere bestanden.")


def _refused(file: str, code: str, message: str, mend: str, position: Position = START_OF_FILE) -> Document:
    return Document(file, None, (Finding(code, message, mend, file, position),))
