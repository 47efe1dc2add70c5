"""The script of an order: what stands before what, three hands, a minimum that is never everything."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from tests.people import NOW

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.rules.order import (
    AFTER,
    THREE_HANDS,
    Decided,
    How,
    Kind,
    Standing,
    Step,
    Tell,
    Valid,
    drill_due,
    may_be_moment,
    may_choose,
    may_end,
    may_give,
    may_have_part,
    may_name,
    may_name_by,
    may_record,
    may_record_from,
    may_see,
    may_step,
    may_take_out,
    may_tell_him,
)

SOMEBODY, ANOTHER, THIRD, HOUSE = uuid4(), uuid4(), uuid4(), uuid4()
TODAY = date(2026, 11, 27)
BEFORE_HAND = frozenset({Step.LAWYER, Step.FG, Step.VALID, Step.PREPARE, Step.DECIDE})
READY = Standing(
    done=BEFORE_HAND, hands={Step.PREPARE: frozenset({SOMEBODY}), Step.DECIDE: frozenset({ANOTHER})},
    valid=Valid.VALID, may_tell=Tell.YES, kinds=frozenset({"agreement"}), decided=Decided.HAND,
)  # fmt: skip


def but(standing: Standing = READY, **given: object) -> Standing:
    """Give a standing with something else."""
    return Standing(**{name: getattr(standing, name) for name in Standing.__slots__} | given)


def allowed(step: Step, standing: Standing, person: UUID = THIRD, *, is_fg: bool = False) -> bool:
    """Tell whether somebody may take a step."""
    return bool(may_step(step, standing, actor(Role.FG if is_fg else Role.PROFESSIONAL, person=person)))


def actor(*roles: Role, person: UUID = THIRD, organisation: UUID | None = HOUSE, police: bool = False) -> Actor:
    """Give somebody of the organisation."""
    return Actor(person, organisation, frozenset(roles), police)


@pytest.mark.parametrize("missing", sorted(BEFORE_HAND))
def test_nothing_is_handed_over_before_the_lawyer_the_fg_and_each_other_step(missing: Step) -> None:
    assert allowed(Step.HAND, READY)
    assert not allowed(Step.HAND, but(done=BEFORE_HAND - {missing}))


def test_the_lawyer_and_the_fg_stand_before_all_that_leaves_the_house() -> None:
    for step in (Step.PREPARE, Step.DECIDE, Step.HAND):
        assert {Step.LAWYER, Step.FG} <= set(AFTER[step])


@pytest.mark.parametrize("first", sorted(THREE_HANDS))
@pytest.mark.parametrize("then", sorted(THREE_HANDS))
def test_nobody_does_two_of_the_three_parts(first: Step, then: Step) -> None:
    done = frozenset(AFTER[then])
    standing = but(done=done, hands={first: frozenset({THIRD})})
    assert allowed(then, standing) is (first is then)


def test_who_did_a_part_that_was_done_anew_still_did_it() -> None:
    standing = but(done=frozenset({Step.LAWYER, Step.FG, Step.VALID}), hands={Step.DECIDE: frozenset({THIRD})})
    assert not allowed(Step.PREPARE, standing)
    assert allowed(Step.PREPARE, standing, SOMEBODY)


@pytest.mark.parametrize("step", sorted(THREE_HANDS))
def test_the_fg_watches_and_does_none_of_the_three(step: Step) -> None:
    standing = but(done=frozenset(AFTER[step]), hands={})
    assert allowed(step, standing)
    assert not allowed(step, standing, is_fg=True)
    assert allowed(Step.LAWYER, Standing(), is_fg=True)


def test_a_step_is_taken_once_and_after_the_end_only_telling_is_left() -> None:
    assert not allowed(Step.LAWYER, READY)
    over = but(done=BEFORE_HAND | {Step.END})
    assert not allowed(Step.HAND, over)
    assert not allowed(Step.PAPER, over)
    assert allowed(Step.TOLD, over)


def test_what_is_not_valid_is_never_prepared() -> None:
    before = frozenset({Step.LAWYER, Step.FG, Step.VALID})
    assert not allowed(Step.PREPARE, but(done=before, valid=Valid.NOT_VALID))
    assert allowed(Step.PREPARE, but(done=before, valid=Valid.PARTLY, hands={}))


def test_a_real_order_is_about_a_case_and_a_drill_need_not_be() -> None:
    before = but(done=frozenset({Step.LAWYER, Step.FG, Step.VALID}), has_case=False, hands={})
    assert not allowed(Step.PREPARE, before)
    assert allowed(Step.PREPARE, but(before, drill=True))


def test_nothing_goes_when_it_was_decided_that_nothing_goes() -> None:
    assert not allowed(Step.HAND, but(decided=Decided.NOTHING))


def test_he_is_told_unless_that_is_forbidden_and_then_when_it_is_over() -> None:
    done = frozenset({Step.LAWYER, Step.VALID})
    assert allowed(Step.TOLD, but(done=done))
    assert not allowed(Step.LIFT, but(done=done))
    secret = but(done=done, may_tell=Tell.NO)
    assert not allowed(Step.TOLD, secret)
    assert not secret.he_may_know
    assert allowed(Step.LIFT, secret)
    lifted = but(secret, done=done | {Step.LIFT})
    assert lifted.he_may_know
    assert allowed(Step.TOLD, lifted)


def test_before_the_lawyer_spoke_he_is_not_told() -> None:
    assert not Standing().he_may_know
    assert not allowed(Step.TOLD, Standing(done=frozenset({Step.LAWYER})))


def test_another_than_who_recorded_it_ends_it() -> None:
    standing = but(recorded_by=THIRD)
    assert not allowed(Step.END, standing)
    assert allowed(Step.END, standing, ANOTHER)
    assert not allowed(Step.END, Standing(recorded_by=ANOTHER))


def test_a_minimum_is_something_and_never_everything() -> None:
    assert may_choose(["agreement"])
    assert not may_choose([])
    assert not may_choose(["everything"])
    assert not may_choose(list(Kind))


def test_only_what_was_decided_on_goes_and_it_is_counted() -> None:
    assert may_give(["agreement"], READY, 3)
    assert not may_give(["agreement", "identity"], READY, 3)
    assert not may_give([], READY, 3)
    for pages in (None, 0, 10_000):
        assert not may_give(["agreement"], READY, pages)


@pytest.mark.parametrize(
    ("how", "standing"),
    [
        (How.HANDED_OVER, but(done=BEFORE_HAND | {Step.TOLD, Step.HAND, Step.RECEIPT})),
        (How.NOT_VALID, but(valid=Valid.NOT_VALID, done=frozenset({Step.LAWYER, Step.VALID, Step.TOLD}))),
        (How.NOTHING, but(decided=Decided.NOTHING, done=BEFORE_HAND | {Step.TOLD})),
        (How.WITHDRAWN, but(done=frozenset({Step.LAWYER, Step.TOLD}))),
    ],
)
def test_it_ends_as_the_steps_say_and_after_he_was_told(how: How, standing: Standing) -> None:
    assert may_end(how, standing)
    untold = but(standing, done=standing.done - {Step.TOLD})
    assert not may_end(how, untold)
    assert may_end(how, but(untold, about_him=False))
    assert may_end(how, but(untold, may_tell=Tell.NO))


@pytest.mark.parametrize("how", [How.HANDED_OVER, How.NOT_VALID, How.NOTHING])
def test_it_does_not_end_in_a_way_that_did_not_happen(how: How) -> None:
    assert not may_end(how, but(done=BEFORE_HAND | {Step.TOLD}))


def test_what_was_handed_over_is_not_withdrawn() -> None:
    assert not may_end(How.WITHDRAWN, but(done=BEFORE_HAND | {Step.TOLD, Step.HAND}))


def test_an_order_holds_until_it_ends_and_a_drill_never_does() -> None:
    assert Standing().holds
    assert not Standing(done=frozenset({Step.END})).holds
    assert not Standing(drill=True).holds


def test_an_order_came_in_the_past_and_asks_for_an_answer_after_that() -> None:
    assert may_record(NOW, TODAY, TODAY, now=NOW)
    assert may_record(NOW, None, TODAY, now=NOW)
    assert not may_record(None, None, TODAY, now=NOW)
    assert not may_record(NOW + timedelta(seconds=1), None, TODAY, now=NOW)
    assert not may_record(NOW, TODAY - timedelta(days=1), TODAY, now=NOW)


def test_a_drill_is_due_after_a_year() -> None:
    assert not drill_due(TODAY - timedelta(days=365), TODAY)
    assert drill_due(TODAY - timedelta(days=366), TODAY)


WATCHES, WORKS = actor(Role.SECURITY_OFFICER), actor(Role.PROFESSIONAL)
STRANGERS = [
    actor(Role.ADMINISTRATOR),
    actor(Role.FG, police=True),
    actor(Role.PROFESSIONAL, police=True),
    actor(Role.FG, organisation=None),
]


@pytest.mark.parametrize("who", STRANGERS)
def test_who_neither_watches_nor_works_with_cases_has_no_part(who: Actor) -> None:
    assert not may_have_part(who)
    assert not may_see(who, in_team=False, loose_drill=True)
    assert not may_record_from(who, of_case=True, drill=True)
    assert not may_name_by(who, Standing(has_case=False))


def test_who_works_with_cases_sees_his_own_and_a_drill_that_is_of_no_case() -> None:
    assert may_see(WATCHES, in_team=False, loose_drill=False)
    assert may_see(WORKS, in_team=True, loose_drill=False)
    assert may_see(WORKS, in_team=False, loose_drill=True)
    assert not may_see(WORKS, in_team=False, loose_drill=False)
    assert not may_see(actor(Role.PROFESSIONAL, police=True), in_team=True, loose_drill=False)


def test_an_order_is_recorded_in_its_own_case_or_by_who_watches_and_a_drill_by_all() -> None:
    assert may_record_from(WATCHES, of_case=False, drill=False)
    assert may_record_from(WORKS, of_case=True, drill=False)
    assert may_record_from(WORKS, of_case=False, drill=True)
    assert "dossier" in may_record_from(WORKS, of_case=False, drill=False).reason


def test_a_case_is_named_once_by_who_watches_and_a_drill_is_about_a_practice_case() -> None:
    loose = Standing(has_case=False)
    assert may_name(loose, found=True, practice=False)
    assert not may_name(loose, found=True, practice=True)
    assert not may_name(loose, found=False, practice=False)
    assert not may_name(Standing(), found=True, practice=False)
    assert not may_name(Standing(has_case=False, done=frozenset({Step.END})), found=True, practice=False)
    assert may_name_by(WATCHES, loose)
    assert not may_name_by(WORKS, loose)
    assert not may_name_by(WATCHES, Standing())


def test_a_step_was_taken_between_then_and_now() -> None:
    assert may_be_moment(NOW, NOW, NOW)
    assert not may_be_moment(NOW + timedelta(minutes=1), NOW, NOW)
    assert not may_be_moment(NOW - timedelta(minutes=2), NOW, NOW)


def test_he_is_told_by_the_team_and_what_leaves_asks_for_a_factor() -> None:
    assert may_tell_him(Step.TOLD, Standing(), in_team=True)
    assert not may_tell_him(Step.TOLD, Standing(), in_team=False)
    assert may_tell_him(Step.TOLD, Standing(drill=True), in_team=False)
    assert may_take_out(Step.HAND, NOW, NOW)
    assert not may_take_out(Step.HAND, None, NOW)
    assert may_take_out(Step.LAWYER, None, NOW)
