"""What a checker found: where, what is wrong and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is; only errors stand in the way of publishing."""

    ERROR = "fout"
    WARNING = "let op"
    HINT = "tip"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file; line and column count from 1."""

    line: int
    column: int


START_OF_FILE = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a content file, in Dutch, with its mending.

    `code` is stable (tests and documentation refer to it), `message` says what is wrong, `mend` says what to do.
    """

    code: str
    message: str
    mend: str
    file: str
    position: Position = START_OF_FILE
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Give `file:line:column: severity code: message Mending`, as editors understand it."""
        where = f"{self.file}:{self.position.line}:{self.position.column}"
        return f"{where}: {self.severity} [{self.code}] {self.message} {self.mend}"


def has_errors(findings: list[Finding]) -> bool:
    """Tell whether any finding forbids publishing."""
    return any(finding.severity is Severity.ERROR for finding in findings)
