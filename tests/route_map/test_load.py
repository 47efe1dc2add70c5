"""Loading: the map as the data has it, and every name that does not fit, at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.route_map.maps import KNOWN_PROFILES, PROFILES, Data, document_of, good_map, option, outcome, question

from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.yaml_source import parse_yaml
from sleutelwerk.route_map.engine.build import condition_from_data, from_data
from sleutelwerk.route_map.engine.known import KnownSources
from sleutelwerk.route_map.engine.load import load, load_document
from sleutelwerk.route_map.engine.model import AllOf, Answered, AnyOf, FactIsSet, LimitAllows, Not, Part

SOURCES = KnownSources("proef", 1, frozenset({"D1"}))

Change = Callable[[Data], Any]


def codes(data: Any) -> list[str]:
    loaded = load_document(document_of(data), profiles=KNOWN_PROFILES, sources=SOURCES)
    return [finding.code for finding in loaded.findings]


def test_the_good_map_is_good() -> None:
    data = good_map()
    loaded = load_document(document_of(data), profiles=KNOWN_PROFILES, sources=SOURCES)
    assert loaded.findings == ()
    assert loaded.route_map == from_data(data, PROFILES)
    assert loaded.route_map.content_hash == content_hash(data)
    assert not loaded.unreadable


def test_the_map_says_what_the_data_says() -> None:
    made = from_data(good_map(), PROFILES)
    rol = made.questions[2]
    assert rol.options[1].branches[0].when == AllOf((LimitAllows("hoog"), Answered("doel", frozenset({"een"}))))
    assert rol.options[1].branches[1].when == Not(FactIsSet("kortdurend"))
    assert rol.options[1].branches[2].when is None
    assert made.sections[1].part is Part.PERSON
    assert made.outcomes[0].continue_with == "wil"
    assert made.outcomes[2].turn_to[0].name == "De adviseur"
    assert made.profile_set == ("proef", 1)


def test_a_map_in_memory_needs_no_texts() -> None:
    bare = {
        "start": "a",
        "questions": [{"id": "a", "options": [{"id": "x", "to": "z"}, {"id": "y", "to": [{"to": "z"}]}]}],
        "outcomes": [{"id": "z", "kind": "none"}],
    }
    assert from_data(bare, ()).questions[0].options[1].branches[0].to == "z"


def test_conditions() -> None:
    assert condition_from_data({"any": [{"fact": "a"}]}) == AnyOf((FactIsSet("a"),))
    for wrong in ({}, {"fact": "a", "not": {"fact": "b"}}, {"answer": {"a": ["x"], "b": ["y"]}}):
        with pytest.raises(ValueError):  # noqa: PT011 - unpacking says no more
            condition_from_data(wrong)
    with pytest.raises(KeyError):
        condition_from_data({"eval": "1"})


def when(data: Data) -> Data:
    """The condition of the first branch in the good map."""
    branch: Data = data["questions"][2]["options"][1]["to"][0]
    return branch


CHANGES: list[tuple[str, Change, list[str]]] = [
    ("start", lambda d: d.update(start="gevaar"), ["unknown-question"]),
    ("to", lambda d: d["questions"][0]["options"][0].update(to="duurt"), ["unknown-target"]),
    ("branch", lambda d: when(d).update(to="weg"), ["unknown-target"]),
    ("fact set", lambda d: d["questions"][0]["options"][0].update(set=["weg"]), ["unknown-fact"]),
    ("signal", lambda d: d["questions"][0]["options"][0].update(signals=["weg"]), ["unknown-signal"]),
    ("first", lambda d: d["questions"][0]["options"][0].update(first="weg"), ["unknown-outcome"]),
    ("first is a stop", lambda d: d["questions"][0]["options"][0].update(first="stop-doel"), ["not-first"]),
    ("meets", lambda d: d["questions"][0]["options"][0].update(meets=["basis.weg"]), ["unknown-criterion"]),
    ("section", lambda d: d["questions"][0].update(section="weg"), ["unknown-section"]),
    ("source", lambda d: d["questions"][0].update(sources=["D2"]), ["unknown-source"]),
    ("outcome source", lambda d: d["outcomes"][0].update(sources=["D2"]), ["unknown-source"]),
    ("good source", lambda d: d["outcomes"][0].update(sources=["D1"]), []),
    ("profile", lambda d: d["outcomes"][0].update(profile="hoger"), ["unknown-profile"]),
    ("limit", lambda d: d["facts"][0].update(limit="lager"), ["unknown-profile"]),
    ("excludes", lambda d: d["facts"][0].update(excludes=["weg"]), ["unknown-fact"]),
    ("arranges", lambda d: d["outcomes"][8].update(arranges=["basis.weg"]), ["unknown-criterion"]),
    ("continues", lambda d: d["outcomes"][0].update(continue_with="weg"), ["unknown-question"]),
    ("when fact", lambda d: when(d).update(when={"fact": "weg"}), ["unknown-fact"]),
    ("when question", lambda d: when(d).update(when={"answer": {"weg": ["een"]}}), ["unknown-question"]),
    ("when option", lambda d: when(d).update(when={"answer": {"doel": ["weg"]}}), ["unknown-option"]),
    ("when limit", lambda d: when(d).update(when={"limit_allows": "weg"}), ["unknown-profile"]),
    ("when not", lambda d: when(d).update(when={"not": {"fact": "weg"}}), ["unknown-fact"]),
    ("when any", lambda d: when(d).update(when={"any": [{"fact": "weg"}]}), ["unknown-fact"]),
    ("last", lambda d: d["questions"][2]["options"][1]["to"].pop(), ["conditional-last"]),
    ("early", lambda d: when(d).pop("when"), ["unconditional-early"]),
    ("same question", lambda d: d["questions"].append(d["questions"][0]), ["duplicate-id"]),
    ("question as outcome", lambda d: d["outcomes"].append(outcome("doel", "none")), ["duplicate-id"]),
    ("same option", lambda d: d["questions"][0]["options"].append(option("een", "duur")), ["duplicate-id"]),
    ("about person", lambda d: d["questions"][0].update(about_person=True), ["wrong-part"]),
    ("not about person", lambda d: d["questions"][3].pop("about_person"), ["wrong-part"]),
    ("stop needs", lambda d: d["outcomes"][2].pop("turn_to"), ["outcome-needs"]),
    ("profile needs", lambda d: d["outcomes"][0].pop("profile"), ["outcome-needs"]),
    ("profile has no stop", lambda d: d["outcomes"][0].update(deliberable=False), ["outcome-excess"]),
    ("unknown kind", lambda d: d["outcomes"][0].update(kind="einde"), ["not-allowed"]),
    ("other set", lambda d: d.update(profile_set={"slug": "proef", "version": 2}), ["unknown-version"]),
    ("other list", lambda d: d.update(bibliography={"slug": "anders", "version": 1}), ["unknown-version"]),
    ("no text", lambda d: d["questions"][0].pop("why"), ["missing-key"]),
    ("number as source", lambda d: d["questions"][0].update(sources=[3]), ["wrong-type"]),
    ("number as text", lambda d: d["questions"][0].update(why=3), ["wrong-type"]),
    ("unnamed", lambda d: d["questions"].append(question("x", option("a", "doel"), option("b", "doel")) | {"id": 3}),
     ["wrong-type"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_one_name_wrong(change: Change, expected: list[str]) -> None:
    data = good_map()
    change(data)
    assert codes(data) == expected


def test_the_place_and_the_nearest_name() -> None:
    data = good_map()
    data["questions"][0]["options"][0]["to"] = "duurt"
    document = document_of(data)
    (finding,) = load_document(document).findings
    assert finding.position == document.at(("questions", 0, "options", 0, "to"))
    assert finding.position.line > 1
    assert finding.mend == "Bedoelt u 'duur'?"
    data["questions"][0]["options"][0]["to"] = "qqqqqqqq"
    assert "Verander de naam" in load_document(document_of(data)).findings[0].mend


def test_everything_at_once() -> None:
    data = good_map()
    for _, change, _ in CHANGES[:8]:
        change(data)
    data["questions"][1]["options"][0]["to"] = "weg"
    data["titel"] = "te veel"
    assert set(codes(data)) >= {"unknown-question", "unknown-target", "unknown-fact", "unknown-key", "unknown-signal"}


def test_harmless_findings_leave_a_map_to_check() -> None:
    data = good_map()
    data["questions"][0].pop("why")
    data["questions"][0]["uitleg"] = "onbekend"
    assert load_document(document_of(data)).route_map is not None
    data["questions"][0]["options"][0]["to"] = "weg"
    assert load_document(document_of(data)).route_map is None


def test_what_cannot_be_built_is_no_map() -> None:
    data = good_map()
    data["outcomes"][0].pop("id")
    data["questions"][2]["options"][0]["to"] = "stop-doel"
    data["questions"][2]["options"][1]["to"] = [
        {"when": {"fact": "kortdurend", "not": {"fact": "kortdurend"}}, "to": "stop-doel"},
        {"to": "stop-doel"},
    ]
    assert load_document(document_of(data)).route_map is None


def test_without_a_profile_set_the_map_has_the_profiles_that_it_names() -> None:
    data = good_map()
    when(data)["when"] = {"not": {"any": [{"limit_allows": "midden"}, {"not": {"fact": "kortdurend"}}]}}
    loaded = load_document(document_of(data))
    assert loaded.route_map is not None
    assert loaded.route_map.profiles == ("laag", "hoog", "midden")


def test_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "route.yaml"
    path.write_text("a: [", "utf-8")
    loaded = load(path)
    assert loaded.unreadable
    assert loaded.findings[0].file == str(path)


@settings(max_examples=80, deadline=None)
@given(st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
                    lambda inner: st.one_of(st.lists(inner, max_size=3),
                                            st.dictionaries(st.sampled_from(
                                                ["start", "questions", "outcomes", "options", "id", "to", "when", "not",
                                                 "any", "answer", "facts", "kind", "set", "sections", "profile_set"]),
                                                inner, max_size=4)), max_leaves=20))  # fmt: skip
def test_any_data_gives_findings_and_never_an_exception(data: Any) -> None:
    document = document_of(data)
    loaded = load_document(document, profiles=KNOWN_PROFILES, sources=SOURCES)
    assert loaded.findings
    load_document(document)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_good_map_with_one_value_replaced_never_raises(draw: st.DataObject) -> None:
    data = good_map()
    place: Any = data
    while isinstance(place, (dict, list)) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or not place[key] or draw.draw(st.integers(0, 3)) == 0:
            place[key] = draw.draw(st.sampled_from([None, 3, True, "doel", "", [], {}, [None], {"not": {}}, ["weg"]]))
            break
        place = place[key]
    load_document(document_of(data), profiles=KNOWN_PROFILES, sources=SOURCES)


def test_an_option_that_leads_nowhere_makes_no_map() -> None:
    data = good_map()
    data["questions"][0]["options"][0]["to"] = []
    loaded = load_document(document_of(data), profiles=KNOWN_PROFILES, sources=SOURCES)
    assert loaded.route_map is None
    assert "too-few" in {finding.code for finding in loaded.findings}


def test_random_bytes_in_a_map_file() -> None:
    assert load_document(parse_yaml(b"\xff\xfe", "f")).unreadable
