"""Finds what the room's papers are made of among the content files, and gives it checked; read once per process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sleutelwerk.cases.engine.agreements import Agreement, load_agreement
from sleutelwerk.cases.engine.allowances import Allowances, load_allowances
from sleutelwerk.cases.engine.evaluation import Evaluation, load_evaluation
from sleutelwerk.cases.engine.examples import Examples, load_examples
from sleutelwerk.cases.engine.help import CaseHelp, load_help
from sleutelwerk.cases.engine.letters import Letter, load_letter
from sleutelwerk.cases.engine.pay_words import PayWords, load_pay_words
from sleutelwerk.cases.engine.retention import Retention, load_retention
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.function_profiles.content import published_profiles
from sleutelwerk.function_profiles.engine.model import ProfileSet
from sleutelwerk.publishing.content import ContentError, NoSuchContent, content_roots, folder_of, versions_of

LETTERS = "letters"
INFORMATION = "informatiebrief"
OUTCOME = "uitkomstkaart"
ALLOWANCES, AMOUNTS = "allowances", "vergoedingen"
AGREEMENTS = "agreements"
AGREEMENT = "samenwerking"


def newest_letter(slug: str) -> Letter | None:
    """Give the newest version of a letter, an organisation's own before ours; None when it is not right."""
    own = Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None
    return _newest(content_roots(own), slug)


@lru_cache(maxsize=16)
def _newest(roots: Sequence[Path], slug: str) -> Letter | None:
    for root in roots:
        versions = versions_of((root,), LETTERS, slug)
        if versions:
            return load_letter(folder_of((root,), LETTERS, slug, versions[-1]) / "letter.yaml").value
    return None


def newest_agreement(profile: str) -> Agreement | None:
    """Give the newest content of agreements, an organisation's own before ours; None when it lacks this profile."""
    found = _newest_agreement(_roots())
    return found if found is not None and profile in found.profiles else None


@lru_cache(maxsize=16)
def _newest_agreement(roots: Sequence[Path]) -> Agreement | None:
    for root in roots:
        versions = versions_of((root,), AGREEMENTS, AGREEMENT)
        if versions:
            return _agreement((root,), versions[-1])
    return None


def agreement_version(version: int) -> Agreement | None:
    """Give one version of it; None when it is not there any more, or not right."""
    return _agreement(_roots(), version)


@lru_cache(maxsize=16)
def _agreement(roots: Sequence[Path], version: int) -> Agreement | None:
    try:
        folder = folder_of(roots, AGREEMENTS, AGREEMENT, version)
    except NoSuchContent:
        return None
    return load_agreement(folder / "agreement.yaml").value


def _roots() -> tuple[Path, ...]:
    return content_roots(Path(settings.CONTENT_FOLDER) if settings.CONTENT_FOLDER else None)


def allowances_of(year: int) -> Allowances:
    """Give the kinds and amounts of a year, an organisation's own before ours.

    Without a right table of that year it is the one nearest to it, whose own year says so: judged by it, no amount
    passes. Raises NoSuchContent when there is none at all.
    """
    return _amounts(_roots(), year)


@lru_cache(maxsize=16)
def _amounts(roots: Sequence[Path], year: int) -> Allowances:
    known = versions_of(roots, ALLOWANCES, AMOUNTS)
    for version in sorted(known, key=lambda one: (one > year, abs(year - one))):
        table = load_allowances(folder_of(roots, ALLOWANCES, AMOUNTS, version) / "allowances.yaml").value
        if table is not None:
            return table
    raise NoSuchContent(AMOUNTS)


def profiles_at(slug: str, version: int | None) -> ProfileSet | None:
    """Give the profiles at the version on which a case rests; None when they are not there any more, or not right."""
    try:
        return published_profiles(_roots(), slug, version or 0, settings.DATA_FOLDER / "cache").profiles
    except (NoSuchContent, ContentError):
        return None


def newest_evaluation() -> Evaluation:
    """Give the newest signals, questions and moments of looking back, an organisation's own before ours.

    What is not right is passed by. Raises NoSuchContent when none is.
    """
    return _evaluation(_roots())


@lru_cache(maxsize=4)
def _evaluation(roots: Sequence[Path]) -> Evaluation:
    for path in _each_newest(roots, "evaluation"):
        if (found := load_evaluation(path).value) is not None:
            return found
    raise NoSuchContent("evaluation")


def newest_retention() -> Retention:
    """Give the newest terms of keeping, an organisation's own before ours; what is not right is passed by.

    They hold for nobody before they were confirmed (`queries.terms`). Raises NoSuchContent when none is right.
    """
    return _retention(_roots())[0]


def newest_retention_data() -> Any:
    """Give the same as plain data, to keep with whoever confirms it. Raises NoSuchContent."""
    return _retention(_roots())[1]


@lru_cache(maxsize=4)
def _retention(roots: Sequence[Path]) -> tuple[Retention, Any]:
    for path in _each_newest(roots, "retention"):
        if (found := load_retention(path).value) is not None:
            return found, read_yaml(path).data
    raise NoSuchContent("retention")


def newest_examples() -> Examples | None:
    """Give the newest invented cases, an organisation's own before ours; None when none are right."""
    return _examples(_roots())


@lru_cache(maxsize=4)
def _examples(roots: Sequence[Path]) -> Examples | None:
    found = (load_examples(path).value for path in _each_newest(roots, "example_cases", "examples.yaml"))
    return next((one for one in found if one is not None), None)


def pay_words() -> PayWords:
    """Give the words that turn money into pay for information: an organisation's own next to ours, which always hold.

    Raises NoSuchContent when none is right: nothing is paid because a file is wrong.
    """
    return _pay_words(_roots())


@lru_cache(maxsize=4)
def _pay_words(roots: Sequence[Path]) -> PayWords:
    right = [
        next((one for one in (load_pay_words(path).value for path in _each_newest((root,), "pay_words")) if one), None)
        for root in roots
    ]
    if right[-1] is None:
        raise NoSuchContent("pay_words")
    return PayWords(tuple(term for one in right if one for term in one.terms))


def newest_help() -> CaseHelp | None:
    """Give which article fits which page, an organisation's own list before ours; None when none is right."""
    return _help(_roots())


@lru_cache(maxsize=4)
def _help(roots: Sequence[Path]) -> CaseHelp | None:
    found = (load_help(path).value for path in _each_newest(roots, "help"))
    return next((one for one in found if one is not None), None)


def _each_newest(roots: Sequence[Path], kind: str, file: str = "") -> Iterator[Path]:
    for root in roots:
        for version in reversed(versions_of((root,), kind, AGREEMENT)):
            yield folder_of((root,), kind, AGREEMENT, version) / (file or f"{kind}.yaml")
