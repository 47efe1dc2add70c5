"""Drawing a map: a road through the sections, stops leaving on the left, profiles as a staircase at its end.

The layout is ours because it must hold for *any* valid map: every question has a place of its own in a column, every
answer a row of its own, and every line a lane of its own, so that nothing can overlap. `blocks` says what stands in a
card, `lanes` which line takes which lane, `layout` where everything stands,
`sheets` what comes on which sheet, `svg` how it looks.
"""

from sleutelwerk.route_map.engine.draw.sheets import Drawing, draw
from sleutelwerk.route_map.engine.draw.svg import to_svg

__all__ = ["Drawing", "draw", "to_svg"]
