"""Finds how somebody is reached or told apart: e-mail address, account name, date of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sleutelwerk.privacy.engine.detect.span import Detect, Lists, Span, any_of, spans
from sleutelwerk.privacy.engine.fold import Folded

_EMAIL = re.compile(
    r"(?<![\w.%+-])([\w.%+-]{1,64}+)(?:@|[ ]?\((?:at|apenstaartje)\)[ ]?)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/%+-])@[a-z0-9_](?:[a-z0-9_.]{1,28}[a-z0-9_])", re.IGNORECASE)


def email(lists: Lists) -> Detect:
    """Make the detector of e-mail addresses; the list 'offices' has names of mailboxes that are no person's."""
    offices = frozenset(lists["offices"])

    def detect(text: Folded) -> Iterator[Span]:
        for found in _EMAIL.finditer(text.lower):
            if found[1] not in offices:
                yield found.span()

    return detect


def handle(_lists: Lists) -> Detect:
    """Make the detector of account names on social media."""
    return lambda text: spans(_HANDLE, text.lower)


def birth_date(lists: Lists) -> Detect:
    """Make the detector of dates of birth: a date behind one of 'words'; 'months' has the names of months."""
    month = any_of(lists["months"])
    date = (
        rf"(?:\d{{1,2}}[ ./-]{{1,2}}(?:\d{{1,2}}|{month}\.?)[ ./-]{{1,2}}\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}"
        rf"|\d{{1,2}}[ ]{month}|(?:19|20)\d{{2}})"
    )
    pattern = re.compile(rf"(?<!\w){any_of(lists['words'])}(?:[ ]?[:=])?[ ]?{date}(?!\w)")
    return lambda text: spans(pattern, text.text)
