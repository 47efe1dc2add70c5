"""What he gets: three hands by rule and by database, exact limits however close in time, and nothing plain kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail, serializers
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cases.begun import TODAY, at_work, seen_by
from tests.people import NOW, Cast, somebody_absent

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import allowance as do
from sleutelwerk.cases.actions.allowance import Proposal
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.models import Allowance, Candidate, Case
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries import allowance as look
from sleutelwerk.cases.rules.allowance import State
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.privacy.models import GuardException

FEE, COSTS, THANKS = "vrijwilligersvergoeding", "kosten", "dank"
NOVEMBER = date(2026, 11, 1)
#: Long enough for any amount within the limit of a month.
LONG = 60 * 60
TEAM = ("colleague", "decision_maker")


def proposal(cents: int, month: date = NOVEMBER, **given: Any) -> Proposal:
    """Give what is filled in; what asks for care was read."""
    said: dict[str, Any] = {"kind": FEE, "what": "tijd en reiskosten", "minutes": LONG, "seen": True} | given
    return Proposal(month=month, cents=cents, **said)


def proposed(cast: Cast, case: Case, cents: int, month: date = NOVEMBER, **given: Any) -> Allowance:
    """Propose as the lead."""
    return do.propose_allowance(cast.actor("professional"), case.pk, proposal(cents, month, **given), now=NOW)


def approve(cast: Cast, row: Allowance, who: str = "colleague", now: datetime = NOW) -> Allowance:
    """Approve as a colleague."""
    return do.approve_allowance(cast.actor(who), row.candidate.case_id, row.pk, seen=True, now=now)


def record(cast: Cast, row: Allowance, who: str = "decision_maker", now: datetime = NOW) -> Allowance:
    """Record as a third."""
    return do.record_allowance(cast.actor(who), row.candidate.case_id, row.pk, seen=True, now=now)


def paid_before(case: Case, amounts: Mapping[date, int]) -> None:
    """Put amounts of earlier months there, as if all hands had done their part."""
    for month, cents in amounts.items():
        Allowance.objects.create(
            candidate=case.candidate, kind=FEE, month=month, cents=cents, minutes=LONG, note=b"", proposed_at=NOW,
            approved_at=NOW, recorded_at=NOW,
        )  # fmt: skip


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case at work, with a team of three."""
    return at_work(cast, team=TEAM)


def test_talking_it_through_is_all_that_is_kept(cast: Cast) -> None:
    case = at_work(cast, stage="reward")
    before = serializers.serialize("json", Candidate.objects.all())
    do.settle_reward(cast.actor("professional"), case.pk, now=NOW)
    case.refresh_from_db()
    assert case.stage == "carrying_out"
    assert serializers.serialize("json", Candidate.objects.all()) == before
    assert not Allowance.objects.exists()
    assert Entry.objects.filter(kind="reward_settled").count() == 1
    with pytest.raises(NotAllowedError, match="al voorbij"):
        do.settle_reward(cast.actor("professional"), case.pk, now=NOW)


