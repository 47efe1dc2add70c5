"""When a candidate who said yes is forgotten because nothing follows: after the last step, and never too late (N53)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sleutelwerk.cases.engine.retention import Result, Retention, due_date
from sleutelwerk.cases.rules.stages import BEFORE_WORK, Stage

#: So long before it his team is told: there is still time to go on with him (own judgement).
NOTICE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A candidate as this decision sees him. `rejected` is after a no, which has a term of its own."""

    stage: Stage
    agreed_on: date | None
    last_step_on: date
    rejected: bool
    worked: bool
    #: After a no: since when two people look anew, while nobody decided again.
    anew_since: date | None = None


def gone_on(known: Undecided, terms: Retention) -> date | None:
    """Give the day on which all about him must be gone; None when another term holds for him.

    The term counts from the last step. However often there is one, it is never longer than the longest term since he
    said yes (content/retention, `kandidaat-open`). Looking anew after a no puts off the short term of that no once:
    without another decision he goes within the same term (N53).
    """
    if known.stage not in BEFORE_WORK or known.agreed_on is None or known.rejected or known.worked:
        return None
    due, longest = due_date(Result.UNDECIDED, known.last_step_on, terms), terms.rule(Result.UNDECIDED).longest
    assert due is not None
    assert longest is not None
    after_no = due_date(Result.REJECTED, known.anew_since, terms) if known.anew_since else None
    return min(one for one in (due, longest.after(known.agreed_on), after_no) if one is not None)


def nearly_gone(due: date | None, today: date) -> bool:
    """Tell whether it is time to say that he will be forgotten: in the last two weeks, and while it waits for him."""
    return due is not None and due - NOTICE <= today
