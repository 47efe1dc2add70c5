"""How long which entries stay (N43)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.audit.trails import EVENTS, NOW

from sleutelwerk.audit.rules.retention import Due, days_of, kinds_of, what_is_due
from sleutelwerk.core.events import Event, Retention


@pytest.mark.parametrize(
    ("retention", "days"),
    [
        (Retention.SIGN_IN, 183),
        (Retention.ACCESS, 1825),
        (Retention.CHANGE, 2555),
        (Retention.INCIDENT, 1095),
        (Retention.DESTRUCTION, None),
    ],
)
def test_the_default_terms(retention: Retention, days: int | None) -> None:
    assert days_of(retention) == days


def test_an_organisation_may_choose_other_terms_but_never_lose_its_proof() -> None:
    terms = {Retention.ACCESS: 30, Retention.DESTRUCTION: 1}
    assert days_of(Retention.ACCESS, terms) == 30
    assert days_of(Retention.DESTRUCTION, terms) is None


def test_what_is_due_names_kinds_and_a_moment() -> None:
    assert what_is_due(EVENTS, NOW) == (
        Due(Retention.SIGN_IN, ("signed_in",), NOW - timedelta(days=183)),
        Due(Retention.ACCESS, ("case_read",), NOW - timedelta(days=1825)),
        Due(Retention.CHANGE, ("case_changed",), NOW - timedelta(days=2555)),
        Due(Retention.INCIDENT, ("entry_refused",), NOW - timedelta(days=1095)),
    )
    assert what_is_due({}, NOW) == ()
    assert kinds_of(Retention.DESTRUCTION, EVENTS) == ("case_destroyed", "entries_purged")


@pytest.mark.parametrize("name", ["Read", "read", "case read", "case-read", "", "_read"])
def test_a_name_that_a_search_would_not_find_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name for an event"):
        Event(name, Retention.ACCESS, "")
