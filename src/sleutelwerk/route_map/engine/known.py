"""What a map may refer to outside itself: the profiles with their criteria, and the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownProfiles:
    """A profile set as the route map sees it; `config` and the command line make it of a loaded set.

    `profiles` runs from low to high, without the layer that holds for all. `required` gives, per profile, every
    criterion that it asks for, inherited ones included. `groups` gives the criteria for which a group
    (`waarnemer.competences`) stands.
    """

    slug: str
    version: int
    profiles: tuple[str, ...]
    required: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]

    def criteria(self) -> frozenset[str]:
        """Every criterion that some profile asks for."""
        return frozenset().union(*self.required.values(), *self.groups.values())

    def expand(self, names: tuple[str, ...]) -> frozenset[str]:
        """The criteria for which a list of criteria and groups stands."""
        return frozenset().union(*(self.groups.get(name, frozenset({name})) for name in names))


@dataclass(frozen=True, slots=True)
class KnownSources:
    """A bibliography as the route map sees it."""

    slug: str
    version: int
    sources: frozenset[str]
