"""Several people at one allowance at the same moment: what does not fit together does not pass."""

from __future__ import annotations

from functools import partial

import pytest
from tests.at_once import at_once
from tests.cases.begun import at_work
from tests.cases.test_allowance import NOVEMBER, TEAM, approve, proposed, record
from tests.people import NOW, Cast, make_cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.allowance import declare_elsewhere
from sleutelwerk.cases.models import Allowance

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(on_disk: None) -> Cast:
    """Give everybody, in a database that is as real as a site's."""
    return make_cast()


def test_two_that_fit_one_by_one_and_not_together_do_not_both_pass(cast: Cast) -> None:
    case = at_work(cast, team=TEAM)
    rows = [proposed(cast, case, 11_001) for _ in range(4)]
    came = at_once(*[partial(approve, cast, row, who) for row, who in zip(rows, TEAM * 2, strict=True)])
    assert came.count(True) == 1
    assert Allowance.objects.filter(approved_at__isnull=False).count() == 1


def test_an_amount_from_elsewhere_and_a_recording_do_not_pass_each_other(cast: Cast) -> None:
    case = at_work(cast, team=TEAM)
    row = approve(cast, proposed(cast, case, 12_000))
    recorded, declared = at_once(
        partial(record, cast, row),
        partial(declare_elsewhere, cast.actor("professional"), case.pk, NOVEMBER, 12_000, now=NOW),
    )
    assert declared
    row.refresh_from_db()
    assert (row.recorded_at is not None) is recorded


def test_one_proposal_is_approved_once(cast: Cast) -> None:
    case = at_work(cast, team=TEAM)
    row = proposed(cast, case, 1_000)
    assert at_once(*[partial(approve, cast, row, who) for who in TEAM]).count(True) == 1
    assert Entry.objects.filter(kind="allowance_approved").count() == 1
