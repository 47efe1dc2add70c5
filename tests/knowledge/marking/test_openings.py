"""What a page leaves open: found quickly or with a parser, and the same either way."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.knowledge.marking.papers import MARK, sheet

from sleutelwerk.knowledge.engine.marking import mark_pdf
from sleutelwerk.knowledge.engine.marking.openings import Openings, read_fully, read_quickly


def fully(content: bytes) -> Openings | None:
    """What a parser sees."""
    pdf = pikepdf.new()
    return read_fully(pdf, [pdf.make_stream(content)])


#: What a page may hold, and what makes no sense.
PIECES = st.sampled_from(
    [
        b"q", b"Q", b"BT", b"ET", b"/P <</MCID 1>> BDC", b"/Artifact BMC", b"EMC", b"0 0 m", b"B", b"[(q) 2 (Q)]TJ",
        b"(q Q \\) ET)Tj", b"(q (BT) Q)Tj", b"<71>Tj", b"/q gs", b"/Q<</BT 1>>BDC", b"/x/q gs", b"B*", b"BX EX",
        b"% q comment\n", b"(\\\\)Tj", b"[q]0 d",
    ]
)  # fmt: skip


NONSENSE = st.sampled_from(b"( ) << >> [ ] < > BI ID EI { } / % R 1 endobj stream null 1 0 R \xff \0 \n".split(b" "))


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES | NONSENSE, max_size=30))
def test_whatever_is_on_a_page_it_ends_as_it_began(pieces: list[bytes]) -> None:
    with pikepdf.open(BytesIO(mark_pdf(sheet(b" ".join(pieces)), MARK))) as pdf:
        assert read_fully(pdf, list(pdf.pages[0].Contents)) == Openings()


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from([b" ", b"\n", b"\r\n", b"\t"]))
def test_both_ways_see_the_same(pieces: list[bytes], between: bytes) -> None:
    content = between.join(pieces)
    quickly = read_quickly(content)
    assert quickly is None or quickly == fully(content)


def test_states_text_and_marks_are_counted() -> None:
    assert read_quickly(b"q q BT /P BMC /P BMC") == Openings(2, 0, in_text=True, marked=2)
    assert read_quickly(b"Q Q q EMC /P BMC BT ET") == Openings(-1, -2, in_text=False, marked=1)
    assert read_quickly(b"") == fully(b"") == Openings()


@pytest.mark.parametrize(
    "content", [b"% q", b"(open", b"close)", b"[ 1", b"<71", b"BI /W 1 ID q EI", b"((((((deep))))))Tj", b"a\\"]
)
def test_what_may_be_something_else_is_left_to_the_parser(content: bytes) -> None:
    assert read_quickly(content) is None


@pytest.mark.parametrize(
    "content", [b"q (never closed", b"q [ 1 2", b"q << /A 1", b"q ) Q", b"BI ID q", b"[ << ] >> q"]
)
def test_a_page_that_would_swallow_what_follows_is_told(content: bytes) -> None:
    assert fully(content) is None


def test_a_page_that_cannot_be_unpacked_cannot_be_read() -> None:
    pdf = pikepdf.new()
    broken = pdf.make_stream(b"this is not packed at all", Filter=pikepdf.Name.FlateDecode)
    assert read_fully(pdf, [broken]) is None


def test_the_parser_sees_through_comments_and_pictures() -> None:
    assert fully(b"q % Q Q\nq BI /W 1 /H 1 /BPC 8 /CS /G ID Q EI Q") == Openings(1, 0)


def test_what_is_opened_is_closed() -> None:
    openings = Openings(2, -1, in_text=True, marked=1)
    assert openings.before() == b"q\nq\n"
    assert openings.after() == b"\nET\nEMC\n" + b"Q\n" * 4
