"""Throwing a case away: only while nobody is in it, and then all of it goes, its key first."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.cases.begun import begun, complete, settled
from tests.people import NOW, Cast

from sleutelwerk.cases.actions.beginning import delete_case
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.models import AssignmentHand, Case, CaseKey, Member
from sleutelwerk.cases.models.vault import vault_of
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError


def test_a_case_that_is_thrown_away_takes_everything_along(cast: Cast) -> None:
    row = complete(cast)
    sealed = bytes(row.assignment)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    delete_case(cast.actor("professional"), row.pk, now=NOW)
    for model in (AssignmentHand, Case, CaseKey, Member):
        assert not model.objects.exists()
    with pytest.raises(CannotOpenError):
        vault_of(row.pk).open("assignment", sealed)


def test_only_its_lead_may_and_only_while_nobody_is_in_it(cast: Cast) -> None:
    row = settled(cast)
    for name in ("colleague", "administrator"):
        with pytest.raises(NotAllowedError):
            delete_case(cast.actor(name), row.pk, now=NOW)
    Case.objects.filter(pk=row.pk).update(stage="assessment")
    with pytest.raises(NotAllowedError, match="over een persoon"):
        delete_case(cast.actor("professional"), row.pk, now=NOW)
    Case.objects.filter(pk=row.pk).update(stage="candidate")
    delete_case(cast.actor("professional"), row.pk, now=NOW)
    assert not Case.objects.exists()


def test_the_key_that_lies_in_the_database_opens_nothing_by_itself(cast: Cast) -> None:
    row = begun(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wrapped FROM cases_casekey")
        (wrapped,) = cursor.fetchone()
    assert len(bytes(wrapped)) == 44  # which generation of the master key, and the wrapped key
    assert bytes(wrapped) not in bytes(row.assignment)
