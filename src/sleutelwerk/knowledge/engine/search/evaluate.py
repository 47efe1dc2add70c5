"""Measures search on questions of which it is known what they should find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import read_yaml

#: How far down a reader looks for what he needs, and how many hits he sees without scrolling.
FAR, NEAR = 5, 3
HALVES = ("tuning", "held_out")
#: Gives the keys of what is found, the best first.
Ask = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with what it should find, and what is a good answer as well."""

    query: str
    expects: tuple[str, ...]
    fits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Samples:
    """The two halves of a set: one on which search was tuned, and one that was left alone."""

    tuning: tuple[Sample, ...]
    held_out: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class LoadedSamples:
    """A set, or None when its file has errors, with what was found."""

    samples: Samples | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well search does on a number of questions, each figure the mean of all questions.

    `recall` is the part of what is expected that stands among the first five. `precision` is the part of the first
    three hits that is expected or fits; where fewer than three articles are good answers, of as many first hits as
    there are good answers. A hit that is missing counts as wrong. `first` is how often the first hit is a good answer.
    """

    questions: int
    recall: float
    precision: float
    first: float


def load_samples(path: Path) -> LoadedSamples:
    """Read and check a set of questions."""
    document = read_yaml(path)
    found = [*document.findings]
    if document.data is not None:
        found += check_schema(document, "search-evaluation")
    if has_errors(found):
        return LoadedSamples(None, tuple(found))
    data: Any = document.data
    return LoadedSamples(Samples(*(tuple(map(_sample, data[half])) for half in HALVES)), tuple(found))


def _sample(data: Any) -> Sample:
    return Sample(data["query"], tuple(data["expects"]), tuple(data.get("fits", ())))


def measure(ask: Ask, samples: Sequence[Sample]) -> Quality:
    """Ask every question."""
    each = [(_recall(found, one), _precision(found, one), _first(found, one)) for one, found in _asked(ask, samples)]
    recall, precision, first = (sum(column) / len(samples) for column in zip(*each, strict=True))
    return Quality(len(samples), recall, precision, first)


def misses(ask: Ask, samples: Sequence[Sample]) -> list[tuple[Sample, Sequence[str]]]:
    """Give the questions that do not find all they should among the first five, with what they find instead."""
    return [(one, found[:FAR]) for one, found in _asked(ask, samples) if _recall(found, one) < 1]


def _asked(ask: Ask, samples: Iterable[Sample]) -> Iterable[tuple[Sample, Sequence[str]]]:
    for one in samples:
        yield one, ask(one.query)


def _recall(found: Sequence[str], sample: Sample) -> float:
    return len({*found[:FAR]} & {*sample.expects}) / len(sample.expects)


def _precision(found: Sequence[str], sample: Sample) -> float:
    good = {*sample.expects, *sample.fits}
    seen = min(NEAR, len(good))
    return len({*found[:seen]} & good) / seen


def _first(found: Sequence[str], sample: Sample) -> float:
    return float(bool({*found[:1]} & {*sample.expects, *sample.fits}))
