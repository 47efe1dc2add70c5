"""Access that ended is forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.people import NOW, Cast, make_cast

from sleutelwerk.publishing.actions import Access, forget_grants, grant_reading, revoke_reading
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.queries import people_with_access
from sleutelwerk.publishing.rules import KEPT_AFTER_END, Scope

MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.mark.parametrize("revoked", [False, True])
def test_access_goes_four_weeks_after_its_end(revoked: bool, cast: Cast) -> None:
    request, until = uuid4(), NOW + timedelta(days=30)
    reviewer = cast.actor("access_reviewer")
    grant = grant_reading(reviewer, Access(cast["reader"].email, Scope(), until, request), now=NOW)
    if revoked:
        revoke_reading(reviewer, grant.pk, now=NOW)
    end = NOW if revoked else until
    assert forget_grants(now=end + KEPT_AFTER_END - MINUTE) == []
    assert people_with_access() == {cast["reader"].pk}
    assert forget_grants(now=end + KEPT_AFTER_END + MINUTE) == [request]
    assert not ReadingGrant.objects.exists()
    assert people_with_access() == frozenset()
