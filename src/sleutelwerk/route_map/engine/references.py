"""Tells, without walking, whether all names in a map exist, each once, and whether its parts fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sleutelwerk.core.bibliography import OWN_JUDGEMENT
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.route_map.engine.elements import Element, options, whole
from sleutelwerk.route_map.engine.known import KnownProfiles, KnownSources

#: Finding the nearest name compares with all names; after this many findings it is left out, after MAX_FINDINGS all is.
_MOST_SUGGESTIONS = 100
MAX_FINDINGS = 500

#: What each kind of outcome must have, and may not have.
_NEEDS = {
    "profile": ("profile",),
    "stop": ("turn_to", "change_in_reality", "sources"),
    "first": ("steps", "sources"),
    "none": ("change_in_reality", "sources"),
}
_ONLY = {
    "profile": ("profile",),
    "continue_with": ("profile",),
    "turn_to": ("stop", "none"),
    "change_in_reality": ("stop", "none"),
    "deliberable": ("stop",),
    "arranges": ("first",),
}
_KIND_NAMES = {
    "question": "vraag",
    "option": "antwoord",
    "section": "deel",
    "fact": "feit",
    "signal": "dilemma",
    "outcome": "uitkomst",
    "target": "vraag of uitkomst",
    "profile": "profiel",
    "criterion": "criterium",
    "source": "bron",
}


def check_references(
    document: Document, profiles: KnownProfiles | None = None, sources: KnownSources | None = None
) -> list[Finding]:
    """Check every reference. Without a profile set or bibliography the names in those are not checked.

    A profile outcome needs no sources of its own: they stand with the profile.
    """
    checker = _Checker(document, profiles, sources)
    checker.check()
    return sorted(checker.found, key=lambda finding: finding.position)


@dataclass
class _Checker:
    document: Document
    profiles: KnownProfiles | None
    sources: KnownSources | None
    found: list[Finding] = field(default_factory=list)

    def check(self) -> None:
        self._pins()
        for kind, groups in self._spaces():
            self._unique(kind, groups)
        self._known("question", self.top.word("start"), ("start",), self._ids("questions"))
        for fact in self.top.each("facts"):
            self._profile(fact, "limit")
            for other, path in fact.words("excludes"):
                self._known("fact", other, path, self._ids("facts"))
        for question in self.top.each("questions"):
            self._question(question)
        for _, option in options(self.document.data):
            self._option(option)
        for outcome in self.top.each("outcomes"):
            self._outcome(outcome)

    @cached_property
    def top(self) -> Element:
        return whole(self.document.data)

    @cached_property
    def _option_ids(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for question, option in options(self.document.data):
            found.setdefault(question.word("id") or "", []).append(option.word("id") or "")
        return found

    @cached_property
    def _names(self) -> dict[str, dict[str, str | None]]:
        """The ids in each list; outcomes with their kind."""
        lists = ("sections", "facts", "signals", "questions", "outcomes")
        return {key: {e.word("id") or "": e.word("kind") for e in self.top.each(key)} for key in lists}

    @cached_property
    def _targets(self) -> dict[str, str | None]:
        return self._names["questions"] | self._names["outcomes"]

    @cached_property
    def _parts(self) -> dict[str, str | None]:
        return {section.word("id") or "": section.word("part") for section in self.top.each("sections")}

    @cached_property
    def _criteria(self) -> frozenset[str]:
        return frozenset() if self.profiles is None else self.profiles.criteria() | frozenset(self.profiles.groups)

    def _ids(self, key: str) -> dict[str, str | None]:
        return self._names[key]

    def _add(self, code: str, message: str, mend: str, path: DataPath, *, key: bool = False) -> None:
        if len(self.found) >= MAX_FINDINGS:
            return
        position = self.document.key_at(path) if key else self.document.at(path)
        self.found.append(Finding(code, message, mend, self.document.file, position))

    def _pins(self) -> None:
        """The profile set and bibliography that were handed in must be the ones that the map names."""
        for key, given in (("profile_set", self.profiles), ("bibliography", self.sources)):
            pin = self.top.inner(key)
            named = (pin.data.get("slug"), pin.data.get("version"))
            if given is not None and named != (given.slug, given.version):
                mend = f"Beschikbaar is {given.slug}, versie {given.version}."
                self._add("unknown-version", f"{key} {named[0]}, versie {named[1]}, is er niet.", mend, pin.path)

    def _spaces(self) -> Iterator[tuple[str, list[Element]]]:
        yield "deel", list(self.top.each("sections"))
        yield "feit", list(self.top.each("facts"))
        yield "dilemma", list(self.top.each("signals"))
        yield "vraag of uitkomst", [*self.top.each("questions"), *self.top.each("outcomes")]
        for question in self.top.each("questions"):
            yield "antwoord bij deze vraag", list(question.each("options"))

    def _unique(self, kind: str, elements: list[Element]) -> None:
        seen: dict[str, int] = {}
        for element in elements:
            name = element.word("id")
            if name is None:
                continue
            path = (*element.path, "id")
            if name in seen:
                message = f"'{name}' bestaat al als {kind} (regel {seen[name]})."
                self._add("duplicate-id", message, "Geef een van de twee een andere naam.", path)
            seen.setdefault(name, self.document.at(path).line)

    def _known(self, kind: str, name: str | None, path: DataPath, known: Collection[str]) -> None:
        if name is not None and name not in known:
            guess = did_you_mean(name, known) if len(self.found) < _MOST_SUGGESTIONS else ""
            mend = guess or "Verander de naam, of voeg toe wat u bedoelt."
            self._add(f"unknown-{kind}", f"De naam '{name}' is geen bekende {_KIND_NAMES[kind]}.", mend, path)

    def _profile(self, element: Element, key: str) -> None:
        if self.profiles is not None:
            self._known("profile", element.word(key), (*element.path, key), self.profiles.profiles)

    def _sourced(self, element: Element) -> None:
        if self.sources is not None:
            known = self.sources.sources | {OWN_JUDGEMENT}
            for source, path in element.words("sources"):
                self._known("source", source, path, known)

    def _criterion(self, element: Element, key: str) -> None:
        if self.profiles is not None:
            for name, path in element.words(key):
                self._known("criterion", name, path, self._criteria)

    def _question(self, question: Element) -> None:
        section = question.word("section")
        self._known("section", section, (*question.path, "section"), self._ids("sections"))
        self._sourced(question)
        part = self._parts.get(section or "")
        about = question.data.get("about_person", False)
        if part in {"person", "assignment"} and about is not (part == "person"):
            right = "true" if part == "person" else "false"
            message = f"Het deel '{section}' hoort bij part {part}, maar about_person zegt iets anders."
            self._add("wrong-part", message, f"Schrijf 'about_person: {right}', of kies een ander deel.", question.path)

    def _option(self, option: Element) -> None:
        for key, kind, name in (("set", "fact", "facts"), ("signals", "signal", "signals")):
            for word, path in option.words(key):
                self._known(kind, word, path, self._ids(name))
        self._criterion(option, "meets")
        self._first(option)
        self._known("target", option.word("to"), (*option.path, "to"), self._targets)
        branches = list(option.each("to"))
        for number, branch in enumerate(branches, start=1):
            self._known("target", branch.word("to"), (*branch.path, "to"), self._targets)
            self._condition(branch.inner("when"))
            self._last(branch, last=number == len(branches))

    def _first(self, option: Element) -> None:
        name, path = option.word("first"), (*option.path, "first")
        self._known("outcome", name, path, self._ids("outcomes"))
        kind = self._ids("outcomes").get(name or "")
        if kind not in {None, "first"}:
            message = f"Wat eerst moet, is een uitkomst van soort first; '{name}' is {kind}."
            self._add("not-first", message, "Kies een andere uitkomst, of gebruik 'to'.", path)

    def _last(self, branch: Element, *, last: bool) -> None:
        if last and "when" in branch.data:
            message = "De laatste vertakking heeft een voorwaarde; wie er niet aan voldoet, kan niet verder."
            self._add("conditional-last", message, "Voeg een vertakking zonder 'when' toe.", branch.path)
        elif not last and "when" not in branch.data:
            message = "Deze vertakking geldt altijd; wat eronder staat, wordt nooit gelezen."
            self._add("unconditional-early", message, "Zet haar onderaan, of geef haar een voorwaarde.", branch.path)

    def _condition(self, condition: Element) -> None:
        self._known("fact", condition.word("fact"), (*condition.path, "fact"), self._ids("facts"))
        self._profile(condition, "limit_allows")
        for question in condition.inner("answer").data:
            answer = condition.inner("answer")
            path: DataPath = (*answer.path, question)
            self._known("question", question, path, self._ids("questions"))
            if question in self._option_ids:
                for option, where in answer.words(question):
                    self._known("option", option, where, self._option_ids[question])
        for key in ("all", "any"):
            for part in condition.each(key):
                self._condition(part)
        if "not" in condition.data:
            self._condition(condition.inner("not"))

    def _outcome(self, outcome: Element) -> None:
        self._sourced(outcome)
        self._profile(outcome, "profile")
        self._criterion(outcome, "arranges")
        path = (*outcome.path, "continue_with")
        self._known("question", outcome.word("continue_with"), path, self._ids("questions"))
        kind = outcome.word("kind") or ""
        for key in _NEEDS.get(kind, ()):
            if not outcome.data.get(key):
                message = f"Een uitkomst van soort {kind} heeft '{key}' nodig."
                self._add("outcome-needs", message, f"Vul '{key}:' aan.", outcome.path)
        for key, kinds in _ONLY.items():
            if kind in _NEEDS and key in outcome.data and kind not in kinds:
                message = f"'{key}' past niet bij een uitkomst van soort {kind}."
                self._add("outcome-excess", message, "Haal het weg.", (*outcome.path, key), key=True)
