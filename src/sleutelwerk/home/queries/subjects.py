"""Names what an entry of the trail is about for who watches: a kind and a mark that stays the same, never whose it is.

By the mark, or by the neutral code of a case that he has from elsewhere, he finds who read one file. The trail itself
does not say which code belongs to which mark: so it is no list of case files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Pseudonym
from sleutelwerk.cases.queries.touched import subjects_by_code

#: The digits of a pseudonym that are shown: two things with the same eight are not to be expected in one trail.
MARK_DIGITS, ALL_DIGITS = 8, 32
_MARK = re.compile(rf"[0-9a-f]{{{MARK_DIGITS},{ALL_DIGITS}}}")
KINDS: Mapping[str, str | Promise] = {
    "case": _("Dossier"),
    "envelope": _("Envelop"),
    "deliberation": _("Beraad"),
    "order": _("Vordering"),
    "access_request": _("Aanvraag"),
    "address": _("Werkadres"),
    "provider": _("Provider"),
    "person": _("Iemand die hier niet bekend is"),
}


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about: a name with no mark for people, a kind with a mark for everything else."""

    name: str | Promise = ""
    mark: str = ""


def about_of(subject: Pseudonym | None, people: Mapping[Pseudonym, str]) -> About:
    """Name a subject for somebody who may know these people."""
    if subject is None:
        return About()
    if subject in people:
        return About(people[subject])
    kind, _colon, digits = subject.partition(":")
    return About(KINDS.get(kind, kind), digits[:MARK_DIGITS])


@dataclass(frozen=True, slots=True)
class Sought:
    """The subjects that somebody means by what he typed: these, or all between two of one kind."""

    subjects: frozenset[Pseudonym] = frozenset()
    between: tuple[tuple[Pseudonym, Pseudonym], ...] = ()


def sought(viewer: Actor, typed: str) -> Sought:
    """Understand a mark, or the code of a case together with its envelope; nothing is found for anything else."""
    mark = typed.strip().lower()
    if _MARK.fullmatch(mark):
        lowest, highest = mark.ljust(ALL_DIGITS, "0"), mark.ljust(ALL_DIGITS, "f")
        return Sought(between=tuple((Pseudonym(f"{kind}:{lowest}"), Pseudonym(f"{kind}:{highest}")) for kind in KINDS))
    return Sought(subjects=subjects_by_code(viewer, mark))
