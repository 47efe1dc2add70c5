"""Changes to colleagues: roles, closing, reviewing, and the database that refuses what a rule would."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.people import NOW, Cast, make_cast, sign_in

from sleutelwerk.accounts.actions.advice import NewAdvice, change_organisation, give_advice, record_works_council
from sleutelwerk.accounts.actions.fiction import COLLEAGUES, add_fiction, remove_fiction
from sleutelwerk.accounts.actions.people import (
    close_unreviewed,
    restore_person,
    review_access,
    set_roles,
    suspend_person,
)
from sleutelwerk.accounts.models import FgAdvice, RoleGrant, User
from sleutelwerk.accounts.queries.organisations import case_files_verdict
from sleutelwerk.accounts.queries.reviews import overdue, overdue_administrators, to_review
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.tasks import close_unreviewed_accounts, forget_ended_sessions, forget_what_is_over
from sleutelwerk.audit.queries.entries import entries_of
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db
LATE = timedelta(days=365 + 14)


@pytest.fixture
def cast() -> Cast:
    """Give everybody."""
    return make_cast()


def kinds(cast: Cast) -> list[str]:
    """Give what the trail of 'here' holds, the oldest first."""
    return [entry.kind for entry in reversed(entries_of(cast.here.pk).entries)]


def test_roles_are_given_and_taken_at_once_and_recorded(client: Client, cast: Cast) -> None:
    sign_in(client, cast["newcomer"])
    assert client.get("/mensen/").status_code == 404
    set_roles(cast.actor("administrator"), cast["newcomer"], [Role.ADMINISTRATOR], now=NOW)
    assert client.get("/mensen/").status_code == 200
    set_roles(cast.actor("administrator"), cast["newcomer"], [], now=NOW)
    assert client.get("/mensen/").status_code == 404
    assert kinds(cast).count("roles_set") == 2


def test_the_database_refuses_a_role_given_to_oneself(cast: Cast) -> None:
    user = cast["professional"]
    grant = RoleGrant(
        user=user, organisation=cast.here, role=Role.FACILITATOR, granted_by=user, granted_at=NOW, reviewed_at=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        grant.save()


def test_a_role_from_elsewhere_or_by_oneself_is_refused(cast: Cast) -> None:
    for who, whom in (
        ("outside_administrator", "professional"),
        ("administrator", "administrator"),
        ("fg", "newcomer"),
    ):
        with pytest.raises(NotAllowedError):
            set_roles(cast.actor(who), cast[whom], [Role.ACCESS_REVIEWER], now=NOW)


def test_a_closed_account_is_out_at_once_and_may_come_back(client: Client, cast: Cast) -> None:
    sign_in(client, cast["professional"])
    assert client.get("/mijn/").status_code == 200
    suspend_person(cast.actor("administrator"), cast["professional"], now=NOW)
    assert client.get("/mijn/").status_code == 302
    restore_person(cast.actor("administrator"), cast["professional"], now=NOW)
    cast["professional"].refresh_from_db()
    assert cast["professional"].is_active
    assert cast["professional"].suspended_for == ""


def test_a_review_keeps_or_closes(cast: Cast) -> None:
    later = NOW + timedelta(days=350)
    assert {c.name for c in to_review(cast.actor("administrator"), now=later)} >= {"Professional", "Colleague"}
    review_access(cast.actor("administrator"), cast["professional"], keeps=True, now=later)
    assert "Professional" not in {c.name for c in to_review(cast.actor("administrator"), now=later)}
    review_access(cast.actor("administrator"), cast["colleague"], keeps=False, now=later)
    cast["colleague"].refresh_from_db()
    assert not cast["colleague"].is_active


def test_a_review_does_not_close_the_last_administrator(cast: Cast) -> None:
    suspend_person(cast.actor("administrator"), cast["second_administrator"], now=NOW)
    with pytest.raises(NotAllowedError, match="minstens één"):
        review_access(cast.actor("security_officer"), cast["administrator"], keeps=False, now=NOW)


def test_accounts_that_nobody_looked_at_are_closed_not_deleted(cast: Cast) -> None:
    just_before = NOW + LATE - timedelta(seconds=1)
    assert cast["professional"] not in overdue(now=just_before)
    close_unreviewed_accounts(NOW + LATE)
    cast["professional"].refresh_from_db()
    assert (cast["professional"].is_active, cast["professional"].suspended_for) == (False, "review_overdue")
    assert cast["professional"].email == "professional@voorbeeld.example"
    assert RoleGrant.objects.filter(user=cast["professional"]).exists()
    assert Letter.objects.filter(recipient="professional@voorbeeld.example").exists()
    assert not close_unreviewed(cast["professional"], now=NOW + LATE)


def test_one_administrator_always_stays_open(cast: Cast) -> None:
    close_unreviewed_accounts(NOW + LATE)
    still = User.objects.filter(organisation=cast.here, is_active=True, grants__role=Role.ADMINISTRATOR)
    assert still.count() == 1
    assert overdue_administrators(cast.here.pk, now=NOW + LATE)
    assert not overdue_administrators(cast.here.pk, now=NOW)


def test_what_happens_by_itself_can_happen_twice(cast: Cast) -> None:
    for _ in range(2):
        forget_ended_sessions(NOW)
        forget_what_is_over(NOW)
        close_unreviewed_accounts(NOW)
    assert User.objects.filter(is_active=False).count() == 0


def test_fiction_comes_and_goes_at_one_go(cast: Cast) -> None:
    people = User.objects.count()
    add_fiction(cast.actor("administrator"), now=NOW)
    add_fiction(cast.actor("administrator"), now=NOW)
    invented = User.objects.filter(is_fictional=True)
    assert invented.count() == len(COLLEAGUES)
    assert not any(user.has_usable_password() for user in invented)
    assert remove_fiction(cast.actor("administrator"), now=NOW) == len(COLLEAGUES)
    assert User.objects.count() == people
    with pytest.raises(NotAllowedError):
        add_fiction(cast.actor("professional"), now=NOW)


def test_only_the_fg_advises_and_the_latest_advice_counts(cast: Cast) -> None:
    today = NOW.date()
    advice = NewAdvice(today - timedelta(days=3), "high", "running", today + timedelta(days=300))
    give_advice(cast.actor("fg"), cast.here, advice, now=NOW)
    better = NewAdvice(today - timedelta(days=3), "low", "not_needed", today + timedelta(days=300))
    give_advice(cast.actor("fg"), cast.here, better, now=NOW + timedelta(hours=1))
    assert FgAdvice.objects.filter(organisation=cast.here).count() == 2
    assert case_files_verdict(cast.here.pk, today)
    for person in ("administrator", "outside_fg"):
        with pytest.raises(NotAllowedError):
            give_advice(cast.actor(person), cast.here, better, now=NOW)


def test_the_organisation_is_changed_by_its_own_administrator_only(cast: Cast) -> None:
    record_works_council(cast.actor("administrator"), cast.here, NOW.date(), now=NOW)
    cast.here.refresh_from_db()
    assert cast.here.works_council_agreed_on == NOW.date()
    before = kinds(cast).count("organisation_changed")
    change_organisation(cast.actor("administrator"), cast.here, {"name": cast.here.name}, now=NOW)
    assert kinds(cast).count("organisation_changed") == before
    with pytest.raises(NotAllowedError):
        change_organisation(cast.actor("outside_administrator"), cast.here, {"name": "Anders"}, now=NOW)
