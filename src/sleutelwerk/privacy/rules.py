"""Decides what may stay in a text after a warning, who sees that it stayed, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused
from sleutelwerk.privacy.engine.model import Kind

#: A reason shorter than this explains nothing.
SHORTEST_REASON = 10
LONGEST_REASON = 500
#: How long the FG can look back. Longer would make a file of how people write.
KEPT_FOR = timedelta(days=365)


class Place(StrEnum):
    """Where a text stands; a closed list, as a free one could name a person or a group."""

    ASSIGNMENT = "assignment"
    CANDIDATE = "candidate"
    AGREEMENT = "agreement"
    CONTACT_MOMENT = "contact_moment"
    ALLOWANCE = "allowance"
    EVALUATION = "evaluation"
    DECISION = "decision"
    DELIBERATION = "deliberation"
    ACCESS_REQUEST = "access_request"

    @property
    def label(self) -> str:
        """What the place is called on the screen."""
        return _LABELS[self]


_LABELS = {
    Place.ASSIGNMENT: "Opdracht",
    Place.CANDIDATE: "Kandidaat",
    Place.AGREEMENT: "Afspraken",
    Place.CONTACT_MOMENT: "Contactmoment",
    Place.ALLOWANCE: "Vergoeding",
    Place.EVALUATION: "Evaluatie",
    Place.DECISION: "Besluit",
    Place.DELIBERATION: "Moreel beraad",
    Place.ACCESS_REQUEST: "Verzoek om toegang",
}


class KeptUnder(StrEnum):
    """Under whose key it lies why words were left standing: it goes with what the words are about."""

    CASE = "case"
    CANDIDATE = "candidate"
    DELIBERATION = "deliberation"
    #: Of what has no key of its own, such as a request for access.
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Sealer:
    """What seals a reason: it is given the number of the exception and the text."""

    under: KeptUnder
    row: UUID
    seal: Callable[[UUID, str], bytes]


@dataclass(frozen=True, slots=True)
class Overrule:
    """A wish to let stand what the guard remarked on: of which kinds, and why."""

    kinds: tuple[Kind, ...]
    reason: str


def may_stand(kinds: Collection[Kind], *, anyway: bool, reason: str) -> Verdict:
    """Tell whether a text with remarks of these kinds may be kept as it is (N3, N9)."""
    if any(kind.blocks for kind in kinds):
        return refused("Haal het burgerservicenummer weg. Dat mag hier nooit staan.")
    if kinds and not anyway:
        return refused(
            "Kijk nog eens naar de woorden hieronder. Schrijf het anders, of leg uit waarom het zo moet blijven."
        )
    if kinds and len(reason.strip()) < SHORTEST_REASON:
        return refused("Leg in één zin uit waarom het zo moet blijven.")
    return ALLOWED


def may_lie_under(place: Place, under: KeptUnder) -> Verdict:
    """Tell whether a reason lies where it belongs: only what has no key of its own lies under that of the site."""
    fits = (under is KeptUnder.SITE) == (place is Place.ACCESS_REQUEST)
    return ALLOWED if fits else refused("Deze reden hoort bij een andere sleutel.")


def may_overrule(actor: Actor, overrule: Overrule) -> Verdict:
    """Tell whether somebody may let this stand; it is kept in his own organisation, for its FG."""
    within = ALLOWED if actor.organisation else refused("Alleen wie bij een organisatie hoort, kan dit laten staan.")
    something = ALLOWED if overrule.kinds else refused("Er is niets om te laten staan.")
    return first_refusal(within, something, may_stand(overrule.kinds, anyway=True, reason=overrule.reason))


def may_see_exceptions(viewer: Actor, organisation: UUID | None) -> Verdict:
    """Tell whether somebody may see what was left standing: the FG of that organisation, and nobody else."""
    if organisation is not None and viewer.organisation == organisation and viewer.has(Role.FG):
        return ALLOWED
    return refused("Alleen de FG van de organisatie kan dit zien.")
