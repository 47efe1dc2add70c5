"""What search knows of Dutch: which words count, which are forms of one another, and which mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from sleutelwerk.core.canonical import canonical_json
from sleutelwerk.core.findings import Finding, has_errors
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.knowledge.engine.search.stems import stem
from sleutelwerk.knowledge.engine.search.words import cleaned, plain_word, words_in

#: Raised when rules or weights change, so that what was indexed by older ones is indexed again.
RULES_VERSION = 1
_MOST_KEPT = 100_000
_MOST_TITLES = 20_000

#: One way to say something: a term, or several that belong together.
Wording = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Terms of words. `fingerprint` changes whenever the same word could get another term."""

    small_words: frozenset[str] = frozenset()
    families: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[Wording, tuple[Wording, ...]] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    forms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fingerprint: str = ""
    _kept: dict[str, str] = field(default_factory=dict, repr=False)
    _titles: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def term(self, word: str) -> str:
        """Give what a written word is looked up by; empty for small words and other scripts."""
        found = self._kept.get(word)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()  # words are kept for speed only, and somebody may send ever new ones
            found = self._kept[word] = self._term(plain_word(word))
        return found

    def forms_of(self, term: str) -> tuple[str, ...]:
        """Give the written forms that stand for a term by their family, which need not begin like it."""
        return tuple(self.forms.get(term, ()))

    def is_small(self, word: str) -> bool:
        """Tell whether a word is one that says nothing."""
        return plain_word(word) in self.small_words

    def _term(self, plain: str) -> str:
        if not plain or plain in self.small_words:
            return ""
        found = self.families.get(plain) or stem(plain)
        return self.families.get(found, found)

    def terms(self, text: str) -> tuple[str, ...]:
        """Give the terms of a text in order."""
        return tuple(found for word, _, _ in words_in(text) if (found := self.term(word)))

    def terms_of_title(self, title: str) -> tuple[str, ...]:
        """Give the terms of a title in order; of a hundred titles each search asks them."""
        found = self._titles.get(title)
        if found is None:
            if len(self._titles) >= _MOST_TITLES:
                self._titles.clear()
            found = self._titles[title] = self.terms(title)
        return found


@dataclass(frozen=True, slots=True)
class LoadedLanguage:
    """What a file holds, or None when it has errors, with what was found."""

    language: Language | None
    findings: tuple[Finding, ...]


def load_language(path: Path) -> LoadedLanguage:
    """Read and check a file of small words, families, synonyms and parts."""
    document = read_yaml(path)
    found = [*document.findings]
    if document.data is not None:
        found += check_schema(document, "search-synonyms")
    if has_errors(found):
        return LoadedLanguage(None, tuple(found))
    return LoadedLanguage(language_of(document.data), tuple(found))


def language_of(data: Any) -> Language:
    """Make a language of checked data."""
    small = frozenset(filter(None, (plain_word(cleaned(word)) for word in data["small_words"])))
    known = {"rules": RULES_VERSION, "small": sorted(small), "families": data["families"]}
    fingerprint = sha256(canonical_json(known)).hexdigest()
    bare = Language(small, _families(data["families"]), fingerprint=fingerprint)
    parts = frozenset(filter(None, map(bare.term, data["parts"])))
    forms: dict[str, list[str]] = {}
    for form, of in bare.families.items():
        forms.setdefault(of, []).append(form)
    return Language(small, bare.families, _synonyms(bare, data["synonyms"]), parts, forms, fingerprint)


def _families(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Let every form, and what is left of it by the rules, stand for the first form of its family."""
    found: dict[str, str] = {}
    for group in groups:
        forms = [plain_word(cleaned(word)) for word in group]
        for form in forms:
            found.setdefault(form, stem(forms[0]))
            found.setdefault(stem(form), stem(forms[0]))
    return found


def _synonyms(language: Language, groups: Iterable[Sequence[str]]) -> dict[Wording, tuple[Wording, ...]]:
    found: dict[Wording, list[Wording]] = {}
    for group in groups:
        wordings = [wording for wording in map(language.terms, group) if wording]
        for wording in wordings:
            others = found.setdefault(wording, [])
            others += [other for other in wordings if other != wording and other not in others]
    return {wording: tuple(others) for wording, others in found.items()}
