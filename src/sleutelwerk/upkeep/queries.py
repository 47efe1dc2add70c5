"""Looks up how the jobs stand."""

from __future__ import annotations

from collections.abc import Sequence

from sleutelwerk.upkeep.models import Job


def jobs() -> Sequence[Job]:
    """Give every job that was ever scheduled, by name."""
    return list(Job.objects.order_by("name"))
