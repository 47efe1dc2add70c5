"""Finds names where only a function may stand: whatever begins with a capital there and is no function that we know.

Still without a list of given names: a function can always be written with a small letter, and a name seldom is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from sleutelwerk.privacy.engine.model import Kind, Remark

#: How words for functions, and for bodies that take part as such, end.
_ENDINGS = tuple(
    "aanwezige adviseur adviseurs agent agente agenten ambassadeur ambtenaar ambtenaren analist archivaris arts "
    "assessor assistent auditor bank bedrijf begeleider begeleiders beheerder behandelaar bestuur bestuurder "
    "bestuurders bewoner bewoners boa bond bureau burgemeester chef ciso club coach coaches college collega "
    "commandant commissaris consulent consulenten contactpersoon coordinator coördinator coordinatoren "
    "coördinatoren corporatie deelnemer deskundige dienst directeur directie docent docenten eigenaar expert "
    "facilitator fg functionaris gebiedsmanager gemeente gever gids griffier groep handhaver handhavers hoofd "
    "huis huismeester hulpverlener hulpverleners imam inbrenger inspecteur instelling jongere jongeren jurist "
    "juristen kamer kandidaat kantoor kracht krachten lector leerling leider leiders leraar leraren lerares lid "
    "leden loket maker manager managers medewerker medewerkers meester mentor moeder nemer netwerk notulist "
    "officier ondernemer ondernemers onderzoeker opzichter organisatie ouder ouders partij partner partners "
    "pastor pastoor persoon planner platform politie portefeuillehouder predikant preses procureur programma "
    "projectleider psycholoog raad raadslid rechercheur rechter rector regisseur regisseurs reclassering school "
    "secretariaat secretaris sleutelfiguur specialist specialisten stafbureau stagiair stagiaire stichting "
    "strateeg student teamlid teamleden team tolk toehoorder toezichthouder trainer vader vereniging verbinder "
    "verpleegkundige vertaler vertegenwoordiger vertegenwoordigers vervanger voorzitter vrijwilliger "
    "vrijwilligers waarnemer werk werker werkers wethouder wijkmeester zorg".split()
)
_SMALL = frozenset("de het een onze zijn haar hun".split())
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_PIECE = re.compile(r"[^\n,;:/()|]+")
#: Behind these stands for whom or where somebody works, and no longer what he is.
_BEHIND = frozenset("van bij voor uit op in namens met der den".split())
_ADVICE = (
    "Hier past alleen een functie, geen naam. Schrijf bijvoorbeeld ‘wijkadviseur’. "
    "Is dit wel een functie? Begin dan met een kleine letter."
)


def names_among_functions(text: str, known: Collection[str]) -> Iterator[Remark]:
    """Give what looks like a name in a text that holds functions, line by line; `known` are words that are no names."""
    for piece in _PIECE.finditer(text):
        words = list(_WORD.finditer(text, piece.start(), piece.end()))
        while words and words[0].group().lower() in _SMALL:
            del words[0]
        if words and _is_capital(words[0].group()) and not _says_what(words, known):
            end = _end_of_name(words)
            yield Remark(words[0].start(), end, Kind.PERSON, text[words[0].start() : end], "function", _ADVICE)


def _says_what(words: list[re.Match[str]], known: Collection[str]) -> bool:
    """Tell whether one of the words before 'van' or 'bij' is a function or a body: 'Maatschappelijk werker'."""
    for number, word in enumerate(words):
        plain = word.group().lower()
        if plain in _BEHIND:
            return False
        if plain.endswith(_ENDINGS) or (number == 0 and plain in known):
            return True
    return False


def _is_capital(word: str) -> bool:
    return word[0].isupper() and not word.isupper()


def _end_of_name(words: list[re.Match[str]]) -> int:
    end = words[0].end()
    for word in words[1:]:
        if _is_capital(word.group()):
            end = word.end()
        elif word.group().lower() not in _BEHIND | _SMALL | {"el", "al", "ten", "ter", "ben", "bin"}:
            break
    return end
