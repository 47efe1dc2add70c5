"""One master key in all its generations: wraps under the newest, and unwraps under the one that a wrapped key names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Protocol

from sleutelwerk.core.sealing import CannotOpenError

#: A key wrapped by AES key wrap is this long (RFC 3394: 8 more than the key). Without an id it is of generation 0.
BARE = 40
_ID = 4


class MasterKeyError(Exception):
    """A master key cannot be reached, made or used; the message tells an operator so in Dutch, and holds no secret."""


class Kind(IntEnum):
    """Who keeps a generation. The numbers stand in databases and never change."""

    FILE = 1
    ENVIRONMENT = 2
    PKCS11 = 3
    TRANSIT = 4


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """One generation of a master key: who keeps it, and its number there."""

    kind: Kind
    number: int

    @property
    def id(self) -> bytes:
        """The four bytes that stand in front of what is wrapped under it."""
        return bytes([self.kind]) + self.number.to_bytes(_ID - 1)

    def __str__(self) -> str:
        """Write it as `file/0`."""
        return f"{self.kind.name.lower()}/{self.number}"


#: What was wrapped before wrapped keys had an id.
FIRST = Version(Kind.FILE, 0)


class Provider(Protocol):
    """Keeps generations of master keys by name and number. All of it may raise MasterKeyError."""

    def newest(self, name: str) -> int | None:
        """Give the highest number that is there, or None."""

    def numbers(self, name: str) -> list[int]:
        """Give every number that is there, lowest first."""

    def make(self, name: str, number: int) -> None:
        """Make a generation, unless it is there."""

    def wrap(self, name: str, number: int, keys: Sequence[bytes]) -> list[bytes]:
        """Wrap data keys."""

    def unwrap(self, name: str, number: int, wrapped: Sequence[bytes]) -> list[bytes]:
        """Give data keys back. Raises CannotOpenError when one of them does not open."""

    def where(self, name: str, number: int) -> str:
        """Tell an operator where a generation lies, in Dutch."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """A master key and the tables whose column `wrapped` holds keys under it, each as `app.Model`."""

    name: str
    tables: tuple[str, ...]


class MasterKey:
    """A named master key. Keys go through it in lists: where another machine keeps it, each call is a journey."""

    def __init__(self, name: str, providers: Mapping[Kind, Provider], writes: Kind) -> None:
        self.name = name
        self._providers = providers
        self._writes = writes

    def current(self) -> Version | None:
        """Give the generation under which new keys are wrapped; None when there is none yet. Raises MasterKeyError.

        It is looked up each time: a generation that another process made is used from that moment.
        """
        newest = self._providers[self._writes].newest(self.name)
        return None if newest is None else Version(self._writes, newest)

    def versions(self) -> list[Version]:
        """Give every generation that is there, wherever it is kept. Raises MasterKeyError."""
        return [
            Version(kind, number)
            for kind, provider in sorted(self._providers.items())
            for number in provider.numbers(self.name)
        ]

    def renew(self) -> Version:
        """Make a next generation and give it; new keys lie under it from now on. Raises MasterKeyError."""
        newest = self._providers[self._writes].newest(self.name)
        version = Version(self._writes, 1 if newest is None else newest + 1)
        self._providers[self._writes].make(self.name, version.number)
        return version

    def wrap(self, keys: Sequence[bytes]) -> list[bytes]:
        """Give data keys as they may lie in a database, each with the id of its generation. Raises MasterKeyError."""
        version = self.current() or self._begin()
        front = version.id
        return [front + one for one in self._providers[self._writes].wrap(self.name, version.number, keys)]

    def unwrap(self, wrapped: Sequence[bytes]) -> list[bytes]:
        """Give data keys back, in the same order. Raises CannotOpenError and MasterKeyError."""
        if not wrapped:
            return []
        if _alike(wrapped):  # which spares looking at each, and they nearly always are
            return self._unwrap(version_of(wrapped[0]), wrapped)
        groups: dict[Version, list[int]] = {}
        for index, one in enumerate(wrapped):
            groups.setdefault(version_of(one), []).append(index)
        found: dict[int, bytes] = {}
        for version, indexes in groups.items():
            found |= zip(indexes, self._unwrap(version, [wrapped[index] for index in indexes]), strict=True)
        return [found[index] for index in range(len(wrapped))]

    def where(self, version: Version) -> str:
        """Tell an operator where a generation lies, in Dutch."""
        provider = self._providers.get(version.kind)
        return provider.where(self.name, version.number) if provider else f"{version} (niet ingesteld)"

    def _unwrap(self, version: Version, wrapped: Sequence[bytes]) -> list[bytes]:
        provider = self._providers.get(version.kind)
        if provider is None:
            raise MasterKeyError(
                f"Een sleutel ligt onder {self.name} {version}, en die bewaarplaats is niet ingesteld."
            )
        return provider.unwrap(self.name, version.number, [one if len(one) == BARE else one[_ID:] for one in wrapped])

    def _begin(self) -> Version:
        """Make the first generation where that needs nobody: a file does, and keeps the number that it always had."""
        if self._writes != Kind.FILE:
            raise MasterKeyError(
                f"Er is nog geen hoofdsleutel {self.name}. Maak hem met: sleutelwerk keys rotate {self.name}"
            )
        self._providers[Kind.FILE].make(self.name, FIRST.number)
        return FIRST


def version_of(wrapped: bytes) -> Version:
    """Tell under which generation a wrapped key lies. Raises CannotOpenError when it says nothing that we know."""
    return FIRST if len(wrapped) == BARE else _version(wrapped[:_ID])


@lru_cache(maxsize=64)
def _version(front: bytes) -> Version:
    try:
        return Version(Kind(front[0]), int.from_bytes(front[1:]))
    except (ValueError, IndexError) as problem:
        raise CannotOpenError from problem


def _alike(wrapped: Sequence[bytes]) -> bool:
    """Tell whether all of these say the same in front; a bare key says nothing."""
    front, bare = wrapped[0][:_ID], len(wrapped[0]) == BARE
    return all((len(one) == BARE) is bare and (bare or one.startswith(front)) for one in wrapped)
