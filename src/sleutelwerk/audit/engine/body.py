"""What one entry says, as the text that is stored and hashed: a closed shape without room for personal content.

Names, codes, counts, yes or no, opaque ids and hashes fit; a sentence, a name, an address or an IP address does not.
What must not be legible is given as `values`: of those only keyed hashes are written.
"""

from __future__ import annotations

import hmac
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from sleutelwerk.core.canonical import canonical_json
from sleutelwerk.core.events import Event

#: What an entry is about, for whoever may not know: `type:hmac`; `queries.pseudonym` makes it.
Pseudonym = NewType("Pseudonym", str)

SALT_BYTES = 16
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_LONGEST_NAME = 48
_PSEUDONYM = re.compile(r"[a-z][a-z_]{0,23}:[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotForTheTrail(ValueError):
    """Something was offered that an entry has no room for; the message says what, and never repeats the value."""


class Via(StrEnum):
    """Along which road something was done."""

    PAGE = "page"
    API = "api"
    COMMAND = "command"
    TASK = "task"


_via: ContextVar[Via] = ContextVar("sleutelwerk.audit.via", default=Via.PAGE)


@contextmanager
def came_by(via: Via) -> Iterator[None]:
    """Say once, at the door, along which road everything inside this block is done."""
    token = _via.set(via)
    try:
        yield
    finally:
        _via.reset(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What more an entry tells. Every part is closed: whoever wants to write a sentence here finds no place for it.

    `fields` are names of what changed; `reason` and `codes` are members of an enumeration in the code; `values` are
    hashed under the installation's own key with the entry's salt, so that nobody can guess them back.
    """

    fields: tuple[str, ...] = ()
    reason: StrEnum | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    codes: Mapping[str, StrEnum] = field(default_factory=dict)
    ids: Mapping[str, UUID | Pseudonym] = field(default_factory=dict)
    #: SHA-256 of what is no secret (a file, a published version), 64 hex digits.
    hashes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str | bytes] = field(default_factory=dict)


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What is to be recorded. `actor` is a user's opaque id, or None for the installation itself or a stranger."""

    kind: Event
    at: datetime
    actor: UUID | None = None
    subject: Pseudonym | None = None
    details: Details = NO_DETAILS


def write_body(happening: Happening, *, key: bytes, salt: bytes | None = None) -> bytes:
    """Give the exact bytes to store and hash. Raises NotForTheTrail.

    The salt keeps a purged entry from being guessed from its hash; it goes with the body.
    """
    salt = salt or os.urandom(SALT_BYTES)
    body: dict[str, Any] = {
        "actor": None if happening.actor is None else str(_checked_uuid("actor", happening.actor)),
        "at": moment(happening.at),
        "kind": happening.kind.name,
        "salt": b64encode(salt).decode(),
        "subject": None if happening.subject is None else _checked_pseudonym("subject", happening.subject),
        "via": _via.get().value,
    }
    if happening.details is not NO_DETAILS:
        body |= _details(happening.details, key, salt)
    return canonical_json(body)


def moment(at: datetime) -> str:
    """Write a moment as UTC with milliseconds, so that texts sort as moments do. Raises NotForTheTrail."""
    if at.tzinfo is None:
        raise NotForTheTrail("a moment without a time zone can mean several moments")
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def keyed_hash(key: bytes, *parts: bytes) -> str:
    """Give the HMAC-SHA256 of these parts, each with its length so that they cannot run into one another."""
    return hmac.digest(key, b"".join(len(part).to_bytes(8) + part for part in parts), "sha256").hex()


def _details(details: Details, key: bytes, salt: bytes) -> dict[str, Any]:
    written: dict[str, Any] = {
        "fields": sorted(_checked_name("fields", name) for name in details.fields),
        "reason": None if details.reason is None else _checked_code("reason", details.reason),
        "counts": _each("counts", details.counts, _checked_count),
        "flags": _each("flags", details.flags, _checked_flag),
        "codes": _each("codes", details.codes, _checked_code),
        "ids": _each("ids", details.ids, _checked_id),
        "hashes": _each("hashes", details.hashes, _checked_hash),
        "values": _each("values", details.values, lambda part, value: _sealed(key, salt, part, value)),
    }
    return {name: value for name, value in written.items() if value}


def _each(part: str, values: Mapping[str, Any], check: Callable[[str, Any], Any]) -> dict[str, Any]:
    return {_checked_name(part, name): check(f"{part}.{name}", value) for name, value in values.items()}


def _checked_name(part: str, name: Any) -> str:
    if not isinstance(name, str) or len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise NotForTheTrail(f"{part} takes names out of the code, such as valid_until, and nothing else")
    return name


def _checked_uuid(part: str, value: Any) -> UUID:
    if not isinstance(value, UUID):
        raise NotForTheTrail(f"{part} takes a UUID")
    return value


def _checked_pseudonym(part: str, value: Any) -> str:
    if not isinstance(value, str) or not _PSEUDONYM.fullmatch(value):
        raise NotForTheTrail(f"{part} takes what queries.pseudonym gives")
    return value


def _checked_id(part: str, value: Any) -> str:
    return str(value) if isinstance(value, UUID) else _checked_pseudonym(part, value)


def _checked_count(part: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotForTheTrail(f"{part} takes a number from 0")
    return value


def _checked_flag(part: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotForTheTrail(f"{part} takes True or False")
    return value


def _checked_code(part: str, value: Any) -> str:
    if not isinstance(value, StrEnum):
        raise NotForTheTrail(f"{part} takes a member of a StrEnum: a code out of a closed list, never a text")
    return value.value


def _checked_hash(part: str, value: Any) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise NotForTheTrail(f"{part} takes a SHA-256 as 64 hex digits; give a value that may not be read as values")
    return value


def _sealed(key: bytes, salt: bytes, part: str, value: Any) -> str:
    if not isinstance(value, str | bytes):
        raise NotForTheTrail(f"{part} takes a text or bytes")
    name = part.removeprefix("values.")
    return keyed_hash(key, b"value", salt, name.encode(), value.encode() if isinstance(value, str) else value)
