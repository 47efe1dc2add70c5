"""Cutting a text into what is marked and what is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.privacy.lists import shipped_guard

from sleutelwerk.privacy.engine.model import Kind, Remark
from sleutelwerk.privacy.engine.segments import Segment, advices, segments


def remark(start: int, end: int, kind: Kind = Kind.PERSON, advice: str = "Schrijf de rol.") -> Remark:
    return Remark(start, end, kind, "x" * (end - start), "term", advice)


def test_pieces_with_and_without_remarks_take_turns() -> None:
    pieces = list(segments("De imam en Ahmed.", [remark(3, 7, Kind.RELIGION), remark(11, 16)]))
    assert pieces == [
        Segment("De "), Segment("imam", (1,)), Segment(" en "), Segment("Ahmed", (2,)), Segment("."),
    ]  # fmt: skip


def test_remarks_that_overlap_share_a_piece() -> None:
    found = [remark(0, 6, Kind.RELIGION), remark(0, 14, Kind.GROUP), remark(4, 9, Kind.RELIGION)]
    assert list(segments("moskee An-Noor", found)) == [Segment("moskee An-Noor", (1, 2))]


def test_what_blocks_is_marked_so() -> None:
    assert list(segments("999990664", [remark(0, 9, Kind.BSN)])) == [Segment("999990664", (1,), blocks=True)]


def test_advice_is_given_once_with_all_its_words() -> None:
    found = shipped_guard().examine("De imam, de Imam en de dominee; bel 06-12345678.")
    assert [(one.number, one.kind, one.words) for one in advices(found)] == [
        (1, Kind.RELIGION, ("imam", "dominee")),
        (2, Kind.PERSON, ("06-12345678",)),
    ]


@given(st.text(st.sampled_from("imam Ahmed broer zijn moskee 12 . De"), max_size=80))
def test_the_pieces_make_up_the_text(text: str) -> None:
    assert "".join(piece.text for piece in segments(text, shipped_guard().examine(text))) == text
