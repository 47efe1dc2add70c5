"""Reads a drawn QR code back, as a phone's camera would if the picture were perfect: no error is corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qrcode.base import rs_blocks
from qrcode.util import mask_func, pattern_position

Picture = list[list[bool]]
#: The bits of the format are written with this mask, so that they are never all white.
_FORMAT_MASK = 0b101010000010010
_BYTES = 0b0100
_BIG = 7


def picture_in(svg: str, *, border: int, box: float) -> Picture:
    """Give the dark places of a drawing whose boxes are each a path `M x,y H … V … H … z`."""
    corners = {(float(x), float(y)) for x, y in re.findall(r"M([\d.]+),([\d.]+)H", svg)}
    places = {(round(y / box) - border, round(x / box) - border) for x, y in corners}
    size = 1 + max(max(place) for place in places)
    return [[(row, column) in places for column in range(size)] for row in range(size)]


def text_of(picture: Picture) -> str:
    """Give the text of a code of one segment in bytes."""
    size = len(picture)
    version = (size - 17) // 4
    assert version < _BIG, "larger codes also tell their version, which this does not read past"
    said = int("".join(str(int(picture[8][column])) for column in (0, 1, 2, 3, 4, 5, 7, 8)), 2) << 7
    said |= int("".join(str(int(picture[row][8])) for row in (7, 5, 4, 3, 2, 1, 0)), 2)
    level, mask = (said ^ _FORMAT_MASK) >> 13, (said ^ _FORMAT_MASK) >> 10 & 0b111
    dark = mask_func(mask)
    bits = "".join(str(int(picture[row][column] ^ dark(row, column))) for row, column in _data(size, version))
    words = [int(bits[start : start + 8], 2) for start in range(0, len(bits) - 7, 8)]
    whole = "".join(f"{word:08b}" for word in _in_order(words, [one.data_count for one in rs_blocks(version, level)]))
    assert int(whole[:4], 2) == _BYTES
    body = whole[12 : 12 + 8 * int(whole[4:12], 2)]
    return bytes(int(body[start : start + 8], 2) for start in range(0, len(body), 8)).decode()


def _in_order(words: list[int], counts: list[int]) -> list[int]:
    """Put the words of the blocks one after another, which are drawn in turns."""
    turns = [(block, place) for place in range(max(counts)) for block, count in enumerate(counts) if place < count]
    blocks: list[list[int]] = [[] for _ in counts]
    for (block, _place), word in zip(turns, words, strict=False):
        blocks[block].append(word)
    return [word for block in blocks for word in block]


def _data(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Give the places of the data: two columns at a time from the right, up and down, around what is fixed."""
    up = True
    for right in range(size - 1, 0, -2):
        left_of_timing = right if right > 6 else right - 1
        for step in range(size):
            row = size - 1 - step if up else step
            for column in (left_of_timing, left_of_timing - 1):
                if not _fixed(row, column, size, version):
                    yield row, column
        up = not up


def _fixed(row: int, column: int, size: int, version: int) -> bool:
    corner = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
    timing = 6 in {row, column}
    return corner or timing or _aligned(row, column, size, version)


def _aligned(row: int, column: int, size: int, version: int) -> bool:
    middles = pattern_position(version)
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    return any(
        abs(row - down) <= 2 and abs(column - across) <= 2
        for down in middles
        for across in middles
        if (down, across) not in corners
    )
