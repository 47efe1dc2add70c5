"""The rows that every page of a case needs, asked in SQL of our own: the same as Django would give, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from typing import cast as is_a
from uuid import UUID

from django.db.models import Model
from pytest_django import DjangoAssertNumQueries
from tests.cases.assessed import at_decision, with_assessors
from tests.cases.begun import TODAY, begun
from tests.people import NOW, Cast

from sleutelwerk.cases.models import Candidate, Case, Member
from sleutelwerk.cases.queries.assessment import assessments_of
from sleutelwerk.cases.queries.rows import rows_for


def everything(row: Model) -> dict[str, Any]:
    """Give every column of a row, each with its kind."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: (type(value), bytes(value) if isinstance(value, memoryview) else value) for name, value in values.items()
    }


def test_each_row_is_what_django_itself_reads(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case, actor = at_decision(cast).candidate.case_id, cast.actor("professional")
    with django_assert_num_queries(1):
        (row,) = rows_for(actor, TODAY, case)
        him = row.candidate
        found = [row, row.key, him, him.key, him.weighing, him.decision]
        assert him.key.candidate is him
        assert him.case is row
    for one in found:
        assert everything(one) == everything(type(one)._default_manager.get(pk=one.pk))
        assert not one._state.adding
        assert one._state.db == "default"


def test_what_is_not_there_is_not_asked_for_again(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case, actor = begun(cast), cast.actor("professional")
    with django_assert_num_queries(1):
        (row,) = rows_for(actor, TODAY, case.pk)
        assert not hasattr(row, "candidate")


def test_how_far_the_assessors_are_comes_along_and_what_they_wrote_does_not(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = with_assessors(cast)
    (row,) = rows_for(cast.actor("professional"), TODAY, case.pk)
    with django_assert_num_queries(0):
        places = assessments_of(row.candidate)
        names = [one.assessor.name for one in places if one.assessor]
    assert [one.place for one in places] == [1, 2]
    assert names == ["Professional", "Colleague"]
    assert all(one.get_deferred_fields() == {"findings"} for one in places)
    by_himself = assessments_of(Candidate.objects.get(pk=row.candidate.pk))
    assert [one.pk for one in by_himself] == [one.pk for one in places]


def test_only_where_somebody_has_a_place_now(cast: Cast) -> None:
    case = begun(cast)
    mine = Member.objects.filter(case=case, person=cast["professional"])

    def finds(who: str = "professional", one: UUID | None = None) -> list[UUID]:
        return [row.pk for row in rows_for(cast.actor(who), TODAY, one)]

    assert finds() == finds(one=case.pk) == [case.pk]
    assert finds(one=is_a("UUID", str(case.pk))) == [case.pk], "as an address has it"
    for nobody in ("colleague", "outside_professional", "administrator", "police_officer", "reader"):
        assert finds(nobody) == finds(nobody, case.pk) == []
    mine.update(until=TODAY)
    assert finds() == [case.pk]
    mine.update(until=TODAY - timedelta(days=1))
    assert finds() == finds(one=case.pk) == []
    mine.update(until=None, accepted_at=None)
    assert finds() == []
    mine.update(accepted_at=NOW, organisation=cast.elsewhere)
    assert finds() == []


def test_those_that_end_first_stand_in_front(cast: Cast) -> None:
    late, soon, open_ended = (begun(cast) for _ in range(3))
    Case.objects.filter(pk=late.pk).update(ends_on=TODAY + timedelta(days=9))
    Case.objects.filter(pk=soon.pk).update(ends_on=TODAY + timedelta(days=2))
    found = [row.pk for row in rows_for(cast.actor("professional"), TODAY)]
    assert found == [open_ended.pk, soon.pk, late.pk]
