"""Tells whether the content with which a case began has a newer version; nothing in a case changes by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.rules.team import Team, may_record
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused


class Content(StrEnum):
    """What a case rests on, in the order in which it is told."""

    PROFILES = "profiles"
    AGREEMENTS = "agreements"
    ALLOWANCES = "allowances"
    RETENTION = "retention"
    EVALUATION = "evaluation"
    METHODS = "methods"


#: What a case keeps at its own version to its end. Of all else the newest holds everywhere: limits and terms follow
#: the law, and a talk is best had with the questions that are best now.
KEEPS_ITS_OWN = frozenset({Content.PROFILES, Content.AGREEMENTS})


@dataclass(frozen=True, slots=True)
class Stamp:
    """One version of a kind of content: its number and the fingerprint of what it says; `since` is its check date."""

    version: int
    fingerprint: str = ""
    since: date | None = None

    def newer_than(self, other: Stamp) -> bool:
        """Tell whether it says something else than an older version, or than the same one said before.

        An older version than the one that was seen is no news: somebody put it back.
        """
        if self.version != other.version:
            return self.version > other.version
        return bool(other.fingerprint) and self.fingerprint != other.fingerprint


@dataclass(frozen=True, slots=True)
class Drift:
    """A kind of content of which there is something newer than a team knows of."""

    content: Content
    seen: int
    newest: int
    since: date | None

    @property
    def keeps_its_own(self) -> bool:
        """Tell whether the case goes on under its own version."""
        return self.content in KEEPS_ITS_OWN


def drifts(seen: Mapping[Content, Stamp], newest: Mapping[Content, Stamp]) -> tuple[Drift, ...]:
    """Give what became newer since a team last looked; of what it never saw nothing is told."""
    return tuple(
        Drift(one, seen[one].version, newest[one].version, newest[one].since)
        for one in Content
        if one in seen and one in newest and newest[one].newer_than(seen[one])
    )


def may_look_at_content(actor: Actor, team: Team, today: date, *, drifted: bool, ended: bool) -> Verdict:
    """Tell whether somebody may say that the team talked about what is newer."""
    return first_refusal(
        may_record(actor, team, today),
        refused("Dit dossier is afgerond. Er verandert niets meer.") if ended else ALLOWED,
        ALLOWED if drifted else refused("Er is niets nieuws meer om te bespreken."),
    )
