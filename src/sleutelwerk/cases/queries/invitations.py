"""Tells a lead which invitations wait for a yes: the same for an address that somebody here has and for any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Invitation
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.team import may_lead
from sleutelwerk.core.sealing import CannotOpenError


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """An invitation as the lead sees it: what he typed, and when. Nothing tells whose address it is."""

    id: UUID
    address: str
    invited_on: date
    until: date


def invitation_column(invitation: UUID) -> str:
    """Name the place where the address of one invitation lies sealed."""
    return f"invitation/{invitation}"


def invitations_of(viewer: Actor, found: OpenCase, today: date) -> list[InvitationShown]:
    """Give what waits for a yes, to the lead of a case only; others see who takes part."""
    if not may_lead(viewer, found.team, today):
        return []
    rows = Invitation.objects.filter(case=found.row, until__gte=today).order_by("invited_at", "pk")
    return [
        InvitationShown(row.pk, _address(found, row), timezone.localdate(row.invited_at), row.until) for row in rows
    ]


def _address(found: OpenCase, row: Invitation) -> str:
    try:
        return str(found.vault.open(invitation_column(row.pk), bytes(row.address)))
    except CannotOpenError:
        return ""
