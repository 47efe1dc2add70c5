"""An agreement as plain data to seal and open again: what was chosen, and the text that both said yes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sleutelwerk.cases.engine.agreements import Agreement, Topic, Word, compose_agreement
from sleutelwerk.cases.engine.clauses import Choices, Composed, ComposedClause, ComposedSection

#: The end of a sentence: its mark, then a space and something with which a sentence begins.
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[‘'(\"]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Paper:
    """What lies sealed of one revision. `text` is None while it is being written.

    `text` is the text itself, so that it can be read when the content that it was made from has changed or gone.
    """

    choices: Choices = field(default_factory=Choices)
    text: PaperText | None = None
    #: The day from which the text stands, and the day on which he got it, both ISO; empty while that is not so.
    ready_on: str = ""
    given_on: str = ""
    #: Who wrote in it, by their ids, and whether one of them had colleagues in the team while he did.
    writers: frozenset[str] = frozenset()
    in_company: bool = False


@dataclass(frozen=True, slots=True)
class PaperText:
    """A whole text to read: what comes first, the groups with what was agreed, and words that are explained."""

    title: str
    intro: tuple[str, ...]
    groups: tuple[PaperGroup, ...]
    words: tuple[Word, ...]
    #: The one page in front: each question with its answer, in words of what was agreed; empty in older texts.
    essentials: tuple[Short, ...] = ()

    @property
    def composed(self) -> Composed:
        """Give what was agreed, as both said yes to it."""
        return Composed(tuple(section for group in self.groups for section in group.sections), ())

    @property
    def fingerprint(self) -> str:
        """Give the hash of what was agreed."""
        return self.composed.fingerprint


@dataclass(frozen=True, slots=True)
class Short:
    """One question with what was agreed about it, in short."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Headings that are talked about together."""

    title: str
    sections: tuple[ComposedSection, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that differs from what holds; `before` is empty when it is new, `after` when it goes."""

    ref: str
    title: str
    before: str
    after: str


def text_of(agreement: Agreement, composed: Composed) -> PaperText:
    """Put the sections of a composed agreement under the groups of its content."""
    groups = []
    for group in agreement.groups:
        within = {topic.id for topic in agreement.topics if topic.group == group.id}
        sections = tuple(one for one in composed.sections if one.id in within)
        if sections:
            groups.append(PaperGroup(group.title, sections))
    return PaperText(agreement.title, agreement.intro, tuple(groups), agreement.words, _short(agreement, composed))


def _short(agreement: Agreement, composed: Composed) -> tuple[Short, ...]:
    """Put the page in front together of the very clauses of a text; what was left out is left out here too."""
    agreed = {clause.ref: clause.text for section in composed.sections for clause in section.clauses}
    found = (
        Short(
            one.title,
            tuple(
                " ".join(sentences(agreed[said.ref])[: said.first]) if said.first else agreed[said.ref]
                for said in one.says
                if said.ref in agreed
            ),
        )
        for one in agreement.essentials
    )
    return tuple(one for one in found if one.lines)


def composed_with(agreement: Agreement, profile: str, choices: Choices) -> Composed:
    """Compose with those choices that belong to this content; what an older version asked is let go."""
    return compose_agreement(agreement, profile, fitting(agreement, profile, choices))


def fitting(agreement: Agreement, profile: str, choices: Choices) -> Choices:
    """Give the choices that belong to this content."""
    clauses = {f"{topic.id}.{one.id}": one for topic in agreement.topics_for(profile) for one in topic.section.clauses}
    fields = {f"{ref}.{one.id}" for ref, clause in clauses.items() for one in clause.fields}
    options = {ref: {one.id for one in clause.options} for ref, clause in clauses.items()}
    return Choices(
        left_out=frozenset(ref for ref in choices.left_out if ref in clauses and clauses[ref].optional),
        chosen={ref: one for ref, one in choices.chosen.items() if one in options.get(ref, ())},
        filled={ref: one for ref, one in choices.filled.items() if ref in fields},
    )


def with_group(choices: Choices, topics: Iterable[Topic], said: Choices) -> Choices:
    """Give choices of which those about these topics are replaced by what was said now."""
    about = {topic.id for topic in topics}

    def others(refs: Iterable[str]) -> set[str]:
        return {ref for ref in refs if ref.partition(".")[0] not in about}

    def ours(refs: Iterable[str]) -> set[str]:
        return {ref for ref in refs if ref.partition(".")[0] in about}

    return Choices(
        left_out=frozenset(others(choices.left_out) | ours(said.left_out)),
        chosen=_of(choices.chosen, others(choices.chosen)) | _of(said.chosen, ours(said.chosen)),
        filled=_of(choices.filled, others(choices.filled)) | _of(said.filled, ours(said.filled)),
    )


def _of(texts: Mapping[str, str], refs: set[str]) -> dict[str, str]:
    return {ref: texts[ref] for ref in sorted(refs)}


def differences(holds: Composed, new: Composed) -> tuple[Change, ...]:
    """Name each sentence that is new, gone or in other words, in the order of the new text; what goes comes last."""
    before, after = _by_ref(holds), _by_ref(new)
    changed = [
        Change(ref, title, before.get(ref, ("", ""))[1], text)
        for ref, (title, text) in after.items()
        if before.get(ref, ("", ""))[1] != text
    ]
    gone = [Change(ref, title, text, "") for ref, (title, text) in before.items() if ref not in after]
    return (*changed, *gone)


def _by_ref(composed: Composed) -> dict[str, tuple[str, str]]:
    return {clause.ref: (one.title, clause.text) for one in composed.sections for clause in one.clauses}


def sentences(text: str) -> tuple[str, ...]:
    """Give a text sentence by sentence, so that each can stand on a line of its own and be read aloud."""
    return tuple(one for one in _BETWEEN_SENTENCES.split(text) if one)


def control_code(fingerprint: str) -> str:
    """Give a short code of a fingerprint that people can compare with that on a paper: `7F3A-92C1`."""
    return f"{fingerprint[:4]}-{fingerprint[4:8]}".upper() if fingerprint else ""


def same_code(typed: str, fingerprint: str) -> bool:
    """Tell whether somebody typed the code of this fingerprint, in whatever way."""
    letters = re.sub(r"[\s-]", "", typed).upper()
    return bool(fingerprint) and letters == control_code(fingerprint).replace("-", "")


def paper_data(paper: Paper) -> dict[str, Any]:
    """Give a paper as plain data."""
    choices, text = paper.choices, paper.text
    return {
        "left_out": sorted(choices.left_out),
        "chosen": dict(choices.chosen),
        "filled": dict(choices.filled),
        "ready_on": paper.ready_on,
        "given_on": paper.given_on,
        "writers": sorted(paper.writers),
        "in_company": paper.in_company,
        "text": None if text is None else _text_data(text),
    }


def _text_data(text: PaperText) -> dict[str, Any]:
    return {
        "title": text.title,
        "intro": list(text.intro),
        "words": [[one.word, one.means] for one in text.words],
        "essentials": [[one.title, list(one.lines)] for one in text.essentials],
        "groups": [
            [
                group.title,
                [[one.id, one.title, [[c.ref, c.text, c.fixed] for c in one.clauses]] for one in group.sections],
            ]
            for group in text.groups
        ],
    }


def paper_from_data(data: Mapping[str, Any]) -> Paper:
    """Make a paper of plain data that was sealed before."""
    choices = Choices(
        frozenset(data["left_out"]), MappingProxyType(dict(data["chosen"])), MappingProxyType(dict(data["filled"]))
    )
    text = data["text"]
    return Paper(
        choices, None if text is None else _text_from_data(text), data["ready_on"], data["given_on"],
        frozenset(data["writers"]), data["in_company"],
    )  # fmt: skip


def _text_from_data(data: Mapping[str, Any]) -> PaperText:
    groups = tuple(
        PaperGroup(
            title,
            tuple(
                ComposedSection(i, name, tuple(ComposedClause(*c) for c in clauses)) for i, name, clauses in sections
            ),
        )
        for title, sections in data["groups"]
    )
    words = tuple(Word(word, means) for word, means in data["words"])
    essentials = tuple(Short(title, tuple(lines)) for title, lines in data.get("essentials", ()))
    return PaperText(data["title"], tuple(data["intro"]), groups, words, essentials)
