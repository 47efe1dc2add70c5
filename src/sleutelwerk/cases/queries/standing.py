"""What stands on a case now, and the names that go with it, as columns of the question that finds the case.

Written as SQL, because it goes along with every step in every case: as expressions of Django's it took more time than
all the rest of that question. Nothing in it depends on who asks; who finds a case at all is in `queries.cases`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, DateField, Field, IntegerField, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from sleutelwerk.cases.models import Case
from sleutelwerk.cases.rules.holding import RETAINS

_OF_CASE = "WHERE t.case_id = cases_case.id"
_OF_HIM = "JOIN cases_candidate k ON k.id = t.candidate_id WHERE k.case_id = cases_case.id"
_RETAINS = ", ".join(f"'{reason}'" for reason in sorted(RETAINS))
_HELD = f"t.lifted_at IS NULL AND t.until >= %s AND t.reason NOT IN ({_RETAINS})"
_HOLD = f"SELECT max(t.until) FROM cases_hold t {_OF_CASE} AND {_HELD}"  # noqa: S608
_OF_ORGANISATION = "WHERE t.organisation_id = cases_case.organisation_id"
_TERMS = f"SELECT t.content_hash FROM cases_confirmedterms t {_OF_ORGANISATION} ORDER BY t.id DESC LIMIT 1"  # noqa: S608
_ORDER = f"SELECT t.id FROM cases_order t {_OF_CASE} AND t.ended_at IS NULL ORDER BY t.came_at LIMIT 1"  # noqa: S608
_EMERGENCY = f"SELECT t.id FROM cases_emergency t {_OF_HIM} AND t.{{}} IS NULL ORDER BY t.opened_at LIMIT 1"  # noqa: S608
_AGREEMENT = f"SELECT t.template_version FROM cases_agreement t {_OF_HIM} ORDER BY t.revision DESC LIMIT 1"  # noqa: S608
_DECISION = "cases_decision t JOIN accounts_user u ON u.id = t.decider_id"
_DECIDER = f"SELECT u.{{}} FROM {_DECISION} {_OF_HIM} AND t.outcome = ''"  # noqa: S608
_TELLER = "SELECT u.name FROM cases_candidate t JOIN accounts_user u ON u.id = t.told_by_id"
_ASKED = f"SELECT 1 FROM cases_rightsrequest t {_OF_HIM}"  # noqa: S608
#: What locks is in `rules.rights.Asked.locks`.
_LOCKS = """(t."right" = 'restrict' AND t.lifted_on IS NULL) OR (t."right" = 'object' AND t.answered_on IS NULL)"""

#: By the name of each column: its kind, and what gives it. `held_until` takes a day.
COLUMNS: Mapping[str, tuple[Field[Any, Any], str]] = {
    "on_lock": (BooleanField(), f"EXISTS ({_ASKED} AND ({_LOCKS}))"),
    "held_until": (DateField(), f"({_HOLD})"),
    "terms_hash": (CharField(), f"({_TERMS})"),
    "order_runs": (UUIDField(), f"({_ORDER})"),
    "emergency_waits": (UUIDField(), f"({_EMERGENCY.format('looked_back_at')})"),
    "emergency_untold": (UUIDField(), f"({_EMERGENCY.format('told_on')})"),
    "agreement_made_from": (IntegerField(), f"({_AGREEMENT})"),
    "told_by_name": (CharField(), f"({_TELLER} {_OF_CASE})"),
    # who is looking at it from outside the team, while he was asked to decide and did not yet
    "decider_name": (CharField(), f"({_DECIDER.format('name')})"),
    "decider_email": (CharField(), f"({_DECIDER.format('email')})"),
}


def with_standing(cases: QuerySet[Case], today: date) -> QuerySet[Case]:
    """Give the same cases with these columns."""
    days = {"held_until": (today.isoformat(),)}
    return cases.annotate(
        **{
            name: RawSQL(sql, days.get(name, ()), output_field=kind)  # noqa: S611 - the code's own, and bound
            for name, (kind, sql) in COLUMNS.items()
        }
    )
