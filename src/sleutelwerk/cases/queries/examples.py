"""Looks up the invented cases that somebody has, and those whose day has come."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.content import newest_examples
from sleutelwerk.cases.engine.naming import EXAMPLE
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.examples import exercise_gone_on, gone_on

#: Under which name it lies sealed, with the assignment, which of our examples a case is.
WHICH = "example"


def examples_of(viewer: Actor) -> QuerySet[Case]:
    """Give the examples of somebody himself; nobody else is ever in their team."""
    return _examples().filter(organisation=viewer.organisation, members__person=viewer.id, members__part="lead")


def examples_due(*, today: date) -> list[UUID]:
    """Give the examples that go by themselves today; for the task that removes them only."""
    made = _examples().values_list("pk", "created_at")
    return [key for key, at in made if gone_on(timezone.localdate(at)) <= today]


def exercises_due(*, today: date) -> list[UUID]:
    """Give the exercises that go by themselves today; for the task that removes them only."""
    known = exercises().values_list("pk", "created_at", "changed_at")
    return [
        key
        for key, begun, changed in known
        if exercise_gone_on(timezone.localdate(begun), timezone.localdate(changed)) <= today
    ]


def exercises(organisation: UUID | None = None) -> QuerySet[Case]:
    """Give the cases that somebody began to practise with; our own examples are none of these."""
    found = Case.objects.filter(practice=True).exclude(code__startswith=EXAMPLE)
    return found if organisation is None else found.filter(organisation=organisation)


def _examples() -> QuerySet[Case]:
    return Case.objects.filter(practice=True, code__startswith=EXAMPLE)


def about_example(found: OpenCase) -> str:
    """Tell what there is to see and do in an example; nothing in any other case."""
    if not found.example:
        return ""
    all_of_them = newest_examples()
    known = {one.id: one.shows for one in all_of_them.all} if all_of_them else {}
    return known.get(str(found.facts.texts.get(WHICH, "")), "")
