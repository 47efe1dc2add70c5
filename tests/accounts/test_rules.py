"""Who may do what to whom: always a colleague with the right role, never oneself, never across organisations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import combinations
from uuid import UUID, uuid4

import pytest
from tests.people import NOW

from sleutelwerk.accounts.rules import people
from sleutelwerk.accounts.rules.actors import Actor, is_police
from sleutelwerk.accounts.rules.links import is_usable
from sleutelwerk.accounts.rules.people import Advice, Person
from sleutelwerk.accounts.rules.roles import OPENS_CASES, SPECIAL, Role, may_be_held, review_days
from sleutelwerk.accounts.rules.suspension import Why

HERE, ELSEWHERE = uuid4(), uuid4()
SECOND = timedelta(seconds=1)


def actor(*roles: Role, organisation: UUID | None = HERE, police: bool = False) -> Actor:
    """Give somebody who asks."""
    return Actor(uuid4(), organisation, frozenset(roles), police=police)


def person(*roles: Role, organisation: UUID | None = HERE, police: bool = False) -> Person:
    """Give somebody whom it is about."""
    return Person(uuid4(), organisation, frozenset(roles), police)


def oneself(who: Actor) -> Person:
    """Give the one who asks as the one whom it is about."""
    return Person(who.id, who.organisation, who.roles, who.police)


def every_combination() -> Iterable[frozenset[Role]]:
    """Give every set of roles that there can be."""
    return (frozenset(some) for size in range(len(Role) + 1) for some in combinations(Role, size))


ADMINISTRATOR = actor(Role.ADMINISTRATOR)


def test_every_combination_of_roles_is_allowed_or_refused_as_the_law_has_it() -> None:
    tried = 0
    for roles in every_combination():
        for police in (False, True):
            fg_alone = Role.FG not in roles or roles == {Role.FG}
            no_cases = not police or not roles & {Role.PROFESSIONAL, Role.DECISION_MAKER}
            assert bool(may_be_held(roles, police=police)) is (fg_alone and no_cases), (roles, police)
            tried += 1
    assert tried == 2 * 2 ** len(Role) == 512


def test_a_refusal_of_roles_says_why() -> None:
    assert "art. 38 lid 6 AVG" in may_be_held({Role.FG, Role.PROFESSIONAL}, police=False).reason
    assert "politie" in may_be_held({Role.PROFESSIONAL}, police=True).reason
    assert may_be_held(set(), police=True).reason == ""


def test_each_role_has_a_name_a_purpose_and_a_term() -> None:
    assert {role: review_days(role) for role in Role} == {role: 91 if role in SPECIAL else 365 for role in Role}
    assert {Role.ADMINISTRATOR, Role.FG, Role.SECURITY_OFFICER} == SPECIAL
    assert len({role.label for role in Role}) == len(Role)
    assert all(role.does.endswith(".") for role in Role)
    assert len({why.label for why in Why}) == len(Why) == 5


@pytest.mark.parametrize(
    ("email", "kind", "police"),
    [
        ("jan@politie.nl", "municipality", True),
        ("jan@POLITIE.NL", "", True),
        ("jan@oost-nederland.politie.nl", "other", True),
        ("jan@gemeente.example", "police", True),
        ("jan@notpolitie.nl", "municipality", False),
        ("jan@politie.nl.example", "municipality", False),
        ("politie.nl@gemeente.example", "municipality", False),
        ("jan@politie.be", "prosecution", False),
        ("", "", False),
    ],
)
def test_the_police_is_known_by_organisation_and_by_address(email: str, kind: str, police: bool) -> None:
    assert is_police(email, kind) is police


def test_nobody_of_the_police_ever_opens_a_case_file() -> None:
    for roles in every_combination():
        assert not people.may_open_case_files(actor(*roles, police=True)), roles
        opens = bool(people.may_open_case_files(actor(*roles)))
        assert opens is bool(roles & {Role.PROFESSIONAL, Role.DECISION_MAKER}), roles
    assert not people.may_open_case_files(actor(Role.PROFESSIONAL, organisation=None))
    assert {Role.PROFESSIONAL, Role.DECISION_MAKER} == OPENS_CASES


def test_only_an_administrator_manages_people_and_only_of_his_own_organisation() -> None:
    for role in Role:
        assert bool(people.may_manage_people(actor(role), HERE)) is (role is Role.ADMINISTRATOR), role
    assert not people.may_manage_people(ADMINISTRATOR, ELSEWHERE)
    assert not people.may_manage_people(actor(Role.ADMINISTRATOR, organisation=None), None)
    assert not people.may_manage_people(actor(), HERE)


def test_administrators_and_overseers_see_who_is_in_their_organisation() -> None:
    seeing = {role for role in Role if people.may_see_people(actor(role), HERE)}
    assert seeing == {Role.ADMINISTRATOR, Role.FG, Role.SECURITY_OFFICER}
    assert not people.may_see_people(actor(Role.FG), ELSEWHERE)
    assert not people.may_see_people(actor(Role.FG, organisation=None), None)


def test_nobody_changes_his_own_account() -> None:
    everything = actor(*(set(Role) - {Role.FG}))
    own = oneself(everything)
    for verdict in (
        people.may_change_person(everything, own),
        people.may_set_roles(everything, own, {Role.PROFESSIONAL}, other_administrators=5),
        people.may_suspend(everything, own, other_administrators=5),
    ):
        assert verdict == people.NOT_YOURSELF
    assert not people.may_review_access(everything, own)
    assert not people.may_review_access(actor(Role.FG), oneself(actor(Role.FG, organisation=ELSEWHERE)))


def test_nobody_but_an_administrator_of_here_changes_somebody_here() -> None:
    for role in Role:
        allowed = role is Role.ADMINISTRATOR
        assert bool(people.may_change_person(actor(role), person())) is allowed, role
        assert bool(people.may_set_roles(actor(role), person(), set(), other_administrators=1)) is allowed, role
        assert bool(people.may_suspend(actor(role), person(), other_administrators=1)) is allowed, role
    for elsewhere in (person(organisation=ELSEWHERE), person(organisation=None)):
        assert people.may_change_person(ADMINISTRATOR, elsewhere) == people.NOT_YOURS


def test_roles_that_do_not_go_together_are_given_to_nobody() -> None:
    assert not people.may_set_roles(ADMINISTRATOR, person(), {Role.FG, Role.ADMINISTRATOR}, other_administrators=1)
    assert not people.may_set_roles(ADMINISTRATOR, person(police=True), {Role.PROFESSIONAL}, other_administrators=1)
    assert people.may_set_roles(ADMINISTRATOR, person(police=True), {Role.FACILITATOR}, other_administrators=1)


@pytest.mark.parametrize("others", [0, 1])
def test_the_last_administrator_stays(others: int) -> None:
    last = person(Role.ADMINISTRATOR)
    taken = people.may_set_roles(ADMINISTRATOR, last, {Role.PROFESSIONAL}, other_administrators=others)
    closed = people.may_suspend(ADMINISTRATOR, last, other_administrators=others)
    assert bool(taken) is bool(closed) is bool(others)
    if not others:
        assert taken == closed == people.LAST_ONE
    kept = people.may_set_roles(ADMINISTRATOR, last, {Role.ADMINISTRATOR}, other_administrators=others)
    assert kept
    assert people.may_set_roles(ADMINISTRATOR, person(), set(), other_administrators=others)


def test_a_stranger_is_refused_for_being_one_even_of_the_last_administrator() -> None:
    last = person(Role.ADMINISTRATOR)
    assert people.may_suspend(actor(Role.FG), last, other_administrators=0) == people.NOT_YOURS


def test_access_is_looked_at_by_a_colleague_who_may() -> None:
    ordinary, special = person(Role.PROFESSIONAL), person(Role.ADMINISTRATOR)
    for role in Role:
        one = actor(role)
        assert bool(people.may_review_access(one, ordinary)) is (role in {Role.ADMINISTRATOR, Role.SECURITY_OFFICER})
        assert bool(people.may_review_access(one, special)) is (role in SPECIAL), role
        assert not people.may_review_access(one, person(role, organisation=ELSEWHERE)), role
    assert not people.may_review_access(actor(Role.ADMINISTRATOR, organisation=None), person(organisation=None))


@pytest.mark.parametrize(("role", "days"), [(Role.PROFESSIONAL, 365), (Role.ADMINISTRATOR, 91), (Role.FG, 91)])
def test_a_review_is_asked_for_and_overdue_at_the_exact_moment(role: Role, days: int) -> None:
    due = people.review_due(role, NOW)
    assert due == NOW + timedelta(days=days)
    asked, overdue = due - timedelta(days=30), due + timedelta(days=14)
    assert [people.is_review_asked(due, at) for at in (asked - SECOND, asked, due)] == [False, True, True]
    assert [people.is_review_overdue(due, at) for at in (due, overdue - SECOND, overdue)] == [False, False, True]


def test_only_the_fg_himself_gives_his_advice() -> None:
    giving = [role for role in Role if people.may_give_advice(actor(role), HERE)]
    assert giving == [Role.FG]
    assert not people.may_give_advice(actor(Role.FG), ELSEWHERE)


TODAY = date(2026, 11, 27)


@pytest.mark.parametrize("risk", ["low", "medium", "high"])
@pytest.mark.parametrize("consultation", ["not_needed", "done", "running"])
@pytest.mark.parametrize("days_left", [-1, 0, 1])
def test_case_files_open_on_every_good_advice_and_on_no_other(risk: str, consultation: str, days_left: int) -> None:
    advice = Advice(risk, consultation, TODAY + timedelta(days=days_left))
    verdict = people.may_have_case_files(advice, TODAY, production=True)
    expired = days_left < 0
    unanswered = consultation == "running"
    unasked = risk == "high" and consultation == "not_needed"
    assert bool(verdict) is not (expired or unanswered or unasked)
    if expired:
        assert "verlopen" in verdict.reason
    elif unanswered or unasked:
        assert "Autoriteit Persoonsgegevens" in verdict.reason


def test_without_advice_no_case_file_opens_where_there_are_real_people() -> None:
    assert "nog geen advies" in people.may_have_case_files(None, TODAY, production=True).reason
    assert people.may_have_case_files(None, TODAY, production=False)


@pytest.mark.parametrize(
    ("used_at", "seconds_left", "works"),
    [(None, 1, True), (None, 0, False), (None, -1, False), (NOW - SECOND, 1, False)],
)
def test_a_link_works_once_and_until_its_end(used_at: datetime | None, seconds_left: int, works: bool) -> None:
    assert is_usable(used_at, NOW + timedelta(seconds=seconds_left), NOW) is works
