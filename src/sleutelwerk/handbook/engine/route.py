"""The route map as chapters: the drawing on A3 sheets, and all of it in words."""

from __future__ import annotations

from collections.abc import Iterator

from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.handbook.engine.model import Answer, Asked, End, Poster, Posters, Questions, Stretch, Way
from sleutelwerk.handbook.engine.sources import Sources
from sleutelwerk.route_map.engine.draw import draw, to_svg
from sleutelwerk.route_map.engine.draw.blocks import condition_text
from sleutelwerk.route_map.engine.draw.sheets import question_numbers
from sleutelwerk.route_map.engine.model import Branch, Option, Outcome, OutcomeKind, Part, Question, RouteMap
from sleutelwerk.route_map.engine.order import reading_order

#: Profiles first, then what to do first, then where it ends without anybody.
_ENDS = (OutcomeKind.PROFILE, OutcomeKind.FIRST, OutcomeKind.STOP, OutcomeKind.NONE)


def posters(route_map: RouteMap, *, footer: str) -> Posters:
    """Draw the map; `footer` stands below every sheet."""
    sheets = draw(route_map, paper=True).sheets
    return Posters(tuple(Poster(sheet.title, to_svg(sheet, footer=footer)) for sheet in sheets))


def questions(route_map: RouteMap, known: Bibliography, sources: Sources) -> Questions:
    """Tell the map in words, with the numbers that the drawing has."""
    writer = _Writer(route_map, known, sources)
    parts = ((part.value, tuple(writer.stretches(part))) for part in Part)
    return Questions(tuple((part, found) for part, found in parts if found), tuple(_ends(route_map)))


def _ends(route_map: RouteMap) -> Iterator[End]:
    for kind in _ENDS:
        for outcome in route_map.outcomes:
            if outcome.kind is kind:
                yield End(kind.value, outcome.title, outcome.summary, outcome.profile or "")


class _Writer:
    """Writes the questions; what it looks up is looked up once."""

    def __init__(self, route_map: RouteMap, known: Bibliography, sources: Sources) -> None:
        self.route_map = route_map
        self.known = known
        self.sources = sources
        self.order = reading_order(route_map)
        self.numbers = question_numbers(route_map)
        self.outcomes: dict[str, Outcome] = {outcome.id: outcome for outcome in route_map.outcomes}
        self.facts = {fact.id: fact.text for fact in route_map.facts}

    def stretches(self, part: Part) -> Iterator[Stretch]:
        """Give the sections of a part that have questions."""
        for section in self.route_map.sections:
            found = [one for one in self.order if one.section == section.id and section.part is part]
            if found:
                yield Stretch(section.title, tuple(self.asked(one) for one in found))

    def asked(self, question: Question) -> Asked:
        """Give one question."""
        cite = self.sources.cite(question.sources, self.known)
        answers = tuple(self.answer(option) for option in question.options)
        return Asked(self.numbers[question.id], question.text, question.why, cite, answers)

    def answer(self, option: Option) -> Answer:
        """Give one answer."""
        first = self.outcomes[option.first].title if option.first else ""
        several = len(option.branches) > 1
        ways = tuple(self.way(branch, several=several) for branch in option.branches)
        return Answer(option.text, first, tuple(self.facts[name] for name in option.sets), ways)

    def way(self, branch: Branch, *, several: bool) -> Way:
        """Give one way on."""
        when = condition_text(self.route_map, branch.when) if branch.when else ""
        number = self.numbers.get(branch.to, 0)
        return Way(when, several and branch.when is None, number, "" if number else self.outcomes[branch.to].title)
