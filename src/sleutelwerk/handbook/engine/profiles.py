"""The profiles as chapters: the staircase, what each layer brings, and the four side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.function_profiles.engine.compare import Row, compare, differences
from sleutelwerk.function_profiles.engine.inherit import Profile, profile, steps
from sleutelwerk.function_profiles.engine.model import CRITERIA, Item, Kind, ProfileSet
from sleutelwerk.function_profiles.engine.model import Layer as ProfileLayer
from sleutelwerk.handbook.engine.model import Column, Comparison, Difference, Group, Layer, Point, Staircase, Step
from sleutelwerk.handbook.engine.sources import Sources

Labels = Callable[[str], str]


def staircase(profiles: ProfileSet, label_of: Labels) -> Staircase:
    """Give the overview; `label_of` gives the label of the chapter of a layer."""
    base, *others = (Step(one.id, one.title, one.tagline, label_of(one.id)) for one in _from_low_to_high(profiles))
    return Staircase(base, tuple(others))


def layers(profiles: ProfileSet, known: Bibliography, sources: Sources) -> Iterator[tuple[ProfileLayer, Layer]]:
    """Give the base and every step, each with its own points: every point stands in the handreiking once."""
    for number, layer in enumerate(_from_low_to_high(profiles)):
        one = profile(profiles, layer.id) if number else Profile((layer,), layer.items, ())
        groups = tuple(_groups(one, known, sources))
        gone = tuple(drop.item.text for drop in one.dropped if drop.by is layer)
        yield layer, Layer(layer.id, number, layer.tagline, groups, gone)


def _from_low_to_high(profiles: ProfileSet) -> tuple[ProfileLayer, ...]:
    return (profiles.layers[0], *steps(profiles))


def _groups(one: Profile, known: Bibliography, sources: Sources) -> Iterator[Group]:
    for kind in Kind:
        points = tuple(_point(item, known, sources) for item in one.brought_by(one.layer, kind))
        if points:
            yield Group(kind.value, points)


def _point(item: Item, known: Bibliography, sources: Sources) -> Point:
    return Point(item.text, item.explain, item.detail, sources.cite(item.sources, known))


def comparison(profiles: ProfileSet) -> Comparison:
    """Put the profiles side by side; what is the same for all is left to the chapter on the base."""
    columns = tuple(_column(layer) for layer in steps(profiles))
    rows = differences(compare(profiles, CRITERIA))
    lists = ((kind.value, tuple(_difference(row) for row in found)) for kind, found in rows.items() if found)
    return Comparison(columns, tuple(lists))


def _difference(row: Row) -> Difference:
    return Difference(row.item.text, tuple(cell.value for cell in row.cells))


#: So many points of a kind tell a profile in short.
_IN_SHORT = 2


def _column(layer: ProfileLayer) -> Column:
    def short(kind: Kind) -> tuple[str, ...]:
        found: Sequence[Item] = layer.of(kind)
        return tuple(item.text for item in found[:_IN_SHORT])

    return Column(
        layer.id,
        layer.title,
        layer.tagline,
        short(Kind.TASKS),
        short(Kind.NEVER),
        short(Kind.FITS_WHEN),
        short(Kind.FITS_NOT_WHEN),
    )
