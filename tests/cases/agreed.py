"""Fills in agreements for tests, with values that the content allows, and brings them as far as a test needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.cases.begun import TODAY, at_agreement
from tests.people import NOW, Cast

from sleutelwerk.cases.actions import agreement as do
from sleutelwerk.cases.content import newest_agreement
from sleutelwerk.cases.engine.agreements import Agreement as Content
from sleutelwerk.cases.engine.clauses import Choices, FieldKind
from sleutelwerk.cases.engine.stored_agreement import control_code
from sleutelwerk.cases.models import Agreement, Case

VALUES = {
    FieldKind.TEXT: "samen brieven lezen", FieldKind.CONTACT: "Kim, 14 0123", FieldKind.NUMBER: "3",
    FieldKind.DATE: "2027-02-01", FieldKind.TERMS: "Het gaat weg.",
}  # fmt: skip
#: Of a number that comes after another.
LATER = "4"
#: Of somebody else of us.
ANOTHER = "Robin, 14 0124"


def content() -> Content:
    """Give the content that ships."""
    found = newest_agreement("verbinder")
    assert found is not None
    return found


def whole(template: Content | None = None, profile: str = "verbinder") -> Choices:
    """Give choices with which nothing is left to do."""
    topics = (template or content()).topics_for(profile)
    clauses = {f"{topic.id}.{one.id}": one for topic in topics for one in topic.section.clauses}
    return Choices(
        chosen={ref: clause.options[0].id for ref, clause in clauses.items() if clause.options},
        filled={
            f"{ref}.{one.id}": ANOTHER if one.other_than else LATER if one.after else VALUES[one.kind]
            for ref, clause in clauses.items()
            for one in clause.fields
        },
    )


def filled_in(cast: Cast, who: str = "professional", case: Case | None = None) -> Agreement:
    """Begin a draft, or take the one that there is, and settle all of it."""
    row = case or at_agreement(cast)
    if not Agreement.objects.filter(candidate__case=row, active_from=None).exists():
        do.begin_agreement(cast.actor(who), row.pk, now=NOW)
    template = content()
    for group in template.groups:
        do.save_agreement(cast.actor(who), row.pk, group.id, whole(), now=NOW)
    return Agreement.objects.get(candidate__case=row, active_from=None)


def ready(cast: Cast, who: str = "professional", case: Case | None = None) -> Agreement:
    """Make one of which the text stands."""
    row = filled_in(cast, who, case)
    return do.make_agreement_ready(cast.actor(who), row.candidate.case_id, now=NOW)


def his_yes(cast: Cast, row: Agreement, **given: Any) -> do.HisYes:
    """Give his yes, a night after he got the paper."""
    said: dict[str, Any] = {
        "given_on": TODAY, "said_on": TODAY + timedelta(days=1), "code": control_code(row.fingerprint),
        "heard_by": cast["professional"].pk,
    }  # fmt: skip
    return do.HisYes(**said | given)


def holding(cast: Cast, case: Case | None = None) -> Agreement:
    """Make one that both accepted: the lead alone in his team, who wrote it."""
    row = ready(cast, case=case)
    return accept(cast, row)


def accept(cast: Cast, row: Agreement, who: str = "professional") -> Agreement:
    """Say both yeses to a text that stands."""
    number: UUID = row.candidate.case_id
    later = NOW + timedelta(days=1)
    do.say_our_yes(cast.actor(who), number, row.fingerprint, now=later)
    return do.note_his_yes(cast.actor("professional"), number, his_yes(cast, row), now=later)
