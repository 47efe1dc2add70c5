"""Decides whether a page that replaces whole texts may do so: only what its writer saw is his to replace."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def version_of(kept: Mapping[str, object]) -> str:
    """Give a short mark of what is kept: it changes when any of it does, and nothing can be read from it.

    Of nothing it is empty: whoever brings no mark saw nothing.
    """
    said = {name: _plain(value) for name, value in kept.items() if value}
    if not said:
        return ""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    return sorted(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def is_overtaken(seen: str, newest: str, *, differs: bool) -> bool:
    """Tell whether a colleague came first: what is kept is not what was shown, nor what is to be kept."""
    return seen != newest and differs
