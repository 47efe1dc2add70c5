"""Tells a team whether its organisation still has an FG's advice that holds, and what waits when it has not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sleutelwerk.accounts.queries.organisations import case_files_verdict
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.core.verdict import Verdict


def advice_for(found: OpenCase, today: date) -> Verdict:
    """Tell whether the organisation of a case may open case files today, and if not why (N27)."""
    return case_files_verdict(found.row.organisation_id, today)


def without_advice(viewer: Actor, cases: Sequence[OpenCase], today: date) -> list[OpenCase]:
    """Give the cases of the viewer's own organisation that go on without an advice that holds; looked up once."""
    own = [one for one in cases if not one.over and not one.example and may_record(viewer, one.team, today)]
    return own if own and not advice_for(own[0], today) else []
