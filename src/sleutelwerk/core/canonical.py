"""Canonical JSON and its SHA-256: the same content gives the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json

#: Made once: `json.dumps` makes a new one for each call that wants anything but its own habits.
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(data: object) -> bytes:
    """Serialise plain data (dict, list, str, int, bool, None) to sorted, compact UTF-8 JSON."""
    return _WRITER.encode(data).encode()


def content_hash(data: object) -> str:
    """Give the SHA-256 of the canonical JSON, as 64 hex digits."""
    return hashlib.sha256(canonical_json(data)).hexdigest()
