"""Compiling and walking: what cannot be is refused by name, and a walk says when it is provisional."""

from __future__ import annotations

import pytest
from tests.route_map.web.maps import small_map

from sleutelwerk.route_map.engine.compiled import (
    MAX_TERMS,
    ConditionTooLarge,
    Edge,
    Reason,
    compile_map,
    condition_terms,
    decide,
)
from sleutelwerk.route_map.engine.model import AllOf, Answered, AnyOf, FactIsSet
from sleutelwerk.route_map.engine.walk import UnknownAnswer, follow


def test_a_condition_with_too_many_alternatives_is_refused() -> None:
    """Side by side or multiplied out, nobody could proofread it."""
    many = tuple(Answered("doel", frozenset({f"o{number}"})) for number in range(MAX_TERMS + 1))
    with pytest.raises(ConditionTooLarge):
        condition_terms(small_map(), AnyOf(many))
    with pytest.raises(ConditionTooLarge):
        condition_terms(small_map(), AllOf((AnyOf(many[:20]), AnyOf(many[20:40]))))
    assert len(condition_terms(small_map(), AnyOf((FactIsSet("discreet"), FactIsSet("discreet"))))) == 1


def test_an_edge_without_a_branch_that_holds_is_an_error_and_no_guess() -> None:
    """Only a map with errors has one; it must never lead anywhere."""
    edge = Edge(0, -1, ((((1, 0),), 3),), Reason("doel", "ja", "Zo.", (), None, ()))
    assert decide(edge, 1) == 3
    with pytest.raises(LookupError, match="doel"):
        decide(edge, 0)


@pytest.mark.parametrize("answers", [{"weg": "ja"}, {"doel": "weg"}, {"stop-nu": "ja"}])
def test_an_unknown_answer_is_named(answers: dict[str, str]) -> None:
    """A question or option that the map does not have is refused, on the route or not."""
    with pytest.raises(UnknownAnswer) as caught:
        follow(compile_map(small_map()), answers)
    assert {caught.value.question: caught.value.option} == answers


def test_a_walk_that_collected_something_is_provisional() -> None:
    """What is to be done first makes the result 'voorlopig'."""
    compiled = compile_map(small_map())
    answers = {"gevaar": "nee", "doel": "ja", "rol": "open", "kern": "begrip"}
    assert not follow(compiled, answers).provisional
    assert follow(compiled, answers | {"doel": "nee"}).provisional
