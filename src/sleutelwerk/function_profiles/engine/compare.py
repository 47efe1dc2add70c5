"""The profiles side by side: for every item in which profiles it holds, and where it comes in or goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sleutelwerk.function_profiles.engine.inherit import profile, steps
from sleutelwerk.function_profiles.engine.model import Item, Kind, Layer, ProfileSet


class Holding(StrEnum):
    """How an item stands in one profile."""

    NOT_YET = "not-yet"
    NEW = "new"
    HOLDS = "holds"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Row:
    """One item and how it stands in each profile, from low to high."""

    item: Item
    layer: Layer
    cells: tuple[Holding, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the profiles differ in this item; what comes from the base and stays is the same for all."""
        return any(cell is not Holding.HOLDS for cell in self.cells)


def compare(profiles: ProfileSet, kinds: tuple[Kind, ...] = tuple(Kind)) -> dict[Kind, tuple[Row, ...]]:
    """Give the rows of the comparison per kind of item, each from low to high."""
    held = [
        ({item.ref for item in one.items}, {drop.item.ref for drop in one.dropped}, one.layer.id)
        for one in (profile(profiles, step.id) for step in steps(profiles))
    ]
    return {
        kind: tuple(
            Row(item, layer, tuple(_holding(item, *one) for one in held))
            for layer in profiles.layers
            for item in layer.of(kind)
        )
        for kind in kinds
    }


def differences(rows: dict[Kind, tuple[Row, ...]]) -> dict[Kind, tuple[Row, ...]]:
    """Leave only the rows in which the profiles differ."""
    return {kind: tuple(row for row in of_kind if row.differs) for kind, of_kind in rows.items()}


def _holding(item: Item, held: set[str], dropped: set[str], step: str) -> Holding:
    if item.ref in dropped:
        return Holding.DROPPED
    if item.ref not in held:
        return Holding.NOT_YET
    return Holding.NEW if item.layer == step else Holding.HOLDS
