"""The empty-chair check: which of those who are not in the room have no voice yet in a step that gives them one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from sleutelwerk.deliberation.engine.model import Meaning, Step
from sleutelwerk.deliberation.engine.session.entries import Entry, lies_open
from sleutelwerk.deliberation.engine.session.path import forms_of
from sleutelwerk.deliberation.engine.session.state import OPENED, Session


class Chair(StrEnum):
    """Who must not be passed over in silence (moral-deliberation craft: the perspectives that groups forget)."""

    KEY_FIGURE = "sleutelfiguur"
    COMMUNITY = "gemeenschap"
    RESIDENT = "bewoner of slachtoffer"
    COLLEAGUE = "collega"
    ADMINISTRATOR = "bestuurder"


#: Words by which people name them; what matches none of these is some other party.
_WORDS = {
    Chair.KEY_FIGURE: r"sleutelfigu|lege stoel|hijzelf|zijzelf",
    Chair.COMMUNITY: r"gemeenschap|kring|moskee|kerk|achterban|buurtgenoten",
    Chair.RESIDENT: r"bewoner|slachtoffer|buurt|buren|inwoner|winkelier",
    Chair.COLLEAGUE: r"collega|wij zelf|wijzelf|onszelf|uitvoerder|professional|wijkagent|hulpverlener|medewerker",
    Chair.ADMINISTRATOR: r"bestuurder|burgemeester|wethouder|college|directeur|manager",
}


def missing_chairs(step: Step, entries: Iterable[Entry], session: Session) -> tuple[Chair, ...]:
    """Tell who has no value filled in; nothing before what was written lies open, as that would tell what is hidden.

    Nothing either of a step that does not ask for a party and what it values: there nobody can tell who has a voice.
    """
    asked = {field.means for field in step.fields}
    if session.step(step.id).phase not in OPENED or not {Meaning.PARTY, Meaning.VALUE} <= asked:
        return ()
    forms = {form.id: form for form in forms_of(step)}
    named = " | ".join(
        _party(entry, step) for entry in entries if entry.form in forms and lies_open(entry, forms[entry.form], session)
    )
    return tuple(chair for chair, words in _WORDS.items() if not re.search(words, named, re.IGNORECASE))


def _party(entry: Entry, step: Step) -> str:
    """Give the party of an entry that also has a value; a party alone is no voice."""
    means = {field.means: field.id for field in step.fields if field.means}
    party, value = (entry.values.get(means.get(one, ""), "") for one in (Meaning.PARTY, Meaning.VALUE))
    return party if value else ""
