"""A whole map in words for the terminal: each question, its answers and where they lead, numbered as in the picture."""

from __future__ import annotations

from sleutelwerk.cli.output import say
from sleutelwerk.cli.route_map.shapes import Data
from sleutelwerk.cli.route_map.words import KINDS, PARTS, heading, paragraph, strong, wrapped
from sleutelwerk.route_map.engine.draw.blocks import condition_text
from sleutelwerk.route_map.engine.draw.sheets import question_numbers
from sleutelwerk.route_map.engine.model import Branch, Option, Part, Question, RouteMap
from sleutelwerk.route_map.engine.order import reading_order


def show_outline_of(route_map: RouteMap) -> None:
    """Print the map per part and section, then what each outcome says."""
    say(strong(f"{route_map.title}, versie {route_map.version}"))
    paragraph(route_map.label)
    writer = _Writer(route_map)
    for part in Part:
        for section in route_map.sections:
            questions = [q for q in reading_order(route_map) if q.section == section.id] if section.part is part else []
            if questions:
                heading(f"{PARTS[part]} – {section.title}")
            for question in questions:
                writer.question(question)
    heading("Uitkomsten")
    for outcome in route_map.outcomes:
        say(wrapped(f"{outcome.title} ({KINDS[outcome.kind]}): {outcome.summary}", first="  - "))


def outline_data(route_map: RouteMap) -> list[Data]:
    """Give the questions in reading order, as plain data."""
    numbers = question_numbers(route_map)
    return [
        {
            "number": numbers[question.id],
            "id": question.id,
            "section": question.section,
            "text": question.text,
            "about_person": question.about_person,
            "options": [
                {"id": option.id, "text": option.text, "first": option.first, "sets": list(option.sets), "ways": ways}
                for option in question.options
                for ways in [[_way_data(route_map, branch) for branch in option.branches]]
            ],
        }
        for question in reading_order(route_map)
    ]


def _way_data(route_map: RouteMap, branch: Branch) -> Data:
    return {"to": branch.to, "when": condition_text(route_map, branch.when) if branch.when else None}


class _Writer:
    """Writes questions; the look-ups are made once."""

    def __init__(self, route_map: RouteMap) -> None:
        self.route_map = route_map
        self.numbers = question_numbers(route_map)
        self.titles = {outcome.id: f"{KINDS[outcome.kind]}: {outcome.title}" for outcome in route_map.outcomes}
        self.facts = {fact.id: fact.text for fact in route_map.facts}

    def question(self, question: Question) -> None:
        """Print a question with its answers."""
        say()
        say(wrapped(question.text, first=f"{self.numbers[question.id]:>3}. "))
        for option in question.options:
            say(wrapped(f"{option.text}  →  {self._ways(option)}", first="     - ", rest="         "))
            if option.first:
                say(wrapped(f"onthoud: {self.titles[option.first]}", first="         "))
            for fact in option.sets:
                say(wrapped(f"geldt dan: {self.facts[fact]}", first="         "))

    def _ways(self, option: Option) -> str:
        """Say where an answer leads; with conditions, in their order."""
        ways = []
        for branch in option.branches:
            to = f"vraag {self.numbers[branch.to]}" if branch.to in self.numbers else self.titles[branch.to]
            if branch.when is not None:
                to += f" (als {condition_text(self.route_map, branch.when)})"
            elif len(option.branches) > 1:
                to += " (anders)"
            ways.append(to)
        return "; ".join(ways)
