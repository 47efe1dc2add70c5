"""An explanation is exact: its changes lead where it says, fewer do not, and a stop has no recipe."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.route_map.small_maps import PROFILES, Run, every_run, make_map, small_maps

from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map
from sleutelwerk.route_map.engine.explain import Explained, ExplainedClosed, NotEnded, OutOfReach, Recipe, explain
from sleutelwerk.route_map.engine.model import OutcomeKind, Part, RouteMap
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.engine.walk import Walk, follow

MAPS = small_maps()


def _ended(compiled: CompiledMap, part: Part, pick: int) -> tuple[Walk, list[Run]]:
    """A walk of the part and all runs of the part in which it ended."""
    runs = list(every_run(compiled, part))
    walk = follow(compiled, dict(runs[pick % len(runs)][0]), through=part)
    within = Part.PERSON if len(walk.outcomes) > 1 else Part.ASSIGNMENT
    return walk, list(every_run(compiled, within))


def _profile_of(compiled: CompiledMap, outcome: str) -> str | None:
    return compiled.outcome(compiled.node_of[outcome]).profile


def _keeps(run: Run, kept: dict[str, str]) -> bool:
    return all(kept.get(question, option) == option for question, option in run[0])


@settings(max_examples=100, deadline=None)
@given(MAPS, st.sampled_from(Part), st.integers(0))
def test_decisive_options_equal_brute_force(route_map: RouteMap, part: Part, pick: int) -> None:
    compiled = compile_map(route_map)
    walk, runs = _ended(compiled, part, pick)
    told = explain(build_states(compiled), walk)
    expected: dict[str, set[str]] = {}
    for place, taken in enumerate(walk.steps):
        before = tuple(walk.answers().items())[:place]
        for option in taken.question.options:
            kept = {**walk.answers(), taken.question.id: option.id}
            reached = {
                passed[-1] for answers, passed in runs if answers[:place] == before and _keeps((answers, ()), kept)
            }
            if walk.outcomes[-1].id not in reached:
                expected.setdefault(taken.question.id, set()).add(option.id)
    if isinstance(told, Explained):
        assert {d.question.id: {o.id for o in d.excluding} for d in told.decisive} == expected
        assert [d.option.id for d in told.decisive] == [walk.answers()[d.question.id] for d in told.decisive]
        assert all(d.about_person is d.question.about_person for d in told.decisive)
    else:
        assert [step.question.id for step in told.because] == list(expected)


@settings(max_examples=100, deadline=None)
@given(MAPS, st.sampled_from(Part), st.integers(0))
def test_recipes_lead_where_they_say_and_fewer_changes_do_not(route_map: RouteMap, part: Part, pick: int) -> None:
    compiled = compile_map(route_map)
    walk, runs = _ended(compiled, part, pick)
    told = explain(build_states(compiled), walk)
    assume(isinstance(told, Explained))
    assert isinstance(told, Explained)
    present = walk.answers()
    assert [why.profile for why in told.why_not] == [p for p in PROFILES if p != walk.outcomes[-1].profile]
    for why in told.why_not:
        there = [run for run in runs if _profile_of(compiled, run[1][-1]) == why.profile]
        if isinstance(why, OutOfReach):
            assert not there
            continue
        costs = [_cost(present, run) for run in there]
        assert (len(why.changes), len(why.asked)) == min(costs)
        end = follow(compiled, {q.id: o.id for q, o in why.answers}, through=told.part).end
        assert end == why.outcome
        _check_changes(why, present, there)
        assert why.about_person is any(q.about_person for q in (*why.asked, *(c.question for c in why.changes)))


@settings(max_examples=100, deadline=None)
@given(MAPS, st.sampled_from(Part), st.integers(0))
def test_an_answer_chooses_when_another_one_can_end_in_another_profile(
    route_map: RouteMap, part: Part, pick: int
) -> None:
    compiled = compile_map(route_map)
    walk, runs = _ended(compiled, part, pick)
    told = explain(build_states(compiled), walk)
    assume(isinstance(told, Explained))
    assert isinstance(told, Explained)
    kinds = {o.id: o.kind for o in route_map.outcomes}
    present, here = walk.answers(), walk.outcomes[-1].id
    for one in told.decisive:
        chosen = False
        for option in one.excluding:
            kept = {**present, one.question.id: option.id}
            ends = {passed[-1] for answers, passed in runs if all(kept.get(q, o) == o for q, o in answers)}
            chosen = chosen or any(kinds[end] in {OutcomeKind.PROFILE, OutcomeKind.NONE} for end in ends - {here})
        assert one.chooses is chosen


def _cost(present: dict[str, str], run: Run) -> tuple[int, int]:
    changed = sum(present[q] != o for q, o in run[0] if q in present)
    return changed, sum(q not in present for q, _ in run[0])


def _check_changes(why: Recipe, present: dict[str, str], there: list[Run]) -> None:
    """Any needed option, with the other changes of the recipe, leads there by some run; no other option does."""
    recipe = {**present, **{c.question.id: c.needed[0].id for c in why.changes}}
    asked = [question.id for question, _ in why.answers]
    for change in why.changes:
        assert change.present.id == present[change.question.id]
        assert change.about_person is change.question.about_person
        place = asked.index(change.question.id)
        before = tuple((q.id, o.id) for q, o in why.answers[:place])
        lead = {
            option.id
            for option in change.question.options
            if any(
                answers[: place + 1] == (*before, (change.question.id, option.id))
                and _keeps((answers, ()), {**recipe, change.question.id: option.id})
                for answers, _ in there
            )
        }
        assert {option.id for option in change.needed} == lead - {change.present.id}


@settings(max_examples=100, deadline=None)
@given(MAPS, st.sampled_from(Part), st.integers(0))
def test_limits_are_the_limiting_facts_where_they_were_set_first(route_map: RouteMap, part: Part, pick: int) -> None:
    compiled = compile_map(route_map)
    walk, _ = _ended(compiled, part, pick)
    told = explain(build_states(compiled), walk)
    expected = {}
    for taken in reversed(walk.steps):
        for fact in taken.option.sets:
            expected[fact] = taken.question.id
    limiting = {fact.id for fact in route_map.facts if fact.limit}
    assert {a.fact.id: a.question.id for a in told.limits} == {f: q for f, q in expected.items() if f in limiting}
    assert all(a.fact.id in a.option.sets and a.about_person is a.question.about_person for a in told.limits)


def test_a_stop_has_no_place_for_a_recipe() -> None:
    names = {field.name for field in fields(ExplainedClosed)}
    assert names == {"walk", "part", "because", "limits"}


@settings(max_examples=100, deadline=None)
@given(MAPS, st.sampled_from(Part), st.integers(0))
def test_every_stop_is_explained_as_a_stop_and_nothing_else_is(route_map: RouteMap, part: Part, pick: int) -> None:
    compiled = compile_map(route_map)
    walk, _ = _ended(compiled, part, pick)
    told = explain(build_states(compiled), walk)
    end = walk.outcomes[-1]
    about_person = len(walk.outcomes) > 1
    open_ends = {OutcomeKind.PROFILE} if about_person else {OutcomeKind.PROFILE, OutcomeKind.NONE}
    closed = end.kind not in open_ends
    assert isinstance(told, ExplainedClosed) is closed
    assert told.part is (Part.PERSON if len(walk.outcomes) > 1 else Part.ASSIGNMENT)


def test_a_profile_with_two_outcomes_gets_the_cheaper_recipe() -> None:
    route_map = make_map(3)
    also = tuple(replace(o, profile="hoog") if o.id == "niets" else o for o in route_map.outcomes)
    compiled = compile_map(replace(route_map, outcomes=also))
    graph = build_states(compiled)
    for answers, passed in every_run(compiled, Part.ASSIGNMENT):
        if passed[-1] not in {"zoek-hoog", "niets", "stop"}:
            told = explain(graph, follow(compiled, dict(answers)))
            runs = [run for run in every_run(compiled, Part.ASSIGNMENT) if run[1][-1] in {"zoek-hoog", "niets"}]
            why = next(w for w in told.why_not if w.profile == "hoog")  # type: ignore[union-attr]
            assert isinstance(why, Recipe)
            assert (len(why.changes), len(why.asked)) == min(_cost(dict(answers), run) for run in runs)


def test_a_walk_that_has_not_ended_is_not_explained() -> None:
    compiled = compile_map(make_map(1))
    with pytest.raises(NotEnded):
        explain(build_states(compiled), follow(compiled, {}))