def test_before_the_talk_and_after_the_end_nothing_is_proposed(cast: Cast) -> None:
    with pytest.raises(NotAllowedError, match="Bespreek eerst"):
        proposed(cast, at_work(cast, stage="reward"), 1_000)
    case = at_work(cast, stage="ending", team=TEAM)
    row = proposed(cast, case, 1_000)
    Case.objects.filter(pk=case.pk).update(ended_at=NOW)
    acts: list[Callable[[], object]] = [
        partial(proposed, cast, case, 1_000),
        partial(approve, cast, row),
        partial(do.declare_elsewhere, cast.actor("colleague"), case.pk, NOVEMBER, 100, now=NOW),
        partial(do.refuse_allowance, cast.actor("colleague"), case.pk, row.pk, "", now=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowedError, match="afgerond"):
            act()


def test_it_goes_through_three_hands(cast: Cast, case: Case) -> None:
    row = proposed(cast, case, 4_550)
    with pytest.raises(NotAllowedError, match="zelf"):
        approve(cast, row, "professional")
    with pytest.raises(NotAllowedError, match="wacht niet op vastleggen"):
        record(cast, row)
    approve(cast, row)
    for who in ("professional", "colleague"):
        with pytest.raises(NotAllowedError, match="Een derde"):
            record(cast, row, who)
    with pytest.raises(NotAllowedError, match="wacht niet meer"):
        approve(cast, row, "decision_maker")
    done = record(cast, row)
    assert (done.approved_by_id, done.recorded_by_id) == (cast["colleague"].pk, cast["decision_maker"].pk)
    with pytest.raises(NotAllowedError, match="al over beslist"):
        do.refuse_allowance(cast.actor("colleague"), case.pk, row.pk, "", now=NOW)
    kinds = Entry.objects.filter(kind__startswith="allowance_").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["allowance_proposed", "allowance_approved", "allowance_recorded"]


@pytest.mark.parametrize(
    "hands",
    [
        {"approved_by": "professional"},
        {"approved_by": "colleague", "recorded_by": "professional"},
        {"approved_by": "colleague", "recorded_by": "colleague"},
    ],
    ids=["second is first", "third is first", "third is second"],
)
def test_the_database_wants_three_people_as_well(cast: Cast, case: Case, hands: dict[str, str]) -> None:
    row = proposed(cast, case, 1_000)
    wrong = {name: cast[who].pk for name, who in hands.items()}
    with transaction.atomic(), pytest.raises(IntegrityError, match="allowance_"):
        Allowance.objects.filter(pk=row.pk).update(**wrong, approved_at=NOW)


def test_the_database_wants_them_in_their_order(cast: Cast, case: Case) -> None:
    row = proposed(cast, case, 1_000)
    with transaction.atomic(), pytest.raises(IntegrityError, match="allowance_in_order"):
        Allowance.objects.filter(pk=row.pk).update(recorded_by=cast["colleague"].pk, recorded_at=NOW)


def test_a_partner_an_outsider_and_another_house_find_nothing(cast: Cast, case: Case) -> None:
    row = proposed(cast, case, 1_000)
    lonely = at_work(cast)
    for who in ("outside_professional", "fg", "newcomer"):
        with pytest.raises(NotAllowedError, match="er niet"):
            approve(cast, row, who)
    with pytest.raises(NotAllowedError, match="er niet"):
        do.propose_allowance(cast.actor("colleague"), lonely.pk, proposal(100), now=NOW)
    # an allowance of another case is not there, however open this one is
    other = proposed(cast, lonely, 1_000)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        do.approve_allowance(cast.actor("colleague"), case.pk, other.pk, seen=True, now=NOW)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        do.approve_allowance(cast.actor("colleague"), case.pk, somebody_absent(), seen=True, now=NOW)


def test_the_limit_of_a_month_is_exact_at_every_hand(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowedError, match=r"220,01 euro\. De grens is 220 euro"):
        proposed(cast, case, 22_001)
    record(cast, approve(cast, proposed(cast, case, 22_000)))
    with pytest.raises(NotAllowedError, match="220,01 euro"):
        proposed(cast, case, 1)
    assert Allowance.objects.count() == 1


def test_the_limit_of_a_year_is_exact(cast: Cast, case: Case) -> None:
    paid_before(case, {date(2026, month, 1): 22_000 for month in range(1, 10)})
    with pytest.raises(NotAllowedError, match=r"2\.200,01 euro. De grens is 2\.200 euro"):
        do.propose_allowance(
            cast.actor("professional"), case.pk, proposal(2, date(2026, 12, 1)), now=_sure(cast, case, 21_999)
        )
    approve(cast, proposed(cast, case, 1, date(2026, 12, 1)))


def _sure(cast: Cast, case: Case, cents: int) -> datetime:
    record(cast, approve(cast, proposed(cast, case, cents)))
    return NOW


@pytest.mark.parametrize(
    ("cents", "under_21", "passes"), [(575, False, True), (576, False, False), (340, True, True), (341, True, False)]
)
def test_the_limit_of_an_hour_is_exact_and_is_held_at_every_hand(
    cast: Cast, case: Case, cents: int, *, under_21: bool, passes: bool
) -> None:
    if not passes:
        with pytest.raises(NotAllowedError, match="per uur"):
            proposed(cast, case, cents, minutes=60, under_21=under_21)
        return
    row = approve(cast, proposed(cast, case, cents, minutes=60, under_21=under_21))
    note = look.opened_note(row, candidate_vault(row.candidate_id))
    assert note["lower_hour"] is under_21
    # a lower limit was asked for: raised behind its back, the next hand does not let it pass
    if under_21:
        Allowance.objects.filter(pk=row.pk).update(cents=341)
        with pytest.raises(NotAllowedError, match="per uur"):
            record(cast, row)
        Allowance.objects.filter(pk=row.pk).update(cents=340)
    record(cast, row)
    row.refresh_from_db()
    assert look.opened_note(row, candidate_vault(row.candidate_id))["lower_hour"] is False


def test_a_year_without_amounts_stops(cast: Cast, case: Case) -> None:
    in_december = datetime(2026, 12, 3, 10, tzinfo=UTC)
    with pytest.raises(NotAllowedError, match=r"nog niet bekend.*salarisadviseur"):
        do.propose_allowance(cast.actor("professional"), case.pk, proposal(100, date(2027, 1, 1)), now=in_december)


def test_a_clock_that_was_set_back_makes_no_room(cast: Cast, case: Case) -> None:
    record(cast, approve(cast, proposed(cast, case, 22_000)))
    earlier = NOW - timedelta(days=20)
    with pytest.raises(NotAllowedError, match="220,01 euro"):
        do.propose_allowance(cast.actor("professional"), case.pk, proposal(1), now=earlier)
    with pytest.raises(NotAllowedError, match="te ver weg"):
        do.propose_allowance(cast.actor("professional"), case.pk, proposal(1), now=NOW - timedelta(days=400))
    # a year back there is nothing of his: he did not work with us yet
    with pytest.raises(NotAllowedError, match="nog niet met u"):
        do.propose_allowance(
            cast.actor("professional"), case.pk, proposal(1, date(2025, 11, 1)), now=NOW - timedelta(days=365)
        )


def test_two_that_fit_one_by_one_do_not_both_go_on(cast: Cast, case: Case) -> None:
    first, second = proposed(cast, case, 12_000), proposed(cast, case, 12_000)
    approve(cast, first)
    with pytest.raises(NotAllowedError, match="240 euro"):
        approve(cast, second)
    do.refuse_allowance(cast.actor("colleague"), case.pk, first.pk, "", now=NOW)
    approve(cast, second)


def test_what_came_between_is_judged_once_more_when_it_is_recorded(cast: Cast, case: Case) -> None:
    row = approve(cast, proposed(cast, case, 12_000))
    do.declare_elsewhere(cast.actor("colleague"), case.pk, NOVEMBER, 12_000, now=NOW)
    with pytest.raises(NotAllowedError, match="240 euro"):
        record(cast, row)
    row.refresh_from_db()
    assert row.recorded_at is None


def test_a_warning_must_have_been_read(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowedError, match="vink aan"):
        proposed(cast, case, 22_000, seen=False)
    row = proposed(cast, case, 22_000)
    with pytest.raises(NotAllowedError, match="vink aan"):
        do.approve_allowance(cast.actor("colleague"), case.pk, row.pk, seen=False, now=NOW)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"kind": "contract"}, "niet hier"),
        ({"kind": "baan"}, "niet hier"),
        ({"kind": "uren-via-organisatie"}, "niet hier"),
        ({"kind": "tipgeld"}, "niet in de lijst"),
        ({"what": "voor de tip van maandag"}, "nooit voor een tip"),
        ({"cents": 0}, "niet in de lijst"),
    ],
)
def test_the_list_is_closed_and_never_per_tip(cast: Cast, case: Case, given: dict[str, Any], reason: str) -> None:
    said = {"cents": 1_000, **given}
    with pytest.raises(NotAllowedError, match=reason):
        proposed(cast, case, **said)
    assert not Allowance.objects.exists()


