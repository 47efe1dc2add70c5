"""Finds numbers that point at one person or car: citizen service number, number plate, bank account, telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sleutelwerk.privacy.engine.detect.span import Detect, Lists, Span, any_of
from sleutelwerk.privacy.engine.fold import Folded

_BSN_DIGITS = 9
#: Weights of the eleven-test for the citizen service number.
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_RUN = re.compile(r"(?<![\d.,/+-])\d(?:[ .\-/]?\d)*+(?![\d])|(?<![\d+])\d{9}(?!\d)")
_SEPARATOR = re.compile(r"[ .\-/]")
#: How people write nine digits in groups; any other way counts only behind a word such as 'BSN'.
_USUAL = {(9,), (3, 3, 3), (4, 2, 3), (2, 2, 2, 3), (3, 2, 2, 2), (4, 5), (5, 4), (2, 3, 4), (4, 3, 2), (1,) * 9}
_BEFORE = 30
_MONEY = re.compile(r"(?:€|\beuro|\beur)\s?\Z")


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the eleven-test for a citizen service number (all zeros do not count)."""
    if len(digits) != _BSN_DIGITS or not digits.strip("0"):
        return False
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11 == 0


def bsn(lists: Lists) -> Detect:
    """Make the detector of citizen service numbers; the list 'words' has what announces one, eight digits included."""
    announced = re.compile(rf"(?<!\w){any_of(lists['words'])}(?!\w)")

    def detect(text: Folded) -> Iterator[Span]:
        phones = [match.span() for match in _PHONE.finditer(text.text)]
        for run in _RUN.finditer(text.lower):
            before = text.lower[max(0, run.start() - _BEFORE) : run.start()]
            told = bool(announced.search(before))
            inside = any(start <= run.start() < end for start, end in _near(phones, run.start()))
            if told or not (inside or _MONEY.search(before)):
                yield from _bsn_in(run, told=told)

    return detect


def _near(found: Sequence[Span], place: int) -> Sequence[Span]:
    """Give the spans that can hold a place; telephone numbers are short, so few are near."""
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        if found[middle][1] <= place:
            low = middle + 1
        else:
            high = middle
    return found[low : low + 1]


def _bsn_in(run: re.Match[str], *, told: bool) -> Iterator[Span]:
    """Look for nine digits in neighbouring groups of a run of digits."""
    written = run.group()
    groups = [match.span() for match in re.finditer(r"\d+", written)]
    signs = _SEPARATOR.findall(written)
    after = 0
    for first in range(len(groups)):
        if first < after:
            continue
        for last in range(first, min(first + _BSN_DIGITS, len(groups))):
            sizes = tuple(end - start for start, end in groups[first : last + 1])
            if sum(sizes) < _BSN_DIGITS - told:
                continue
            usual = sizes in _USUAL and len(set(signs[first:last])) <= 1
            digits = "".join(written[start:end] for start, end in groups[first : last + 1])
            if sum(sizes) <= _BSN_DIGITS and (told or usual) and is_bsn(digits.zfill(_BSN_DIGITS)):
                yield run.start() + groups[first][0], run.start() + groups[last][1]
                after = last + 1
                break


#: Letters on plates since the fourth series; older plates may have others, and then need their hyphens.
_L = "[BDFGHJKLMNPRSTVWXZ]"
_SERIES = (
    "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X X-999-XX XXX-99-X X-99-XXX "
    "9-XX-999 999-XX-9"
).split()


def _plates(letter: str, sign: str) -> str:
    written = (series.replace("X", letter).replace("9", r"\d").replace("-", sign) for series in _SERIES)
    return "|".join(written)


_PLATE = re.compile(
    rf"(?<![\w-])(?:(?i:{_plates('[A-Z]', '-')})|{_plates(_L, ' ')}|{_plates(_L, '')})(?![\w-]|[.,/]\d)"
)


def plate(lists: Lists) -> Detect:
    """Make the detector of number plates in all Dutch series; the list 'months' has what makes it a date."""
    months = frozenset(lists["months"])

    def detect(text: Folded) -> Iterator[Span]:
        for found in _PLATE.finditer(text.text):
            if not months.intersection(re.findall("[a-z]+", found.group().lower())):
                yield found.span()

    return detect


_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)


def iban(_lists: Lists) -> Detect:
    """Make the detector of bank accounts; only what passes the control digits (modulo 97) counts."""

    def detect(text: Folded) -> Iterator[Span]:
        for found in _IBAN.finditer(text.text):
            written = found.group().replace(" ", "")
            turned = written[4:] + written[:4]
            if int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1:
                yield found.span()

    return detect


_SEP = r"[ .\-]?"
_PHONE = re.compile(
    r"(?<![\w+])(?:"
    rf"(?:\+|00)\d{{2}}{_SEP}(?:\(0\){_SEP})?[1-9](?:{_SEP}\d){{7,9}}"
    rf"|\(?06\)?{_SEP}[1-9](?:{_SEP}\d){{7}}"
    rf"|\(?0[1-57]\d\)?{_SEP}[1-9]\d{{2}}(?:{_SEP}\d{{2}}){{2}}"
    rf"|\(?0[1-57]\d{{2}}\)?{_SEP}[1-9]\d(?:{_SEP}\d{{2}}){{2}}"
    r"|0[1-57]\d[ \-]\d{7}|0[1-57]\d{2}[ \-]\d{6}"
    r")(?![\w])"
)


def phone(_lists: Lists) -> Detect:
    """Make the detector of telephone numbers, mobile, fixed and foreign; numbers of services (0800, 0900, 112) pass."""
    return lambda text: (found.span() for found in _PHONE.finditer(text.text))
