"""What happens in the vault by itself: openings end in time, what lost its key goes, and what came back goes again."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.audit.engine.body import Via, came_by
from sleutelwerk.vault.actions import ending, remembering


def sweep(now: datetime) -> None:
    """End what is over, and remove envelopes whose key was destroyed."""
    with came_by(Via.TASK):
        ending.sweep(now=now)


def destroy_again(now: datetime) -> None:
    """Destroy again what an older backup brought back."""
    with came_by(Via.TASK):
        remembering.destroy_again(now=now)
