"""What the carrier of live sessions asks of whoever knows what it carries, and within which limits."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_ADDRESS = re.compile(r"/live/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(nu)?")


class Admission(NamedTuple):
    """Somebody may listen: to which deliberation, to which of its audiences, and from which device.

    `device` tells devices apart and nothing more: a digest of the token or session, never the token itself.
    """

    deliberation: str
    audiences: tuple[str, ...]
    device: str


class State(NamedTuple):
    """How a deliberation stands at one version: for each audience its whole slice, as JSON.

    Versions only go up. `devices`, when given, are the devices that may listen from now on with their audiences. The
    stream of any other device is ended. A device whose audiences became others goes on with those when all of their
    slices are here, and otherwise has to come back.
    """

    version: int
    slices: Mapping[str, bytes]
    devices: Mapping[str, tuple[str, ...]] | None = None


#: Judges a request once, by its cookies. None when there is no such deliberation, or not for this visitor.
Admit = Callable[[Scope], Admission | None]
#: Gives the whole present state for these audiences; None when the deliberation is over or gone.
Present = Callable[[str, tuple[str, ...]], State | None]
#: Gives the slices that changed after a version (all of them after -1); None when the deliberation is over or gone.
Newer = Callable[[str, int], State | None]
#: Gives the present version of each of these deliberations, leaving out those that are over or gone.
Versions = Callable[[Collection[str]], Mapping[str, int]]


class Domain(NamedTuple):
    """The four questions that the carrier asks. Each is asked in a thread where the database may be used."""

    admit: Admit
    present: Present
    newer: Newer
    versions: Versions


@dataclass(frozen=True, slots=True)
class Limits:
    """How many may listen, and how long things may take (seconds)."""

    #: A deliberation is a conversation, not a broadcast.
    per_deliberation: int = 64
    #: A phone that lost its connection leaves one behind for a while; of more than these the oldest is ended.
    per_device: int = 3
    #: Together with the pages this stays below the 1,024 open files that most systems allow.
    per_process: int = 400
    #: How many requests may wait to be admitted.
    waiting: int = 64
    #: After this long without taking what was sent, a listener is let go.
    patience: float = 5.0
    #: Proxies close what stays silent, often after 30 or 60 seconds. A page that misses two beats asks instead.
    beat: float = 15.0
    #: How often other processes' changes are looked for where they cannot call.
    poll: float = 0.5
    #: How often everything is looked at again, in case a call got lost or an admission ended by itself.
    recheck: float = 60.0


class Address(NamedTuple):
    """What an address under /live/ asks for: a deliberation's stream, or (`once`) its present state a single time."""

    deliberation: str
    once: bool


def address_in(path: str) -> Address | None:
    """Read `/live/<uuid>/` or `/live/<uuid>/nu`; None for every other path."""
    found = _ADDRESS.fullmatch(path)
    return Address(found[1], found[2] is not None) if found else None


def topic_of(deliberation: str, audience: str) -> str:
    """Give the topic on which the slices of one audience go out."""
    return f"{deliberation}/{audience}"
