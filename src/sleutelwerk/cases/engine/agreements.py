"""The agreement with a key figure, built from topics: fixed clauses, choices, and short places to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from sleutelwerk.cases.engine.check_clauses import check_sections
from sleutelwerk.cases.engine.check_texts import check_every_text, check_plain, duplicates
from sleutelwerk.cases.engine.clauses import (
    PLACEHOLDER,
    About,
    Choices,
    Composed,
    FieldKind,
    Meaning,
    Problem,
    ProblemKind,
    Section,
    compose,
    contact_days,
    month_sum,
    section_from_data,
    with_terms,
)
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.yaml_source import DataPath, Document


@dataclass(frozen=True, slots=True)
class Word:
    """A long or unusual word, explained to the key figure."""

    word: str
    means: str


@dataclass(frozen=True, slots=True)
class Group:
    """Topics that are talked about together."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to agree on. `why` is for the professional; what `section` holds is read aloud to the key figure."""

    section: Section
    group: str
    why: str
    sources: tuple[str, ...]
    checked: str

    @property
    def id(self) -> str:
        """The short name."""
        return self.section.id


@dataclass(frozen=True, slots=True)
class Said:
    """A clause that is said in short: whole, or only the first sentences of it."""

    ref: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Essential:
    """A question of the one page in front, and the clauses that answer it: the same words, so that nothing differs."""

    title: str
    says: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of the agreement: its topics in the order in which they are read aloud."""

    slug: str
    version: int
    title: str
    summary: str
    checked: str
    intro: tuple[str, ...]
    profiles: tuple[str, ...]
    words: tuple[Word, ...]
    groups: tuple[Group, ...]
    topics: tuple[Topic, ...]
    content_hash: str
    essentials: tuple[Essential, ...] = ()

    def topics_for(self, profile: str) -> tuple[Topic, ...]:
        """Give the topics that belong to a profile. KeyError when the profile is not one of these."""
        if profile not in self.profiles:
            raise KeyError(profile)
        return tuple(one for one in self.topics if one.section.is_for(profile))


def compose_agreement(agreement: Agreement, profile: str, choices: Choices) -> Composed:
    """Put the agreement for a profile together, with everything that still has to be mended.

    Nothing that the choices say can take out or change a fixed clause. KeyError when the profile is not one of these.
    """
    return compose((one.section for one in agreement.topics_for(profile)), profile, choices)


def agreed_days(agreement: Agreement, profile: str, choices: Choices) -> int | None:
    """Give after how many days at most they agreed to speak again; None when nothing of it was agreed.

    KeyError when the profile is not one of these.
    """
    return contact_days((one.section for one in agreement.topics_for(profile)), profile, choices)


def agreed_sum(agreement: Agreement, profile: str, choices: Choices) -> int | None:
    """Give how many euro a month they agreed on; 0 when they agreed on none, None when nothing of it was agreed.

    KeyError when the profile is not one of these.
    """
    return month_sum((one.section for one in agreement.topics_for(profile)), profile, choices)


def lacks(agreement: Agreement, profile: str, composed: Composed) -> tuple[Problem, ...]:
    """Name the fixed clauses that a composed text lacks or has in other words; empty for what `compose_agreement` made.

    For a text that was stored and comes back: both say yes only to a text that still has every fixed clause (N16).
    """
    present = {clause.ref: clause.text for section in composed.sections for clause in section.clauses}
    fixed = {
        f"{topic.id}.{clause.id}": clause.text
        for topic in agreement.topics_for(profile)
        for clause in topic.section.clauses
        if clause.fixed
    }
    message = "Een vaste afspraak ontbreekt of is veranderd."
    return tuple(
        Problem(ref, ProblemKind.FIXED, message)
        for ref, text in fixed.items()
        if not _in_these_words(text).fullmatch(present.get(ref, ""))
    )


def _in_these_words(text: str) -> re.Pattern[str]:
    """Match a text of which only the places to fill in differ."""
    return re.compile(".+".join(map(re.escape, PLACEHOLDER.split(text)[::2])))


def agreement_with_terms(agreement: Agreement, said: Mapping[About, str]) -> Agreement:
    """Give the agreement with how long things stay in its words."""
    topics = (replace(one, section=with_terms(one.section, said)) for one in agreement.topics)
    return replace(agreement, topics=tuple(topics))


def load_agreement(
    path: Path, profiles: Sequence[str] = (), bibliography: Bibliography | None = None
) -> Loaded[Agreement]:
    """Read and check `<content>/agreements/<slug>/<version>/agreement.yaml`. `profiles` are those that there are."""
    return load(path, "agreement", agreement_from_data, partial(_check, tuple(profiles), bibliography))


def agreement_from_data(data: Any) -> Agreement:
    """Make an agreement of plain data that follows the schema."""
    return Agreement(
        **{name: data[name] for name in ("slug", "version", "title", "summary", "checked")},
        intro=tuple(data["intro"]),
        profiles=tuple(data["profiles"]),
        words=tuple(Word(**one) for one in data["words"]),
        groups=tuple(Group(**one) for one in data["groups"]),
        topics=tuple(_topic(one) for one in data["topics"]),
        content_hash=content_hash(data),
        essentials=tuple(
            Essential(one["title"], tuple(Said(its["from"], its.get("first", 0)) for its in one["says"]))
            for one in data.get("essentials", ())
        ),
    )


def _topic(data: Any) -> Topic:
    section = section_from_data(data, "profiles")
    return Topic(section, data["group"], data["why"], tuple(data["sources"]), data.get("checked", ""))


def _check(
    profiles: tuple[str, ...], bibliography: Bibliography | None, agreement: Agreement, document: Document
) -> Iterator[Finding]:
    words = frozenset(one.word.casefold() for one in agreement.words)
    sections = [one.section for one in agreement.topics]
    yield from check_every_text(document, bibliography)
    yield from check_sections(document, "topics", sections, agreement.profiles, words)
    yield from check_plain(document, _plain(agreement), words)
    yield from duplicates(document, ("groups",), [one.id for one in agreement.groups])
    yield from _groups(agreement, document)
    yield from _profiles(agreement, document, profiles)
    yield from _always(agreement, document)
    yield from _essentials(agreement, document)


def _plain(agreement: Agreement) -> Iterator[tuple[DataPath, str]]:
    yield from ((("intro", index), text) for index, text in enumerate(agreement.intro))
    yield from ((("words", index, "means"), one.means) for index, one in enumerate(agreement.words))
    for index, topic in enumerate(agreement.topics):
        told = " ".join(
            text for clause in topic.section.clauses for text in (clause.text, *(one.text for one in clause.options))
        )
        yield ("topics", index, "clauses"), told


def _groups(agreement: Agreement, document: Document) -> Iterator[Finding]:
    known = [one.id for one in agreement.groups]
    for index, topic in enumerate(agreement.topics):
        if topic.group not in known:
            mend = did_you_mean(topic.group, known) or "Zet de groep onder 'groups:'."
            where = document.at(("topics", index, "group"))
            yield Finding("unknown-group", f"De groep '{topic.group}' is er niet.", mend, document.file, where)


def _profiles(agreement: Agreement, document: Document, profiles: tuple[str, ...]) -> Iterator[Finding]:
    if profiles and set(profiles) != set(agreement.profiles):
        mend = "Zet hier precies: " + ", ".join(profiles) + "."
        message = "Deze profielen zijn niet die van de functieprofielen."
        yield Finding("other-profiles", message, mend, document.file, document.at(("profiles",)))


def _always(agreement: Agreement, document: Document) -> Iterator[Finding]:
    for_all = [one.section for one in agreement.topics if not one.section.only_for]
    present = {clause.means for section in for_all for clause in section.clauses if clause.fixed}
    for meaning in Meaning:
        if meaning not in present:
            message = f"Geen enkele vaste afspraak voor iedereen heeft 'means: {meaning.value}'."
            mend = "Schrijf die afspraak, met 'fixed: true', bij een onderwerp zonder 'profiles'."
            yield Finding("missing-fixed", message, mend, document.file, document.at(("topics",)))


def _essentials(agreement: Agreement, document: Document) -> Iterator[Finding]:
    for_all = {
        f"{topic.id}.{clause.id}": clause
        for topic in agreement.topics
        if not topic.section.only_for
        for clause in topic.section.clauses
    }
    typed = {FieldKind.TEXT, FieldKind.CONTACT}
    for index, essential in enumerate(agreement.essentials):
        for place, said in enumerate(essential.says):
            where = document.at(("essentials", index, "says", place))
            clause = for_all.get(said.ref)
            if clause is None:
                mend = did_you_mean(said.ref, for_all) or "Noem een afspraak die voor iedereen geldt."
                yield Finding("unknown-clause", f"De afspraak '{said.ref}' is er niet.", mend, document.file, where)
            elif said.first and any(one.kind in typed for one in clause.fields):
                message = f"In '{said.ref}' typt iemand zelf; daar is niet zeker wat de eerste zinnen zijn."
                yield Finding("first", message, "Haal 'first' weg.", document.file, where)
