"""Typed reading of settings from the environment, remembering every problem so that all can be told at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "SLEUTELWERK_"
_YES = frozenset({"1", "true", "yes", "on", "ja", "aan"})
_NO = frozenset({"0", "false", "no", "off", "nee", "uit", ""})


class UnfitSettings(Exception):
    """The environment misses values or holds weak ones; the message names every one of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("De instellingen zijn niet in orde:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = problems


@dataclass
class Environment:
    """The variables with our prefix, each read once and with its type."""

    variables: Mapping[str, str] = field(default_factory=lambda: os.environ)
    problems: list[str] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        """Give a text, stripped; `NAME_FILE` may name a file that holds it, as container secrets do."""
        key = PREFIX + name
        file_name = self.variables.get(f"{key}_FILE", "")
        if file_name and key in self.variables:
            self.refuse(name, f"staat er twee keer: kies {key} of {key}_FILE")
        if not file_name:
            return self.variables.get(key, default).strip()
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.refuse(name, f"het bestand dat in {key}_FILE staat, kan niet worden gelezen")
            return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Give yes or no."""
        value = self.text(name, "ja" if default else "nee").lower()
        if value not in _YES | _NO:
            self.refuse(name, "moet 'ja' of 'nee' zijn")
        return value in _YES

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        """Give a whole number of at least `least`."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or int(value) < least:
            self.refuse(name, f"moet een heel getal zijn van {least} of hoger")
            return default
        return int(value)

    def names(self, name: str) -> list[str]:
        """Give a list that is written with commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def folder(self, name: str, default: str) -> Path:
        """Give a folder as an absolute path; it need not exist yet."""
        return Path(self.text(name, default)).expanduser().absolute()

    def refuse(self, name: str, problem: str) -> None:
        """Remember what is wrong with a setting, without ever repeating its value."""
        self.problems.append(f"{PREFIX}{name} {problem}")

    def raise_problems(self) -> None:
        """Raise `UnfitSettings` when anything was refused."""
        if self.problems:
            raise UnfitSettings(self.problems)
