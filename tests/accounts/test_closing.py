"""How accounts close and stay closed: unused ones, forgotten ones, who closed them, and what goes with an inviter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.accounts.steps import link_to
from tests.people import NOW, Cast, make_person, sign_in

from sleutelwerk.accounts.actions.forgetting import forget_closed
from sleutelwerk.accounts.actions.invitations import Invitation, invite_person, send_new_factor_link
from sleutelwerk.accounts.actions.people import (
    close_unused,
    restore_person,
    review_access,
    set_roles,
    suspend_person,
)
from sleutelwerk.accounts.models import OneTimeLink, User
from sleutelwerk.accounts.queries.people import account_of, colleague, colleagues, names_of, people_by_pseudonym
from sleutelwerk.accounts.rules.people import FORGOTTEN_AFTER, UNUSED_AFTER, is_unused
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.tasks import close_unreviewed_accounts
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter

pytestmark = pytest.mark.django_db

MOMENT = timedelta(seconds=1)
SITE = "https://x.example/"


def state(user: User) -> tuple[bool, str]:
    """Give whether an account is open, and else why not."""
    user.refresh_from_db()
    return user.is_active, user.suspended_for


def came_by_provider(cast: Cast) -> User:
    """Give somebody without a role, who joined as the others did."""
    return cast["newcomer"]


def test_an_account_without_role_that_nobody_uses_is_closed_after_ninety_days(cast: Cast) -> None:
    user = came_by_provider(cast)
    close_unreviewed_accounts(NOW + UNUSED_AFTER - MOMENT)
    assert state(user) == (True, "")
    close_unreviewed_accounts(NOW + UNUSED_AFTER)
    assert state(user) == (False, "unused")
    assert user.email == "newcomer@voorbeeld.example"
    assert Letter.objects.filter(recipient=user.email).count() == 1
    assert '"reason":"unused"' in Entry.objects.get(chain=cast.here.pk, kind="person_suspended").body


def test_signing_in_a_role_or_no_organisation_keeps_it_open(cast: Cast) -> None:
    used, with_role, reader = came_by_provider(cast), cast["professional"], cast["reader"]
    used.last_login = NOW + timedelta(days=60)
    used.save()
    close_unreviewed_accounts(NOW + UNUSED_AFTER + timedelta(days=30))
    assert [state(one) for one in (used, with_role, reader)] == [(True, "")] * 3
    assert not close_unused(with_role, now=NOW + timedelta(days=300))
    close_unreviewed_accounts(NOW + timedelta(days=60) + UNUSED_AFTER)
    assert state(used) == (False, "unused")
    assert not close_unused(used, now=NOW + timedelta(days=400)), "it is closed already"


def test_opened_again_it_has_ninety_days_anew(cast: Cast) -> None:
    user, later = came_by_provider(cast), NOW + timedelta(days=120)
    close_unreviewed_accounts(later)
    restore_person(cast.actor("administrator"), user, now=later)
    close_unreviewed_accounts(later + timedelta(hours=6))
    assert state(user) == (True, "")
    close_unreviewed_accounts(later + UNUSED_AFTER)
    assert state(user) == (False, "unused")


def test_whoever_loses_his_last_role_has_ninety_days_for_another(cast: Cast) -> None:
    user, later = cast["facilitator"], NOW + timedelta(days=200)
    set_roles(cast.actor("administrator"), user, [], now=later)
    close_unreviewed_accounts(later + timedelta(hours=6))
    assert state(user) == (True, "")


def test_what_never_happened_does_not_count() -> None:
    assert not is_unused((None, None), NOW)
    assert is_unused((None, NOW - UNUSED_AFTER), NOW)
    assert not is_unused((NOW - UNUSED_AFTER, NOW - UNUSED_AFTER + MOMENT), NOW)


@pytest.mark.parametrize(
    ("reviewer", "whom", "why"),
    [
        ("administrator", "colleague", "by_administrator"),
        ("security_officer", "colleague", "by_security_officer"),
        ("fg", "second_administrator", "by_fg"),
    ],
)
def test_a_review_that_closes_says_as_whom(reviewer: str, whom: str, why: str, cast: Cast) -> None:
    review_access(cast.actor(reviewer), cast[whom], keeps=False, now=NOW)
    assert state(cast[whom]) == (False, why)
    assert f'"reason":"{why}"' in Entry.objects.get(chain=cast.here.pk, kind="person_suspended").body


def test_whoever_is_administrator_as_well_closes_as_that(cast: Cast) -> None:
    both = make_person("both", cast.here, (Role.ADMINISTRATOR, Role.SECURITY_OFFICER))
    cast.people["both"] = both
    review_access(cast.actor("both"), cast["colleague"], keeps=False, now=NOW)
    assert state(cast["colleague"]) == (False, "by_administrator")


def test_the_page_says_who_kind_of_colleague_closed_it(cast: Cast) -> None:
    review_access(cast.actor("security_officer"), cast["colleague"], keeps=False, now=NOW)
    client = Client()
    sign_in(client, cast["administrator"])
    assert "stopgezet door de security officer" in client.get(f"/mensen/{cast['colleague'].pk}/").content.decode()


def forgotten(cast: Cast) -> User:
    """Give somebody whose account was closed so long ago that his name is gone."""
    user = cast["colleague"]
    suspend_person(cast.actor("administrator"), user, now=NOW)
    assert forget_closed(now=NOW + FORGOTTEN_AFTER + MOMENT) == 1
    user.refresh_from_db()
    return user


def test_a_forgotten_account_is_listed_nowhere_and_cannot_come_back(cast: Cast) -> None:
    user, viewer = forgotten(cast), cast.actor("administrator")
    assert user.pk not in {one.id for one in colleagues(viewer, now=NOW)}
    assert colleague(viewer, user.pk, now=NOW) is None
    assert account_of(viewer, user.pk) is None
    with pytest.raises(NotAllowedError, match="gewist"):
        restore_person(viewer, user, now=NOW)
    assert state(user)[0] is False
    client = Client()
    sign_in(client, cast["administrator"])
    assert "vergeten.invalid" not in client.get("/mensen/").content.decode()
    assert client.post(f"/mensen/{user.pk}/openen/").status_code == 404


def test_the_trail_calls_a_forgotten_account_nobody_we_still_know(cast: Cast) -> None:
    user, viewer = forgotten(cast), cast.actor("fg")
    assert names_of(viewer, [user.pk]) == {user.pk: "iemand die er niet meer is"}
    assert people_by_pseudonym(viewer)[pseudonym("person", user.pk)] == "iemand die er niet meer is"


def test_what_a_closed_inviter_promised_ends_with_his_account(cast: Cast) -> None:
    host = cast.actor("second_administrator")
    invite_person(host, Invitation("Noor", "noor@voorbeeld.example", frozenset({Role.FG})), site=SITE, now=NOW)
    send_new_factor_link(host, cast["professional"], site=SITE, now=NOW)
    other = Invitation("Olga", "olga@voorbeeld.example", frozenset())
    invite_person(cast.actor("administrator"), other, site=SITE, now=NOW)
    OneTimeLink.objects.update(expires_at=NOW + timedelta(days=4000))
    suspend_person(cast.actor("administrator"), cast["second_administrator"], now=NOW)
    for address, works in (("noor", False), ("professional", False), ("olga", True)):
        answer = Client().get(link_to(f"{address}@voorbeeld.example"))
        assert (answer.status_code == 200) is works, address
    restore_person(cast.actor("administrator"), cast["second_administrator"], now=NOW)
    assert Client().get(link_to("noor@voorbeeld.example")).status_code == 404


def test_what_an_administrator_promised_ends_with_that_role(cast: Cast) -> None:
    """Else he would come in again by an invitation of his own, with every right that he gave it."""
    host, mine = cast.actor("second_administrator"), "tweede@voorbeeld.example"
    invite_person(host, Invitation("Noor", mine, frozenset({Role.ADMINISTRATOR})), site=SITE, now=NOW)
    send_new_factor_link(host, cast["professional"], site=SITE, now=NOW)
    OneTimeLink.objects.update(expires_at=NOW + timedelta(days=4000))
    both = {Role.ADMINISTRATOR, Role.PROFESSIONAL}
    set_roles(cast.actor("administrator"), cast["second_administrator"], both, now=NOW)
    assert Client().get(link_to(mine)).status_code == 200
    set_roles(cast.actor("administrator"), cast["second_administrator"], {Role.PROFESSIONAL}, now=NOW)
    for address in (mine, cast["professional"].email):
        assert Client().get(link_to(address)).status_code == 404, address
