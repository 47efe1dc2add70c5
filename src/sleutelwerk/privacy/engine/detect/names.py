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
#: Two names or more, as somebody is written in full.
_LONG = r"[A-Z][A-Za-z']{0,40}[a-z](?:-[A-Z]?[a-z']{1,40})?(?!\w)"
_FULL_NAME = rf"{_LONG}(?:{GAP}(?:{_PARTICLE}{GAP}){{0,3}}(?!(?:De|Het)\b){_LONG}){{1,2}}"
#: What people do. A full name at the start of a sentence with one of these behind it is somebody; a place or a body is
#: kept out by what it begins with, or how its first word ends.
_DOES = (
    r"(?:was|is|komt|kwam|gaat|ging|wil|wilde|kan|kon|heeft|had|zegt|zei|schrijft|schreef|zat|zit|doet|deed|ziet|zag|"
    r"zet|zette|nam|neemt|kent|kende|vindt|vond|denkt|dacht|helpt|hielp|bleef|blijft|stond|bracht|brengt|deelt|deelde|"
    r"woont|woonde|werkt|werkte|luistert|luisterde|begon|begint|vertrok|vertrekt|weet|wist|hoort|hoorde|ken|kreeg|"
    r"krijgt|zorgt|zorgde|mag|mocht|moet|moest|zou|zal|sprak|spreekt)"
)
#: What people plan to do with somebody: 'met Ahmed praten'.
_TALK_WITH = r"(?:praten|bellen|overleggen|afspreken|spreken|kennismaken|mailen|appen|wandelen|koffiedrinken)"
#: Which of several of that name it is: 'Karin Jansen van nummer 12 weet dit'.
_OF_NUMBER = rf"(?:{GAP}van{GAP}(?:nr\.?|nummer|huisnummer){GAP}\d{{1,4}}[a-z]?)?"
_NO_PERSON_WORD = (
    r"(?i:in|op|van|aan|te|den|nieuw|oud|sint|klein|groot|grote|het|jong|samen|[a-z]*(?:centrum|huis|werk|zorg|school|team|corporatie|"
    r"club|dienst|bureau|college|plein|straat|markt|kerk|stad|dam|land|fonds|groep|organisatie|vereniging|lijn|raad|"
    r"kamer|punt|loket|project|dag|week|maand|plan|overleg|kring|platform|netwerk|academie|theater|park|winkel|hal))"
)
_BEGIN = r"(?<![\w'.-])"
#: Where a sentence begins: at the start, after its end, or on a new line.
_SENTENCE = r"(?:(?<=[.!?]\s)|(?<=\n)|\A)"
#: One word that says what somebody is, with a capital as a sentence begins: 'Teamleider belt hem' names nobody. Only
#: long endings, as short ones end names too ('Khalid', 'Koenraad').
_FUNCTION = (
    r"(?i:[a-z-]*(?:adviseur|ambtenaar|ambtenaren|begeleider|beheerder|bestuurder|burgemeester|consulent|coordinator|"
    r"directeur|docent|handhaver|hulpverlener|huismeester|jurist|leider|manager|medewerker|regisseur|secretaris|"
    r"specialist|wijkagent|werker|wethouder|voorzitter)s?)(?!\w|-|\s+[A-Z])"
)
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
    """Make the detector of a name at a verb: 'gesproken met Ahmed', 'met Ahmed praten', 'Samira belde', 'hij heet Ali'.

    'talks' go with 'met', 'through' stand right before a name, 'verbs' right behind it, 'called' give the name.
    """
    talks, through = any_of(lists["talks"]), any_of(lists["through"])
    verbs, called = any_of(lists["verbs"]), any_of(lists["called"])
    with_somebody = rf"{talks}(?:{GAP}[a-z]{{1,12}}){{0,2}}{GAP}met{GAP}(?P<name>{_PLAIN_NAME})"
    return _either(
        _unless_in(re.compile(rf"(?<!\w){with_somebody}"), lists),
        _unless_in(re.compile(rf"(?<!\w)[Mm]et{GAP}(?P<name>{_PLAIN_NAME}){GAP}{_TALK_WITH}(?!\w)"), lists),
        _unless_in(re.compile(rf"(?<!\w){through}{GAP}(?P<name>{_PLAIN_NAME})"), lists),
        _unless_in(re.compile(rf"{_BEGIN}(?!{_FUNCTION})(?P<name>{_PLAIN_NAME}){GAP}{verbs}(?!\w)"), lists),
        _unless_in(re.compile(rf"(?<!\w){called}{GAP}(?P<name>{_PLAIN_NAME})"), lists),
    )


def whole_name(lists: Lists) -> Detect:
    """Make the detector of whole names: initials and a name, two names and a particle ('Jan de Vries').

    Also two names at the start of a sentence with what somebody does behind them ('Karin Jansen kwam').
    """
    between = rf"(?:van{GAP}de[nr]?|van{GAP}'t|van{GAP}het|van|de|den|der|ter|ten|el|al|ben|bin|von|di|da|dos)"
    return _either(
        _unless_in(re.compile(rf"{_BEGIN}(?P<name>{_CAPITAL}{GAP}{between}{GAP}{_CAPITAL})"), lists),
        _unless_in(re.compile(rf"{_BEGIN}(?P<it>{_INITIALS}(?P<name>(?:{_PARTICLE}{GAP}){{0,3}}{_CAPITAL}))"), lists),
        _unless_in(
            re.compile(rf"{_SENTENCE}(?!{_NO_PERSON_WORD}{GAP})(?P<name>{_FULL_NAME}){_OF_NUMBER}{GAP}{_DOES}(?!\w)"),
            lists,
        ),
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
