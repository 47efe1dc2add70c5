"""Photographs: what nobody sees goes, and not one point of the picture changes."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.knowledge.uploads.nasty import SECRET, photo

from sleutelwerk.knowledge.engine.uploads.pictures import bare_jpeg, bare_jpeg2000


def points(data: bytes) -> bytes:
    """What is seen of a picture."""
    with Image.open(BytesIO(data)) as image:
        return image.tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_loses_what_it_tells_and_nothing_else(*, progressive: bool) -> None:
    data = photo(progressive=progressive)
    bare = bare_jpeg(data + b"what stands behind the end " + SECRET.encode())
    assert SECRET.encode() in data
    assert SECRET.encode() not in bare
    assert b"Exif" not in bare
    assert points(bare) == points(data)
    with Image.open(BytesIO(bare)) as image:
        assert not image.getexif()
        assert image.info["icc_profile"] == b"a colour profile"
    assert bare_jpeg(bare) == bare


def test_colours_that_need_adobes_mark_keep_it() -> None:
    made = BytesIO()
    Image.new("CMYK", (8, 8), (10, 20, 30, 40)).save(made, "JPEG")
    assert points(bare_jpeg(made.getvalue())) == points(made.getvalue())
    assert b"Adobe" in bare_jpeg(made.getvalue())


def test_marks_inside_a_scan_are_no_segments() -> None:
    made = BytesIO()
    Image.effect_noise((64, 64), 90).save(made, "JPEG", restart_marker_blocks=1)
    assert points(bare_jpeg(made.getvalue())) == points(made.getvalue())


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0\1x", b"\xff\xd8\xff\xe1\xff\xffx"]
)
def test_a_broken_photograph_stays_as_it_is(data: bytes) -> None:
    assert bare_jpeg(data) == data


def test_a_scan_without_an_end_stays() -> None:
    data = b"\xff\xd8\xff\xda\0\2" + b"scan"
    assert bare_jpeg(data) == data


@settings(deadline=None)
@given(st.integers(), st.integers(1, 400))
def test_no_damage_makes_it_fail(seed: int, size: int) -> None:
    data = bytearray(photo()[:size])
    for _ in range(3):
        data[random.Random(seed).randrange(len(data))] ^= 0xFF
    assert len(bare_jpeg(bytes(data))) <= len(data)
    assert len(bare_jpeg2000(b"\0\0\0\x0cjP  " + bytes(data))) <= len(data) + 8


def test_a_jpeg_2000_loses_its_boxes_of_metadata() -> None:
    made = BytesIO()
    Image.new("RGB", (16, 16), (1, 2, 3)).save(made, "JPEG2000")
    data = made.getvalue()
    hidden = b"".join(
        (len(SECRET) + 8).to_bytes(4, "big") + kind + SECRET.encode() for kind in (b"xml ", b"uuid", b"uinf")
    )
    long = b"\0\0\0\1xml " + (16 + len(SECRET)).to_bytes(8, "big") + SECRET.encode()
    at = data.index(b"jp2c") - 4
    bare = bare_jpeg2000(data[:at] + hidden + long + data[at:])
    assert bare == data
    assert points(bare) == points(data)


def test_a_last_box_may_run_to_the_end() -> None:
    head = b"\0\0\0\x0cjP  \r\n\x87\n"
    assert bare_jpeg2000(head + bytes(4) + b"jp2c" + b"points") == head + bytes(4) + b"jp2cpoints"
    assert bare_jpeg2000(head + bytes(4) + b"xml " + SECRET.encode()) == head


def test_other_data_is_left_alone() -> None:
    assert bare_jpeg(b"no photograph") == b"no photograph"
    assert bare_jpeg2000(b"\xff\x4f\xff\x51") == b"\xff\x4f\xff\x51"
