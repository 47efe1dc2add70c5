"""Random route maps for the benchmarks: the same graph for every engine, decided by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sleutelwerk.route_map.engine.model import (
    Answered,
    Branch,
    Option,
    Outcome,
    OutcomeKind,
    Part,
    Question,
    RouteMap,
    Section,
)

OUTCOMES = 6
WINDOW = 8


@dataclass(frozen=True)
class Guard:
    """This option leads elsewhere if an earlier question was answered with a certain option."""

    question: int
    option: int
    elsewhere: str


@dataclass(frozen=True)
class Graph:
    """Where each option of each question leads (`q7`, `o2`), and the guards by (question, option)."""

    ways: list[list[str]]
    guards: dict[tuple[int, int], Guard]

    @property
    def edges(self) -> int:
        """The number of options."""
        return sum(map(len, self.ways))


def random_graph(questions: int, *, guards: int = 0, reach: int = WINDOW, seed: int = 1) -> Graph:
    """Make questions in order, each with 2 to 4 options and reached from one of the WINDOW before it.

    Every option that is left leads to one of six outcomes (8 %) or to one of the next WINDOW questions. A guard looks
    back at most `reach` questions.
    """
    chance = random.Random(seed)
    ways: list[list[str]] = [[""] * chance.randint(2, 4) for _ in range(questions)]
    for number in range(1, questions):
        free = [(q, o) for q in range(max(0, number - WINDOW), number) for o, to in enumerate(ways[q]) if not to]
        question, option = chance.choice(free)
        ways[question][option] = f"q{number}"
    for number, options in enumerate(ways):
        options[:] = [to or _anywhere(chance, number, questions) for to in options]
    return Graph(ways, _guards(chance, ways, guards, reach))


def _anywhere(chance: random.Random, number: int, questions: int) -> str:
    if number == questions - 1 or chance.random() < 0.08:
        return f"o{chance.randrange(OUTCOMES)}"
    return f"q{chance.randint(number + 1, min(questions - 1, number + WINDOW))}"


def _guards(chance: random.Random, ways: list[list[str]], count: int, reach: int) -> dict[tuple[int, int], Guard]:
    made: dict[tuple[int, int], Guard] = {}
    for number in chance.sample(range(1, len(ways)), count):
        earlier = chance.randint(max(0, number - reach), number - 1)
        place = number, chance.randrange(len(ways[number]))
        made[place] = Guard(earlier, chance.randrange(len(ways[earlier])), _anywhere(chance, number, len(ways)))
    return made


def route_map_of(graph: Graph) -> RouteMap:
    """Write the graph as a route map."""
    questions = tuple(
        Question(
            f"q{n}", "s", f"Vraag {n}?", "Dat telt mee.", _options(graph, n), ("eigen-oordeel",), short=f"Vraag {n}"
        )
        for n in range(len(graph.ways))
    )
    outcomes = tuple(
        Outcome(f"o{n}", OutcomeKind.PROFILE, f"Uitkomst {n}", "Zo is het.", profile=f"p{n}") for n in range(OUTCOMES)
    )
    return RouteMap(
        slug="proef", version=1, title="Proef", summary="Proef.", label="Proef", checked="2026-11-24", start="q0",
        profile_set=("proef", 1), profiles=tuple(f"p{n}" for n in range(OUTCOMES)),
        sections=(Section("s", "Deel", Part.ASSIGNMENT),), facts=(), signals=(), questions=questions, outcomes=outcomes,
    )  # fmt: skip


def _options(graph: Graph, number: int) -> tuple[Option, ...]:
    options = []
    for index, to in enumerate(graph.ways[number]):
        branches = [Branch(to)]
        guard = graph.guards.get((number, index))
        if guard:
            when = Answered(f"q{guard.question}", frozenset({f"a{guard.option}"}))
            branches.insert(0, Branch(guard.elsewhere, when))
        options.append(Option(f"a{index}", f"Antwoord {index}", f"Het is {index}.", tuple(branches)))
    return tuple(options)


def random_answers(graph: Graph, seed: int) -> list[int]:
    """One option per question."""
    chance = random.Random(seed)
    return [chance.randrange(len(options)) for options in graph.ways]


def yaml_of(graph: Graph) -> str:
    """Write the graph as a route map file, as an author would."""
    head = (
        "schema: sleutelwerk/route-map/1\nslug: proef\nversion: 1\ntitle: Proef\nsummary: Een proef.\n"
        "summary_en: A trial.\nlabel: Eigen tekst.\nchecked: 2026-11-24\nprofile_set: {slug: proef, version: 1}\n"
        "bibliography: {slug: proef, version: 1}\nstart: q0\n"
        "sections:\n  - {id: deel, title: Deel, part: assignment}\nquestions:\n"
    )
    questions = "".join(_question_yaml(graph, number) for number in range(len(graph.ways)))
    outcomes = "".join(
        f"  - {{id: o{n}, kind: profile, profile: p{n}, title: Uitkomst {n}, summary: Zo is het, steps: [Bel even.]}}\n"
        for n in range(OUTCOMES)
    )
    return f"{head}{questions}outcomes:\n{outcomes}"


def _question_yaml(graph: Graph, number: int) -> str:
    lines = [
        f"  - id: q{number}",
        "    section: deel",
        f"    short: Vraag {number}",
        f"    text: Wat is er aan de hand bij punt {number}?",
        "    why: Dat bepaalt hoe het verdergaat.",
        "    sources: [eigen-oordeel]",
        "    options:",
    ]
    for option, to in enumerate(graph.ways[number]):
        lines += [f"      - id: a{option}", f"        text: Antwoord {option}", f"        because: Het is {option}."]
        guard = graph.guards.get((number, option))
        if guard is None:
            lines.append(f"        to: {to}")
        else:
            when = f"{{answer: {{q{guard.question}: [a{guard.option}]}}}}"
            lines += [
                "        to:",
                f"          - {{when: {when}, to: {guard.elsewhere}}}",
                f"          - {{to: {to}}}",
            ]
    return "\n".join(lines) + "\n"
