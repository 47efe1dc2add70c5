"""Every finding of the checker, each planted in a good map, with its place and example."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.maps import (
    KNOWN_PROFILES,
    Data,
    document_of,
    good_map,
    option,
    outcome,
    question,
    whole_map,
)

from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.yaml_source import DataPath, Document, parse_yaml
from sleutelwerk.route_map.engine.check import Checked, check, check_document
from sleutelwerk.route_map.engine.known import KnownSources
from sleutelwerk.route_map.engine.model import Part

TODAY = date(2026, 11, 24)
SOURCES = KnownSources("proef", 1, frozenset())


def checked(data: Any, *, budget: int = 10_000, examples: Any = None) -> Checked:
    walks = None if examples is None else document_of(examples, "examples.yaml")
    return check_document(
        document_of(data), examples=walks, profiles=KNOWN_PROFILES, sources=SOURCES, today=TODAY, budget=budget
    )


def one(data: Any, code: str, **more: Any) -> Finding:
    found = [finding for finding in checked(data, **more).findings if finding.code == code]
    assert len(found) == 1, [str(finding) for finding in checked(data, **more).findings]
    return found[0]


def codes(data: Any, **more: Any) -> list[str]:
    return [finding.code for finding in checked(data, **more).findings]


def option_of(data: Data, node: int, index: int) -> Data:
    chosen: Data = data["questions"][node]["options"][index]
    return chosen


def test_nothing_is_wrong_with_the_good_map() -> None:
    result = checked(good_map())
    assert result.findings == ()
    assert result.route_map is not None
    figures = result.figures
    assert figures is not None
    assert (figures.questions, figures.options, figures.outcomes) == (6, 13, 9)
    assignment = figures.parts[Part.ASSIGNMENT]
    assert assignment.ends_in == {"zoek-laag": 5, "zoek-hoog": 1, "stop-doel": 1, "geen-profiel": 2}
    assert (assignment.runs, assignment.shortest, assignment.longest) == (9, 1, 3)
    assert figures.parts[Part.PERSON].ends_in == {"past-laag": 12, "past-hoog": 2, "stop-persoon": 6}


Change = Callable[[Data], Any]


def _exclude(data: Data) -> None:
    data["facts"].append({"id": "langdurig", "text": "Het duurt lang.", "excludes": ["kortdurend"]})
    option_of(data, 0, 1)["set"] = ["langdurig"]


def _large() -> Data:
    """Nine choices between two different answers: 512 alternatives."""
    asked = {"doel": ["een", "twee", "geen"], "duur": ["kort", "lang"], "rol": ["stil", "open"], "wil": ["ja", "nee"]}
    asked |= {"kan": ["ja", "nog-niet"], "rust": ["ja", "nee"]}
    sets = [{"answer": {name: [option]}} for name, options in asked.items() for option in options]
    sets += [{"answer": {name: options}} for name, options in asked.items()]
    return {"all": [{"any": list(pair)} for pair in zip(sets[::2], sets[1::2], strict=False)]}


PLANTED: list[tuple[str, Change, DataPath]] = [
    ("circle", lambda d: option_of(d, 2, 0).update(to="doel"), ("questions", 2, "options", 0, "to")),
    (
        "unreachable-question",
        lambda d: d["questions"].append(question("los", option("x", "stop-doel"), option("y", "stop-doel"))),
        ("questions", 6),
    ),
    ("unreachable-outcome", lambda d: d["outcomes"].append(outcome("los", "none")), ("outcomes", 9)),
    ("unreachable-outcome", lambda d: d["outcomes"].append(outcome("los", "first")), ("outcomes", 9)),
    (
        "never-holds",
        lambda d: option_of(d, 2, 1)["to"][1].update(
            when={"all": [{"fact": "kortdurend"}, {"not": {"fact": "kortdurend"}}]}
        ),
        ("questions", 2, "options", 1, "to", 1, "when"),
    ),
    (
        "always-holds",
        lambda d: option_of(d, 2, 1)["to"][1].update(when={"limit_allows": "laag"}),
        ("questions", 2, "options", 1, "to", 1, "when"),
    ),
    ("fact-never-set", lambda d: d["facts"].append({"id": "los", "text": "Los."}), ("facts", 1)),
    (
        "fact-never-read",
        lambda d: (d["facts"].append({"id": "los", "text": "Los."}), option_of(d, 0, 0).update(set=["los"])),
        ("facts", 1),
    ),
    (
        "signal-never-raised",
        lambda d: d["signals"].append({"id": "los", "title": "Los", "question": "Mogen wij dit?"}),
        ("signals", 1),
    ),
    ("above-limit", lambda d: option_of(d, 2, 0).update(to="zoek-hoog"), ("outcomes", 1)),
    ("excluded-facts", _exclude, ("questions", 1, "options", 0)),
    (
        "unanswered-question",
        lambda d: option_of(d, 0, 0).update(
            to=[{"when": {"answer": {"duur": ["kort"]}}, "to": "stop-doel"}, {"to": "duur"}]
        ),
        ("questions", 0, "options", 0, "to", 0, "when"),
    ),
    ("criterion-not-met", lambda d: option_of(d, 3, 0).pop("meets"), ("outcomes", 5)),
    ("person-to-assignment", lambda d: option_of(d, 5, 1).update(to="rol"), ("questions", 5, "options", 1, "to")),
    ("assignment-to-person", lambda d: option_of(d, 1, 1).update(to="wil"), ("questions", 1, "options", 1, "to")),
    (
        "assignment-to-person",
        lambda d: option_of(d, 2, 1)["to"][1].update(to="wil"),
        ("questions", 2, "options", 1, "to", 1, "to"),
    ),
    ("outcome-in-both-parts", lambda d: option_of(d, 3, 1).update(to="stop-doel"), ("outcomes", 2)),
    ("continue-from-person", lambda d: d["outcomes"][6].update(continue_with="wil"), ("outcomes", 6, "continue_with")),
    ("continue-wrong", lambda d: d["outcomes"][1].update(continue_with="rol"), ("outcomes", 1, "continue_with")),
    (
        "same-option-text",
        lambda d: option_of(d, 0, 1).update(text=" antwoord  EEN."),
        ("questions", 0, "options", 1, "text"),
    ),
    ("banned-word", lambda d: d["questions"][0].update(text="Is hij Turks?"), ("questions", 0, "text")),
    (
        "banned-word",
        lambda d: d["outcomes"][2]["turn_to"][0].update(name="De imam"),
        ("outcomes", 2, "turn_to", 0, "name"),
    ),
    ("banned-word", lambda d: d["outcomes"][4]["steps"].append("Vraag zijn etniciteit."), ("outcomes", 4, "steps", 1)),
    (
        "hard-to-read",
        lambda d: d["questions"][0].update(why="Verantwoordingsverplichtingen " * 30),
        ("questions", 0, "why"),
    ),
    ("moral-question", lambda d: d["signals"][0].update(question="Hoe moet dit?"), ("signals", 0, "question")),
    (
        "moral-question",
        lambda d: d["signals"][0].update(question="Mogen wij dit, en zo ja?"),
        ("signals", 0, "question"),
    ),
    ("moral-question", lambda d: d["signals"][0].update(question="Mogen wij dit."), ("signals", 0, "question")),
    (
        "moral-question",
        lambda d: d["signals"][0].update(question="Mogen wij " + "heel " * 14 + "?"),
        ("signals", 0, "question"),
    ),
    ("checked-long-ago", lambda d: d.update(checked="2025-11-22"), ("checked",)),
    ("checked-ahead", lambda d: d.update(checked="2026-11-25"), ("checked",)),
    (
        "condition-too-large",
        lambda d: option_of(d, 2, 1)["to"][0].update(when=_large()),
        ("questions", 2, "options", 1, "to", 0, "when"),
    ),
]


@pytest.mark.parametrize(("code", "change", "path"), PLANTED, ids=[f"{i}-{p[0]}" for i, p in enumerate(PLANTED)])
def test_one_thing_planted(code: str, change: Change, path: DataPath) -> None:
    data = good_map()
    change(data)
    found = [finding for finding in checked(data).findings if finding.code == code]
    assert document_of(data).at(path) in [finding.position for finding in found]
    assert all(finding.message and finding.mend for finding in found)


def test_a_person_cannot_come_first() -> None:
    data = good_map()
    data["start"] = "wil"
    assert one(data, "starts-with-person").position == document_of(data).at(("start",))


def test_circles_are_each_named_once() -> None:
    options = {"a": ["b", "c"], "b": ["a", "end"], "c": ["d", "end"], "d": ["c", "d"]}
    data = whole_map(
        [question(name, *(option(f"o{i}", to) for i, to in enumerate(ways))) for name, ways in options.items()],
        [outcome("end", "none")],
    )
    found = [f.message for f in checked(data).findings if f.code == "circle"]
    assert len(found) == 3
    assert any("a → b → a" in message for message in found)
    assert any("c → d → c" in message for message in found)
    assert any("d → d" in message for message in found)
    assert checked(data).figures is None


def test_a_circle_through_a_condition_or_through_an_outcome_is_placed_there() -> None:
    data = good_map()
    option_of(data, 2, 1)["to"][1]["to"] = "duur"
    assert one(data, "circle").position == document_of(data).at(("questions", 2, "options", 1, "to", 1))
    data = good_map()
    data["outcomes"][6]["continue_with"] = "wil"
    assert one(data, "circle").position == document_of(data).at(("outcomes", 6, "continue_with"))


def test_a_long_circle_is_shortened_and_a_deep_map_needs_no_recursion() -> None:
    count = 3000
    ways = {f"q{i}": [f"q{(i + 1) % count}", "end"] for i in range(count)}
    data = {
        "start": "q0",
        "questions": [
            {"id": n, "options": [{"id": "x", "to": w[0]}, {"id": "y", "to": w[1]}]} for n, w in ways.items()
        ],
        "outcomes": [{"id": "end", "kind": "none"}],
    }
    (circle,) = [f for f in checked(data).findings if f.code == "circle"]
    assert "…" in circle.message


def test_with_a_circle_the_rest_is_still_reported() -> None:
    data = good_map()
    option_of(data, 2, 0)["to"] = "doel"
    data["outcomes"].append(outcome("los", "none"))
    data["questions"][0]["text"] = "Is hij Turks?"
    assert {"circle", "unreachable-outcome", "banned-word"} <= set(codes(data, examples={"examples": []}))


def test_an_example_walk_shows_the_limit() -> None:
    data = good_map()
    option_of(data, 2, 0)["to"] = "zoek-hoog"
    assert "Voorbeeld: doel: een, duur: kort, rol: stil." in one(data, "above-limit").mend


def test_both_excluded_facts_by_one_answer() -> None:
    data = good_map()
    data["facts"].append({"id": "langdurig", "text": "Het duurt lang.", "excludes": ["kortdurend"]})
    option_of(data, 1, 0)["set"] = ["kortdurend", "langdurig"]
    assert "Voorbeeld: doel: een, duur: kort." in one(data, "excluded-facts").mend


def test_after_many_findings_examples_are_left_out() -> None:
    required = frozenset(f"basis.c{i:02}" for i in range(30))
    many = type(KNOWN_PROFILES)("proef", 1, ("laag", "midden", "hoog"), {"laag": required}, {})
    data = good_map()
    result = check_document(document_of(data), profiles=many, today=TODAY)
    mends = [f.mend for f in result.findings if f.code == "criterion-not-met"]
    assert len(mends) == 30
    assert sum("Voorbeeld" in mend for mend in mends) == 20


def test_an_outcome_that_names_no_profile_does_not_stop_the_other_checks() -> None:
    data = good_map()
    data["outcomes"][5].pop("profile")
    data["outcomes"].append(outcome("los", "none"))
    assert codes(data) == ["outcome-needs", "unreachable-outcome"]


def test_something_arranged_first_settles_a_criterion() -> None:
    data = good_map()
    data["outcomes"][8].pop("arranges")
    finding = one(data, "criterion-not-met")
    assert "'past-laag'" in finding.message
    assert "'basis.kan'" in finding.message
    assert "kan: nog-niet" in finding.mend


def test_an_allowed_word_is_allowed() -> None:
    data = good_map()
    data["questions"][0]["text"] = "Staat er een geloof in het doel?"
    assert "banned-word" in codes(data)
    data["allowed_words"] = [{"word": "Geloof", "reason": "Deze vraag keert zulke doelen juist."}]
    assert codes(data) == []


def test_a_word_is_reported_once_per_text() -> None:
    data = good_map()
    data["questions"][0]["why"] = "Turks en turks en Turkse woorden."
    assert codes(data) == ["banned-word", "banned-word"]


def test_many_unknown_names_are_reported_up_to_a_limit() -> None:
    data = good_map()
    data["questions"][0]["sources"] = [f"D{i}" for i in range(900)]
    found = [finding for finding in checked(data).findings if finding.code == "unknown-source"]
    assert len(found) == 500


def test_hints_and_warnings_are_no_errors() -> None:
    data = good_map()
    data["signals"][0]["question"] = "Hoe moet dit?"
    data["checked"] = "2020-01-01"
    assert [f.severity for f in checked(data).findings] == [Severity.WARNING, Severity.HINT]


def far_looking_map(count: int) -> Data:
    """Questions that are all read again at the end: two to the power `count` states."""
    questions = [question(f"q{i}", option("ja", f"q{i + 1}"), option("nee", f"q{i + 1}")) for i in range(count)]
    branches: list[Data] = [{"when": {"answer": {f"q{i}": ["ja"]}}, "to": "einde"} for i in range(count)]
    branches.append({"when": {"fact": "feit"}, "to": "einde"})
    branches.append({"when": {"limit_allows": "hoog"}, "to": "ander"})
    questions.append(question(f"q{count}", option("ja", [*branches, {"to": "einde"}]), option("nee", "einde")))
    questions[0]["options"][0]["set"] = ["feit", "grens"]
    facts = [{"id": "feit", "text": "Een feit."}, {"id": "grens", "text": "Een grens.", "limit": "laag"}]
    return whole_map(questions, [outcome("einde", "none"), outcome("ander", "none")], facts=facts)


def test_over_the_budget_the_dearest_conditions_are_named_and_nothing_is_called_fine() -> None:
    began = time.perf_counter()
    data = far_looking_map(18)
    result = checked(data, budget=2_000)
    assert time.perf_counter() - began < 20
    (finding,) = [f for f in result.findings if f.code == "too-many-states"]
    assert finding.severity is Severity.ERROR
    assert "het antwoord op 'q" in finding.message
    assert "(regel " in finding.message
    assert finding.position.line > 1
    assert result.figures is None


def test_a_fact_and_a_limit_are_named_as_such() -> None:
    message = one(far_looking_map(3), "too-many-states", budget=1).message
    assert "q" in message
    data = far_looking_map(2)
    branches = data["questions"][2]["options"][0]["to"][2:]
    branches[0]["when"] = {"all": [{"not": {"fact": "feit"}}, {"any": [{"limit_allows": "hoog"}]}]}
    data["questions"][2]["options"][0]["to"] = branches
    message = one(data, "too-many-states", budget=3).message
    assert "het feit 'feit'" in message
    assert "de grens onder 'hoog'" in message


def test_a_budget_without_any_condition_to_blame() -> None:
    data = whole_map(
        [question("a", option("x", "b"), option("y", "e")), question("b", option("x", "e"), option("y", "e"))],
        [outcome("e", "none")],
    )
    assert "te veel" in one(data, "too-many-states", budget=1).message


def test_hundreds_of_questions_are_counted_without_enumerating() -> None:
    count = 800
    questions = [
        {
            "id": f"q{i}",
            "options": [{"id": f"o{j}", "to": f"q{i + j + 1}" if i + j + 1 < count else "e"} for j in range(3)],
        }
        for i in range(count)
    ]
    result = checked({"start": "q0", "questions": questions, "outcomes": [{"id": "e", "kind": "none"}]})
    assert result.figures is not None
    assert result.figures.parts[Part.ASSIGNMENT].runs > 10**150


def walks(*examples: Data) -> Data:
    return {"schema": "sleutelwerk/route-map-examples/1", "examples": list(examples)}


def walk(ends_in: str, *answers: tuple[str, str], **more: Any) -> Data:
    return {"name": "Voorbeeld", "answers": [{q: o} for q, o in answers], "ends_in": ends_in, **more}


BEGIN = (("doel", "een"), ("duur", "lang"), ("rol", "open"))
COMPLETE = (
    walk("stop-doel", ("doel", "geen")),
    walk("geen-profiel", ("doel", "twee"), ("duur", "kort"), ("rol", "open"), first=["eerst-doel"]),
    walk("past-hoog", *BEGIN, ("wil", "ja"), ("kan", "ja"), ("rust", "ja")),
    walk("past-laag", *BEGIN, ("wil", "ja"), ("kan", "ja"), ("rust", "nee")),
    walk("past-laag", *BEGIN, ("wil", "ja"), ("kan", "nog-niet"), first=["eerst-leren"]),
    walk("stop-persoon", ("doel", "een"), ("duur", "lang"), ("rol", "stil"), ("wil", "nee")),
)


def test_examples_that_show_everything() -> None:
    assert codes(good_map(), examples=walks(*COMPLETE)) == []


@pytest.mark.parametrize(
    ("example", "code", "says"),
    [
        (walk("geen-profiel", ("doel", "geen")), "example-end", "eindigt in 'stop-doel'"),
        (walk("stop-doel", ("doel", "geen"), first=["eerst-doel"]), "example-first", "verzameld: niets"),
        (walk("zoek-laag", ("doel", "twee"), ("duur", "lang"), ("rol", "stil")), "example-first", "staat: niets"),
        (walk("stop-doel", ("doel", "een")), "example-unfinished", "'duur'"),
        (walk("stop-doel", ("doel", "een"), ("rol", "open")), "example-order", "maar: duur"),
        (walk("stop-doel", ("doel", "geen"), ("duur", "lang")), "example-order", "maar: niets meer"),
        (walk("stop-doel", ("doe", "geen")), "example-unknown", "'doe'"),
        (walk("stop-doel", ("doel", "gen")), "example-unknown", "'gen'"),
        (walk("stop-doel", ("doel", "geen"), ("doel", "geen")), "example-twice", "twee keer"),
        (walk("stop-doel"), "too-few", "minstens 1"),
    ],
)
def test_an_example_that_is_wrong(example: Data, code: str, says: str) -> None:
    found = [f for f in checked(good_map(), examples=walks(*COMPLETE, example)).findings if f.code == code]
    assert says in found[0].message
    assert found[0].file == "examples.yaml"
    assert found[0].position.line > 1


def test_what_no_example_shows_is_said_in_the_map() -> None:
    found = [f for f in checked(good_map(), examples=walks(*COMPLETE[1:])).findings if f.code == "not-in-examples"]
    assert [f.message for f in found] == [
        "Geen voorbeeld kiest 'geen' bij 'doel'.",
        "Geen voorbeeld komt uit bij 'stop-doel'.",
    ]
    assert {f.file for f in found} == {"route.yaml"}


def test_unreadable_examples_or_an_unreadable_map(tmp_path: Path) -> None:
    good, bad = tmp_path / "route.yaml", tmp_path / "examples.yaml"
    good.write_text("a: [", "utf-8")
    bad.write_text("b: [", "utf-8")
    found = check(good, examples=bad).findings
    assert [Path(f.file).name for f in found] == ["route.yaml", "examples.yaml"]
    assert check(good).route_map is None
    result = check_document(document_of(good_map()), examples=document_of_text("b: ["), today=TODAY)
    assert [f.code for f in result.findings] == ["syntax"]


def document_of_text(text: str) -> Document:
    return parse_yaml(text.encode(), "examples.yaml")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_good_map_with_one_value_replaced_never_raises(draw: st.DataObject) -> None:
    data = good_map()
    place: Any = data
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or not place[key] or draw.draw(st.integers(0, 3)) == 0:
            place[key] = draw.draw(st.sampled_from([None, 3, True, "doel", "wil", "", [], {}, [None], {"not": {}}]))
            break
        place = place[key]
    checked(data, examples=walks(*COMPLETE))
