"""The receipt of a run: enough to replay it years later, and nothing about a person.

It carries no date: the same run of the same map gives the same bytes, so a receipt can be compared, and it does not
tell when somebody was busy with an assignment. Whoever files it knows when.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sleutelwerk import __version__
from sleutelwerk.core.canonical import canonical_json
from sleutelwerk.route_map.engine.model import RouteMap
from sleutelwerk.route_map.engine.walk import Walk

SCHEMA = "sleutelwerk/route-map-receipt/1"

#: A receipt of the longest route that anybody will walk is far smaller than this.
MAX_BYTES = 256 * 1024
MAX_TEXT = 200
HASH_LENGTH = 64

NOTE = (
    "Dit bewijs bevat alleen antwoorden over de opdracht. Antwoorden over een persoon staan er niet in, "
    "ook niet onherkenbaar gemaakt. Die vragen komen bij het openen opnieuw."
)

_TEXTS = ("slug", "content_hash", "engine_version", "note", "schema")
_KEYS = frozenset({*_TEXTS, "version", "answers", "outcome", "firsts"})


class UnreadableReceipt(ValueError):
    """The file is not a receipt; the message says why, in Dutch, and can be shown as it is."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One run of the assignment part: `answers` in the order of asking, `outcome` None when it had not ended.

    `firsts` are pairs of the question and what has to be done before coming back to it.
    """

    slug: str
    version: int
    content_hash: str
    engine_version: str
    answers: tuple[tuple[str, str], ...]
    outcome: str | None
    firsts: tuple[tuple[str, str], ...]


def receipt_of(route_map: RouteMap, walk: Walk) -> Receipt:
    """Make the receipt of a walk. What concerns a person is left out here, so no caller can forget it."""
    about_assignment = [taken for taken in walk.steps if not taken.question.about_person]
    return Receipt(
        slug=route_map.slug,
        version=route_map.version,
        content_hash=route_map.content_hash,
        engine_version=__version__,
        answers=tuple((taken.question.id, taken.option.id) for taken in about_assignment),
        outcome=walk.outcomes[0].id if walk.outcomes else None,
        firsts=tuple((c.question.id, c.outcome.id) for c in walk.firsts if not c.question.about_person),
    )


def to_json(receipt: Receipt) -> bytes:
    """Write a receipt as canonical JSON: the same run gives the same bytes."""
    return canonical_json(
        {
            "schema": SCHEMA,
            "note": NOTE,
            "slug": receipt.slug,
            "version": receipt.version,
            "content_hash": receipt.content_hash,
            "engine_version": receipt.engine_version,
            "answers": [list(pair) for pair in receipt.answers],
            "outcome": receipt.outcome,
            "firsts": [list(pair) for pair in receipt.firsts],
        }
    )


def from_json(data: bytes) -> Receipt:
    """Read a receipt strictly. Raises UnreadableReceipt for anything else, however hostile."""
    if len(data) > MAX_BYTES:
        raise UnreadableReceipt(f"Dit bestand is te groot voor een routebewijs (meer dan {MAX_BYTES // 1024} kB).")
    content = _parsed(data)
    if not isinstance(content, dict):
        raise UnreadableReceipt("Dit is geen routebewijs: er staat geen lijst met namen en waarden in.")
    _check_keys(content)
    texts = {key: _text(content[key], key) for key in _TEXTS}
    if texts["schema"] != SCHEMA:
        raise UnreadableReceipt(f"Dit is geen routebewijs in de vorm {SCHEMA}.")
    if len(texts["content_hash"]) != HASH_LENGTH or not set(texts["content_hash"]) <= set("0123456789abcdef"):
        raise UnreadableReceipt("‘content_hash’ moet uit 64 cijfers en letters a tot en met f bestaan.")
    version, outcome = content["version"], content["outcome"]
    if type(version) is not int or version < 1:
        raise UnreadableReceipt("‘version’ moet een heel getal van 1 of hoger zijn.")
    return Receipt(
        slug=texts["slug"],
        version=version,
        content_hash=texts["content_hash"],
        engine_version=texts["engine_version"],
        answers=_pairs(content["answers"], "answers"),
        outcome=None if outcome is None else _text(outcome, "outcome"),
        firsts=_pairs(content["firsts"], "firsts"),
    )


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_duplicates, parse_constant=_no_number)
    except UnreadableReceipt:
        raise
    except (ValueError, RecursionError):
        raise UnreadableReceipt("Dit is geen routebewijs, of het bestand is beschadigd.") from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableReceipt("Een naam staat er twee keer in. Zo is niet duidelijk wat geldt.")
    return found


def _no_number(constant: str) -> object:
    raise UnreadableReceipt(f"‘{constant}’ is geen getal dat in een routebewijs mag staan.")


def _check_keys(content: dict[str, Any]) -> None:
    unknown, missing = content.keys() - _KEYS, _KEYS - content.keys()
    if unknown:
        names = ", ".join(sorted(ascii(name[:MAX_TEXT])[1:-1] for name in unknown)[:5])
        raise UnreadableReceipt(f"Onbekend onderdeel in het routebewijs: {names}.")
    if missing:
        raise UnreadableReceipt(f"In het routebewijs ontbreekt: {', '.join(sorted(missing))}.")


def _text(value: object, key: str) -> str:
    """Accept a short text of visible characters; anything else could harm the place where it is shown."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT or not value.isprintable():
        raise UnreadableReceipt(f"‘{key}’ moet een korte tekst zijn (1 tot {MAX_TEXT} tekens).")
    return value


def _pairs(value: object, key: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):  # noqa: PLR2004
        raise UnreadableReceipt(f"‘{key}’ moet een lijst van paren zijn: vraag en antwoord.")
    pairs = tuple((_text(question, key), _text(other, key)) for question, other in value)
    if len({question for question, _ in pairs}) < len(pairs):
        raise UnreadableReceipt(f"In ‘{key}’ staat een vraag twee keer.")
    return pairs
