"""Small route maps for tests: one by hand, random ones with conditions and limits, and every run by brute force.

The brute force reads the plain data itself and shares no code with the engine, so that agreement between the two
means something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from sleutelwerk.core.yaml_source import Document, parse_yaml
from sleutelwerk.route_map.engine.known import KnownProfiles

Data = dict[str, Any]

PROFILES = ("laag", "midden", "hoog")

KNOWN_PROFILES = KnownProfiles(
    slug="proef",
    version=1,
    profiles=PROFILES,
    required={
        "laag": frozenset({"basis.wil", "basis.kan"}),
        "midden": frozenset({"basis.wil", "basis.kan"}),
        "hoog": frozenset({"basis.wil", "basis.kan", "hoog.rust"}),
    },
    groups={
        "basis.preconditions": frozenset({"basis.wil"}),
        "basis.competences": frozenset({"basis.kan"}),
        "hoog.competences": frozenset({"hoog.rust"}),
    },
)


def option(name: str, to: Any, **more: Any) -> Data:
    """One answer."""
    return {"id": name, "text": f"Antwoord {name}", "because": f"U koos {name}.", "to": to, **more}


def question(name: str, *options: Data, person: bool = False, **more: Any) -> Data:
    """One question."""
    return {
        "id": name,
        "section": "persoon" if person else "opdracht",
        "short": name,
        "text": f"Wat is {name}?",
        "why": "Dat telt mee.",
        "about_person": person,
        "sources": ["eigen-oordeel"],
        "options": list(options),
        **more,
    }


def outcome(name: str, kind: str, **more: Any) -> Data:
    """One outcome with all that its kind needs."""
    needs: dict[str, Data] = {
        "profile": {},
        "stop": {
            "turn_to": [{"name": "De adviseur", "reason": "Voor raad."}],
            "change_in_reality": ["Het wordt rustig."],
        },
        "first": {"steps": ["Regel dit."]},
        "none": {"change_in_reality": ["De opdracht wordt anders."]},
    }
    texts = {"title": f"Uitkomst {name}", "summary": "Dit komt eruit.", "sources": ["eigen-oordeel"]}
    return {"id": name, "kind": kind, **texts, **needs[kind], **more}


def whole_map(questions: list[Data], outcomes: list[Data], **more: Any) -> Data:
    """A map around these questions and outcomes."""
    return {
        "schema": "sleutelwerk/route-map/1",
        "slug": "proef",
        "version": 1,
        "title": "Proefkaart",
        "summary": "Een kaart om mee te proeven.",
        "summary_en": "A map for tests.",
        "label": "Onze eigen woorden.",
        "checked": "2026-11-01",
        "profile_set": {"slug": "proef", "version": 1},
        "bibliography": {"slug": "proef", "version": 1},
        "start": questions[0]["id"],
        "sections": [
            {"id": "opdracht", "title": "De opdracht", "part": "assignment"},
            {"id": "persoon", "title": "Deze persoon", "part": "person"},
        ],
        "questions": questions,
        "outcomes": outcomes,
        **more,
    }


def good_map() -> Data:
    """A map in which nothing is wrong: two parts, a condition, a limit, a fact, a signal and something to do first."""
    return whole_map(
        [
            question(
                "doel",
                option("een", "duur"),
                option("twee", "duur", first="eerst-doel"),
                option("geen", "stop-doel"),
            ),
            question(
                "duur",
                option("kort", "rol", set=["kortdurend"]),
                option("lang", "rol", signals=["lang"]),
            ),
            question(
                "rol",
                option("stil", "zoek-laag"),
                option(
                    "open",
                    [
                        {"when": {"all": [{"limit_allows": "hoog"}, {"answer": {"doel": ["een"]}}]}, "to": "zoek-hoog"},
                        {"when": {"not": {"fact": "kortdurend"}}, "to": "zoek-laag"},
                        {"to": "geen-profiel"},
                    ],
                ),
            ),
            question(
                "wil",
                option("ja", "kan", meets=["basis.wil"]),
                option("nee", "stop-persoon"),
                person=True,
            ),
            question(
                "kan",
                option(
                    "ja",
                    [{"when": {"answer": {"rol": ["open"]}}, "to": "rust"}, {"to": "past-laag"}],
                    meets=["basis.competences"],
                ),
                option("nog-niet", "past-laag", first="eerst-leren"),
                person=True,
            ),
            question(
                "rust",
                option("ja", "past-hoog", meets=["hoog.rust"]),
                option("nee", "past-laag"),
                person=True,
            ),
        ],
        [
            outcome("zoek-laag", "profile", profile="laag", continue_with="wil"),
            outcome("zoek-hoog", "profile", profile="hoog", continue_with="wil"),
            outcome("stop-doel", "stop", deliberable=False),
            outcome("geen-profiel", "none"),
            outcome("eerst-doel", "first"),
            outcome("past-laag", "profile", profile="laag"),
            outcome("past-hoog", "profile", profile="hoog"),
            outcome("stop-persoon", "stop"),
            outcome("eerst-leren", "first", arranges=["basis.kan"]),
        ],
        facts=[{"id": "kortdurend", "text": "Het duurt kort.", "limit": "laag"}],
        signals=[{"id": "lang", "title": "Lang", "question": "Mogen wij hier lang op leunen?"}],
    )


def document_of(data: Any, file: str = "route.yaml") -> Document:
    """The document of a map, with positions: JSON is YAML."""
    return parse_yaml(json.dumps(data, ensure_ascii=False, indent=1).encode(), file)


@st.composite
def random_maps(draw: st.DrawFn) -> Data:
    """Maps without circles, with two parts, conditions, limits, facts that exclude each other, and criteria."""
    firsts, seconds = draw(st.integers(1, 4)), draw(st.integers(0, 2))
    names = [f"a{i}" for i in range(firsts)] + [f"b{i}" for i in range(seconds)]
    ends_a = ["zoek-laag", "zoek-hoog", "stop-a", "geen-a", "eerst-a"]
    ends_b = ["past-laag", "past-hoog", "stop-b"]
    counts = [draw(st.integers(2, 3)) for _ in names]
    made = []
    for place, name in enumerate(names):
        person = name.startswith("b")
        last = len(names) if person else firsts
        # a question later in the same part is likelier than an end, so that runs get long
        ways = names[place + 1 : last] * 3 + (ends_b if person else ends_a)
        earlier = list(zip(names[: place + 1], counts, strict=False))
        options = [_random_option(draw, f"o{i}", ways, earlier, person=person) for i in range(counts[place])]
        made.append(question(name, *options, person=person))
    goes_on: Data = {"continue_with": "b0"} if seconds else {}
    outcomes = [
        outcome("zoek-laag", "profile", profile="laag", **goes_on),
        outcome("zoek-hoog", "profile", profile="hoog", **(goes_on if draw(st.booleans()) else {})),
        outcome("stop-a", "stop"),
        outcome("geen-a", "none"),
        outcome("eerst-a", "first", arranges=["basis.wil"]),
        outcome("past-laag", "profile", profile="laag"),
        outcome("past-hoog", "profile", profile="hoog"),
        outcome("stop-b", "stop"),
    ]
    facts = [
        {"id": "f0", "text": "Feit nul.", "limit": "laag"},
        {"id": "f1", "text": "Feit een.", "limit": "midden", "excludes": ["f2"]},
        {"id": "f2", "text": "Feit twee."},
    ]
    return whole_map(made, outcomes, facts=facts)


def _random_option(
    draw: st.DrawFn, name: str, ways: list[str], earlier: list[tuple[str, int]], *, person: bool
) -> Data:
    more: Data = {}
    if draw(st.integers(0, 3)) == 0:
        more["set"] = [draw(st.sampled_from(["f0", "f1", "f2"]))]
    if not person and draw(st.integers(0, 5)) == 0:
        more["first"] = "eerst-a"
    if draw(st.integers(0, 2)) == 0:
        more["meets"] = [draw(st.sampled_from(["basis.wil", "basis.competences", "hoog.rust"]))]
    way = st.sampled_from(ways)
    conditional = draw(st.integers(0, 2))
    if not conditional:
        return option(name, draw(way), **more)
    branches: list[Data] = [{"when": draw(conditions(earlier)), "to": draw(way)} for _ in range(conditional)]
    return option(name, [*branches, {"to": draw(way)}], **more)


def conditions(earlier: list[tuple[str, int]]) -> st.SearchStrategy[Data]:
    """Conditions of the closed language about these questions (with their number of options), facts and limits."""
    answers = st.sampled_from(earlier).flatmap(
        lambda pair: st.lists(st.integers(0, pair[1] - 1), min_size=1, max_size=2, unique=True).map(
            lambda chosen: {"answer": {pair[0]: [f"o{i}" for i in sorted(chosen)]}}
        )
    )
    facts = st.sampled_from(["f0", "f1", "f2"]).map(lambda fact: {"fact": fact})
    limits = st.sampled_from(PROFILES).map(lambda profile: {"limit_allows": profile})
    return st.recursive(
        st.one_of(answers, facts, limits),
        lambda inner: st.one_of(
            inner.map(lambda part: {"not": part}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts}),
        ),
        max_leaves=3,
    )


@dataclass(frozen=True)
class BruteRun:
    """One run, or the part of it up to some question: the answers, the branch taken at each, and what it met."""

    steps: tuple[tuple[str, str], ...] = ()
    branches: tuple[int, ...] = ()
    facts: frozenset[str] = frozenset()
    criteria: frozenset[str] = frozenset()
    outcomes: tuple[str, ...] = ()
    at: str | None = None


def holds(condition: Data, answers: dict[str, str], facts: frozenset[str], limits: dict[str, str]) -> bool:
    """Evaluate a condition by its meaning."""
    ((kind, value),) = condition.items()
    if kind == "answer":
        ((name, chosen),) = value.items()
        return answers.get(name) in chosen
    if kind == "fact":
        return value in facts
    if kind == "limit_allows":
        return all(PROFILES.index(limits[f]) >= PROFILES.index(value) for f in facts if f in limits)
    if kind == "not":
        return not holds(value, answers, facts, limits)
    results = [holds(part, answers, facts, limits) for part in value]
    return all(results) if kind == "all" else any(results)


def brute_runs(data: Data) -> Iterator[BruteRun]:
    """Every run of both parts with every stage of it: standing at a question, or ended in an outcome."""
    questions = {q["id"]: q for q in data["questions"]}
    outcomes = {o["id"]: o for o in data["outcomes"]}
    limits = {f["id"]: f["limit"] for f in data.get("facts", []) if "limit" in f}
    waiting = [BruteRun(at=data["start"])]
    while waiting:
        run = waiting.pop()
        yield run
        if run.at is None:
            goes_on = outcomes[run.outcomes[-1]].get("continue_with")
            if goes_on is not None:
                waiting.append(BruteRun(run.steps, run.branches, run.facts, run.criteria, run.outcomes, goes_on))
            continue
        waiting += [_answered(run, chosen, outcomes, limits) for chosen in questions[run.at]["options"]]


def _answered(run: BruteRun, chosen: Data, outcomes: dict[str, Data], limits: dict[str, str]) -> BruteRun:
    assert run.at is not None
    steps = (*run.steps, (run.at, chosen["id"]))
    facts = run.facts | set(chosen.get("set", ()))
    ways = [{"to": chosen["to"]}] if isinstance(chosen["to"], str) else chosen["to"]
    met: set[str] = set()
    for name in chosen.get("meets", ()):
        met |= KNOWN_PROFILES.groups.get(name, {name})
    if "first" in chosen:
        met |= set(outcomes[chosen["first"]].get("arranges", ()))
    taken = next(i for i, w in enumerate(ways) if "when" not in w or holds(w["when"], dict(steps), facts, limits))
    to = ways[taken]["to"]
    ended = to in outcomes
    return BruteRun(
        steps=steps,
        branches=(*run.branches, taken),
        facts=facts,
        criteria=run.criteria | met,
        outcomes=(*run.outcomes, to) if ended else run.outcomes,
        at=None if ended else to,
    )
