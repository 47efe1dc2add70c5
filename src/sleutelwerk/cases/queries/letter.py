"""Gives what is known already for the information letter (N26), so that nobody types it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.organisations import own_organisation
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.engine.letters import Letter, letter_with_terms
from sleutelwerk.cases.engine.retention import told
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.candidate import days_to_think

#: After how many days he is asked: the letter itself advises at least a week.
_ASKED_AFTER = timedelta(days=7)


def known_for(viewer: Actor, found: OpenCase, letter: Letter, *, today: date) -> Mapping[str, str]:
    """Give a first text for each field of a letter that the case or the organisation answers, by its reference.

    The letter says what its fields are called; a field of a name that is not here starts empty.
    """
    own = own_organisation(viewer)
    text = found.facts.text
    functions = [text(name) for name in ("contact", "deputy") if text(name)]
    known = {
        "doel": text("goal").rstrip("."),
        "organisatie": (own.controller or own.name) if own else "",
        "contact": ", ".join(one for one in (own.contact_point, own.contact_email) if one) if own else "",
        "wet": text("legal_task"),
        "functies": _(" en ").join(functions),
        "dagen": str(days_to_think(terms_of_case(found.row), today)),
        "dag": (today + _ASKED_AFTER).isoformat(),
    }
    return {ref: known[ref.rpartition(".")[2]] for ref in fields_of(letter) if ref.rpartition(".")[2] in known}


def letter_for(found: OpenCase, letter: Letter) -> Letter:
    """Give a letter with how long all of it stays, by the terms that hold: nobody types what the site does not keep."""
    return letter_with_terms(letter, told(terms_of_case(found.row)))


def fields_of(letter: Letter) -> list[str]:
    """Name every field of a letter: part, sentence and field."""
    return [
        f"{part.section.id}.{clause.id}.{field.id}"
        for part in letter.parts
        for clause in part.section.clauses
        for field in clause.fields
    ]
