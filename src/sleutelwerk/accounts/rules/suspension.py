"""Why an account can be closed for now."""

from __future__ import annotations

from enum import StrEnum

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role


class Why(StrEnum):
    """The reason for closing an account, as it is kept and recorded."""

    REVIEW_OVERDUE = "review_overdue"
    UNUSED = "unused"
    BY_ADMINISTRATOR = "by_administrator"
    BY_SECURITY_OFFICER = "by_security_officer"
    BY_FG = "by_fg"

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return _LABELS[self]


_LABELS = {
    Why.REVIEW_OVERDUE: "toegang niet op tijd nagekeken",
    Why.UNUSED: "geen rol en lang niet gebruikt",
    Why.BY_ADMINISTRATOR: "stopgezet door een beheerder",
    Why.BY_SECURITY_OFFICER: "stopgezet door de security officer",
    Why.BY_FG: "stopgezet door de functionaris gegevensbescherming",
}


def closed_by(actor: Actor) -> Why:
    """Give as whom somebody closed an account: as administrator where he is one, as that is the stronger right."""
    if actor.has(Role.ADMINISTRATOR):
        return Why.BY_ADMINISTRATOR
    return Why.BY_SECURITY_OFFICER if actor.has(Role.SECURITY_OFFICER) else Why.BY_FG
