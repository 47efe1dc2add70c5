"""The words that readers may not know, and finding the first place in a text where each stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.plain_language import banned_words
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import Document, read_yaml


@dataclass(frozen=True, slots=True)
class Term:
    """A word with what it means here. `forms` are the ways in which it is written, `term` itself included."""

    id: str
    term: str
    meaning: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A published list of words, in the order of the alphabet."""

    all: tuple[Term, ...] = ()
    _by_form: dict[str, Term] = field(default_factory=dict, compare=False, repr=False)
    _pattern: re.Pattern[str] | None = field(default=None, compare=False, repr=False)

    def first_in(self, text: str, seen: set[str]) -> tuple[int, int, Term] | None:
        """Give where a word stands that was not `seen` before: begin, end and the word; None when there is none."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            term = self._by_form[match.group().casefold()]
            if term.id not in seen:
                return match.start(), match.end(), term
        return None


def terms_of(found: Sequence[Term]) -> Terms:
    """Make a list of words that can be looked up. Longer forms win from shorter ones inside them."""
    by_form = {form.casefold(): term for term in found for form in term.forms}
    longest_first = "|".join(re.escape(form) for form in sorted(by_form, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE) if by_form else None
    return Terms(tuple(sorted(found, key=lambda term: term.term.casefold())), by_form, pattern)


@dataclass(frozen=True, slots=True)
class LoadedTerms:
    """The words, or None when the file has errors, with what was found."""

    terms: Terms | None
    findings: tuple[Finding, ...]


def load_terms(path: Path) -> LoadedTerms:
    """Read and check `<content>/terms/<slug>/<version>/terms.yaml`. Never raises."""
    document = read_yaml(path)
    found = list(document.findings)
    if not has_errors(found):
        found += check_schema(document, "terms")
    if not has_errors(found):
        found += _check(document)
    return LoadedTerms(None if has_errors(found) else terms_from_data(document.data), tuple(found))


def terms_from_data(data: Any) -> Terms:
    """Make a list of words of plain data that follows the schema."""
    return terms_of(
        [Term(one["id"], one["term"], one["meaning"], (one["term"], *one.get("forms", ()))) for one in data["terms"]]
    )


def _check(document: Document) -> list[Finding]:
    data: Any = document.data
    seen: dict[str, str] = {}
    found = []
    for index, one in enumerate(data["terms"]):
        for form in (one["term"], *one.get("forms", ())):
            if form.casefold() in seen:
                message = f"'{form}' staat ook bij '{seen[form.casefold()]}'."
                where = document.at(("terms", index, "term"))
                found.append(Finding("same-form", message, "Laat het bij een van de twee.", document.file, where))
            seen[form.casefold()] = one["id"]
        for word, reason in banned_words(f"{one['term']} {one['meaning']}"):
            mend = "Zeg wat mensen doen of nodig hebben, en laat weg wat ze zijn."
            where = document.at(("terms", index))
            found.append(Finding("banned-word", f"'{word}' gaat over {reason}.", mend, document.file, where))
    return found
