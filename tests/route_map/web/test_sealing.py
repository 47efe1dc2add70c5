"""The cookie: what goes in comes out, nothing else is accepted, and it always fits."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.web.maps import random_map, small_map
from tests.route_map.web.test_answers import SMALL, any_answers, verbinder

from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map
from sleutelwerk.route_map.rules.answers import Answers, route_of, set_aside
from sleutelwerk.route_map.rules.sealing import (
    MAX_AGE_SECONDS,
    Reason,
    Refused,
    TooManyAnswers,
    binding_of,
    key_from,
    seal,
    unseal,
)

KEY = key_from("een geheim")
BINDING = binding_of(SMALL)
NOW = 1_800_000_000
ROOM = 3_700
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def sealed(answers: Answers, *, compiled: CompiledMap = SMALL, key: bytes = KEY, room: int = ROOM) -> str:
    """A cookie made now."""
    return seal(compiled, binding_of(compiled), answers, key=key, now=NOW, room=room)


def opened(value: str, *, compiled: CompiledMap = SMALL, now: int = NOW, keys: tuple[bytes, ...] = (KEY,)) -> Answers:
    """The same cookie read back."""
    return unseal(compiled, binding_of(compiled), value, keys=keys, now=now)


def refusal(value: str, **how: object) -> Reason:
    """The reason for which a cookie is refused."""
    with pytest.raises(Refused) as caught:
        opened(value, **how)  # type: ignore[arg-type]
    return caught.value.reason


@given(any_answers())
def test_what_goes_in_comes_out(answers: Answers) -> None:
    back = opened(sealed(answers))
    assert (back.chosen, back.candidate) == (answers.chosen, answers.candidate)
    assert route_of(SMALL, back) == route_of(SMALL, answers)
    assert set_aside(back, route_of(SMALL, back)) == set_aside(answers, route_of(SMALL, answers))


@given(any_answers(), st.data())
def test_any_changed_bit_is_refused(answers: Answers, data: st.DataObject) -> None:
    value = sealed(answers)
    at = data.draw(st.integers(0, len(value) - 1))
    bit = 1 << data.draw(st.integers(0, 5))
    changed = value[:at] + ALPHABET[ALPHABET.index(value[at]) ^ bit] + value[at + 1 :]
    assert refusal(changed) in {Reason.FORGED, Reason.OTHER_VERSION}


@given(st.text(max_size=200))
def test_any_text_is_refused(text: str) -> None:
    assert refusal(text) in {Reason.FORGED, Reason.OTHER_VERSION}


@pytest.mark.parametrize("extra", ["=", " ", "\n", "A", "%00"])
def test_nothing_may_be_added(extra: str) -> None:
    assert refusal(sealed(verbinder()) + extra) is Reason.FORGED


def test_another_key_is_refused_and_an_older_key_accepted() -> None:
    value = sealed(verbinder())
    other = key_from("een ander geheim")
    assert refusal(value, keys=(other,)) is Reason.FORGED
    assert opened(value, keys=(other, KEY)) == verbinder()


def test_another_version_of_the_map_is_named_as_such() -> None:
    assert refusal(sealed(verbinder()), compiled=compile_map(small_map(version=2))) is Reason.OTHER_VERSION


def test_it_is_refused_after_four_hours() -> None:
    value = sealed(verbinder())
    assert opened(value, now=NOW + MAX_AGE_SECONDS) == verbinder()
    assert refusal(value, now=NOW + MAX_AGE_SECONDS + 1) is Reason.EXPIRED
    assert refusal(value, now=NOW - 3_600) is Reason.EXPIRED


def test_nothing_of_the_answers_can_be_read_and_no_two_cookies_are_alike() -> None:
    one, two = sealed(verbinder()), sealed(verbinder())
    assert one != two


@pytest.mark.parametrize("seed", range(3))
def test_it_fits_for_thousands_of_questions_and_drops_the_oldest_set_aside(seed: int) -> None:
    large = random_map(seed, 5_000)
    order = list(range(5_000))
    random.Random(seed).shuffle(order)
    answers = Answers(dict.fromkeys(order, 0))
    value = sealed(answers, compiled=large)
    assert len(value) <= ROOM
    back = opened(value, compiled=large)
    assert route_of(large, back) == route_of(large, answers)
    kept, all_set_aside = set_aside(back, route_of(large, back)), set_aside(answers, route_of(large, answers))
    assert 0 < len(kept) < len(all_set_aside)
    assert kept == all_set_aside[-len(kept) :]


def test_a_route_of_five_thousand_answers_fits() -> None:
    line = random_map(1, 5_000, reach=1)
    answers = Answers({node: len(line.edges[node]) - 1 for node in range(5_000)})
    assert len(route_of(line, answers).steps) == 5_000
    value = sealed(answers, compiled=line)
    assert len(value) <= ROOM
    assert opened(value, compiled=line) == answers


def test_a_route_that_does_not_fit_is_said_so() -> None:
    line = random_map(1, 200, reach=1)
    with pytest.raises(TooManyAnswers):
        sealed(Answers(dict.fromkeys(range(200), 0)), compiled=line, room=60)


@settings(max_examples=25)
@given(any_answers(), st.integers(60, 90))
def test_whatever_the_room_it_is_never_exceeded(answers: Answers, room: int) -> None:
    try:
        value = sealed(answers, room=room)
    except TooManyAnswers:
        return
    assert len(value) <= room
