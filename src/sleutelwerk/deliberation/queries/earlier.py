"""Looks up what a deliberation follows: the reasons of then beside the question of now, and what was left to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.deliberation.engine.report import Part
from sleutelwerk.deliberation.models.table import as_read
from sleutelwerk.deliberation.queries.after import Section, after_of, sections_of
from sleutelwerk.deliberation.queries.preparing import Prepared

#: What of an earlier report helps to think again.
_BESIDE = (
    Part.REASONS, Part.SHARED, Part.DIFFERENCES, Part.ADVICE,
    Part.DISSENT, Part.DISSENTING_VIEW, Part.REMAINING_DOUBT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier deliberation on the same dilemma. `sections` are empty until its report is final."""

    held_on: datetime | None
    final: bool
    sections: tuple[Section, ...]
    open_actions: tuple[str, ...]


def earlier_of(viewer: Actor, found: Prepared) -> Earlier | None:
    """Give what a deliberation follows to whoever led that one as well; None when there is none, or it is gone."""
    before = after_of(viewer, found.row.follows_id) if found.row.follows_id else None
    if before is None:
        return None
    report = before.reflection
    final = report is not None and report.is_final
    sections = tuple(one for one in sections_of(report, _BESIDE) if one.lines) if report and final else ()
    left = tuple(as_read(str(one)) for one in found.plan["open_actions"])
    return Earlier(before.row.closed_at, final, sections, left)
