"""A receipt says nothing about a person, survives a round trip, refuses everything else, and replays to 'gelijk'."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.small_maps import HASH, every_run, make_map, small_maps

from sleutelwerk import __version__
from sleutelwerk.route_map.engine.compiled import compile_map
from sleutelwerk.route_map.engine.model import Part, RouteMap
from sleutelwerk.route_map.engine.receipt import MAX_BYTES, Receipt, UnreadableReceipt, from_json, receipt_of, to_json
from sleutelwerk.route_map.engine.replay import DifferenceKind, replay
from sleutelwerk.route_map.engine.walk import follow


@settings(max_examples=40, deadline=None)
@given(small_maps(), st.integers(0))
def test_every_run_replays_to_equal_after_a_round_trip(route_map: RouteMap, cut: int) -> None:
    compiled = compile_map(route_map)
    for answers, passed in list(every_run(compiled, Part.PERSON))[:200]:
        walk = follow(compiled, dict(answers), through=Part.PERSON)
        receipt = receipt_of(route_map, walk)
        assert receipt.outcome == passed[0]
        assert from_json(to_json(receipt)) == receipt
        again = replay(receipt, compiled)
        assert (again.verdict, again.equal, again.differences) == ("gelijk", True, ())
        half = receipt_of(route_map, follow(compiled, dict(answers[: cut % len(answers)])))
        assert replay(half, compiled).equal


@settings(max_examples=40, deadline=None)
@given(small_maps())
def test_says_nothing_about_a_person(route_map: RouteMap) -> None:
    compiled = compile_map(route_map)
    about = {question.id for question in route_map.questions if question.about_person}
    per_assignment: dict[str, set[bytes]] = {}
    for answers, _ in list(every_run(compiled, Part.PERSON))[:300]:
        walk = follow(compiled, dict(answers), through=Part.PERSON)
        receipt = receipt_of(route_map, walk)
        assert not about & {question for question, _ in (*receipt.answers, *receipt.firsts)}
        kept = json.dumps([pair for pair in answers if pair[0] not in about])
        per_assignment.setdefault(kept, set()).add(to_json(receipt))
    assert all(len(written) == 1 for written in per_assignment.values())


def test_says_in_dutch_that_it_says_nothing_about_a_person() -> None:
    written = json.loads(to_json(_receipt()))
    assert written["note"].startswith("Dit bewijs bevat alleen antwoorden over de opdracht.")
    assert written["engine_version"] == __version__
    assert written["content_hash"] == HASH


def _receipt(seed: int = 17) -> Receipt:
    route_map = make_map(seed)
    compiled = compile_map(route_map)
    runs = sorted(every_run(compiled, Part.ASSIGNMENT), key=lambda run: len(run[0]))
    return receipt_of(route_map, follow(compiled, dict(runs[-1][0])))


def _with(**changes: object) -> bytes:
    return json.dumps(json.loads(to_json(_receipt())) | changes).encode()


def _without(key: str) -> bytes:
    return json.dumps({k: v for k, v in json.loads(to_json(_receipt())).items() if k != key}).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b" " * (MAX_BYTES + 1), "te groot"),
        (b"\xff\xfe{}", "beschadigd"),
        (b"{", "beschadigd"),
        (b"", "beschadigd"),
        (b"[" * 100_000, "beschadigd"),
        (b"1" * 5_000, "beschadigd"),
        (b"[]", "geen routebewijs"),
        (b'{"slug": "a", "slug": "b"}', "twee keer"),
        (b'{"version": NaN}', "NaN"),
        (_with(extra=1), "Onbekend onderdeel in het routebewijs: extra."),
        (_with(**{"\ud800": 1}), "Onbekend onderdeel"),
        (_without("answers"), "ontbreekt: answers"),
        (_with(schema="iets/anders/1"), "in de vorm"),
        (_with(schema=1), "‘schema’"),
        (_with(slug=""), "‘slug’"),
        (_with(slug="x" * 201), "‘slug’"),
        (_with(slug="\ud800"), "‘slug’"),
        (_with(note="een\x1b[2Jtwee"), "‘note’"),
        (_with(content_hash="abc"), "64 cijfers"),
        (_with(content_hash="G" * 64), "64 cijfers"),
        (_with(version=True), "‘version’"),
        (_with(version=0), "‘version’"),
        (_with(version="1"), "‘version’"),
        (_with(outcome=3), "‘outcome’"),
        (_with(answers={}), "‘answers’"),
        (_with(answers=["ab"]), "‘answers’"),
        (_with(answers=[["q0"]]), "‘answers’"),
        (_with(answers=[["q0", 1]]), "‘answers’"),
        (_with(answers=[["q0", "a0"], ["q0", "a1"]]), "een vraag twee keer"),
        (_with(firsts=None), "‘firsts’"),
    ],
)
def test_refuses_what_is_not_a_receipt_in_dutch(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableReceipt) as refused:
        from_json(data)
    assert words in str(refused.value)
    str(refused.value).encode()


@given(
    st.binary(max_size=300)
    | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_never_fails_otherwise(data: bytes) -> None:
    with pytest.raises(UnreadableReceipt):
        from_json(data)


def test_reads_a_file_with_a_byte_order_mark() -> None:
    assert from_json(b"\xef\xbb\xbf" + to_json(_receipt())) == _receipt()


def _kinds(change: Callable[[Receipt], Receipt], of_map: Callable[[RouteMap], RouteMap] = lambda m: m) -> list[Any]:
    found = replay(change(_receipt()), compile_map(of_map(make_map(17))))
    assert found.verdict == ("anders" if found.differences else "gelijk")
    assert all(difference.message[0].isupper() and difference.message.endswith(".") for difference in found.differences)
    return [difference.kind for difference in found.differences]


def test_names_another_map_version_and_content() -> None:
    assert _kinds(lambda r: replace(r, slug="ander")) == [DifferenceKind.MAP]
    assert _kinds(lambda r: replace(r, version=2)) == [DifferenceKind.VERSION]
    assert _kinds(lambda r: replace(r, content_hash="f" * 64)) == [DifferenceKind.CONTENT]
    assert _kinds(lambda r: replace(r, engine_version="0.0.0")) == []


def test_names_unknown_questions_and_options_and_what_is_about_a_person() -> None:
    last = _receipt().answers[-1][0]
    assert _kinds(lambda r: replace(r, answers=(*r.answers, ("weg", "a0")))) == [
        DifferenceKind.UNKNOWN_QUESTION,
        DifferenceKind.ROUTE,
    ]
    assert _kinds(lambda r: replace(r, answers=(*r.answers[:-1], (last, "weg"))))[:2] == [
        DifferenceKind.UNKNOWN_OPTION,
        DifferenceKind.OUTCOME,
    ]
    forged = replay(replace(_receipt(), answers=(*_receipt().answers, ("p0", "a0"))), compile_map(make_map(17)))
    assert [d.kind for d in forged.differences] == [DifferenceKind.ABOUT_PERSON, DifferenceKind.ROUTE]
    assert "p0" not in forged.walk.answers()


def test_names_another_question_outcome_and_firsts() -> None:
    def shorter(route_map: RouteMap) -> RouteMap:
        first, *rest = route_map.questions
        options = tuple(replace(o, first=None, branches=(replace(o.branches[-1], to="stop"),)) for o in first.options)
        return replace(route_map, questions=(replace(first, options=options), *rest))

    kinds = _kinds(lambda r: replace(r, outcome="niets"), shorter)
    assert {DifferenceKind.ROUTE, DifferenceKind.OUTCOME} <= set(kinds)
    assert _kinds(lambda r: replace(r, outcome=None)) == [DifferenceKind.OUTCOME]
    assert _kinds(lambda r: replace(r, firsts=(("q0", "iets"),))) == [DifferenceKind.FIRSTS]
    assert _kinds(lambda r: replace(r, answers=r.answers[::-1])) == [DifferenceKind.ROUTE]
