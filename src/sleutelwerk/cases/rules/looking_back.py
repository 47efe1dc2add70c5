"""When to look back together, and what closes it: both sides and an outsider were asked, and nothing is counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from sleutelwerk.cases.rules.stages import Stage, may_at
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: Looking back so long before its day counts for that day (own judgement: people plan around holidays).
EARLY = timedelta(days=21)


class Next(StrEnum):
    """What comes after looking back."""

    GO_ON = "go_on"
    END = "end"


def may_begin_looking_back(stage: Stage, *, open_one: bool) -> Verdict:
    """Tell whether one may look back: while the work goes on or lies still, one at a time."""
    return first_refusal(
        may_at(stage, Stage.CARRYING_OUT, Stage.EVALUATION),
        refused("U kijkt al terug. Maak dat eerst af.") if open_one else ALLOWED,
    )


def may_write_look_back(stage: Stage, *, closed: bool) -> Verdict:
    """Tell whether something may be added: nothing is, once it is closed."""
    return first_refusal(may_at(stage, Stage.EVALUATION), refused("Deze terugblik is afgerond.") if closed else ALLOWED)


def may_close(stage: Stage, missing: Sequence[str], agreed: str, *, closed: bool) -> Verdict:
    """Tell whether it may be closed: everybody was asked, and what was agreed is written down."""
    asked = ALLOWED if not missing else refused(f"Hier staat nog niets: {', '.join(missing)}.")
    return first_refusal(
        may_write_look_back(stage, closed=closed),
        asked,
        ALLOWED if agreed.strip() else refused("Schrijf op wat u samen afsprak."),
    )


def next_day(days: Sequence[date], last: date | None) -> date | None:
    """Give the first agreed day for which nobody looked back yet; a little early counts. None when none is left."""
    return next((day for day in days if last is None or day > last + EARLY), None)
