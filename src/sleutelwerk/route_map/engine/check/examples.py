"""The examples beside a map: each ends where it says, and together they show every option and outcome."""

from __future__ import annotations

from typing import Any

from sleutelwerk.core.findings import Finding
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.route_map.engine.compiled import CompiledMap
from sleutelwerk.route_map.engine.elements import Element, whole
from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.walk import Walk, follow


def check_examples(examples: Document, compiled: CompiledMap, map_document: Document) -> list[Finding]:
    """Walk every example. What no example shows is reported in the map itself."""
    if examples.data is None:
        return list(examples.findings)
    checker = _Checker(examples, compiled)
    checker.found += [*examples.findings, *check_schema(examples, "route-map-examples")]
    for example in whole(examples.data).each("examples"):
        checker.check(example)
    return [*checker.found, *_not_shown(checker, map_document)]


class _Checker:
    def __init__(self, document: Document, compiled: CompiledMap) -> None:
        self.document = document
        self.compiled = compiled
        self.found: list[Finding] = []
        self.options: set[tuple[str, str]] = set()
        self.outcomes: set[str] = set()

    def add(self, code: str, message: str, mend: str, path: DataPath) -> None:
        self.found.append(Finding(code, message, mend, self.document.file, self.document.at(path)))

    def check(self, example: Element) -> None:
        answers = self._answers(example)
        if answers is None:
            return
        questions = {question.id: question for question in self.compiled.route_map.questions}
        about_person = any(questions[question].about_person for question in answers)
        walk = follow(self.compiled, answers, through=Part.PERSON if about_person else Part.ASSIGNMENT)
        if self._in_order(example, answers, walk):
            self._compare(example, walk)

    def _answers(self, example: Element) -> dict[str, str] | None:
        """The answers by question, or None when a name in them is unknown or a question is answered twice."""
        answers: dict[str, str] = {}
        known = {question.id: question for question in self.compiled.route_map.questions}
        good = True
        for pair in example.each("answers"):
            for question, option in pair.data.items():
                path = (*pair.path, question)
                options = [o.id for o in known[question].options] if question in known else []
                if question not in known:
                    message = f"De vraag '{question}' bestaat niet."
                    self.add("example-unknown", message, did_you_mean(question, known), path)
                elif option not in options:
                    message = f"De vraag '{question}' heeft geen antwoord '{option}'."
                    self.add("example-unknown", message, did_you_mean(str(option), options), path)
                elif question in answers:
                    self.add("example-twice", f"De vraag '{question}' staat er twee keer.", "Haal er een weg.", path)
                else:
                    answers[question] = option
                    continue
                good = False
        return answers if good and answers else None

    def _in_order(self, example: Element, answers: dict[str, str], walk: Walk) -> bool:
        given, asked = list(answers), [step.question.id for step in walk.steps]
        for index, name in enumerate(given):
            if index >= len(asked) or asked[index] != name:
                expected = asked[index] if index < len(asked) else (walk.at.id if walk.at else "niets meer")
                message = f"Hier wordt niet '{name}' gevraagd, maar: {expected}."
                mend = "Zet de antwoorden in de volgorde van de route."
                self.add("example-order", message, mend, (*example.path, "answers", index))
                return False
        if walk.at is not None:
            message = f"Dit voorbeeld is niet af: de vraag '{walk.at.id}' is nog niet beantwoord."
            self.add(
                "example-unfinished", message, "Vul de antwoorden aan tot een uitkomst.", (*example.path, "answers")
            )
            return False
        return True

    def _compare(self, example: Element, walk: Walk) -> None:
        self.options |= {(step.question.id, step.option.id) for step in walk.steps}
        firsts = [collected.outcome.id for collected in walk.firsts]
        self.outcomes |= {outcome.id for outcome in walk.outcomes} | set(firsts)
        end: Any = walk.end
        if example.word("ends_in") != end.id:
            message = f"Dit voorbeeld eindigt in '{end.id}', niet in '{example.word('ends_in')}'."
            self.add("example-end", message, "Pas de kaart of het voorbeeld aan.", (*example.path, "ends_in"))
        expected = [name for name, _ in example.words("first")]
        if expected != firsts:
            found, said = ", ".join(firsts) or "niets", ", ".join(expected) or "niets"
            message = f"Onderweg wordt verzameld: {found}; hier staat: {said}."
            self.add("example-first", message, "Pas de kaart of 'first' aan.", (*example.path, "first"))


def _not_shown(checker: _Checker, document: Document) -> list[Finding]:
    found: list[Finding] = []
    mend = "Voeg een voorbeeld toe aan examples.yaml."

    def add(message: str, path: DataPath) -> None:
        found.append(Finding("not-in-examples", message, mend, document.file, document.at(path)))

    for node, question in enumerate(checker.compiled.route_map.questions):
        for index, option in enumerate(question.options):
            if (question.id, option.id) not in checker.options:
                add(f"Geen voorbeeld kiest '{option.id}' bij '{question.id}'.", ("questions", node, "options", index))
    for index, outcome in enumerate(checker.compiled.route_map.outcomes):
        if outcome.id not in checker.outcomes:
            add(f"Geen voorbeeld komt uit bij '{outcome.id}'.", ("outcomes", index))
    return found
