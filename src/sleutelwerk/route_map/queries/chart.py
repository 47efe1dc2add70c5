"""A published map made ready for the screen once, so that answering a question looks things up and computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sleutelwerk.core.bibliography import Bibliography, Source
from sleutelwerk.route_map.engine.compiled import CompiledMap
from sleutelwerk.route_map.engine.model import Option, Part, Question, RouteMap
from sleutelwerk.route_map.engine.remaining import Range, Remaining
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.queries.ahead import least_to_choice
from sleutelwerk.route_map.rules.answers import Route
from sleutelwerk.route_map.rules.sealing import Binding, binding_of

#: Texts for a template are dictionaries: Django looks those up fastest.
Texts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """One map with all that its pages need: texts per question, notices per answer, sections per part.

    `drawn` keeps the pieces of a question page that are the same for every visitor (see `views.question_parts`).
    """

    compiled: CompiledMap
    graph: StateGraph
    binding: Binding
    questions: tuple[Texts, ...]
    notices: tuple[tuple[Texts, ...], ...]
    sections: Mapping[bool, tuple[str, ...]]
    sources: Mapping[str, Source]
    remaining: Remaining
    choice_after: Mapping[Part, tuple[int | None, ...]]
    drawn: dict[tuple[str | int | bool, ...], str] = field(default_factory=dict, compare=False, repr=False)

    def left_at(self, node: int, bits: int) -> Range:
        """How many questions are still to come from a node with this past, until the end of its part.

        The least is that to a profile, or to none that fits, as long as such an end is within reach.
        """
        part = Part.PERSON if self.questions[node]["about_person"] else Part.ASSIGNMENT
        state = self.graph.at(node, bits)
        found = self.remaining.ranges[part][state]
        to_choice = self.choice_after[part][state]
        return found if to_choice is None else Range(to_choice, found.most)

    @property
    def route_map(self) -> RouteMap:
        """The map itself."""
        return self.compiled.route_map

    @property
    def checked(self) -> date:
        """When the content was last checked."""
        return date.fromisoformat(self.route_map.checked)


def chart_of(compiled: CompiledMap, *, graph: StateGraph, remaining: Remaining, bibliography: Bibliography) -> Chart:
    """Prepare a map, with the sources that it names."""
    route_map = compiled.route_map
    sections = {
        about_person: tuple(s.title for s in route_map.sections if (s.part is Part.PERSON) is about_person)
        for about_person in (False, True)
    }
    numbered = _numbered_sections(route_map)
    return Chart(
        compiled=compiled,
        graph=graph,
        binding=binding_of(compiled),
        questions=tuple(_question_texts(node, q, numbered, bibliography) for node, q in enumerate(route_map.questions)),
        notices=tuple(tuple(_notices(route_map, option) for option in q.options) for q in route_map.questions),
        sections=sections,
        sources=bibliography.by_id,
        remaining=remaining,
        choice_after={part: least_to_choice(graph, part) for part in Part},
    )


def progress_at(chart: Chart, route: Route, position: int) -> Texts:
    """How many questions are left at a position, and what to say where a new stretch begins."""
    node = route.node_at(position)
    question = chart.questions[node]
    left = chart.left_at(node, route.bits_at(position))
    enters = position == 1 or chart.questions[route.steps[position - 2].node]["section"] is not question["section"]
    return {
        "least": left.least,
        "most": left.most,
        "intro": question["section"]["intro"] if enters else "",
    }


def sections_at(chart: Chart, node: int) -> Texts:
    """The stretches of the part in which a question lies: done, present and ahead."""
    question = chart.questions[node]
    present = question["section"]["number"]
    titles = chart.sections[question["about_person"]]
    return {
        "number": present,
        "count": len(titles),
        "title": question["section"]["title"],
        "sections": [
            {"title": title, "state": "done" if number < present else "here" if number == present else "ahead"}
            for number, title in enumerate(titles, start=1)
        ],
    }


def _numbered_sections(route_map: RouteMap) -> dict[str, Texts]:
    """Each section with its number within its own part."""
    counts = dict.fromkeys(Part, 0)
    numbered: dict[str, Texts] = {}
    for section in route_map.sections:
        counts[section.part] += 1
        numbered[section.id] = {"number": counts[section.part], "title": section.title, "intro": section.intro}
    return numbered


def _question_texts(node: int, question: Question, sections: Mapping[str, Texts], bibliography: Bibliography) -> Texts:
    known = bibliography.by_id
    return {
        "node": node,
        "short": question.short or question.text,
        "text": question.text,
        "help": question.help,
        "why": question.why,
        "sources": [known[name] for name in question.sources if name in known],
        "own_judgement": any(name not in known for name in question.sources),
        "arrange": question.arrange,
        "about_person": question.about_person,
        "section": sections[question.section],
        "options": [
            {"number": number, "text": option.text, "help": option.help}
            for number, option in enumerate(question.options)
        ],
    }


def _notices(route_map: RouteMap, option: Option) -> Texts:
    """What giving this answer brings along, to be said at once on the next page."""
    facts = [fact for fact in route_map.facts if fact.id in option.sets]
    firsts = [outcome for outcome in route_map.outcomes if outcome.id == option.first]
    return {
        "first": firsts[0] if firsts else None,
        "limits": [fact for fact in facts if fact.limit is not None],
        "facts": [fact.text for fact in facts if fact.limit is None],
        "signals": [signal for signal in route_map.signals if signal.id in option.signals],
    }
