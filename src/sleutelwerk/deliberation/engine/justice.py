"""Recognises functions of police and justice among those who take part: he must know of them before they come."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What such functions are called. The prosecution in capitals: 'om' is a word. No 'beleidsofficier' and no officer on
#: duty of the fire brigade; nobody who left the police.
_JUSTICE = re.compile(
    r"(?<!\boud-)(?<!\bex-)\b(?:"
    r"(?i:(?:wijk|buurt|jeugd|school|politie|hoofd|straat|motor|thema)?agent(?:e|en|es)?"
    r"|(?:hoofd|hulp)?officier(?:en)?(?! van dienst)|ovj|openbaar ministerie|parket(?:secretaris\w*)?"
    r"|politie(?!k)\w*|recherche\w*|rechercheurs?|justitie\w*|marechaussee\w*|korpschef|fiod)"
    r"|OM)\b"
)


def of_justice(functions: Iterable[str]) -> str:
    """Give the first word in these functions that says police or justice; nothing when none does."""
    found = (match.group() for function in functions if (match := _JUSTICE.search(function)))
    return next(found, "")
