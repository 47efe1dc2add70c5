"""What stands on a case now, and the names that go with it, asked along with the case.

Written as SQL, because it goes along with every step in every case: as expressions of Django's it took more time than
all the rest of that question. Nothing in it depends on who asks; who finds a case at all is in `queries.cases`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, CharField, DateField, IntegerField, UUIDField

from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.plain import Question
from sleutelwerk.cases.rules.holding import RETAINS

# put together of the code's own words alone, so that nobody can put his own between (S608): what is asked comes apart
_OF_CASE, _OF_HIM = "WHERE t.case_id = c.id", "WHERE t.candidate_id = k.id"
_RETAINS = ", ".join(f"'{reason}'" for reason in sorted(RETAINS))
_HELD = f"t.lifted_at IS NULL AND t.reason NOT IN ({_RETAINS})"
_HOLD = f"SELECT max(t.until) FROM cases_hold t {_OF_CASE} AND {_HELD}"  # noqa: S608
_OFFER = f"SELECT max(t.until) FROM cases_handover t {_OF_CASE} AND t.ended_at IS NULL"  # noqa: S608
_OF_ORGANISATION = "WHERE t.organisation_id = c.organisation_id"
_TERMS = f"SELECT t.content_hash FROM cases_confirmedterms t {_OF_ORGANISATION} ORDER BY t.id DESC LIMIT 1"  # noqa: S608
_ORDER = f"SELECT t.id FROM cases_order t {_OF_CASE} AND t.ended_at IS NULL ORDER BY t.came_at LIMIT 1"  # noqa: S608
_EMERGENCY = f"SELECT t.id FROM cases_emergency t {_OF_HIM} AND t.{{}} IS NULL ORDER BY t.opened_at LIMIT 1"  # noqa: S608
_CONDITION = """SELECT min(t.until) FROM cases_decisioncondition t
    WHERE t.decision_id = d.id AND t.arranged_on IS NULL AND t.released_on IS NULL"""
_AGREEMENT = f"SELECT t.template_version FROM cases_agreement t {_OF_HIM} ORDER BY t.revision DESC LIMIT 1"  # noqa: S608
_ANEW = f"SELECT t.{{}} FROM cases_earlierno t {_OF_HIM} AND t.confirmed_at IS NULL"  # noqa: S608
_ASKED = f"SELECT 1 FROM cases_rightsrequest t {_OF_HIM}"  # noqa: S608
#: What locks is in `rules.rights.Asked.locks`.
_LOCKS = """(t."right" = 'restrict' AND t.lifted_on IS NULL) OR (t."right" = 'object' AND t.answered_on IS NULL)"""


#: Each of the four that are joined is one row or none; a decision that was taken names nobody who still looks at it.
_STANDS = Question(
    f"""
    SELECT
        c.id,
        EXISTS ({_ASKED} AND ({_LOCKS})),
        EXISTS ({_ASKED} AND t.answered_on IS NULL),
        ({_HOLD}),
        ({_OFFER}),
        ({_TERMS}),
        ({_ORDER}),
        ({_EMERGENCY.format("looked_back_at")}),
        ({_EMERGENCY.format("told_on")}),
        ({_AGREEMENT}),
        ({_CONDITION}),
        ({_ANEW.format("id")}),
        ({_ANEW.format("asked_by_id")}),
        teller.name,
        decider.name,
        decider.email
    FROM cases_case c
        LEFT JOIN cases_candidate k ON k.case_id = c.id
        LEFT JOIN cases_decision d ON d.candidate_id = k.id
        LEFT JOIN accounts_user teller ON teller.id = k.told_by_id
        LEFT JOIN accounts_user decider ON decider.id = d.decider_id AND d.outcome = ''
    WHERE c.id IN %s
    """,  # noqa: S608
    case=UUIDField(),
    on_lock=BooleanField(),
    he_waits=BooleanField(),
    held_until=DateField(),
    offered_until=DateField(),
    terms_hash=CharField(),
    order_runs=UUIDField(),
    emergency_waits=UUIDField(),
    emergency_untold=UUIDField(),
    agreement_made_from=IntegerField(),
    condition_by=DateField(),
    anew_waits=UUIDField(),
    anew_asked_by=UUIDField(),
    told_by_name=CharField(),
    # who is looking at it from outside the team, while he was asked to decide and did not yet
    decider_name=CharField(),
    decider_email=CharField(),
)


def with_standing(cases: Iterable[Case], today: date) -> list[Case]:
    """Give the same cases, each with what stands on it: one question to the database for all."""
    rows = {one.pk: one for one in cases}
    found = {said.pop("case"): said for said in _STANDS.of(*rows)}
    for case, said in found.items():
        days = {name: said.pop(name) for name in ("held_until", "offered_until")}
        still = {name: until if until is not None and until >= today else None for name, until in days.items()}
        vars(rows[case]).update(said, **still)
    # one that went in between is not there
    return [one for case, one in rows.items() if case in found]
