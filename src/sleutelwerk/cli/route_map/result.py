"""A result with its reasons, as a person reads it in a terminal: what, why, why not the others, and what now."""

from __future__ import annotations

from sleutelwerk.cli.output import paint, say
from sleutelwerk.cli.route_map.words import COLOURS, heading, paragraph, strong, wrapped
from sleutelwerk.route_map.engine.explain import Explained, Explanation, Recipe, WhyNot
from sleutelwerk.route_map.engine.model import OutcomeKind, Part, RouteMap
from sleutelwerk.route_map.engine.walk import Step


def show_result(route_map: RouteMap, explanation: Explanation, *, err: bool = False) -> None:
    """Print the whole result of a walk."""
    _Writer(route_map, explanation, err=err).write()


class _Writer:
    """Writes one result, section by section."""

    def __init__(self, route_map: RouteMap, explanation: Explanation, *, err: bool) -> None:
        self.route_map = route_map
        self.explanation = explanation
        self.walk = explanation.walk
        self.outcome = self.walk.outcomes[-1]
        self.err = err

    def write(self) -> None:
        """Write everything that this kind of outcome has."""
        self._headline()
        if self.outcome.kind in {OutcomeKind.PROFILE, OutcomeKind.FIRST}:
            self._firsts()
        self._because()
        self._listed("Grenzen die meetelden", [limit.fact.text for limit in self.explanation.limits])
        if isinstance(self.explanation, Explained):
            self._why_not(self.explanation.why_not)
        self._turn_to()
        self._listed("Wat er in het echt anders zou moeten zijn", self.outcome.change_in_reality)
        if self.outcome.kind is OutcomeKind.PROFILE:
            self._arrange()
        self._signals()
        self._listed("Wat u nu doet", self.outcome.steps)
        say(err=self.err)
        paragraph(self.route_map.label, err=self.err)

    def _headline(self) -> None:
        outcome = self.outcome
        provisional = outcome.kind is OutcomeKind.PROFILE and self.walk.provisional
        title = f"Voorlopig: {outcome.title}, mits u eerst regelt wat hieronder staat" if provisional else outcome.title
        say(err=self.err)
        say("=" * 8, " ", paint(title, fg=COLOURS[outcome.kind], bold=True), err=self.err)
        say(err=self.err)
        paragraph(outcome.summary, err=self.err)
        if outcome.kind is OutcomeKind.STOP and not outcome.deliberable:
            paragraph("Hierover is geen moreel beraad mogelijk: deze stop blijft staan.", err=self.err)

    def _firsts(self) -> None:
        if self.walk.firsts:
            heading("Regel dit eerst", err=self.err)
        for one in self.walk.firsts:
            back = f"Ga daarna terug naar de vraag: {one.question.text}"
            self._item(f"{one.outcome.title}. {one.outcome.summary} {back}")

    def _because(self) -> None:
        """The answers that decided; the others are told apart, so that nobody thinks they were not heard."""
        if isinstance(self.explanation, Explained):
            decided = {one.question.id for one in self.explanation.decisive}
        else:
            decided = {one.question.id for one in self.explanation.because}
        steps = [taken for taken in self.walk.steps if self._belongs(taken) or taken.question.id in decided]
        self._listed("Deze antwoorden gaven de doorslag", [s.option.because for s in steps if s.question.id in decided])
        self._listed("Dit zei u ook", [s.option.because for s in steps if s.question.id not in decided])

    def _belongs(self, taken: Step) -> bool:
        return taken.question.about_person is (self.explanation.part is Part.PERSON)

    def _why_not(self, others: tuple[WhyNot, ...]) -> None:
        if not others:
            return
        heading("Waarom geen ander profiel", err=self.err)
        for one in others:
            name = one.profile.replace("-", " ").capitalize()
            if isinstance(one, Recipe):
                self._recipe(name, one)
            else:
                self._item(f"{name}: daar komt in dit deel van de kaart geen enkele route uit.")

    def _recipe(self, name: str, recipe: Recipe) -> None:
        many = len(recipe.changes)
        would = "zou dit antwoord" if many == 1 else f"zouden deze {many} antwoorden"
        say(strong(f"  {name}"), f": dan {would} anders moeten zijn", err=self.err)
        for change in recipe.changes:
            needed = "’ of ‘".join(option.text for option in change.needed)
            text = f"{change.question.text} Nu: ‘{change.present.text}’. Dan: ‘{needed}’."
            say(wrapped(text, first="    - "), err=self.err)
        if recipe.asked:
            asked = "; ".join(question.short or question.text for question in recipe.asked)
            say(wrapped(f"Daarna komen er nog vragen over: {asked}.", first="      "), err=self.err)

    def _turn_to(self) -> None:
        if self.outcome.turn_to:
            heading("Hier kunt u terecht", err=self.err)
        for contact in self.outcome.turn_to:
            self._item(f"{contact.name}: {contact.reason}" + (f" ({contact.reach})" if contact.reach else ""))

    def _arrange(self) -> None:
        lists = [taken.question for taken in self.walk.steps if taken.question.arrange and self._belongs(taken)]
        if lists:
            heading("Wat u regelt", err=self.err)
        for question in lists:
            say(strong(f"  {question.short or question.text}"), err=self.err)
            for line in question.arrange:
                say(wrapped(line, first="    - "), err=self.err)

    def _signals(self) -> None:
        if self.walk.signals:
            heading("Om samen te bespreken (moreel beraad)", err=self.err)
        for signal in self.walk.signals:
            self._item(f"{signal.title}: {signal.question}")

    def _listed(self, title: str, lines: list[str] | tuple[str, ...]) -> None:
        if lines:
            heading(title, err=self.err)
        for line in lines:
            self._item(line)

    def _item(self, text: str) -> None:
        say(wrapped(text, first="  - "), err=self.err)
