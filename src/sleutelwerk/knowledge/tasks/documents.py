"""What happens to documents by itself: copies kept ready go soon, whose they were after a year, strays at once."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.knowledge.actions.copies import forget_copies, forget_old_handouts
from sleutelwerk.knowledge.actions.documents import sweep_stray_files


def tidy_copies(now: datetime) -> None:
    """Remove marked copies that were kept ready for who downloads twice."""
    forget_copies(now=now)


def forget_what_is_over(now: datetime) -> None:
    """Let go of whose copies were handed out long ago, and of files that belong to nothing any more."""
    forget_old_handouts(now=now)
    sweep_stray_files(now=now)
