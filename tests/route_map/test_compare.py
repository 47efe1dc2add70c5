"""Two versions compared: every text, every structure change, and no changed outcome missed, against brute force."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.small_maps import every_run, make_map

from sleutelwerk.route_map.engine.compare import Change, ChangeKind, Comparison, compare, content_changes
from sleutelwerk.route_map.engine.compare_outcomes import outcome_changes
from sleutelwerk.route_map.engine.compiled import CompiledMap, compile_map
from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Branch,
    Contact,
    FactIsSet,
    LimitAllows,
    Not,
    Option,
    Part,
    Question,
    RouteMap,
)
from sleutelwerk.route_map.engine.states import build_states
from sleutelwerk.route_map.engine.walk import Walk, follow
from sleutelwerk.route_map.engine.wording import in_words


def _compared(old: RouteMap, new: RouteMap, **kwargs: int) -> Comparison:
    return compare(build_states(compile_map(old)), build_states(compile_map(new)), **kwargs)


def _changed_map(route_map: RouteMap, seed: int) -> RouteMap:
    """Another version: some questions from another map, some options gone, one or more of them renamed."""
    chance = random.Random(seed)
    person = sum(question.about_person for question in route_map.questions)
    other = make_map(seed, len(route_map.questions) - person, person)
    by_id = {question.id: question for question in other.questions}
    questions = [by_id[q.id] if q.id in by_id and chance.random() < 0.4 else q for q in route_map.questions]
    return replace(route_map, version=2, questions=tuple(_edited(q, chance) for q in questions))


def _edited(question: Question, chance: random.Random) -> Question:
    options = question.options
    if len(options) > 2 and chance.random() < 0.3:
        options = options[:-1]
    if chance.random() < 0.15:
        options = (*options[:-1], replace(options[-1], id="nieuw"))
    return replace(question, options=options)


def _shared_answers(old: CompiledMap, new: CompiledMap) -> Iterator[dict[str, str]]:
    """Every way to answer all questions of both versions."""
    options: dict[str, dict[str, None]] = {}
    for question in (*old.route_map.questions, *new.route_map.questions):
        options.setdefault(question.id, {}).update(dict.fromkeys(option.id for option in question.options))
    for chosen in product(*options.values()):
        yield dict(zip(options, chosen, strict=True))


def _walk(compiled: CompiledMap, answers: dict[str, str], part: Part) -> Walk:
    known = {q: o for q, o in answers.items() if q in compiled.node_of and o in compiled.option_of[compiled.node_of[q]]}
    return follow(compiled, known, through=part)


def _differences(old: CompiledMap, new: CompiledMap, part: Part) -> dict[tuple[str, str], int]:
    """Per pair of outcomes that differs, the least number of answers that shows it."""
    found: dict[tuple[str, str], int] = {}
    for answers in _shared_answers(old, new):
        was, is_now = _walk(old, answers, part), _walk(new, answers, part)
        if was.end is not None and is_now.end is not None and was.end.id != is_now.end.id:
            pair, asked = (was.end.id, is_now.end.id), len(was.answers() | is_now.answers())
            found[pair] = min(found.get(pair, 99), asked)
    return found


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 1 << 32), st.integers(0, 1 << 32), st.integers(1, 4), st.integers(0, 2))
def test_no_changed_outcome_is_missed_and_examples_are_real_and_shortest(
    seed: int, other: int, questions: int, person: int
) -> None:
    before = make_map(seed, questions, person)
    old, new = compile_map(before), compile_map(_changed_map(before, other))
    found, complete = outcome_changes(build_states(old), build_states(new))
    expected = _differences(old, new, Part.ASSIGNMENT)
    whole = _differences(old, new, Part.PERSON)
    assert complete
    assert {(c.before.id, c.after.id) for c in found} == expected.keys() | whole.keys()
    for change in found:
        pair, answers = (change.before.id, change.after.id), dict(change.answers)
        least = expected[pair] if change.part is Part.ASSIGNMENT else whole[pair]
        assert len(answers) == least
        for walk, compiled in ((change.old_walk, old), (change.new_walk, new)):
            assert walk == _walk(compiled, answers, change.part)
        assert (change.old_walk.end, change.new_walk.end) == (change.before, change.after)


def _reordered(route_map: RouteMap) -> RouteMap:
    """The same map, but it asks its first two questions the other way round where neither decides."""
    first, second = (
        Question(name, "s", name, "d", tuple(Option(o, o, o, (Branch(to),)) for o in ("a0", "a1")), ())
        for name, to in (("x", "y"), ("y", "q0"))
    )
    if route_map.version == 2:
        first, second = (
            replace(q, options=tuple(replace(o, branches=(Branch(to),)) for o in q.options))
            for q, to in ((second, "x"), (first, "q0"))
        )
    return replace(route_map, start=first.id, questions=(first, second, *route_map.questions))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 32), st.integers(0, 1 << 32))
def test_answers_are_shared_whatever_the_order_of_asking(seed: int, other: int) -> None:
    before = make_map(seed, 3, 1)
    old, new = (compile_map(_reordered(m)) for m in (before, _changed_map(before, other)))
    found, complete = outcome_changes(build_states(old), build_states(new))
    pairs = _differences(old, new, Part.ASSIGNMENT) | _differences(old, new, Part.PERSON)
    assert complete
    assert {(c.before.id, c.after.id) for c in found} == pairs.keys()
    assert not outcome_changes(build_states(old), build_states(compile_map(_reordered(replace(before, version=2)))))[0]


def test_equal_versions_differ_in_nothing() -> None:
    found = _compared(make_map(4), replace(make_map(4), version=2, content_hash="f" * 64))
    assert (found.changes, found.outcomes, found.complete, found.remark) == ((), (), True, "")


def test_says_honestly_that_not_everything_was_compared() -> None:
    found = _compared(make_map(4), _changed_map(make_map(4), 9), budget=1)
    assert not found.complete
    assert found.remark.startswith("Niet volledig vergeleken")
    assert _compared(make_map(4), _changed_map(make_map(4), 9)).complete


def _changes(old: RouteMap, new: RouteMap) -> list[Change]:
    return list(content_changes(old, new))


def test_names_changed_texts_with_both_texts() -> None:
    old = make_map(2)
    first = replace(old.questions[0], text="Anders?", arrange=("Bel.", "Schrijf."))
    new = replace(old, title="Nieuw", questions=(first, *old.questions[1:]))
    assert _changes(old, new) == [
        Change(ChangeKind.TEXT, "kaart", "klein", "title", "Klein", "Nieuw"),
        Change(ChangeKind.TEXT, "vraag", "q0", "text", "q0?", "Anders?"),
        Change(ChangeKind.TEXT, "vraag", "q0", "arrange", "", "Bel.; Schrijf."),
    ]


def test_names_added_removed_and_moved_parts_and_the_fewest_moves() -> None:
    old = make_map(2, 5, 0)
    q0, q1, q2, q3, q4 = old.questions
    q0 = replace(q0, options=(replace(q0.options[0], id="nieuw"), *q0.options[1:][::-1]))
    new = replace(old, facts=(), questions=(q0, q4, q1, q2, replace(q3, id="q9")))
    found = [(c.kind, c.of, c.id) for c in _changes(old, new)]
    expected = [(ChangeKind.REMOVED, "feit", fact.id) for fact in old.facts]
    expected += [(ChangeKind.REMOVED, "vraag", "q3"), (ChangeKind.REMOVED, "antwoord", "q0.a0")]
    expected += [(ChangeKind.ADDED, "antwoord", "q0.nieuw"), (ChangeKind.MOVED, "vraag", "q4")]
    assert [change for change in found if change[1] != "antwoord"] == [
        *expected[:4], (ChangeKind.MOVED, "vraag", "q4"), (ChangeKind.ADDED, "vraag", "q9"),
    ]  # fmt: skip
    assert set(expected) <= set(found)
    moved = [c for c in found if c[:2] == (ChangeKind.MOVED, "antwoord")]
    assert len(moved) == len(q0.options) - 2


def test_names_changed_structure() -> None:
    old = make_map(2)
    options = old.questions[0].options
    when = AllOf((Not(Answered("q0", frozenset({"a1", "a0"}))), AnyOf((FactIsSet("stil"), LimitAllows("hoog")))))
    option = replace(options[0], branches=(Branch("stop", when), Branch("niets")), sets=("los",), signals=("twijfel",))
    stop = replace(
        old.outcomes[3], deliberable=False, turn_to=(Contact("Wijkteam", "zorg", "14 0"), Contact("Huisarts", "rust"))
    )
    new = replace(
        old,
        questions=(replace(old.questions[0], options=(option, *options[1:])), *old.questions[1:]),
        outcomes=(*old.outcomes[:3], stop, *old.outcomes[4:]),
        signals=(replace(old.signals[0], title="Anders"),),
    )
    found = {(c.of, c.id, c.field): (c.kind, c.after) for c in _changes(old, new)}
    condition = "(niet q0 = a0 of a1 en (feit stil of grens laat hoog toe))"
    assert found["antwoord", "q0.a0", "branches"] == (ChangeKind.STRUCTURE, f"stop als {condition}; niets")
    assert found["uitkomst", "stop", "deliberable"] == (ChangeKind.STRUCTURE, "nee")
    assert found["uitkomst", "stop", "turn_to"] == (ChangeKind.TEXT, "Wijkteam: zorg (14 0); Huisarts: rust")
    assert found["dilemma", "twijfel", "title"] == (ChangeKind.TEXT, "Anders")


@pytest.mark.parametrize(("value", "words"), [(None, ""), (True, "ja"), (False, "nee"), (3, "3"), (("a", 1), "a; 1")])
def test_writes_values_in_words(value: object, words: str) -> None:
    assert in_words(value) == words


def test_brute_force_knows_runs_that_end_in_both_parts() -> None:
    assert {len(passed) for _, passed in every_run(compile_map(make_map(4)), Part.PERSON)} == {1, 2}
