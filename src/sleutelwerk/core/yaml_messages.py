"""What the YAML parser stumbled over, told in Dutch, with how to mend it."""

from __future__ import annotations

import re

#: Pattern in the parser's problem (with its context before it) -> what is wrong, how to mend it. The first counts.
_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        r"character '\\t'",
        "Hier staat een tab waar spaties horen.",
        "Vervang de tab door spaties.",
    ),
    (
        r"character '@'|character '`'|character '%'|character '\|'|character '>'",
        "Een tekst begint hier met een teken dat in YAML iets anders betekent.",
        "Zet de hele tekst tussen enkele aanhalingstekens.",
    ),
    (
        r"mapping values are not allowed|unexpected ':'|mapping keys are not allowed",
        "Hier staat een dubbele punt waar geen sleutel kan staan, of de regel springt verkeerd in.",
        "Zet een tekst met een dubbele punt tussen enkele aanhalingstekens, of zet de regel even ver als zijn buren.",
    ),
    (
        r"sequence entries are not allowed",
        "Hier begint een streepje (-) waar geen lijst kan beginnen.",
        "Zet de lijst op een nieuwe regel onder de sleutel, met het streepje vooraan.",
    ),
    (
        r"could not find expected ':'",
        "Achter deze sleutel ontbreekt een dubbele punt, of een tekst over meer regels springt verkeerd in.",
        "Schrijf 'sleutel: tekst', of laat de vervolgregels verder inspringen.",
    ),
    (
        r"quoted scalar.*(end of stream|document separator)",
        "Een aanhalingsteken gaat hier open en nergens dicht.",
        "Sluit de tekst met hetzelfde aanhalingsteken.",
    ),
    (
        r"quoted scalar.*(escape|hexdecimal)",
        "Achter een \\ staat iets dat YAML niet kent.",
        "Gebruik enkele aanhalingstekens; daarin is \\ een gewoon teken.",
    ),
    (
        r"flow (mapping|sequence|node)|unclosed '\['",
        "Een lijst met [ ] of { } wordt hier niet goed afgesloten of mist een komma.",
        "Zet een komma tussen de delen en sluit met ] of }; tekst met leestekens hoort tussen aanhalingstekens.",
    ),
    (
        r"expected <block end>",
        "Deze regel past niet bij de regels erboven.",
        "Laat regels die bij elkaar horen even ver inspringen en gebruik geen lijst en sleutels door elkaar.",
    ),
    (
        r"block scalar|indentation indicator",
        "Achter | of > staat iets dat daar niet hoort, of de tekst eronder springt verkeerd in.",
        "Zet de tekst op de volgende regels, allemaal even ver ingesprongen.",
    ),
    (
        r"document start|directive|document end marker",
        "Hier staat iets buiten het ene document waaruit een bestand bestaat.",
        "Laat regels die met % of ... beginnen weg.",
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), message, mend) for pattern, message, mend in _KNOWN)
_UNKNOWN = (
    "De opmaak van dit bestand klopt hier niet.",
    "Kijk naar inspringen, dubbele punten en aanhalingstekens op deze regel en de regel erboven.",
)


def translate(context: str | None, problem: str | None) -> tuple[str, str]:
    """Give what is wrong and how to mend it, for a problem in the parser's own words."""
    english = f"{context or ''} {problem or ''}"
    for pattern, message, mend in _PATTERNS:
        if pattern.search(english):
            return message, mend
    return _UNKNOWN
