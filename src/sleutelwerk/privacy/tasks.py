"""What happens here by itself: what was left standing long ago is forgotten."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.privacy.actions import forget_exceptions


def forget_old_exceptions(now: datetime) -> None:
    """Delete exceptions that are older than a year."""
    forget_exceptions(now=now)
