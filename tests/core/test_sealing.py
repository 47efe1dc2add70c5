"""Sealed texts open with their own key in their own place, and in no other case; a refusal does not tell why."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.core.sealing import KEY_LENGTH, CannotOpenError, new_key, seal, unseal, unwrap_key, wrap_key

KEY, MASTER = bytes(range(32)), bytes(range(32, 64))
PLACE = "deliberation/1/plan"
SEALED = seal(KEY, b"mogen wij dit?", PLACE)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_is_sealed_opens_in_its_place(plain: bytes, place: str) -> None:
    sealed = seal(KEY, plain, place)
    assert unseal(KEY, sealed, place) == plain
    assert len(sealed) == len(plain) + 28


def test_sealed_text_is_another_one_each_time_and_holds_no_word() -> None:
    again = seal(KEY, b"mogen wij dit?", PLACE)
    assert again != SEALED
    assert b"mogen" not in SEALED + again


def test_another_key_opens_nothing() -> None:
    with pytest.raises(CannotOpenError):
        unseal(MASTER, SEALED, PLACE)


@pytest.mark.parametrize("place", ["deliberation/2/plan", "deliberation/1/plan ", "Deliberation/1/plan", ""])
def test_moved_to_another_place_it_does_not_open(place: str) -> None:
    with pytest.raises(CannotOpenError):
        unseal(KEY, SEALED, place)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_one_changed_sign_anywhere_is_noticed(at: int, change: int) -> None:
    damaged = bytearray(SEALED)
    damaged[at] ^= change
    with pytest.raises(CannotOpenError):
        unseal(KEY, bytes(damaged), PLACE)


@pytest.mark.parametrize("length", [0, 1, 12, 27, 28, len(SEALED) - 1])
def test_what_was_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(CannotOpenError):
        unseal(KEY, SEALED[:length], PLACE)


def test_what_was_added_is_noticed() -> None:
    with pytest.raises(CannotOpenError):
        unseal(KEY, SEALED + b"\x00", PLACE)


def test_a_key_comes_out_of_its_wrapping_as_it_went_in() -> None:
    key = new_key()
    wrapped = wrap_key(key, MASTER)
    assert len(key) == KEY_LENGTH == 32
    assert len(wrapped) == 40
    assert key not in wrapped
    assert unwrap_key(wrapped, MASTER) == key


def test_keys_are_never_the_same() -> None:
    assert len({new_key() for _ in range(100)}) == 100


@pytest.mark.parametrize("wrapped", [b"", b"short", bytes(40), bytes(41), wrap_key(KEY, KEY)])
def test_a_key_under_another_master_or_damaged_does_not_come_out(wrapped: bytes) -> None:
    with pytest.raises(CannotOpenError):
        unwrap_key(wrapped, MASTER)


def test_a_refusal_tells_nothing_of_what_it_was_about() -> None:
    """Wrong key, wrong place and damage read the same, and hold no byte of key or text."""
    said = set()
    for key, sealed, place in ((MASTER, SEALED, PLACE), (KEY, SEALED, "x"), (KEY, b"", PLACE), (KEY, bytes(60), PLACE)):
        with pytest.raises(CannotOpenError) as problem:
            unseal(key, sealed, place)
        said.add(str(problem.value))
        assert isinstance(problem.value.__cause__, InvalidTag | None)
    with pytest.raises(CannotOpenError) as problem:
        unwrap_key(bytes(40), MASTER)
    assert isinstance(problem.value.__cause__, InvalidUnwrap)
    assert {str(problem.value)} == said
