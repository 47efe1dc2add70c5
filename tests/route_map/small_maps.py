"""Small random maps with conditions, facts, limits, firsts and both parts, and every run of them by brute force."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from sleutelwerk.route_map.engine.compiled import CompiledMap, step
from sleutelwerk.route_map.engine.model import (
    AllOf,
    Answered,
    AnyOf,
    Branch,
    Condition,
    Fact,
    FactIsSet,
    LimitAllows,
    Not,
    Option,
    Outcome,
    OutcomeKind,
    Part,
    Question,
    RouteMap,
    Section,
    Signal,
)

PROFILES = ("laag", "midden", "hoog")
FACTS = (Fact("stil", "Stil.", limit="laag"), Fact("druk", "Druk.", limit="midden"), Fact("los", "Los."))
ASSIGNMENT_ENDS = ("zoek-laag", "zoek-midden", "zoek-hoog", "stop", "niets")
PERSON_ENDS = ("is-laag", "is-hoog", "stop-persoon")
HASH = "0123456789abcdef" * 4

#: A run as answers in order, and the outcomes that it passed or ended in.
Run = tuple[tuple[tuple[str, str], ...], tuple[str, ...]]


def make_map(seed: int, questions: int = 5, person: int = 2) -> RouteMap:
    """A map of so many questions about the assignment and the person, all decided by the seed."""
    chance = random.Random(seed)
    ids = [f"q{n}" for n in range(questions)]
    about = [f"p{n}" for n in range(person)]
    asked = [_question(chance, ids, n, ASSIGNMENT_ENDS) for n in range(questions)]
    asked += [replace(_question(chance, about, n, PERSON_ENDS), about_person=True) for n in range(person)]
    outcomes = [
        *(_profile(end, about[0] if about and end != "zoek-hoog" else None) for end in ASSIGNMENT_ENDS[:3]),
        Outcome("stop", OutcomeKind.STOP, "Stop", "Stop."),
        Outcome("niets", OutcomeKind.NONE, "Niets", "Niets past."),
        *(_profile(end, None) for end in (PERSON_ENDS[:2] if person else ())),
        *([Outcome("stop-persoon", OutcomeKind.STOP, "Stop", "Stop.")] if person else ()),
        Outcome("eerst", OutcomeKind.FIRST, "Eerst", "Eerst dit."),
    ]
    sections = (Section("s", "Opdracht", Part.ASSIGNMENT), Section("t", "Persoon", Part.PERSON))
    return RouteMap(
        slug="klein", version=1, title="Klein", summary="Klein.", label="Test", checked="2026-11-24", start="q0",
        profile_set=("klein", 1), profiles=PROFILES, sections=sections, facts=FACTS,
        signals=(Signal("twijfel", "Twijfel", "Mogen wij dit?"),), questions=tuple(asked), outcomes=tuple(outcomes),
        content_hash=HASH,
    )  # fmt: skip


def _profile(end: str, on: str | None) -> Outcome:
    return Outcome(end, OutcomeKind.PROFILE, end, end, profile=end.split("-")[1], continue_with=on)


def _question(chance: random.Random, ids: list[str], number: int, ends: tuple[str, ...]) -> Question:
    options = tuple(_option(chance, ids, number, f"a{n}", ends) for n in range(chance.randint(2, 3)))
    return Question(ids[number], "s", f"{ids[number]}?", "Daarom.", options, ("eigen-oordeel",))


def _option(chance: random.Random, ids: list[str], number: int, name: str, ends: tuple[str, ...]) -> Option:
    later = ids[number + 1 : number + 4]
    places = [*later, *later, *later, *ends]
    branches = [
        Branch(chance.choice(places), _condition(chance, ids[: number + 1], 2))
        for _ in range(chance.choice((0, 0, 1, 2)))
    ]
    return Option(
        name, f"Antwoord {name}", f"Het is {name}.", (*branches, Branch(chance.choice(places))),
        first=chance.choice(("eerst", None, None)),
        sets=tuple(fact.id for fact in FACTS if chance.random() < 0.25),
        signals=chance.choice(((), (), ("twijfel",))),
    )  # fmt: skip


def _condition(chance: random.Random, earlier: list[str], depth: int) -> Condition:
    kind = chance.randrange(6 if depth else 3)
    if kind == 0:
        return Answered(chance.choice(earlier), frozenset(chance.sample(("a0", "a1"), chance.randint(1, 2))))
    if kind == 1:
        return FactIsSet(chance.choice(FACTS).id)
    if kind == 2:
        return LimitAllows(chance.choice(PROFILES))
    parts = tuple(_condition(chance, earlier, depth - 1) for _ in range(2))
    combined: dict[int, Condition] = {3: AllOf(parts), 4: AnyOf(parts), 5: Not(parts[0])}
    return combined[kind]


def small_maps() -> st.SearchStrategy[RouteMap]:
    """Maps of up to six questions about the assignment and up to three about the person."""
    return st.builds(make_map, st.integers(0, 1 << 32), st.integers(1, 6), st.integers(0, 3))


def every_run(compiled: CompiledMap, through: Part) -> Iterator[Run]:
    """Every run of a part by trying every answer to every question; knows nothing of states."""
    waiting: list[tuple[int, int, tuple[tuple[str, str], ...], tuple[str, ...]]] = [(compiled.start, 0, (), ())]
    while waiting:
        node, bits, answers, passed = waiting.pop()
        if node >= compiled.question_count:
            passed = (*passed, compiled.outcome(node).id)
            if through is Part.PERSON and node in compiled.continues:
                waiting.append((compiled.continues[node], bits, answers, passed))
            else:
                yield answers, passed
            continue
        question = compiled.question(node)
        for index, option in enumerate(question.options):
            target, after, _ = step(compiled, node, bits, index)
            waiting.append((target, after, (*answers, (question.id, option.id)), passed))
