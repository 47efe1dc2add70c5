"""Answers the four questions of the carrier for our own sessions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from threading import Lock
from urllib.parse import parse_qs

from sleutelwerk.deliberation.live.contract import Admission, Domain, Scope, State, address_in
from sleutelwerk.deliberation.queries.live import (
    COOKIE,
    SCREEN_COOKIE,
    listener_for,
    standing_of,
    token_in,
    versions_of,
)

_AT_HAND = 256
_lock = Lock()
_given: OrderedDict[str, Mapping[str, bytes]] = OrderedDict()


def admit(scope: Scope) -> Admission | None:
    """Judge a request by the cookie of its device; `?scherm` asks for that of the big screen."""
    address = address_in(scope["path"])
    if address is None:
        return None
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    token = token_in(scope["headers"], SCREEN_COOKIE if "scherm" in asked else COOKIE)
    found = listener_for(address.deliberation, token)
    return Admission(address.deliberation, (found[0].value,), found[1]) if found else None


def present(deliberation: str, audiences: tuple[str, ...]) -> State | None:
    """Give the whole present state for these audiences."""
    standing = standing_of(deliberation)
    if standing is None:
        return None
    slices = {name: standing.slices[name] for name in audiences}
    with _lock:
        given = _given.get(deliberation, {})
        if any(given.get(name) != one for name, one in slices.items()):
            # things happened while nobody listened: what was given last is no measure any more
            _given.pop(deliberation, None)
    return State(standing.version, slices)


def newer(deliberation: str, since: int) -> State | None:
    """Give the slices that changed after a version; whole ones, as nothing else is safe to miss.

    A slice that says the same as before does not go out: a frame without news would tell that somebody wrote something
    hidden. Which ones were given last is remembered in this process; after a restart everything goes out once.
    """
    standing = standing_of(deliberation)
    with _lock:
        before = _given.pop(deliberation, {})
        if standing is None:
            return None
        slices = {name: one for name, one in standing.slices.items() if since < 0 or before.get(name) != one}
        _given[deliberation] = standing.slices
        while len(_given) > _AT_HAND:
            _given.popitem(last=False)
    return State(standing.version, slices, standing.devices)


def versions(deliberations: Collection[str]) -> Mapping[str, int]:
    """Give the present versions."""
    return versions_of(deliberations)


DOMAIN = Domain(admit, present, newer, versions)
