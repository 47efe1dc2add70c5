"""Looking back together: signals and questions as data, what stops at once, and when to look back; never a score."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from sleutelwerk.cases.engine.check_texts import check_every_text, check_plain, duplicates
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.cases.engine.retention import Term, Unit
from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import DataPath, Document


class Level(StrEnum):
    """What a signal asks for."""

    GOOD = "good"
    ADJUST = "adjust"
    STOP = "stop"


class Layer(StrEnum):
    """What a question is about."""

    PLAN = "plan"
    PROCESS = "process"
    EFFECT = "effect"


class Side(StrEnum):
    """Who answers: we, he, or somebody from outside."""

    US = "us"
    HIM = "him"
    OUTSIDER = "outsider"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to recognise. `plain` is for the key figure.

    `first` is what to do before anything else; a stop has at least one. `noted` is false when only that work stopped
    may be written down, and nothing of why (N11, N13).
    """

    id: str
    level: Level
    text: str
    plain: str
    first: tuple[str, ...]
    noted: bool
    sources: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `plain` is the same for the key figure, empty when he is not asked."""

    id: str
    layer: Layer
    side: Side
    text: str
    plain: str


@dataclass(frozen=True, slots=True)
class Moments:
    """When to look back, in months from the start: once after `first`, at the end of the trial, then every so often."""

    first: int
    trial: int
    every: int
    every_for: tuple[tuple[str, int], ...]

    def rhythm(self, profile: str) -> int:
        """Give the number of months between two moments."""
        return dict(self.every_for).get(profile, self.every)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One version of signals, questions and moments."""

    slug: str
    version: int
    title: str
    summary: str
    checked: str
    never: tuple[str, ...]
    moments: Moments
    signals: tuple[Signal, ...]
    questions: tuple[Question, ...]
    content_hash: str

    def of(self, level: Level) -> tuple[Signal, ...]:
        """Give the signals of one level, in their order."""
        return tuple(one for one in self.signals if one.level is level)

    def asked(self, side: Side, layer: Layer | None = None) -> tuple[Question, ...]:
        """Give the questions for one side, of all layers or of one."""
        return tuple(one for one in self.questions if one.side is side and layer in {None, one.layer})


@dataclass(frozen=True, slots=True)
class Look:
    """What two people recognised, side by side. Nothing is counted or weighed: they talk about it (N18)."""

    stop: tuple[Signal, ...]
    both: tuple[Signal, ...]
    only_us: tuple[Signal, ...]
    only_him: tuple[Signal, ...]

    @property
    def first(self) -> tuple[str, ...]:
        """What to do before anything else, each thing once."""
        return tuple(dict.fromkeys(line for one in self.stop for line in one.first))

    @property
    def may_be_noted(self) -> tuple[Signal, ...]:
        """What may be written down; of the rest only that work stopped."""
        return tuple(one for one in (*self.both, *self.only_us, *self.only_him) if one.noted)


def look_back(evaluation: Evaluation, us: AbstractSet[str], him: AbstractSet[str]) -> Look:
    """Put side by side what we and he recognised. One of the two is enough to stop. KeyError for an unknown signal."""
    known = {one.id for one in evaluation.signals}
    for name in sorted((us | him) - known):
        raise KeyError(name)
    return Look(
        stop=tuple(one for one in evaluation.of(Level.STOP) if one.id in us | him),
        both=tuple(one for one in evaluation.signals if one.id in us & him),
        only_us=tuple(one for one in evaluation.signals if one.id in us - him),
        only_him=tuple(one for one in evaluation.signals if one.id in him - us),
    )


def review_dates(evaluation: Evaluation, profile: str, start: date, until: date) -> tuple[date, ...]:
    """Give the days on which to look back from the start until the end, the end itself included."""
    moments = evaluation.moments
    found = []
    months = moments.first
    while (day := Term(months, Unit.MONTHS).after(start)) < until:
        found.append(day)
        months = moments.trial if months < moments.trial else months + moments.rhythm(profile)
    return (*found, until)


def load_evaluation(path: Path, bibliography: Bibliography | None = None) -> Loaded[Evaluation]:
    """Read and check `<content>/evaluation/<slug>/<version>/evaluation.yaml`. Never raises."""
    return load(path, "evaluation", evaluation_from_data, partial(_check, bibliography))


def evaluation_from_data(data: Any) -> Evaluation:
    """Make an evaluation of plain data that follows the schema."""
    moments = {**data["moments"], "every_for": tuple(sorted(data["moments"]["every_for"].items()))}
    return Evaluation(
        **{name: data[name] for name in ("slug", "version", "title", "summary", "checked")},
        never=tuple(data["never"]),
        moments=Moments(**moments),
        signals=tuple(_signal(one) for one in data["signals"]),
        questions=tuple(
            Question(one["id"], Layer(one["layer"]), Side(one["side"]), one["text"], one.get("plain", ""))
            for one in data["questions"]
        ),
        content_hash=content_hash(data),
    )


def _signal(data: Any) -> Signal:
    typed = {
        "level": Level(data["level"]),
        "first": tuple(data.get("first", ())),
        "noted": data.get("noted", True),
        "sources": tuple(data["sources"]),
        "checked": data.get("checked", ""),
    }
    return Signal(**{**data, **typed})


def _check(bibliography: Bibliography | None, evaluation: Evaluation, document: Document) -> Iterator[Finding]:
    yield from check_every_text(document, bibliography)
    yield from duplicates(document, ("signals",), [one.id for one in evaluation.signals])
    yield from duplicates(document, ("questions",), [one.id for one in evaluation.questions])
    yield from check_plain(document, _plain(evaluation))
    for path, code, message, mend in _wrong(evaluation):
        yield Finding(code, message, mend, document.file, document.at(path))


def _plain(evaluation: Evaluation) -> Iterator[tuple[DataPath, str]]:
    yield from ((("signals", index, "plain"), one.plain) for index, one in enumerate(evaluation.signals))
    for index, one in enumerate(evaluation.questions):
        if one.plain:
            yield ("questions", index, "plain"), one.plain


def _wrong(evaluation: Evaluation) -> Iterator[tuple[DataPath, str, str, str]]:
    for index, signal in enumerate(evaluation.signals):
        if (signal.level is Level.STOP) != bool(signal.first):
            message = "Alleen een signaal om te stoppen zegt wat u eerst doet, en altijd."
            yield ("signals", index), "first", message, "Vul 'first' in, of haal het weg."
    for number, question in enumerate(evaluation.questions):
        if (question.side is Side.HIM) != bool(question.plain):
            message = "Wat u hem vraagt, heeft een tekst in heel gewone taal, en alleen dat."
            yield ("questions", number), "plain", message, "Vul 'plain' in, of haal het weg."
    for side in Side:
        missing = [layer.value for layer in Layer if not evaluation.asked(side, layer)]
        if missing:
            message = f"Voor '{side.value}' ontbreken vragen over: {', '.join(missing)}."
            yield ("questions",), "missing-questions", message, "Schrijf voor elke kant over alle drie een vraag."
    if not evaluation.moments.first < evaluation.moments.trial:
        message = "Het eerste moment valt niet voor het einde van de proeftijd."
        yield ("moments",), "moments", message, "Maak 'first' kleiner dan 'trial'."