def test_what_he_got_elsewhere_is_an_amount_and_counts(cast: Cast, case: Case) -> None:
    row = do.declare_elsewhere(cast.actor("professional"), case.pk, date(2026, 3, 1), 200_000, now=NOW)
    assert look.opened_note(row, candidate_vault(row.candidate_id)) == look.EMPTY_NOTE
    with pytest.raises(NotAllowedError, match=r"2\.200,01 euro"):
        proposed(cast, case, 20_001)
    with pytest.raises(NotAllowedError, match="wacht niet meer op goedkeuring"):
        approve(cast, row)
    with pytest.raises(NotAllowedError, match="nog niet met u"):
        do.declare_elsewhere(cast.actor("professional"), case.pk, date(2025, 12, 1), 100, now=NOW)
    do.ask_removal(cast.actor("professional"), case.pk, row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match=r"2\.200,01 euro"):
        proposed(cast, case, 20_001)  # it counts until somebody else looked
    with pytest.raises(NotAllowedError, match="Iemand vroeg dit al"):
        do.ask_removal(cast.actor("colleague"), case.pk, row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="U vroeg dit zelf"):
        do.remove_elsewhere(cast.actor("professional"), case.pk, row.pk, now=NOW)
    do.remove_elsewhere(cast.actor("colleague"), case.pk, row.pk, now=NOW)
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"allowance_declared", "allowance_removal_asked", "allowance_removed"} <= kinds
    ours = proposed(cast, case, 20_001)
    assert [one.row.pk for one in look.removed_in(ours.candidate, 2026)] == [row.pk]
    with pytest.raises(NotAllowedError, match="geen bedrag van een ander"):
        do.ask_removal(cast.actor("colleague"), case.pk, ours.pk, now=NOW)


