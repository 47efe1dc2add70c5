"""From the events of a YAML parser to plain data and a tree of positions, in one pass and without recursion.

Two parsers give the same events. libyaml is some twenty times as quick, but knows an older YAML and says little about
what is wrong; ruamel.yaml is the one that judges. So libyaml's word is taken for a text in which nothing is wrong, and
any other text is read again by ruamel.yaml, whose findings are the ones that people see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from sleutelwerk.core.findings import START_OF_FILE, Finding, Position
from sleutelwerk.core.yaml_messages import translate
from sleutelwerk.core.yaml_scalars import NumberOutOfRange, Scalar, plain_scalar

#: libyaml where this Python has it; without it everything is read by ruamel.yaml, as after a first finding.
_Quick: Any = getattr(yaml, "CSafeLoader", None)
#: What the two parsers read differently: tabs, a line that ends a document, # straight behind | or >.
_TWO_WAYS = re.compile(r"\t|^\.\.\.|[|>][-+0-9]*#", re.MULTILINE)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold before reading stops."""

    depth: int
    nodes: int
    findings: int


@dataclass(slots=True)
class Tree:
    """Where a value stands, and the values inside it by key or index; `keys` says where the keys stand."""

    position: Position
    children: dict[str | int, Tree] = field(default_factory=dict)
    keys: dict[str | int, Position] = field(default_factory=dict)


class _Stop(Exception):
    """Reading on makes no sense; the finding has been made."""


