"""The rows of the cases in whose team somebody is, each with what every page and every step of a case needs of it.

One question written as SQL: composing it anew took a fifth of the time of a case's page. Who may see what of a case
that was found is judged in `rules.team`; nothing that is not in his team is found here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Assessment, Candidate, CandidateKey, Case, CaseKey, Decision, Weighing
from sleutelwerk.cases.queries.plain import Joined
from sleutelwerk.cases.rules.team import may_work_with_cases

_IN_TEAM = """
    SELECT {columns}
    FROM cases_case c
        LEFT JOIN cases_casekey case_key ON case_key.case_id = c.id
        LEFT JOIN cases_candidate k ON k.case_id = c.id
        LEFT JOIN cases_candidatekey his_key ON his_key.candidate_id = k.id
        LEFT JOIN cases_weighing w ON w.candidate_id = k.id
        LEFT JOIN cases_decision d ON d.candidate_id = k.id
        LEFT JOIN cases_assessment a1 ON a1.candidate_id = k.id AND a1.place = 1
        LEFT JOIN accounts_user u1 ON u1.id = a1.assessor_id
        LEFT JOIN cases_assessment a2 ON a2.candidate_id = k.id AND a2.place = 2
        LEFT JOIN accounts_user u2 ON u2.id = a2.assessor_id
    WHERE c.id IN (
        SELECT t.case_id FROM cases_member t
        WHERE t.person_id = %s AND t.organisation_id = %s AND t.accepted_at IS NOT NULL
            AND (t.until IS NULL OR t.until >= %s)
    )
"""
_PERSON: Any = Assessment.assessor.field.related_model
_TABLES: dict[str, type[Model]] = {
    "c": Case, "case_key": CaseKey, "k": Candidate, "his_key": CandidateKey, "w": Weighing, "d": Decision,
    "a1": Assessment, "u1": _PERSON, "a2": Assessment, "u2": _PERSON,
}  # fmt: skip
#: What the two assessors wrote is never looked up along with a case: that is opened on its own (N19).
_SEALED = ("findings",)
#: Those that end first in front.
_ALL = Joined(f"{_IN_TEAM} ORDER BY c.ends_on NULLS FIRST, c.created_at, c.id", _TABLES, without=_SEALED)
_ONE = Joined(f"{_IN_TEAM} AND c.id = %s", _TABLES, without=_SEALED)


def rows_for(viewer: Actor, today: date, case: UUID | None = None) -> list[Case]:
    """Give the cases in whose team somebody is, those that end first in front; or that one of them."""
    if viewer.organisation is None or not may_work_with_cases(viewer):
        return []
    asked = (viewer.id, viewer.organisation, today)
    found = _ONE.of(*asked, case) if case else _ALL.of(*asked)
    for row, key, candidate, his_key, weighing, decision, *assessing in found:
        _join(row, "key", key)
        _join(row, "candidate", candidate)
        if candidate:
            _join(candidate, "key", his_key)
            _join(candidate, "weighing", weighing)
            _join(candidate, "decision", decision)
            vars(candidate)["looked_up"] = list(_assessments(*assessing))
    return [row for row, *_ in found]


def _join(row: Model, name: str, other: Model | None) -> None:
    """Let a row know the one row, or none, that hangs on it."""
    relation: Any = row._meta.get_field(name)
    relation.set_cached_value(row, other)
    if other:
        relation.field.set_cached_value(other, row)


def _assessments(first: Model | None, who: Model | None, second: Model | None, other: Model | None) -> Iterator[Any]:
    """Give how far the two assessors are, each with who he is."""
    for one, person in ((first, who), (second, other)):
        if one is not None:
            Assessment.assessor.field.set_cached_value(one, person)
            yield one
