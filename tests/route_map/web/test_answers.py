"""What an action makes of the answers: keeping, changing, and forgetting what was said about a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.route_map.web.maps import small_map

from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.walk import follow
from sleutelwerk.route_map.rules.answers import (
    Answers,
    NoCandidateHere,
    OtherQuestion,
    OutOfOrder,
    UnknownOption,
    answered,
    candidate_begun,
    candidate_finished,
    next_candidate,
    route_of,
    set_aside,
)

SMALL = compile_map(small_map())
GEVAAR, DOEL, ROL, KERN, BEGELEIDING, GESPREK, KRING = range(7)


def walk(*options: int, answers: Answers | None = None) -> Answers:
    """Answer the questions as they come, from where the answers stand."""
    answers = answers or Answers()
    for chosen in options:
        route = route_of(SMALL, answers)
        answers = answered(SMALL, answers, route, position=route.length, question=route.node, option=chosen)
    return answers


def give(answers: Answers, position: int, question: int, option: int) -> Answers:
    """Answer one question at a position of the route that the answers make."""
    route = route_of(SMALL, answers)
    return answered(SMALL, answers, route, position=position, question=question, option=option)


def verbinder() -> Answers:
    """The answers that end in a verbinder."""
    return walk(0, 0, 0, 1, 0)


@st.composite
def any_answers(draw: st.DrawFn) -> Answers:
    """Any set of answers that the map knows, on the route or not, with or without a candidate."""
    nodes = draw(st.lists(st.sampled_from(range(7)), unique=True))
    chosen = {node: draw(st.integers(0, len(SMALL.edges[node]) - 1)) for node in nodes}
    return Answers(chosen, draw(st.sampled_from([None, SMALL.node_of["zoek-verbinder"]])))


@given(any_answers())
def test_the_route_is_the_walk_of_the_engine(answers: Answers) -> None:
    questions = SMALL.route_map.questions
    by_id = {questions[node].id: questions[node].options[option].id for node, option in answers.chosen.items()}
    through = Part.ASSIGNMENT if answers.candidate is None else Part.PERSON
    expected = follow(SMALL, by_id, through=through)
    route = route_of(SMALL, answers)
    assert [(questions[node].id, questions[node].options[option].id) for node, option in route.steps] == [
        (taken.question.id, taken.option.id) for taken in expected.steps
    ]
    assert [SMALL.outcome(node) for node in route.outcomes] == list(expected.outcomes)
    assert (route.node, route.bits) == (expected.node, expected.bits)


def test_a_position_beyond_the_route_is_out_of_order() -> None:
    with pytest.raises(OutOfOrder):
        give(Answers(), 2, DOEL, 0)
    with pytest.raises(OutOfOrder):
        give(walk(1), 2, DOEL, 0)


def test_an_answer_to_another_question_is_refused() -> None:
    with pytest.raises(OtherQuestion):
        give(walk(0), 2, ROL, 0)


@pytest.mark.parametrize("option", [-1, 2, 99])
def test_an_option_that_the_question_does_not_have_is_refused(option: int) -> None:
    with pytest.raises(UnknownOption):
        give(Answers(), 1, GEVAAR, option)


def test_changing_an_answer_keeps_the_rest() -> None:
    stopped = give(verbinder(), 1, GEVAAR, 1)
    assert [SMALL.outcome(node).id for node in route_of(SMALL, stopped).outcomes] == ["stop-nu"]
    assert [taken.node for taken in set_aside(stopped, route_of(SMALL, stopped))] == [DOEL, ROL, KERN, BEGELEIDING]
    back = give(stopped, 1, GEVAAR, 0)
    assert route_of(SMALL, back).steps == route_of(SMALL, verbinder()).steps


def test_a_candidate_is_begun_only_from_a_result_that_goes_on() -> None:
    for answers in (Answers(), walk(1), walk(0, 0, 0, 0)):
        with pytest.raises(NoCandidateHere):
            candidate_begun(SMALL, answers)
    begun = candidate_begun(SMALL, verbinder())
    route = route_of(SMALL, begun)
    assert (route.node, route.assignment_steps, route.about_person) == (GESPREK, 5, True)


def test_next_candidate_forgets_only_the_person() -> None:
    tested = walk(0, 1, answers=candidate_begun(SMALL, verbinder()))
    assert route_of(SMALL, tested).ended
    fresh = next_candidate(SMALL, tested)
    assert fresh.chosen == verbinder().chosen
    assert route_of(SMALL, fresh).node == GESPREK


def test_finishing_returns_to_the_result_of_the_assignment() -> None:
    finished = candidate_finished(SMALL, walk(0, answers=candidate_begun(SMALL, verbinder())))
    assert finished == verbinder()
    assert not route_of(SMALL, finished).about_person


def test_beginning_again_keeps_the_same_candidate_and_forgets_another() -> None:
    tested = walk(0, answers=candidate_begun(SMALL, verbinder()))
    assert candidate_begun(SMALL, tested) == tested
    stale = Answers(tested.chosen, candidate=SMALL.node_of["past"])
    assert GESPREK not in candidate_begun(SMALL, stale).chosen


def test_another_result_of_the_assignment_leaves_the_candidate_alone() -> None:
    tested = walk(0, answers=candidate_begun(SMALL, verbinder()))
    changed = give(tested, 4, KERN, 0)
    route = route_of(SMALL, changed)
    assert (route.ended, route.about_person, len(route.outcomes)) == (True, False, 1)
    assert KRING not in [taken.node for taken in route.steps]
