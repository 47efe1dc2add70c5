"""Reads what a phone or desk sends: one act, typed and bounded, or a clear word about what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sleutelwerk.deliberation.actions.taking_part import Draft
from sleutelwerk.deliberation.engine.session.decide import Command, Verb

_WRITING = frozenset({"write", "strike", "claim", "unclaim"})
#: A key is 32 random bytes in hexadecimal; longer than this is no key.
_LONGEST_KEY = 128
_LONGEST_NAME = 64
_LONGEST_VALUE = 20_000
_MOST_FIELDS = 12


class BadSend(Exception):
    """What was sent cannot be read; the message is for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Send:
    """One act: a command about the session, or a draft to write, strike or claim."""

    id: UUID
    verb: str
    command: Command | None = None
    draft: Draft | None = None


def send_from(data: Any) -> Send:
    """Read an act from what JSON gave. Raises BadSend."""
    if not isinstance(data, dict):
        raise BadSend("Dit kunnen we niet lezen. Vernieuw de pagina.")
    verb = _text(data, "verb", _LONGEST_NAME)
    name = _uuid(data, "send")
    if verb in _WRITING:
        return Send(name, verb, draft=_draft(data))
    if verb not in list(Verb):
        raise BadSend("Dit kent de site niet. Vernieuw de pagina.")
    command = Command(Verb(verb), _text(data, "about", _LONGEST_NAME), _text(data, "value", _LONGEST_VALUE))
    return Send(name, verb, command=command)


def _draft(data: dict[str, Any]) -> Draft:
    values = data.get("values", {})
    plain = isinstance(values, dict) and len(values) <= _MOST_FIELDS
    if not plain or not all(
        isinstance(one, str) and len(one) <= _LONGEST_VALUE for pair in values.items() for one in pair
    ):
        raise BadSend("Wat u schreef kunnen we niet lezen. Het staat nog op uw scherm; maak het korter.")
    revision = data.get("revision", 0)
    if not isinstance(revision, int) or isinstance(revision, bool) or not 0 <= revision < 2**31:
        raise BadSend("Dit kunnen we niet lezen. Vernieuw de pagina.")
    return Draft(
        _uuid(data, "entry"), _text(data, "step", _LONGEST_NAME), _text(data, "form", _LONGEST_NAME),
        _text(data, "key", _LONGEST_KEY), revision, values,
    )  # fmt: skip


def _text(data: dict[str, Any], name: str, longest: int) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise BadSend("Dit is te lang of kunnen we niet lezen. Het staat nog op uw scherm; maak het korter.")
    return value


def _uuid(data: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(str(data.get(name)))
    except ValueError as problem:
        raise BadSend("Dit kunnen we niet lezen. Vernieuw de pagina.") from problem
