"""Finds where somebody lives: a street with a number, a street behind 'woont', a postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sleutelwerk.privacy.engine.detect.span import GAP, Detect, Lists, Span, any_of, spans
from sleutelwerk.privacy.engine.fold import Folded

#: Two letters behind four digits that make a postcode; SA, SD and SS are not used.
_POSTCODE = re.compile(r"(?<![\w.,/-])[1-9]\d{3}(?:[ ]{0,2}(?!SA|SD|SS)[A-Z]{2}|(?!sa|sd|ss)[a-z]{2})(?![\w-])")
_YEAR = re.compile(r"(?:19|20)\d\d[ ]")


def postcode(lists: Lists) -> Detect:
    """Make the detector of postcodes; the list 'words' has what two capitals behind a year may be instead."""
    words = frozenset(word.upper() for word in lists["words"])

    def detect(text: Folded) -> Iterator[Span]:
        for found in _POSTCODE.finditer(text.text):
            if not (_YEAR.match(found.group()) and found.group()[-2:] in words):
                yield found.span()

    return detect


#: What may stand before the last word of a street: 'Prins', 'Burg.', 'van der'.
_FIRST = (
    r"(?:(?!(?:Aan|In|Op|Bij|Naar|Uit|Van|Voor|Achter|Langs|Tot|Over|Rond|Om)\b)"
    rf"[A-Z](?:[\w']{{0,30}}|\w{{0,6}}\.){GAP}(?:(?:de|den|der|het|van|ter|ten|'t){GAP}){{0,2}})"
)
_NUMBER = re.compile(
    r"(?<=[\w.])[ \t]{1,3}(?:(?:nr|nummer|no|huisnummer)\.?[ ]{1,3})?\d{1,4}"
    r"(?:[ ]?(?:[-/][ ]?)?(?:hs|huis|bis|rood|zw|i{1,3}|iv|[a-z])(?![\w'])|[-/]\d{1,4})?(?!\w|[.,:]\d|-\d)",
    re.IGNORECASE,
)
_LOOK_BACK = 90


def street(lists: Lists) -> Detect:
    """Make the detector of streets with a house number.

    'endings' make any word a street, 'endings_with_capital' only a name, 'openings' begin a name of several words, and
    behind the number none of the 'units' may stand.
    """
    openings = any_of(lists["openings"])
    last = rf"(?:\w{{1,30}}{any_of(lists['endings'])}|[A-Z]\w{{0,30}}{any_of(lists['endings_with_capital'])})"
    long_name = rf"(?=[A-Z]){openings}{GAP}(?:(?:van|de|den|der|het|'t|ter|ten){GAP}){{1,3}}[A-Z]\w{{1,30}}"
    before = re.compile(
        rf"(?<![\w'-])(?:{long_name}|{_FIRST}{{0,4}}(?:{last}|(?=[A-Z]){openings})\.?|'t{GAP}[A-Z]\w{{2,30}})\Z"
    )
    unit = re.compile(rf"[ ]?(?:%|€|{any_of(lists['units'])}(?!\w))")

    def detect(text: Folded) -> Iterator[Span]:
        for number in _NUMBER.finditer(text.text):
            begin = max(0, number.start() - _LOOK_BACK)
            name = before.search(text.text, begin, number.start())
            if name and not unit.match(text.text, number.end()):
                yield name.start(), number.end()

    return detect


def _joined(*patterns: re.Pattern[str]) -> Detect:
    def detect(text: Folded) -> Iterator[Span]:
        for pattern in patterns:
            yield from spans(pattern, text.text)

    return detect


def living(lists: Lists) -> Detect:
    """Make the detector of a street without a number behind 'woont', and of 'huisnummer 12'."""
    street_word = rf"(?:{_FIRST}{{0,4}})\w{{2,30}}{any_of(lists['endings'])}(?!\w)"
    lives = rf"(?<!\w){any_of(lists['words'])}(?:{GAP}(?:nog|nu|daar|al|weer|jaren|met|zijn|haar|familie|gezin)){{0,3}}"
    number = rf"(?<!\w){any_of(lists['numbers'])}{GAP}\d{{1,4}}[a-z]?(?!\w)"
    return _joined(
        re.compile(rf"{lives}{GAP}(?:in|aan|op|bij){GAP}(?:(?:de|het|'t){GAP})?(?P<it>{street_word})"),
        re.compile(rf"(?P<it>{number})"),
    )
