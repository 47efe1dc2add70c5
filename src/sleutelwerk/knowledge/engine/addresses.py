"""Mail addresses as people type them: made alike, compared without tricks, and refused when a letter pretends."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

LONGEST = 254
_SHAPE = re.compile(
    r"[a-z0-9!#$%&'*/=?^_`{|}~.+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


class Trouble(StrEnum):
    """What is wrong with an address."""

    CONTROL = "control"
    LOOKALIKE = "lookalike"
    SHAPE = "shape"

    @property
    def message(self) -> str:
        """Say so to whoever typed it."""
        return _MESSAGES[self]


_MESSAGES = {
    Trouble.CONTROL: "In het adres staat een teken dat er niet in hoort. Typ het adres zelf in.",
    Trouble.LOOKALIKE: (
        "In het adres staat een letter die op een gewone letter lijkt, maar het niet is. Typ het adres zelf in. "
        "Hoort die letter er echt bij? Mail ons dan uw aanvraag."
    ),
    Trouble.SHAPE: "Vul één volledig mailadres in, zoals naam@gemeente.nl.",
}


class BadAddress(ValueError):
    """An address cannot be used; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


def normalised(typed: str) -> str:
    """Give the address to write to: one form for letters that mean the same, in small letters. Raises BadAddress.

    A '+part' stays, as the mail has to arrive there. Letters outside ASCII are refused: Dutch bodies have no such
    addresses, and one Cyrillic letter makes a stranger's domain look like that of a ministry.
    """
    text = typed.strip()
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in text):
        raise BadAddress(Trouble.CONTROL)
    text = unicodedata.normalize("NFKC", text).casefold()
    labels = text.rpartition("@")[2].split(".")
    if not text.isascii() or any(label.startswith("xn--") for label in labels):
        raise BadAddress(Trouble.LOOKALIKE)
    local = text.partition("@")[0]
    if (
        len(text) > LONGEST
        or not _SHAPE.fullmatch(text)
        or ".." in text
        or local.startswith(".")
        or local.endswith(".")
    ):
        raise BadAddress(Trouble.SHAPE)
    return text


def compared(address: str) -> str:
    """Give what two addresses of one mailbox have in common: what stands behind a '+' plays no part."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def domain_of(address: str) -> str:
    """Give what stands behind the @."""
    return address.rpartition("@")[2]


class Standing(StrEnum):
    """What the domain of an address says. It helps whoever judges and never decides (N33)."""

    PUBLIC = "public"
    LOOKS_PUBLIC = "looks_public"
    UNKNOWN = "unknown"
    FREE = "free"
    DISPOSABLE = "disposable"


@dataclass(frozen=True, slots=True)
class Domains:
    """The lists of domains."""

    public: frozenset[str] = frozenset()
    public_patterns: tuple[str, ...] = ()
    free: frozenset[str] = frozenset()
    disposable: frozenset[str] = frozenset()

    def standing(self, address: str) -> Standing:
        """Give what the domain of an address says; a subdomain counts as what it belongs to."""
        parts = domain_of(address).split(".")
        chain = {".".join(parts[start:]) for start in range(len(parts) - 1)}
        for standing, names in (
            (Standing.DISPOSABLE, self.disposable),
            (Standing.FREE, self.free),
            (Standing.PUBLIC, self.public),
        ):
            if chain & names:
                return standing
        if any(fnmatchcase(name, pattern) for name in chain for pattern in self.public_patterns):
            return Standing.LOOKS_PUBLIC
        return Standing.UNKNOWN
