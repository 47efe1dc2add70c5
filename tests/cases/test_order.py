"""An order of justice: recorded without content, held by many hands, told to him unless that is forbidden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cases.agreed import holding
from tests.cases.begun import settled
from tests.cases.envelopes import with_partner
from tests.cases.ordered import CAME, SITE, as_seen, new_order, ordered, stepped, up_to
from tests.cases.test_report import reported, words
from tests.cases.working import working
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.forgetting import forget
from sleutelwerk.cases.actions.order import Taken, forget_orders, name_case, record_order, take_step
from sleutelwerk.cases.models import Candidate, Case, Order, OrderStep
from sleutelwerk.cases.queries.order import drill_waits, holds_back, orders_for, promise_of, running_orders
from sleutelwerk.cases.rules.order import Kind, Step
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db
TEAM = ("colleague", "decision_maker")


@pytest.fixture
def case(cast: Cast) -> Case:
    """Give a case at work, with three people in its team."""
    return working(cast, team=TEAM)


@pytest.fixture
def order(cast: Cast, case: Case) -> Order:
    """Give an order about it."""
    return ordered(cast, case)


def refused_step(cast: Cast, order: Order, step: Step, who: str = "", **given: Any) -> str:
    """Try a step that may not be; give why not."""
    with pytest.raises(NotAllowedError) as refusal:
        stepped(cast, order, step, who, **given)
    return str(refusal.value)


def test_the_whole_script_is_walked_by_three_people(cast: Cast, case: Case, order: Order) -> None:
    assert holds_back(case.pk)
    up_to(cast, order, Step.END)
    assert not holds_back(case.pk)
    assert (order.handed_kinds, order.pages, order.handed_to) == (["agreement"], 4, "prosecutor")
    hands = {one.step: one.by for one in OrderStep.objects.filter(order=order).select_related("by")}
    assert len({hands[step] for step in (Step.PREPARE, Step.DECIDE, Step.HAND)}) == 3
    assert Entry.objects.filter(kind="order_handed_over").count() == 1
    assert Entry.objects.filter(kind="order_stepped").count() == len(hands)


def test_nothing_is_handed_over_without_the_lawyer_and_the_fg(cast: Cast, order: Order) -> None:
    assert "jurist" in refused_step(cast, order, Step.HAND)
    stepped(cast, order, Step.LAWYER)
    stepped(cast, order, Step.VALID)
    assert "FG" in refused_step(cast, order, Step.PREPARE)
    assert "FG" in refused_step(cast, order, Step.HAND)
    order.refresh_from_db()
    assert order.handed_to == ""


@pytest.mark.parametrize(
    ("last", "step", "who"),
    [
        (Step.PREPARE, Step.DECIDE, "professional"),
        (Step.TOLD, Step.HAND, "professional"),
        (Step.TOLD, Step.HAND, "colleague"),
    ],
)
def test_nobody_does_two_of_the_three_parts_alone(cast: Cast, order: Order, last: Step, step: Step, who: str) -> None:
    up_to(cast, order, last)
    assert "drie mensen" in refused_step(cast, order, step, who)


def test_done_anew_the_first_hands_still_count(cast: Cast, order: Order) -> None:
    up_to(cast, order, Step.DECIDE, decided="again")
    assert (order.kinds, order.decided) == ([], "")
    assert "drie mensen" in refused_step(cast, order, Step.PREPARE, "colleague")
    stepped(cast, order, Step.PREPARE, kinds=["agreement"])
    stepped(cast, order, Step.DECIDE)
    order.refresh_from_db()
    assert (order.kinds, order.decided) == (["agreement"], "hand")


def test_everything_is_never_the_minimum(cast: Cast, order: Order) -> None:
    up_to(cast, order, Step.VALID)
    assert "nooit het minste" in refused_step(cast, order, Step.PREPARE, kinds=list(Kind))


def test_only_what_was_decided_on_leaves_the_house(cast: Cast, order: Order) -> None:
    up_to(cast, order, Step.TOLD)
    assert "niet over besloten" in refused_step(cast, order, Step.HAND, kinds=["identity"])
    assert "functie" in refused_step(cast, order, Step.HAND, handed_to="jansen")
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(decided="", handed_to="prosecutor")


@pytest.mark.parametrize(
    ("last", "step", "given"),
    [
        (Step.LAWYER, Step.VALID, {"valid": "perhaps"}),
        (Step.LAWYER, Step.VALID, {"may_tell": ""}),
        (Step.PREPARE, Step.DECIDE, {"decided": "maybe"}),
        (Step.RECEIPT, Step.END, {"how": "somehow"}),
    ],
)
def test_a_step_comes_to_one_of_a_closed_list(
    cast: Cast, order: Order, last: Step, step: Step, given: dict[str, Any]
) -> None:
    up_to(cast, order, last)
    assert refused_step(cast, order, step, **given)


def test_what_leaves_the_house_asks_for_a_fresh_factor(cast: Cast, order: Order) -> None:
    up_to(cast, order, Step.PREPARE)
    stale = cast.actor("colleague", proved_at=NOW - timedelta(minutes=6))
    with pytest.raises(NotAllowedError, match="opnieuw zien"):
        take_step(stale, order.pk, Step.DECIDE, Taken(decided="hand"), now=NOW)


@pytest.mark.parametrize("moment", [CAME - timedelta(minutes=2), NOW + timedelta(seconds=1)])
def test_a_step_was_taken_after_the_order_came_and_not_later_than_now(cast: Cast, order: Order, moment: Any) -> None:
    assert "moment" in refused_step(cast, order, Step.LAWYER, done_at=moment)


def test_recording_tells_the_lead_and_the_fg_without_content(cast: Cast, case: Case) -> None:
    ordered(cast, case, "colleague")
    letters = Letter.objects.order_by("recipient")
    assert [one.recipient for one in letters] == ["fg@voorbeeld.example", "professional@voorbeeld.example"]
    for one in letters:
        assert case.code not in one.body + one.subject
        assert "vordering" not in (one.body + one.subject).lower()


def test_who_watches_records_one_and_names_the_case_by_its_code(cast: Cast, case: Case) -> None:
    order = ordered(cast, None, "fg")
    assert not holds_back(case.pk)
    stepped(cast, order, Step.LAWYER, "fg")
    stepped(cast, order, Step.FG, "fg")
    stepped(cast, order, Step.VALID, "security_officer")
    assert "dossier" in refused_step(cast, order, Step.PREPARE, "security_officer")
    with pytest.raises(NotAllowedError, match="code is er niet"):
        name_case(cast.actor("fg"), order.pk, "merel-000", site=SITE, now=NOW)
    assert Entry.objects.filter(kind="order_case_unknown").count() == 1
    name_case(cast.actor("fg"), order.pk, f" {case.code.upper()} ", site=SITE, now=NOW)
    assert holds_back(case.pk)
    order.refresh_from_db()
    assert order.candidate == Candidate.objects.get(case=case)
    with pytest.raises(NotAllowedError, match="staat al bij"):
        name_case(cast.actor("fg"), order.pk, case.code, site=SITE, now=NOW)
    stepped(cast, order, Step.PREPARE, "security_officer")


def test_a_code_of_another_organisation_is_not_there(cast: Cast) -> None:
    elsewhere = settled(cast, "outside_professional")
    order = ordered(cast, None, "fg")
    with pytest.raises(NotAllowedError, match="code is er niet"):
        name_case(cast.actor("fg"), order.pk, elsewhere.code, site=SITE, now=NOW)


def test_a_drill_is_never_about_a_real_case(cast: Cast, case: Case) -> None:
    drill = ordered(cast, None, "fg", drill=True)
    with pytest.raises(NotAllowedError, match="oefendossier"):
        name_case(cast.actor("fg"), drill.pk, case.code, site=SITE, now=NOW)


@pytest.mark.parametrize("who", ["administrator", "facilitator", "newcomer", "reader", "police_officer"])
def test_others_record_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        record_order(cast.actor(who), new_order(), case=None, site=SITE, now=NOW)
    with pytest.raises(NotAllowedError):
        record_order(cast.actor(who), new_order(drill=True), case=None, site=SITE, now=NOW)


def test_somebody_of_a_team_records_it_at_its_case_only(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowedError, match="bij het dossier"):
        record_order(cast.actor("professional"), new_order(), case=None, site=SITE, now=NOW)
    with_partner(cast, case)
    with pytest.raises(NotAllowedError):
        record_order(cast.actor("outside_professional"), new_order(), case=case.pk, site=SITE, now=NOW)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("professional", True), ("colleague", True), ("fg", True), ("security_officer", True),
        ("administrator", False), ("facilitator", False), ("outside_professional", False), ("outside_fg", False),
        ("police_officer", False),
    ],
)  # fmt: skip
def test_the_team_and_who_watches_see_it_and_a_partner_does_not(
    cast: Cast, case: Case, order: Order, who: str, *, sees: bool
) -> None:
    with_partner(cast, case)
    assert (as_seen(cast.actor(who), order.pk) is not None) is sees
    assert (order.pk in [one.row.pk for one in orders_for(cast.actor(who), today=NOW.date())]) is sees


def test_who_watches_sees_no_case_behind_it(cast: Cast, order: Order) -> None:
    seen = as_seen(cast.actor("fg"), order.pk)
    assert seen is not None
    assert seen.found is None


def test_who_watches_does_not_tell_him(cast: Cast, order: Order) -> None:
    up_to(cast, order, Step.VALID)
    assert "team" in refused_step(cast, order, Step.TOLD, "fg")


def test_it_stands_in_his_report_once_the_lawyer_said_so(cast: Cast, case: Case, order: Order) -> None:
    assert "126nd" not in words(reported(cast, case))
    up_to(cast, order, Step.HAND)
    told = words(reported(cast, case))
    assert "Artikel 126nd Sv" in told
    assert "Officier van justitie" in told
    assert "De afspraken" in told
    assert "Bladzijden: 4" in told


def test_with_secrecy_it_stands_there_when_that_is_over(cast: Cast, case: Case, order: Order) -> None:
    up_to(cast, order, Step.VALID, may_tell="no")
    assert "126nd" not in words(reported(cast, case))
    stepped(cast, order, Step.PREPARE)
    stepped(cast, order, Step.DECIDE)
    stepped(cast, order, Step.HAND)
    stepped(cast, order, Step.RECEIPT)
    assert "niet weten" in refused_step(cast, order, Step.TOLD)
    stepped(cast, order, Step.END)
    assert "126nd" not in words(reported(cast, case))
    stepped(cast, order, Step.LIFT)
    assert "126nd" in words(reported(cast, case))
    stepped(cast, order, Step.TOLD)


def test_a_paper_that_was_seen_at_once_is_a_step_that_was_taken(cast: Cast, case: Case) -> None:
    order = ordered(cast, case, paper_seen=True)
    assert OrderStep.objects.get(order=order).step == Step.PAPER
    assert "al gedaan" in refused_step(cast, order, Step.PAPER)


def test_who_recorded_it_does_not_end_it(cast: Cast, order: Order) -> None:
    up_to(cast, order, Step.RECEIPT)
    assert "Een ander" in refused_step(cast, order, Step.END, "professional")


def test_an_order_goes_with_whom_it_is_about(cast: Cast, case: Case, order: Order) -> None:
    up_to(cast, order, Step.END)
    forget(Candidate.objects.get(case=case), now=NOW)
    assert not Order.objects.exists()
    assert not OrderStep.objects.exists()


def test_the_promise_is_that_of_the_agreement_that_holds_or_the_one_that_ships(cast: Cast) -> None:
    ships, his = promise_of(None)
    assert not his
    assert any("jurist" in clause for clause in ships)
    seen = as_seen(cast.actor("professional"), ordered(cast, holding(cast).candidate.case).pk)
    assert seen is not None
    mine, holds = promise_of(seen.found)
    assert holds
    assert list(mine) == list(ships)


def practised(cast: Cast) -> Case:
    """Begin a practice case with a candidate and three people."""
    case = working(cast, team=TEAM)
    Case.objects.filter(pk=case.pk).update(practice=True)
    case.refresh_from_db()
    return case


def test_on_a_practice_case_it_is_a_drill_and_holds_nothing_back(cast: Cast) -> None:
    case = practised(cast)
    order = ordered(cast, case)
    assert order.drill
    assert not holds_back(case.pk)
    assert running_orders(cast.actor("fg")) == 0
    up_to(cast, order, Step.RECEIPT)
    assert "leerde" in refused_step(cast, order, Step.END)
    stepped(cast, order, Step.END, lessons=["too_slow"])


def test_a_drill_without_a_case_is_for_everybody_with_cases(cast: Cast) -> None:
    drill = ordered(cast, None, "professional", drill=True)
    assert drill.drill
    for who in ("colleague", "decision_maker", "fg", "security_officer"):
        assert as_seen(cast.actor(who), drill.pk) is not None
    for who in ("administrator", "facilitator", "outside_professional", "outside_fg"):
        assert as_seen(cast.actor(who), drill.pk) is None
    up_to(cast, drill, Step.RECEIPT)
    stepped(cast, drill, Step.END, lessons=["went_well"])


def test_a_drill_is_asked_for_a_year_after_the_last_one_or_the_beginning(cast: Cast) -> None:
    later = NOW + timedelta(days=366)
    for who in ("fg", "security_officer"):
        assert not drill_waits(cast.actor(who), NOW)
        assert drill_waits(cast.actor(who), later)
    assert not drill_waits(cast.actor("professional"), later)
    drill = ordered(cast, None, "professional", drill=True)
    up_to(cast, drill, Step.RECEIPT)
    stepped(cast, drill, Step.END, lessons=["went_well"], now=NOW + timedelta(days=2))
    assert not drill_waits(cast.actor("fg"), later)


def test_drills_and_orders_without_a_case_go_on_their_day(cast: Cast, order: Order) -> None:
    drill = ordered(cast, None, "fg", drill=True)
    lost = ordered(cast, None, "fg")
    stepped(cast, lost, Step.LAWYER, "fg")
    stepped(cast, lost, Step.END, "security_officer", how="withdrawn")
    assert forget_orders(now=NOW + timedelta(days=364)) == 0
    assert forget_orders(now=NOW + timedelta(days=365)) == 1
    assert forget_orders(now=NOW + timedelta(days=3 * 365)) == 1
    assert list(Order.objects.all()) == [order]
    assert Entry.objects.filter(kind="order_forgotten").count() == 2
    assert drill.pk != order.pk


def test_an_fg_is_never_one_of_the_three_also_with_a_place_in_the_team(cast: Cast, order: Order) -> None:
    up_to(cast, order, Step.VALID)
    RoleGrant.objects.create(
        user=cast["colleague"], organisation=cast.here, role=Role.FG, granted_at=NOW, reviewed_at=NOW
    )
    assert "toezicht" in refused_step(cast, order, Step.PREPARE, "colleague")
