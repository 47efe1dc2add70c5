"""The checker agrees with brute force on random small maps: counts, reach, conditions, limits, facts and criteria."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.route_map.maps import (
    KNOWN_PROFILES,
    PROFILES,
    BruteRun,
    Data,
    brute_runs,
    document_of,
    good_map,
    holds,
    random_maps,
)

from sleutelwerk.core.findings import Finding
from sleutelwerk.route_map.engine.build import from_data
from sleutelwerk.route_map.engine.check import check_map
from sleutelwerk.route_map.engine.check.figures import Figures
from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.walk import follow

pytestmark = pytest.mark.exhaustive
exactly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_QUOTED = re.compile(r"'([^']+)'")


def checked(data: Data) -> tuple[list[Finding], Figures]:
    found, figures = check_map(from_data(data, PROFILES), document_of(data), profiles=KNOWN_PROFILES)
    assert figures is not None
    return found, figures


def named(found: list[Finding], code: str, count: int) -> set[tuple[str, ...]]:
    return {tuple(_QUOTED.findall(f.message)[:count]) for f in found if f.code == code}


def example_of(finding: Finding) -> list[tuple[str, str]]:
    text = finding.mend.partition("Voorbeeld: ")[2].rstrip(".")
    return [(q, o) for q, o in (step.split(": ") for step in text.split(", "))] if text else []


def ways_of(data: Data, question: str, option: str) -> list[Data]:
    chosen = next(o for q in data["questions"] if q["id"] == question for o in q["options"] if o["id"] == option)
    return [{"to": chosen["to"]}] if isinstance(chosen["to"], str) else chosen["to"]


@exactly
@given(random_maps())
def test_counts_and_lengths_equal_brute_force(data: Data) -> None:
    _, figures = checked(data)
    for part, depth in ((Part.ASSIGNMENT, 1), (Part.PERSON, 2)):
        ended = [run for run in brute_runs(data) if run.at is None and len(run.outcomes) == depth]
        if not ended:
            assert part not in figures.parts
            continue
        mine = figures.parts[part]
        assert mine.ends_in == dict(Counter(run.outcomes[-1] for run in ended))
        assert mine.runs == len(ended)
        assert (mine.shortest, mine.longest) == (
            min(len(run.steps) for run in ended),
            max(len(run.steps) for run in ended),
        )


@exactly
@given(random_maps())
def test_what_no_run_reaches_equals_brute_force(data: Data) -> None:
    found, _ = checked(data)
    runs = list(brute_runs(data))
    at = {run.at for run in runs}
    met = {name for run in runs for name in run.outcomes}
    collected = {o["first"] for q in data["questions"] if q["id"] in at for o in q["options"] if "first" in o}
    assert named(found, "unreachable-question", 1) == {(q["id"],) for q in data["questions"] if q["id"] not in at}
    missed = {(o["id"],) for o in data["outcomes"] if o["id"] not in met | collected}
    assert named(found, "unreachable-outcome", 1) == missed


@exactly
@given(random_maps())
def test_conditions_that_never_or_always_hold_equal_brute_force(data: Data) -> None:
    found, _ = checked(data)
    document = document_of(data)
    expected: set[tuple[str, Any]] = set()
    runs = list(brute_runs(data))
    for node, question in enumerate(data["questions"]):
        here = [run for run in runs if run.at == question["id"]]
        for index, option in enumerate(question["options"]):
            facts = set(option.get("set", ()))
            limits = {f["id"]: f["limit"] for f in data["facts"] if "limit" in f}
            left = [(dict((*r.steps, (question["id"], option["id"]))), r.facts | facts) for r in here]
            for number, way in enumerate(ways_of(data, question["id"], option["id"])):
                if "when" not in way or not left:
                    break
                after = [pair for pair in left if not holds(way["when"], *pair, limits)]
                place = document.at(("questions", node, "options", index, "to", number, "when"))
                if len(after) == len(left):
                    expected.add(("never-holds", place))
                elif not after:
                    expected.add(("always-holds", place))
                left = after
    assert {(f.code, f.position) for f in found if f.code in {"never-holds", "always-holds"}} == expected


@exactly
@given(random_maps())
def test_limits_facts_and_criteria_equal_brute_force(data: Data) -> None:
    found, _ = checked(data)
    ended = [run for run in brute_runs(data) if run.at is None]
    profile = {o["id"]: o.get("profile") for o in data["outcomes"]}
    limit = {f["id"]: f.get("limit") for f in data["facts"]}
    above, missing = set(), set()
    for run in ended:
        end = run.outcomes[-1]
        if profile[end] is None:
            continue
        for fact in run.facts:
            if limit[fact] and PROFILES.index(limit[fact]) < PROFILES.index(profile[end]):
                above.add((end, fact))
        if end.startswith("past"):
            missing |= {(end, name) for name in KNOWN_PROFILES.required[profile[end]] - run.criteria}
    assert named(found, "above-limit", 2) == above
    assert named(found, "criterion-not-met", 2) == missing
    together = {frozenset(pair) for pair in named(found, "excluded-facts", 2)}
    stages = list(brute_runs(data))
    assert together == ({frozenset({"f1", "f2"})} if any({"f1", "f2"} <= run.facts for run in stages) else set())


@exactly
@given(random_maps())
def test_unanswered_questions_equal_brute_force(data: Data) -> None:
    found, _ = checked(data)
    document = document_of(data)
    expected = set()
    order = {q["id"]: (node, [o["id"] for o in q["options"]]) for node, q in enumerate(data["questions"])}
    for run in brute_runs(data):
        if not run.steps:
            continue
        # the last step of each stage: every branch up to the one taken was read
        question, option = run.steps[-1]
        answers = dict(run.steps)
        for number, way in enumerate(ways_of(data, question, option)[: run.branches[-1] + 1]):
            for name in _read(way.get("when", {})) - set(answers):
                node, options = order[question]
                place = ("questions", node, "options", options.index(option), "to", number, "when")
                expected.add((name, document.at(place)))
    mine = {(_QUOTED.findall(f.message)[0], f.position) for f in found if f.code == "unanswered-question"}
    assert mine == expected


def _read(condition: Data) -> set[str]:
    names: set[str] = set()
    for kind, value in condition.items():
        if kind == "answer":
            names |= set(value)
        elif kind in {"all", "any"}:
            names |= set().union(*(_read(part) for part in value))
        elif kind == "not":
            names |= _read(value)
    return names


@exactly
@given(random_maps())
def test_every_example_walk_shows_what_it_says(data: Data) -> None:
    found, _ = checked(data)
    compiled = compile_map(from_data(data, PROFILES))
    for finding in found:
        steps = example_of(finding)
        if not steps:
            continue
        walk = follow(compiled, dict(steps), through=Part.PERSON)
        assert [(s.question.id, s.option.id) for s in walk.steps] == steps
        names = _QUOTED.findall(finding.message)
        shows: dict[str, Callable[[Any, list[str]], bool]] = {
            "above-limit": lambda w, n: n[0] in {o.id for o in w.outcomes} and n[1] in {f.id for f in w.facts},
            "criterion-not-met": lambda w, n: w.outcomes[-1].id == n[0] and n[1] not in _criteria(data, w.answers()),
            "excluded-facts": lambda w, n: set(n[:2]) <= {f.id for f in w.facts},
            "unanswered-question": lambda w, n: w.at is not None and n[0] not in w.answers(),
        }
        assert shows[finding.code](walk, names), finding


def _criteria(data: Data, answers: dict[str, str]) -> frozenset[str]:
    steps = tuple(answers.items())
    return next(run.criteria for run in brute_runs(data) if run.steps == steps)


@exactly
@given(random_maps())
def test_every_walk_ends_in_an_outcome_by_way_of_its_questions(data: Data) -> None:
    compiled = compile_map(from_data(data, PROFILES))
    for run in brute_runs(data):
        if run.at is None:
            walk = follow(compiled, dict(run.steps), through=_part(run))
            assert tuple(outcome.id for outcome in walk.outcomes) == run.outcomes
            assert {fact.id for fact in walk.facts} == run.facts


def _part(run: BruteRun) -> Part:
    return Part.PERSON if len(run.outcomes) > 1 else Part.ASSIGNMENT


def test_the_brute_force_counts_every_stage_once() -> None:
    stages = list(brute_runs(good_map()))
    assert len({(r.steps, r.at) for r in stages}) == len(stages)
    assert all(later.steps != earlier.steps or later.at != earlier.at for earlier, later in pairwise(stages))
