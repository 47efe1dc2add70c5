"""The review set shows everything, by real walks, and no smaller set could: against brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.route_map.small_maps import Run, every_run, make_map, small_maps

from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map
from sleutelwerk.route_map.engine.model import Part, RouteMap
from sleutelwerk.route_map.engine.review import review_set
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.engine.walk import Walk


def _shown_by_run(run: Run) -> frozenset[object]:
    return frozenset((*run[0], *run[1]))


def _shown_by_walk(walk: Walk) -> set[object]:
    return {*walk.answers().items(), *(outcome.id for outcome in walk.outcomes)}


def _all_shown(compiled: CompiledMap) -> set[object]:
    return set().union(*(_shown_by_run(run) for run in every_run(compiled, Part.PERSON)))


@settings(max_examples=150, deadline=None)
@given(small_maps())
def test_shows_everything_by_real_walks_and_never_beats_its_bound(route_map: RouteMap) -> None:
    compiled = compile_map(route_map)
    found = review_set(build_states(compiled))
    assert all(walk.end is not None for walk in found.walks)
    assert set().union(*(_shown_by_walk(walk) for walk in found.walks)) == _all_shown(compiled)
    assert 1 <= found.bound <= len(found.walks)
    assert found.proven is (found.bound == len(found.walks))
    assert found.verdict == ("bewezen minimaal" if found.proven else f"minder dan {found.bound} kan zeker niet")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 32), st.integers(1, 3), st.integers(0, 1))
def test_no_set_below_the_bound_shows_everything(seed: int, questions: int, person: int) -> None:
    compiled = compile_map(make_map(seed, questions, person))
    runs = [_shown_by_run(run) for run in every_run(compiled, Part.PERSON)]
    assume(len(runs) <= 12)
    bound, everything = review_set(build_states(compiled)).bound, _all_shown(compiled)
    assert not any(set().union(*some) == everything for some in combinations(runs, bound - 1))


@settings(max_examples=100, deadline=None)
@given(small_maps())
def test_is_proved_minimal_where_the_past_does_not_matter(route_map: RouteMap) -> None:
    questions = tuple(
        replace(q, options=tuple(replace(o, branches=o.branches[-1:]) for o in q.options)) for q in route_map.questions
    )
    found = review_set(build_states(compile_map(replace(route_map, questions=questions))))
    assert found.proven


def test_makes_no_walk_to_spare() -> None:
    for seed in range(300):
        found = review_set(build_states(compile_map(make_map(seed, 5, 2))))
        for walk in found.walks:
            others = set().union(*(_shown_by_walk(other) for other in found.walks if other is not walk))
            assert not _shown_by_walk(walk) <= others
