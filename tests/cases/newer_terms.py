"""Gives an organisation newer terms of keeping than those that ship, as its own content does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import LazySettings

from sleutelwerk.cases.engine.retention import Result, Retention, Term
from sleutelwerk.publishing.content import shipped_root

#: What stands in the first version, by name.
YEAR = "term: {count: 1, unit: years}\n    longest: {count: 2, unit: years}"
SIGNALS = "term: {count: 90, unit: days}\n    longest: {count: 90, unit: days}"
#: How long who was not chosen stays.
AFTER_NO = "term: {count: 28, unit: days}\n    longest: {count: 1, unit: years}"
#: How long who said no, or did not say yes, stays.
WITHOUT_YES = "term: {count: 28, unit: days}\n    longest: {count: 28, unit: days}"


@dataclass(frozen=True)
class OwnTerms:
    """A content folder of the organisation; it is used from its first version on, as after a fresh start."""

    settings: LazySettings
    root: Path


def newer_terms(own: OwnTerms, *changes: tuple[str, str], version: int = 2) -> None:
    """Write a version with other terms, and let the site read it."""
    written(own.root, *changes, version=version)
    own.settings.CONTENT_FOLDER = str(own.root)


def written(root: Path, *changes: tuple[str, str], version: int = 2) -> Path:
    """Write a version with other terms, and give the content folder."""
    text = (shipped_root() / "retention/samenwerking/1/retention.yaml").read_text("utf-8")
    for old, new in (("version: 1\n", f"version: {version}\n"), *changes):
        assert old in text
        text = text.replace(old, new, 1)
    folder = root / "retention/samenwerking" / str(version)
    folder.mkdir(parents=True)
    (folder / "retention.yaml").write_text(text, "utf-8")
    return root


def half_a_year(own: OwnTerms) -> None:
    """Let a file that is over stay half as long."""
    newer_terms(own, (YEAR, "term: {count: 6, unit: months}\n    longest: {count: 1, unit: years}"))


def fourteen_days(own: OwnTerms) -> None:
    """Let who was not chosen, and who does not say yes, stay half as long."""
    shorter = "term: {count: 14, unit: days}\n    longest: {count: 14, unit: days}"
    newer_terms(own, (AFTER_NO, shorter), (WITHOUT_YES, shorter))


def with_term(terms: Retention, result: Result, term: Term) -> Retention:
    """Give terms of which one is another, longest included."""
    rules = tuple(replace(one, term=term, longest=term) if one.id == result else one for one in terms.rules)
    return replace(terms, rules=rules)
