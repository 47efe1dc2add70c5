"""What holds in a profile: everything of its own layer and of the layers below, minus what was dropped on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sleutelwerk.function_profiles.engine.model import BASIS, CRITERIA, Item, Kind, Layer, ProfileSet


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item that a lower layer brought and that no longer holds from `by` upward."""

    item: Item
    brought_by: Layer
    by: Layer


@dataclass(frozen=True, slots=True)
class Profile:
    """One step of the staircase with all that it stands on; `layers` run from `basis` up to the step itself."""

    layers: tuple[Layer, ...]
    items: tuple[Item, ...]
    dropped: tuple[Dropped, ...]

    @property
    def layer(self) -> Layer:
        """The step itself: what it adds."""
        return self.layers[-1]

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """All items of one kind that hold, from low to high."""
        return tuple(item for item in self.items if item.kind is kind)

    def brought_by(self, layer: Layer, kind: Kind) -> tuple[Item, ...]:
        """The items of one kind that a layer brought and that still hold here."""
        return tuple(item for item in self.of(kind) if item.layer == layer.id)

    def inherited(self, kind: Kind) -> tuple[tuple[Layer, tuple[Item, ...]], ...]:
        """Per lower layer what it brought of one kind and still holds, nearest layer first; empty ones left out."""
        groups = ((layer, self.brought_by(layer, kind)) for layer in reversed(self.layers[:-1]))
        return tuple((layer, items) for layer, items in groups if items)


def steps(profiles: ProfileSet) -> tuple[Layer, ...]:
    """The profiles from low to high: every layer but the base."""
    return tuple(layer for layer in profiles.layers if layer.id != BASIS)


def profile(profiles: ProfileSet, name: str) -> Profile:
    """Give all that holds in one profile; KeyError when the set has no such profile."""
    if name == BASIS or name not in profiles.by_id:
        raise KeyError(name)
    layers = profiles.layers[: profiles.layers.index(profiles.by_id[name]) + 1]
    dropped = tuple(
        Dropped(item, brought_by, layer)
        for layer in layers
        for brought_by in layers
        for item in brought_by.items
        if item.ref in layer.drops
    )
    gone = {drop.item.ref for drop in dropped}
    items = tuple(item for layer in layers for item in layer.items if item.ref not in gone)
    return Profile(layers, items, dropped)


def criteria(profiles: ProfileSet) -> Mapping[str, Mapping[str, list[str]]]:
    """Give per layer and per kind the refs of its own criteria, as plain data for whoever checks a route map.

    For example `{'basis': {'preconditions': ['basis.volwassen', …], 'competences': […], 'arrangements': […]}, …}`.
    Criteria stack: a profile asks those of its own layer and of every layer below it.
    """
    return {
        layer.id: {kind.value: [item.ref for item in layer.of(kind)] for kind in CRITERIA} for layer in profiles.layers
    }
