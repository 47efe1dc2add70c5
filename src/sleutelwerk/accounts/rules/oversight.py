"""Who watches over an organisation: its FG and its security officer."""

from __future__ import annotations

from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OVERSEERS
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused


def may_oversee(viewer: Actor, organisation: UUID | None) -> Verdict:
    """Tell whether somebody may see the trail of an organisation: its FG or security officer, nobody from elsewhere."""
    if organisation is not None and viewer.organisation == organisation and viewer.has(*OVERSEERS):
        return ALLOWED
    return refused("Dit logboek is voor de functionaris gegevensbescherming en de security officer.")
