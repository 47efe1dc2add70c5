"""Several answers to one offer at the same moment: one of them counts, and a case never has two leads or none."""

from __future__ import annotations

from functools import partial

import pytest
from tests.at_once import at_once
from tests.cases.begun import TODAY, at_work
from tests.cases.handed import SITE, offered_elsewhere
from tests.cases.working import spoken
from tests.people import NOW, Cast, make_cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.contact import note_contact
from sleutelwerk.cases.actions.hand_over import refuse_offer, revoke_offer
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.taking_over import accept_offer
from sleutelwerk.cases.models import Case, HandOver, Member
from sleutelwerk.cases.rules.rights import Right

pytestmark = pytest.mark.django_db(transaction=True)
ENDS = frozenset({"case_offer_ended", "case_handed_elsewhere"})


@pytest.fixture
def cast(on_disk: None) -> Cast:
    """Give everybody, in a database that is as real as a site's."""
    return make_cast()


def owner_of(case: Case) -> tuple[object, list[object]]:
    """Give whose a case is, and who leads it."""
    case.refresh_from_db()
    return case.organisation_id, list(Member.objects.filter(case=case, part="lead").values_list("person", flat=True))


def test_of_two_answers_and_a_yes_at_once_one_counts(cast: Cast) -> None:
    case = at_work(cast)
    offer = offered_elsewhere(cast, case)
    receiver = cast.actor("outside_professional")
    yes = partial(accept_offer, receiver, offer.pk, site=SITE, now=NOW)
    came = at_once(yes, yes, partial(refuse_offer, receiver, offer.pk, site=SITE, now=NOW))
    assert came.count(True) == 1
    assert Entry.objects.filter(kind__in=ENDS).count() == 1


def test_taking_back_and_taking_over_at_once_leave_one_owner(cast: Cast) -> None:
    case = at_work(cast)
    offer = offered_elsewhere(cast, case)
    back, over = at_once(
        partial(revoke_offer, cast.actor("professional"), case.pk, now=NOW),
        partial(accept_offer, cast.actor("outside_professional"), offer.pk, site=SITE, now=NOW),
    )
    assert back is not over
    there = (cast.elsewhere.pk, [cast["outside_professional"].pk])
    assert owner_of(case) == (there if over else (cast.here.pk, [cast["professional"].pk]))
    assert HandOver.objects.get().ended_how == ("accepted" if over else "revoked")


def test_what_he_asks_and_taking_over_do_not_pass_each_other(cast: Cast) -> None:
    case = at_work(cast)
    offer = offered_elsewhere(cast, case)
    objected, over = at_once(
        partial(note_request, cast.actor("professional"), case.pk, Question(Right.OBJECT, TODAY), now=NOW),
        partial(accept_offer, cast.actor("outside_professional"), offer.pk, site=SITE, now=NOW),
    )
    assert objected is not over
    assert owner_of(case)[0] == (cast.elsewhere.pk if over else cast.here.pk)


def test_nobody_writes_in_it_after_it_went(cast: Cast) -> None:
    case = at_work(cast)
    offer = offered_elsewhere(cast, case)
    _wrote, over = at_once(
        partial(note_contact, cast.actor("professional"), case.pk, spoken(), now=NOW),
        partial(accept_offer, cast.actor("outside_professional"), offer.pk, site=SITE, now=NOW),
    )
    assert over
    kinds = list(Entry.objects.filter(chain=cast.here.pk).order_by("number").values_list("kind", flat=True))
    assert kinds[-1] == "case_handed_elsewhere"


def test_two_cases_that_change_places_at_once_both_go(cast: Cast) -> None:
    """Each tells the trails of both organisations: they must not wait for one another."""
    here, there = at_work(cast), at_work(cast, "outside_professional")
    away = offered_elsewhere(cast, here)
    back = offered_elsewhere(cast, there, cast["professional"].email, who="outside_professional")
    went = at_once(
        partial(accept_offer, cast.actor("outside_professional"), away.pk, site=SITE, now=NOW),
        partial(accept_offer, cast.actor("professional"), back.pk, site=SITE, now=NOW),
    )
    assert went == [True, True]
    assert (owner_of(here)[0], owner_of(there)[0]) == (cast.elsewhere.pk, cast.here.pk)
