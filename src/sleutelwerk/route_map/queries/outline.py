"""The whole map as a nested list: the same questions, answers, links and walked route as the drawing, in words."""

from __future__ import annotations

from sleutelwerk.route_map.engine.draw.blocks import condition_text
from sleutelwerk.route_map.engine.draw.sheets import question_numbers
from sleutelwerk.route_map.engine.model import Branch, Option, OutcomeKind, Part, Question, RouteMap
from sleutelwerk.route_map.engine.order import reading_order
from sleutelwerk.route_map.queries.chart import Texts
from sleutelwerk.route_map.queries.visit import Visit, question_url


def anchor(route_map: RouteMap, kind: str, name: str) -> str:
    """The place of a question or outcome in the list; a number, because an address may not betray a subject."""
    if kind == "question":
        return f"#vraag-{question_numbers(route_map)[name]}"
    return f"#uitkomst-{next(n for n, o in enumerate(route_map.outcomes, start=1) if o.id == name)}"


def outline_of(visit: Visit) -> Texts:
    """The map per part and section, and its outcomes, with what this visitor walked."""
    route_map = visit.chart.route_map
    writer = _Outline(visit)
    parts = []
    for part in Part:
        sections = [writer.section(section.id, section.title) for section in route_map.sections if section.part is part]
        parts.append({"part": part.value, "sections": [section for section in sections if section["questions"]]})
    return {"parts": [part for part in parts if part["sections"]], "outcomes": writer.outcomes()}


class _Outline:
    """Writes the list for one visit; the look-ups are made once."""

    def __init__(self, visit: Visit) -> None:
        self.route_map = visit.chart.route_map
        self.numbers = question_numbers(self.route_map)
        self.places = {outcome.id: number for number, outcome in enumerate(self.route_map.outcomes, start=1)}
        self.outcome = {outcome.id: outcome for outcome in self.route_map.outcomes}
        self.facts = {fact.id: fact for fact in self.route_map.facts}
        questions = self.route_map.questions
        steps = enumerate(visit.route.steps, start=1)
        self.walked = {questions[node].id: (position, option) for position, (node, option) in steps}
        self.reached = [visit.chart.compiled.outcome(node).id for node in visit.route.outcomes]
        if not visit.route.ended:
            self.walked[questions[visit.route.node].id] = (visit.route.length, -1)

    def section(self, name: str, title: str) -> Texts:
        """One section with its questions in reading order."""
        asked = [question for question in reading_order(self.route_map) if question.section == name]
        return {"title": title, "questions": [self.question(question) for question in asked]}

    def question(self, question: Question) -> Texts:
        """One question with its answers; `url` when the visitor's own route meets it."""
        position, chosen = self.walked.get(question.id, (0, -1))
        return {
            "number": self.numbers[question.id],
            "text": question.text,
            "about_person": question.about_person,
            "url": question_url(position) if position else "",
            "answered": chosen >= 0,
            "options": [self.option(option, chosen=number == chosen) for number, option in enumerate(question.options)],
        }

    def option(self, option: Option, *, chosen: bool) -> Texts:
        """One answer: what it brings along and where it leads."""
        facts = [self.facts[name].text for name in option.sets]
        first = self.outcome[option.first] if option.first else None
        return {
            "text": option.text,
            "chosen": chosen,
            "first": {"title": first.title, "place": self.places[first.id]} if first else None,
            "facts": facts,
            "ways": [self.way(branch, several=len(option.branches) > 1) for branch in option.branches],
        }

    def way(self, branch: Branch, *, several: bool) -> Texts:
        """One way on, with its condition in words where there are several."""
        when = condition_text(self.route_map, branch.when) if branch.when else ""
        found = {"when": when, "otherwise": several and branch.when is None}
        if branch.to in self.numbers:
            return found | {"number": self.numbers[branch.to]}
        outcome = self.outcome[branch.to]
        return found | {"place": self.places[branch.to], "title": outcome.title, "kind": outcome.kind.value}

    def outcomes(self) -> list[Texts]:
        """All outcomes per kind, as the picture has them: profiles, what to do first, stops and nothing fitting."""
        kinds = (OutcomeKind.PROFILE, OutcomeKind.FIRST, OutcomeKind.STOP, OutcomeKind.NONE)
        return [{"kind": kind.value, "outcomes": found} for kind in kinds if (found := self._of_kind(kind))]

    def _of_kind(self, kind: OutcomeKind) -> list[Texts]:
        return [
            {
                "place": self.places[outcome.id],
                "title": outcome.title,
                "summary": outcome.summary,
                "reached": outcome.id in self.reached,
                "about_person": outcome.id in self.reached[1:],
            }
            for outcome in self.route_map.outcomes
            if outcome.kind is kind
        ]
