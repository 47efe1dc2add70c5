"""Finds names of people by what stands around them: a title, a role, a tie, a verb; never by a list of given names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sleutelwerk.privacy.engine.detect.span import GAP, Detect, Lists, Span, any_of, spans
from sleutelwerk.privacy.engine.fold import Folded

_PARTICLES = frozenset(
    "van von de den der ter ten te 't het el al ben bin ibn abu la le du di da dos del zu op in aan y".split()
)
_PARTICLE = rf"(?:{'|'.join(sorted(_PARTICLES, key=lambda one: (-len(one), one)))})"
_CAPITAL = r"[A-Z][\w']{0,40}(?:-[A-Z]?[\w']{1,40})?"
_INITIALS = r"(?:[A-Z][a-z]?\.[ ]?){1,4}"
#: A name as it stands behind a title: initials, particles, words with a capital.
NAME = rf"(?:{_INITIALS})?(?:{_PARTICLE}{GAP}){{0,3}}{_CAPITAL}(?:{GAP}(?:{_PARTICLE}{GAP}){{0,3}}{_CAPITAL}){{0,3}}"
#: A name that begins with a capital, as names of one person in a sentence do.
_PLAIN_NAME = rf"{_CAPITAL}(?:{GAP}(?:{_PARTICLE}{GAP}){{0,3}}{_CAPITAL}){{0,2}}"
_BEGIN = r"(?<![\w'.-])"
_NAME_WORD = re.compile(r"[a-z'][\w'-]*")


def titled(lists: Lists) -> Detect:
    """Make the detector of a title or role with a name: 'mevrouw De Vries', 'wijkagent Karin'.

    Behind one of 'titles' anything with a capital is a name, also 'De Koning'; behind one of 'roles' it may be a place.
    """
    titles, roles = any_of(lists["titles"]), any_of(lists["roles"])
    return _either(
        _all(re.compile(rf"{_BEGIN}{titles}{GAP}{NAME}")),
        _unless_in(re.compile(rf"{_BEGIN}(?P<it>{roles}{GAP}(?P<name>{NAME}))"), lists),
    )


def kin(lists: Lists) -> Detect:
    """Make the detector of ties with a name: 'zijn broer Ahmed', 'Ahmed, zijn broer', 'het gezin van Bilal'."""
    ties, own, of = any_of(lists["words"]), any_of(lists["own"]), any_of(lists["of"])
    return _either(
        _unless_in(re.compile(rf"{_BEGIN}(?P<it>(?:{own}{GAP})?{ties},?{GAP}(?P<name>{_PLAIN_NAME}))"), lists),
        _unless_in(re.compile(rf"{_BEGIN}(?P<it>(?P<name>{_PLAIN_NAME}),?{GAP}{own}{GAP}{ties}(?!\w))"), lists),
        _unless_in(re.compile(rf"{_BEGIN}(?P<it>{of}{GAP}van{GAP}(?P<name>{_PLAIN_NAME}))"), lists),
    )


def spoken_with(lists: Lists) -> Detect:
    """Make the detector of a name at a verb: 'gesproken met Ahmed', 'Samira belde', 'hij heet Mohamed Ben Ali'.

    'talks' go with 'met', 'through' stand right before a name, 'verbs' right behind it, 'called' give the name.
    """
    talks, through = any_of(lists["talks"]), any_of(lists["through"])
    verbs, called = any_of(lists["verbs"]), any_of(lists["called"])
    with_somebody = rf"{talks}(?:{GAP}[a-z]{{1,12}}){{0,2}}{GAP}met{GAP}(?P<name>{_PLAIN_NAME})"
    return _either(
        _unless_in(re.compile(rf"(?<!\w){with_somebody}"), lists),
        _unless_in(re.compile(rf"(?<!\w){through}{GAP}(?P<name>{_PLAIN_NAME})"), lists),
        _unless_in(re.compile(rf"{_BEGIN}(?P<name>{_PLAIN_NAME}){GAP}{verbs}(?!\w)"), lists),
        _unless_in(re.compile(rf"(?<!\w){called}{GAP}(?P<name>{_PLAIN_NAME})"), lists),
    )


def whole_name(lists: Lists) -> Detect:
    """Make the detector of whole names: initials and a name, or two names and a particle ('Jan de Vries')."""
    between = rf"(?:van{GAP}de[nr]?|van{GAP}'t|van{GAP}het|van|de|den|der|ter|ten|el|al|ben|bin|von|di|da|dos)"
    return _either(
        _unless_in(re.compile(rf"{_BEGIN}(?P<name>{_CAPITAL}{GAP}{between}{GAP}{_CAPITAL})"), lists),
        _unless_in(re.compile(rf"{_BEGIN}(?P<it>{_INITIALS}(?P<name>(?:{_PARTICLE}{GAP}){{0,3}}{_CAPITAL}))"), lists),
    )


def _all(pattern: re.Pattern[str]) -> Detect:
    return lambda text: spans(pattern, text.text)


def _unless_in(pattern: re.Pattern[str], lists: Lists) -> Detect:
    """Let pass a name that begins, particles aside, with one of 'not_names'."""
    words = frozenset(lists["not_names"])
    group = "it" if "it" in pattern.groupindex else "name"

    def detect(text: Folded) -> Iterator[Span]:
        for found in pattern.finditer(text.text):
            parts = _NAME_WORD.findall(found["name"].lower())
            names = [part for part in parts if part not in _PARTICLES] or parts
            if names[0] not in words:
                yield found.span(group)

    return detect


def _either(*detectors: Detect) -> Detect:
    def detect(text: Folded) -> Iterator[Span]:
        for one in detectors:
            yield from one(text)

    return detect
