"""Gives the team every time that an envelope was asked for or opened: nobody opens one unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.vault.models import Opening
from sleutelwerk.vault.models.sealed import seal_of
from sleutelwerk.vault.rules import Asked, Ended, Keepers, may_keep


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One opening as the team sees it. People are ids; `ended` is None while it waits or runs.

    `alone` is whether somebody opened without a second person, because of danger.
    """

    id: UUID
    asked_by: UUID | None
    asked_at: datetime
    reason: str
    agreed_by: UUID | None
    agreed_at: datetime | None
    until: datetime | None
    ended_at: datetime | None
    ended: Ended | None
    alone: bool = False

    def as_asked(self) -> Asked:
        """Give it as the rules take it, so that a page asks them and shows only what can be done."""
        return Asked(
            by=self.asked_by, at=self.asked_at, until=self.until, ended=self.ended_at is not None,
            agreed_at=self.agreed_at,
        )  # fmt: skip


def openings_of(viewer: Actor, envelope: UUID, keepers: Keepers) -> list[OpeningView]:
    """Give all openings of an envelope, newest first; for whoever is not of the team there are none."""
    if not may_keep(viewer, keepers):
        return []
    seal = seal_of(envelope)
    rows = Opening.objects.filter(envelope=envelope).order_by("-asked_at", "pk") if seal else ()
    return [
        OpeningView(
            id=row.pk,
            asked_by=row.asked_by_id,
            asked_at=row.asked_at,
            reason=seal.open_reason(row.pk, bytes(row.reason)),
            agreed_by=row.agreed_by_id,
            agreed_at=row.agreed_at,
            until=row.until,
            ended_at=row.ended_at,
            ended=Ended(row.ended_how) if row.ended_how else None,
            alone=row.alone,
        )
        for row in rows
    ]


def opens_until(viewer: Actor, envelope: UUID, keepers: Keepers, now: datetime) -> datetime | None:
    """Tell until when the viewer may read, given a fresh factor; None when he may not."""
    if not may_keep(viewer, keepers):
        return None
    own = Opening.objects.filter(
        envelope=envelope, asked_by=viewer.id, ended_at=None, agreed_at__lte=now, until__gt=now
    )
    return own.values_list("until", flat=True).first()


def still_open(viewer: Actor, kept: Mapping[UUID, Keepers]) -> dict[UUID, list[Asked]]:
    """Give what waits or runs, by envelope: one question to the database for many, and no reason is opened for it.

    `kept` are envelopes with their teams; those of which the viewer is no keeper are left out.
    """
    found: dict[UUID, list[Asked]] = {envelope: [] for envelope, keepers in kept.items() if may_keep(viewer, keepers)}
    rows = Opening.objects.filter(envelope__in=found, envelope__key__isnull=False, ended_at=None) if found else ()
    for row in rows:
        found[row.envelope_id].append(row.as_asked())
    return found