_IGNORED: Any = object()


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being read. `key` is the key whose value is awaited."""

    value: Any
    tree: Tree
    key: Any = None


class TreeBuilder:
    """Reads one document; afterwards `findings` and `tree` hold what was met."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.findings: list[Finding] = []
        self.tree: Tree | None = None
        self._stack: list[_Frame] = []
        self._data: object = None
        self._documents = 0
        self._nodes = 0

    def read(self, text: str) -> object:
        """Give the data, or None when reading had to stop."""
        if self._read_quickly(text):
            return self._data
        self._forget()
        return self._read_carefully(text)

    def _read_quickly(self, text: str) -> bool:
        """Tell whether libyaml could read it, nothing was found wrong, and nothing in it is read in two ways."""
        if _Quick is None or _TWO_WAYS.search(text):
            return False
        try:
            event: Any
            for event in yaml.parse(text, Loader=_Quick):
                if getattr(event, "value", "?") == "" and not event.style:
                    return False  # the place of what is not there differs
                self._take(event, _where(event.start_mark))
                if self.findings:
                    return False
        except (_Stop, yaml.YAMLError, ValueError):
            return False  # the other parser says better what it was
        return isinstance(self._data, (dict, list))

    def _forget(self) -> None:
        self.findings = []
        self.tree = None
        self._stack = []
        self._data = None
        self._documents = self._nodes = 0

    def _read_carefully(self, text: str) -> object:
        at = START_OF_FILE
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                at = _where(event.start_mark)
                self._take(event, at)
        except _Stop:
            return None
        except MarkedYAMLError as error:
            message, mend = translate(error.context, error.problem)
            where = _where(error.problem_mark or error.context_mark)
            self.findings.append(Finding("syntax", message, mend, self.file, where))
            return None
        except Exception:  # noqa: BLE001 - the parser is not ours, and no file may end in a traceback
            self.findings.append(Finding("syntax", *translate(None, None), self.file, at))
            return None
        if self._data is None:
            self._report("empty", "Dit bestand is leeg.", "Vul het volgens de beschrijving van het formaat.", at)
        return self._data

    def _report(self, code: str, message: str, mend: str, position: Position) -> None:
        if len(self.findings) >= self.limits.findings:
            much = "Er is te veel mis met dit bestand; hier houdt het lezen op."
            self._stop("too-many", much, "Herstel eerst wat hierboven staat.", position)
        self.findings.append(Finding(code, message, mend, self.file, position))

    def _stop(self, code: str, message: str, mend: str, position: Position) -> None:
        self.findings.append(Finding(code, message, mend, self.file, position))
        raise _Stop

    def _take(self, event: Any, at: Position) -> None:
        # both parsers have classes of their own, by the same names
        match type(event).__name__:
            case "ScalarEvent":
                self._count(event, at)
                self._add(self._scalar(event, at), Tree(at), at)
            case "MappingStartEvent":
                self._count(event, at)
                self._open({}, at)
            case "SequenceStartEvent":
                self._count(event, at)
                self._open([], at)
            case "MappingEndEvent" | "SequenceEndEvent":
                self._close()
            case "AliasEvent":
                self._count(event, at)
                self._add(None, Tree(at), at)
            case "DocumentStartEvent":
                self._document(event, at)

    def _document(self, event: Any, at: Position) -> None:
        self._documents += 1
        if event.version or event.tags:
            self._report("directive", "Regels die met % beginnen worden niet gelezen.", "Haal ze weg.", START_OF_FILE)
        if self._documents > 1:
            message = "Hier begint een tweede document; een bestand heeft er maar een."
            self._stop("many-documents", message, "Haal de regel met --- weg of maak er twee bestanden van.", at)

    def _count(self, event: Any, at: Position) -> None:
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            message = f"Dit bestand heeft meer dan {self.limits.nodes} onderdelen."
            self._stop("too-many-nodes", message, "Deel de inhoud in kleinere bestanden.", at)
        if type(event).__name__ == "AliasEvent":
            message = f"Hier verwijst *{event.anchor} naar een andere plek."
            self._report("alias", message, "Schrijf de inhoud hier uit.", at)
        elif event.anchor is not None:
            message = f"Een anker (&{event.anchor}) mag niet."
            self._report("anchor", message, "Haal het weg en schrijf de inhoud uit.", at)
        if getattr(event, "tag", None) is not None:
            self._report("tag", f"Een YAML-tag ({event.tag}) mag niet.", "Haal hem weg.", at)

    def _scalar(self, event: Any, at: Position) -> Scalar:
        text: str = event.value
        if event.style:
            return self._readable(text, at)
        try:
            return plain_scalar(text)
        except NumberOutOfRange:
            message = f"Het getal {text[:30]} is niet te bewaren."
            self._report("number", message, "Neem een gewoon getal, of zet het tussen aanhalingstekens als tekst.", at)
            return 0

    def _readable(self, text: str, at: Position) -> str:
        """An escape in a quoted text may spell a character that the file itself may not hold."""
        found = _NOT_TEXT.search(text)
        if found is None:
            return text
        message = f"Deze tekst bevat een onzichtbaar teken (U+{ord(found.group()):04X}) dat niet mag."
        self._report("bad-character", message, "Haal het weg; typ de tekst zo nodig opnieuw.", at)
        return _NOT_TEXT.sub(" ", text)

    def _open(self, value: dict[str, object] | list[object], at: Position) -> None:
        if len(self._stack) >= self.limits.depth:
            message = f"De inhoud zit hier dieper in elkaar dan {self.limits.depth} lagen."
            self._stop("too-deep", message, "Maak de opbouw eenvoudiger.", at)
        frame = _Frame(value, Tree(at))
        # the frame joins its parent at once, so that a half-read file still has positions
        self._add(value, frame.tree, at)
        self._stack.append(frame)

    def _close(self) -> None:
        self._stack.pop()

    def _add(self, value: Any, tree: Tree, at: Position) -> None:
        if not self._stack:
            self._data, self.tree = value, tree
            return
        frame = self._stack[-1]
        if isinstance(frame.value, list):
            frame.tree.children[len(frame.value)] = tree
            frame.value.append(value)
        elif frame.key is None:
            frame.key = self._key(value, frame, at)
        else:
            if frame.key is not _IGNORED:
                frame.value[frame.key] = value
                frame.tree.children[frame.key] = tree
            frame.key = None

    def _key(self, value: Any, frame: _Frame, at: Position) -> Any:
        if not isinstance(value, str):
            shown = f" '{value}'" if isinstance(value, (bool, int, float)) else ""
            message = f"De sleutel{shown} is geen tekst."
            self._report("key-type", message, "Neem een woord als sleutel, of zet hem tussen aanhalingstekens.", at)
            return _IGNORED
        if value in frame.tree.keys:
            line = frame.tree.keys[value].line
            message = f"De sleutel '{value}' staat hier voor de tweede keer; de eerste staat op regel {line}."
            self._report("duplicate-key", message, "Haal een van de twee weg.", at)
            return _IGNORED
        frame.tree.keys[value] = at
        return value


def _where(mark: Any) -> Position:
    return START_OF_FILE if mark is None else Position(mark.line + 1, mark.column + 1)
