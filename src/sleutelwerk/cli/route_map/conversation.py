"""The conversation of a walk: asks, listens, goes back, and tells the result, and keeps nothing of it."""

from __future__ import annotations

import sys

from sleutelwerk.cli.output import paint, say
from sleutelwerk.cli.route_map.result import show_result
from sleutelwerk.cli.route_map.words import heading, paragraph, strong, wrapped
from sleutelwerk.route_map.engine.explain import explain
from sleutelwerk.route_map.engine.model import Option, Part, Question, RouteMap
from sleutelwerk.route_map.engine.remaining import Remaining
from sleutelwerk.route_map.engine.states import StateGraph
from sleutelwerk.route_map.engine.walk import Walk, follow

#: Nobody types a longer line; more is not read.
MAX_LINE = 1_000

KEYS = "w = waarom deze vraag, t = terug, o = opnieuw, q = stoppen"

#: A pipe that never gives an answer that fits ends here.
MOST_MISTAKES = 100


class Ended(Exception):
    """The person stops, or there is no more input."""


class Conversation:
    """One walk. `answers` is all it knows; with `err` everything is said on stderr, and no person is asked about."""

    def __init__(self, route_map: RouteMap, graph: StateGraph, ranges: Remaining, *, err: bool) -> None:
        self.route_map = route_map
        self.graph = graph
        self.ranges = ranges
        self.err = err
        self.answers: dict[str, str] = {}
        self.earlier: dict[str, str] = {}
        self.part = Part.ASSIGNMENT
        self.section = ""
        self.mistakes = 0

    def about_assignment(self) -> dict[str, str]:
        """The answers that are not about a person."""
        personal = {question.id for question in self.route_map.questions if question.about_person}
        return {question: option for question, option in self.answers.items() if question not in personal}

    def hold(self) -> None:
        """Go on until it has ended. Raises Ended when the person stops earlier."""
        self._welcome()
        while True:
            walk = follow(self.graph.compiled, self.answers, through=self.part)
            if walk.at is not None:
                self._question(walk, walk.at)
            elif not self._result(walk):
                return

    def _welcome(self) -> None:
        say(strong(self.route_map.title), f", versie {self.route_map.version}", err=self.err)
        paragraph(self.route_map.summary, err=self.err)
        paragraph(f"Typ het nummer van uw antwoord en druk op Enter. {KEYS}.", err=self.err)
        paragraph("Typ geen namen. Wat u antwoordt, wordt niet bewaard.", err=self.err)

    def _question(self, walk: Walk, question: Question) -> None:
        """Ask one question, until it is answered or something else is wanted."""
        self._show_question(walk, question)
        while True:
            typed = self._hear()
            option = self._chosen(question, typed)
            if option is not None:
                self._answer(walk, question, option)
                return
            if typed in {"t", "terug"} and not walk.steps:
                say("Dit is de eerste vraag.", err=self.err)
            elif typed in {"t", "terug"}:
                self._back(walk)
                return
            elif typed in {"o", "opnieuw"}:
                self._start_over()
                return
            elif typed in {"w", "waarom"}:
                paragraph(question.why, first="    ", err=self.err)
            else:
                self._not_understood(f"Typ een nummer van 1 tot en met {len(question.options)}, of: {KEYS}.")

    def _show_question(self, walk: Walk, question: Question) -> None:
        section = next(section for section in self.route_map.sections if section.id == question.section)
        if section.id != self.section:
            heading(f"── {section.title} ──", err=self.err)
            if section.intro:
                paragraph(section.intro, err=self.err)
        self.section = section.id
        say(err=self.err)
        say(paint(self._progress(walk), dim=True), err=self.err)
        say(strong(wrapped(question.text)), err=self.err)
        if question.help:
            paragraph(question.help, err=self.err)
        for place, option in enumerate(question.options, start=1):
            chosen = "  (uw eerdere antwoord: Enter)" if self.earlier.get(question.id) == option.id else ""
            say(wrapped(option.text + chosen, first=f"  {place}. "), err=self.err)
            if option.help:
                paragraph(option.help, first="     ", err=self.err)

    def _progress(self, walk: Walk) -> str:
        left = self.ranges.for_walk(walk, through=self.part)
        if left.least == left.most == 1:
            told = "Laatste vraag"
        else:
            told = f"Nog {left.least} vragen" if left.least == left.most else f"Nog {left.least} tot {left.most} vragen"
        firsts = len(walk.firsts)
        return f"{told} · al {firsts} {'ding' if firsts == 1 else 'dingen'} om eerst te regelen" if firsts else told

    def _chosen(self, question: Question, typed: str) -> Option | None:
        """The option that was meant, by its number, or by Enter the one chosen before."""
        if typed == "":
            return next((o for o in question.options if o.id == self.earlier.get(question.id)), None)
        if typed.isascii() and typed.isdecimal() and 0 < int(typed) <= len(question.options):
            return question.options[int(typed) - 1]
        return None

    def _answer(self, walk: Walk, question: Question, option: Option) -> None:
        """Take an answer, and say at once what it brings along."""
        self.answers[question.id] = option.id
        self.earlier[question.id] = option.id
        self.mistakes = 0
        after = follow(self.graph.compiled, self.answers, through=self.part)
        for outcome in self.route_map.outcomes:
            if outcome.id == option.first:
                say(paint(wrapped(f"Onthoud voor straks: {outcome.title}.", first="  ! "), fg="yellow"), err=self.err)
        known = {fact.id for fact in walk.facts}
        for fact in after.facts:
            if fact.id not in known:
                say(paint(wrapped(fact.text, first="  ! "), fg="yellow"), err=self.err)

    def _back(self, walk: Walk) -> None:
        """Undo the last answer; Enter gives it again. From the first question on a person: back to the result."""
        last = walk.steps[-1].question
        self.section = ""
        if self.part is Part.PERSON and not last.about_person:
            self.part = Part.ASSIGNMENT
        else:
            del self.answers[last.id]

    def _start_over(self) -> None:
        self.answers, self.earlier, self.section = {}, {}, ""
        self.part = Part.ASSIGNMENT
        say("\nU begint opnieuw.", err=self.err)

    def _result(self, walk: Walk) -> bool:
        """Tell the result, then ask what now; False when that was all."""
        with_person = walk.outcomes[-1].continue_with is not None and self.part is Part.ASSIGNMENT and not self.err
        show_result(self.route_map, explain(self.graph, walk), err=self.err)
        choices = "t = laatste antwoord wijzigen, o = opnieuw, Enter of q = klaar"
        if with_person:
            self._invite()
            choices = f"p = deze persoon, {choices}"
        elif self.part is Part.PERSON:
            choices = f"v = volgende kandidaat, {choices}"
        say(err=self.err)
        paragraph(choices, err=self.err)
        return self._next(walk, choices, with_person=with_person)

    def _invite(self) -> None:
        heading("Hebt u al iemand op het oog?")
        paragraph(
            "Dan kunt u verder met vragen over deze persoon. Doe dat pas als hij weet wat u van hem vraagt. "
            "Wat u daar antwoordt, wordt nergens bewaard, ook niet in een routebewijs. "
            "Wel blijft het op uw scherm staan: sluit daarna dit venster."
        )

    def _next(self, walk: Walk, choices: str, *, with_person: bool) -> bool:
        while True:
            typed = self._hear()
            if typed == "":
                return False
            if typed in {"t", "terug"} and walk.steps:
                self._back(walk)
            elif typed in {"o", "opnieuw"}:
                self._start_over()
            elif typed in {"p", "persoon"} and with_person:
                self.part = Part.PERSON
            elif typed in {"v", "volgende"} and self.part is Part.PERSON:
                self._next_candidate()
            else:
                self._not_understood(f"Kies: {choices}.")
                continue
            return True

    def _next_candidate(self) -> None:
        self.answers = self.about_assignment()
        self.earlier = dict(self.answers)
        self.section = ""
        say("\nDe antwoorden over de vorige persoon zijn weg.", err=self.err)

    def _hear(self) -> str:
        """Read what is typed. Raises Ended at 'q', at the end of the input, and when nothing that comes fits."""
        say("> ", err=self.err, newline=False)
        line = sys.stdin.readline(MAX_LINE)
        if not sys.stdin.isatty():
            say(line.strip(), err=self.err)  # so that what came out of a pipe reads as a conversation
        typed = line.strip().casefold()
        if not line or typed in {"q", "stop", "stoppen"}:
            raise Ended
        return typed

    def _not_understood(self, what_can: str) -> None:
        self.mistakes += 1
        if self.mistakes > MOST_MISTAKES:
            say("Hier zit geen bruikbaar antwoord bij. De wandeling stopt.", err=self.err)
            raise Ended
        paragraph(f"Dat begrijp ik niet. {what_can}", err=self.err)