def test_what_was_to_be_taken_away_can_stay_after_all(cast: Cast, case: Case) -> None:
    row = do.declare_elsewhere(cast.actor("professional"), case.pk, date(2026, 3, 1), 200_000, now=NOW)
    with pytest.raises(NotAllowedError, match="Niemand vroeg"):
        do.keep_elsewhere(cast.actor("colleague"), case.pk, row.pk, now=NOW)
    do.ask_removal(cast.actor("professional"), case.pk, row.pk, now=NOW)
    do.keep_elsewhere(cast.actor("professional"), case.pk, row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="Niemand vroeg"):
        do.remove_elsewhere(cast.actor("colleague"), case.pk, row.pk, now=NOW)
    assert "allowance_kept" in set(Entry.objects.values_list("kind", flat=True))
    assert look.sums_for(row.candidate_id, date(2026, 3, 1)).of_year.elsewhere == "2.000 euro"


def test_the_database_lets_nobody_take_away_what_he_asked_to_or_what_nobody_asked(cast: Cast, case: Case) -> None:
    row = do.declare_elsewhere(cast.actor("professional"), case.pk, date(2026, 3, 1), 100, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allowance.objects.filter(pk=row.pk).update(refused_at=NOW)
    do.ask_removal(cast.actor("professional"), case.pk, row.pk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allowance.objects.filter(pk=row.pk).update(removed_by=cast["professional"], refused_at=NOW)


def test_somebody_takes_his_own_proposal_back_and_says_why(cast: Cast, case: Case) -> None:
    row = proposed(cast, case, 1_000)
    do.refuse_allowance(cast.actor("professional"), case.pk, row.pk, "het was al betaald", now=NOW)
    shown = look.allowance_of(case.candidate, row.pk)
    assert shown is not None
    assert (shown.state, shown.note["why_not"]) == (State.REFUSED, "het was al betaald")
    assert look.sums_for(row.candidate_id, NOVEMBER).of_month.waiting == ""


def test_what_it_was_for_lies_sealed_under_his_key_and_for_this_row_only(cast: Cast, case: Case) -> None:
    row, other = proposed(cast, case, 1_000), proposed(cast, case, 2_000)
    kept = serializers.serialize("json", [*Allowance.objects.all(), *Entry.objects.all()])
    assert "reiskosten" not in kept
    assert b"reiskosten" not in bytes(row.note)
    vault = candidate_vault(row.candidate_id)
    assert vault.open(look.note_column(row.pk), bytes(row.note))["statement"] == "vergoeding november"
    with pytest.raises(CannotOpenError):
        vault.open(look.note_column(other.pk), bytes(row.note))
    case.candidate.key.delete()
    shown = look.allowance_of(case.candidate, row.pk)
    assert shown is not None
    assert shown.note == look.EMPTY_NOTE


def test_nothing_is_sent_to_anybody(cast: Cast, case: Case) -> None:
    record(cast, approve(cast, proposed(cast, case, 1_000)))
    do.declare_elsewhere(cast.actor("professional"), case.pk, NOVEMBER, 100, now=NOW)
    assert mail.outbox == []


def test_no_guard_exception_without_an_overrule(cast: Cast, case: Case) -> None:
    proposed(cast, case, 1_000)
    assert not GuardException.objects.exists()


def test_a_thousand_rows_are_summed_by_the_database(cast: Cast, case: Case) -> None:
    sealed = candidate_vault(case.candidate.pk)
    rows = [
        Allowance(
            candidate=case.candidate, kind=(FEE, COSTS, THANKS)[number % 3], month=date(2026, 1 + number % 12, 1),
            cents=100, minutes=60 if number % 3 == 0 else None, note=b"", proposed_at=NOW,
            approved_at=NOW if number % 2 else None,
        )
        for number in range(1_000)
    ]  # fmt: skip
    for row in rows:
        row.note = sealed.seal(look.note_column(row.pk), {"what": "bus"})
    Allowance.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as asked:
        found = look.beside(case.candidate.pk, 2026)
    assert len(asked) == 1
    assert len(found.sure) + len(found.waiting) <= 72
    assert sum(one.cents for one in [*found.sure, *found.waiting]) == 100_000
    with CaptureQueriesContext(connection) as asked:
        shown = look.allowances_in(case.candidate, 2026)
    assert len(asked) == 2
    assert {one.note["what"] for one in shown} == {"bus"}


def test_the_overview_tells_what_waits_for_whom_with_one_question(cast: Cast, case: Case) -> None:
    row = proposed(cast, case, 1_000)
    panels = {}
    for who in ("professional", "colleague"):
        found, actor = seen_by(cast, who, case), cast.actor(who)
        assert found is not None
        with CaptureQueriesContext(connection) as asked:
            panels[who] = look.allowance_panel(actor, found, TODAY)
        assert len(asked) == 1
    mine, theirs = panels["professional"], panels["colleague"]
    assert mine is not None
    assert theirs is not None
    assert mine.next is None
    assert mine.waiting[0].others == ["Colleague", "Decision Maker"]
    assert theirs.next is not None
    assert theirs.next.row == row
    found = seen_by(cast, "colleague", case)
    assert found is not None
    assert look.hands_wanted(cast.actor("colleague"), [found], TODAY) == [found]
    approve(cast, row)
    assert look.hands_wanted(cast.actor("colleague"), [found], TODAY) == []
    assert look.hands_wanted(cast.actor("decision_maker"), [found], TODAY) == [found]


def test_the_talk_asks_for_attention_until_it_was_held(cast: Cast) -> None:
    case = at_work(cast, stage="reward")
    found = seen_by(cast, "professional", case)
    assert found is not None
    assert look.reward_waits(cast.actor("professional"), found, TODAY)
    panel = look.allowance_panel(cast.actor("professional"), found, TODAY)
    assert panel is not None
    assert panel.talk
    do.settle_reward(cast.actor("professional"), case.pk, now=NOW)
    later = seen_by(cast, "professional", case)
    assert later is not None
    assert not look.reward_waits(cast.actor("professional"), later, TODAY)


def test_while_the_work_lies_still_nothing_is_begun_and_what_was_begun_goes_on(cast: Cast, case: Case) -> None:
    before = proposed(cast, case, 1_000)
    pause_work(cast.actor("professional"), case.pk, "dreiging", now=NOW)
    with pytest.raises(NotAllowedError, match="Het werk ligt stil"):
        proposed(cast, case, 1_000)
    assert Allowance.objects.count() == 1
    approve(cast, before)
    assert record(cast, before).recorded_at == NOW
    Case.objects.filter(pk=case.pk).update(stage="ending")
    proposed(cast, case, 1_000)
