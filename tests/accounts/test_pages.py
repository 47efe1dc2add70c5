"""The pages of administrators and overseers: what they show, refuse and record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.accounts.steps import kinds, letters_to
from tests.people import NOW, Cast, make_person, sign_in

from sleutelwerk.accounts.actions.people import close_unreviewed, suspend_person
from sleutelwerk.accounts.models import FgAdvice, Organisation, RoleGrant, User
from sleutelwerk.accounts.queries.organisations import house, latest_advice, own_organisation
from sleutelwerk.accounts.queries.own_account import factors
from sleutelwerk.accounts.queries.people import names_of, people_by_pseudonym
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.tasks import close_unreviewed_accounts
from sleutelwerk.audit.models import Entry
from sleutelwerk.home.queries.attention import tasks_for

pytestmark = pytest.mark.django_db

PEOPLE, REVIEWS, ORGANISATION = (reverse(f"accounts:{name}") for name in ("people", "reviews", "organisation"))
ADVICE = reverse("accounts:give-advice")


def as_(cast: Cast, name: str, *, proved_ago: timedelta = timedelta()) -> Client:
    """Give the browser of somebody of the cast."""
    client = Client()
    sign_in(client, cast[name], proved_ago=proved_ago)
    return client


def page_of(cast: Cast, name: str, what: str = "person") -> str:
    """Give an address about somebody."""
    return reverse(f"accounts:{what}", kwargs={"person": cast[name].pk})


def long_ago(user: User, days: int) -> None:
    """Let somebody's roles have been looked at so many days ago."""
    RoleGrant.objects.filter(user=user).update(reviewed_at=timezone.now() - timedelta(days=days))


def test_the_list_of_people_is_for_few_and_every_look_is_recorded(cast: Cast) -> None:
    for name in ("administrator", "fg", "security_officer"):
        page = as_(cast, name).get(PEOPLE).content.decode()
        assert cast["professional"].name in page
        assert "outside" not in page.lower()
        assert ("Nodig iemand uit" in page) is (name == "administrator")
    assert kinds(cast.here.pk).count("people_read") == 3
    assert as_(cast, "professional").get(PEOPLE).status_code == 404
    assert kinds(cast.here.pk)[-1] == "access_refused"


def test_the_list_asks_no_more_of_the_database_when_there_are_more_people(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(cast, "administrator")
    for number in range(30):
        make_person(f"one-of-many-{number}", cast.here, (Role.PROFESSIONAL, Role.FACILITATOR))
    with django_assert_max_num_queries(30):
        assert client.get(PEOPLE).content.decode().count("One-Of-Many-") == 30


def test_a_colleague_is_shown_and_that_is_recorded_with_whom(cast: Cast) -> None:
    page = as_(cast, "fg").get(page_of(cast, "professional")).content.decode()
    assert cast["professional"].email in page
    assert "Bewaar de rollen" not in page
    assert Entry.objects.filter(kind="person_read", subject__startswith="person:").count() == 1
    own = as_(cast, "administrator").get(page_of(cast, "administrator")).content.decode()
    assert "Dit kunt u niet voor uzelf doen" in own
    assert "Bewaar de rollen" not in own


@pytest.mark.parametrize(
    ("whom", "roles", "says"),
    [
        ("administrator", ["professional"], "niet voor uzelf"),
        ("newcomer", ["fg", "professional"], "art. 38 lid 6 AVG"),
        ("newcomer", ["king"], "king"),
    ],
)
def test_roles_that_may_not_be_given_are_refused_in_words(cast: Cast, whom: str, roles: list[str], says: str) -> None:
    answer = as_(cast, "administrator").post(page_of(cast, whom), {"roles": roles})
    before = {str(role) for role in RoleGrant.objects.filter(user=cast[whom]).values_list("role", flat=True)}
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert before == ({"administrator"} if whom == "administrator" else set())


def test_an_overseer_sees_but_changes_nothing(cast: Cast) -> None:
    for name in ("fg", "security_officer"):
        assert as_(cast, name).post(page_of(cast, "newcomer"), {"roles": ["administrator"]}).status_code == 422
        assert as_(cast, name).post(page_of(cast, "newcomer", "suspend-person")).status_code == 404
    assert not RoleGrant.objects.filter(user=cast["newcomer"]).exists()


@pytest.mark.parametrize("database_role", [Role.FACILITATOR, Role.ADMINISTRATOR])
def test_the_database_lets_nobody_give_himself_a_role_whatever_the_code_does(cast: Cast, database_role: Role) -> None:
    user, other = cast["newcomer"], cast["administrator"]
    given: dict[str, Any] = {
        "user": user, "organisation": cast.here, "role": database_role, "granted_at": NOW, "reviewed_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="accounts_role_not_given_to_oneself"), transaction.atomic():
        RoleGrant.objects.create(**given, granted_by=user)
    grant = RoleGrant.objects.create(**given, granted_by=other)
    with pytest.raises(IntegrityError, match="accounts_role_not_given_to_oneself"), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(granted_by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(**given, granted_by=other)
    with pytest.raises(IntegrityError, match=r"is_house|one_house"), transaction.atomic():
        Organisation.objects.filter(pk=cast.elsewhere.pk).update(is_house=True)


def test_closing_and_opening_an_account_again(cast: Cast) -> None:
    host = as_(cast, "administrator")
    host.post(page_of(cast, "professional", "suspend-person"))
    page = host.get(page_of(cast, "professional")).content.decode()
    assert "stopgezet door een beheerder" in page
    assert "Open dit account weer" in page
    long_ago(cast["professional"], 400)
    host.post(page_of(cast, "professional", "restore-person"))
    assert "Sluit dit account" in host.get(page_of(cast, "professional")).content.decode()
    close_unreviewed_accounts(timezone.now())
    cast["professional"].refresh_from_db()
    assert cast["professional"].is_active
    told = [k for k in kinds(cast.here.pk) if k.startswith(("person_s", "person_re"))]
    assert told == ["person_suspended", "person_read", "person_restored", "person_read"]


def test_nobody_closes_his_own_account_and_elsewhere_there_is_nobody(cast: Cast) -> None:
    host = as_(cast, "administrator")
    for what in ("suspend-person", "restore-person"):
        answer = host.post(page_of(cast, "administrator", what), follow=True)
        assert "niet voor uzelf" in answer.content.decode()
        assert host.post(page_of(cast, "outside_professional", what)).status_code == 404
    cast["administrator"].refresh_from_db()
    assert cast["administrator"].is_active


# --- Looking at access again ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "asked"), [(334, False), (336, True)])
def test_a_review_is_a_task_a_month_before_its_date(cast: Cast, days: int, asked: bool) -> None:
    long_ago(cast["professional"], days)
    for name in ("administrator", "security_officer"):
        tasks = tasks_for(cast.actor(name), factors(cast[name]), now=timezone.now())
        assert (reverse("accounts:reviews") in [task.address for task in tasks]) is asked
        page = as_(cast, name).get(REVIEWS).content.decode()
        assert (cast["professional"].name in page) is asked
    assert cast["professional"].name not in as_(cast, "fg").get(REVIEWS).content.decode()


def test_the_fg_is_asked_about_special_rights_and_nobody_about_himself(cast: Cast) -> None:
    for name in ("administrator", "second_administrator", "fg", "professional"):
        long_ago(cast[name], 350)
    page = as_(cast, "fg").get(REVIEWS).content.decode()
    assert "<h2>Second Administrator</h2>" in page
    assert "<h2>Professional</h2>" not in page
    assert "<h2>Fg</h2>" not in page


def test_a_colleague_who_keeps_his_roles_is_not_asked_about_again(cast: Cast) -> None:
    long_ago(cast["professional"], 360)
    host = as_(cast, "security_officer")
    answer = host.post(page_of(cast, "professional", "review-access"), {"keeps": "ja"}, follow=True)
    assert "Dat is vastgelegd." in answer.content.decode()
    assert cast["professional"].name not in host.get(REVIEWS).content.decode()
    # beside it stands that he looked at the list, before and after
    assert [kind for kind in kinds(cast.here.pk) if kind != "reviews_read"][-1] == "access_reviewed"


def test_a_colleague_who_needs_his_roles_no_more_is_closed_and_both_is_recorded(cast: Cast) -> None:
    host = as_(cast, "administrator")
    host.post(page_of(cast, "professional", "review-access"), {"keeps": "nee"})
    cast["professional"].refresh_from_db()
    assert not cast["professional"].is_active
    assert kinds(cast.here.pk)[-2:] == ["person_suspended", "access_reviewed"]


def test_a_review_of_oneself_or_without_an_answer_is_none(cast: Cast) -> None:
    host = as_(cast, "administrator")
    answer = host.post(page_of(cast, "administrator", "review-access"), {"keeps": "ja"}, follow=True)
    assert "kijkt een collega na" in answer.content.decode()
    for wrong in ({}, {"keeps": "misschien"}):
        assert host.post(page_of(cast, "professional", "review-access"), wrong).status_code == 404


def test_the_nightly_job_closes_each_organisations_own_and_says_so(cast: Cast) -> None:
    long_ago(cast["outside_professional"], 380)
    long_ago(cast["outside_administrator"], 380)
    close_unreviewed_accounts(timezone.now())
    for name, open_ in (("outside_professional", False), ("outside_administrator", True), ("professional", True)):
        cast[name].refresh_from_db()
        assert cast[name].is_active is open_, name
    assert RoleGrant.objects.filter(user=cast["outside_professional"]).count() == 2
    assert kinds(cast.elsewhere.pk) == ["person_suspended"]
    assert '"via":"task"' in Entry.objects.get(chain=cast.elsewhere.pk).body
    (letter,) = letters_to(cast["outside_professional"].email)
    assert "niets verwijderd" in letter.body
    assert not close_unreviewed(cast["outside_professional"], now=timezone.now())
    assert not close_unreviewed(cast["outside_administrator"], now=timezone.now())


# --- The organisation and the FG --------------------------------------------------------------------------------------


def test_an_administrator_keeps_the_organisations_details(cast: Cast) -> None:
    host = as_(cast, "administrator")
    given = {
        "part": "details", "name": "Gemeente Hier en Daar", "controller": "het dagelijks bestuur",
        "contact_point": "Loket", "contact_email": "loket@voorbeeld.example",
    }  # fmt: skip
    assert host.post(ORGANISATION, given)["Location"] == ORGANISATION
    own = own_organisation(cast.actor("administrator"))
    assert own is not None
    assert (own.name, own.controller) == ("Gemeente Hier en Daar", "het dagelijks bestuur")
    assert '"fields":["contact_email","contact_point","controller","name"]' in Entry.objects.latest("number").body
    answer = host.post(ORGANISATION, given | {"controller": "", "name": "Weg"})
    assert answer.status_code == 422
    assert 'value="Weg"' in answer.content.decode()
    own.refresh_from_db()
    assert own.name == "Gemeente Hier en Daar"


def test_alarms_wait_for_the_works_council(cast: Cast) -> None:
    host = as_(cast, "administrator")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert host.post(ORGANISATION, {"part": "council", "agreed_on": str(tomorrow)}).status_code == 422
    for agreed, on in (("2026-11-02", date(2026, 11, 2)), ("", None)):
        assert host.post(ORGANISATION, {"part": "council", "agreed_on": agreed}).status_code == 302
        cast.here.refresh_from_db()
        assert cast.here.works_council_agreed_on == on
    assert kinds(cast.here.pk).count("works_council_recorded") == 2


def test_made_up_examples_come_and_go_by_one_button(cast: Cast) -> None:
    host = as_(cast, "administrator")
    assert "Voeg voorbeelden toe" in host.get(ORGANISATION).content.decode()
    host.post(ORGANISATION, {"part": "add-fiction"})
    assert host.get(PEOPLE).content.decode().count("verzonnen") >= 4
    assert host.get(REVIEWS).content.decode().count("Beispiel") == 0, "nobody has to look at what was made up"
    host.post(ORGANISATION, {"part": "remove-fiction"})
    assert not User.objects.filter(is_fictional=True).exists()
    assert host.post(ORGANISATION, {"part": "something else"}).status_code == 200


def advice(**changes: str) -> dict[str, str]:
    """Give what an FG fills in."""
    today = timezone.localdate()
    return {
        "dpia_date": str(today - timedelta(days=5)), "residual_risk": "medium", "prior_consultation": "not_needed",
        "valid_until": str(today + timedelta(days=365)),
    } | changes  # fmt: skip


def test_the_fg_gives_his_own_advice_with_a_fresh_factor(cast: Cast) -> None:
    fg = as_(cast, "fg")
    assert fg.get(ADVICE).status_code == 200
    assert fg.post(ADVICE, advice())["Location"] == reverse("home:dashboard")
    kept = latest_advice(cast.here.pk)
    assert kept is not None
    assert (kept.given_by, kept.residual_risk) == (cast["fg"], "medium")
    assert kinds(cast.here.pk)[-1] == "advice_given"
    stale = as_(cast, "fg", proved_ago=timedelta(minutes=5))
    assert stale.post(ADVICE, advice())["Location"].startswith("/bevestigen/")
    assert as_(cast, "administrator").post(ADVICE, advice()).status_code == 404
    assert FgAdvice.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "days", "says"),
    [
        ("dpia_date", 1, "moet nog komen"),
        ("valid_until", 0, "Kies een datum die nog komt"),
        ("valid_until", 3 * 365 + 2, "binnen drie jaar"),
    ],
)
def test_an_advice_with_impossible_dates_is_refused(cast: Cast, field: str, days: int, says: str) -> None:
    day = str(timezone.localdate() + timedelta(days=days))
    answer = as_(cast, "fg").post(ADVICE, advice(**{field: day}))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not FgAdvice.objects.exists()


def test_an_advice_outlives_its_assessment_in_the_database_as_well(cast: Cast) -> None:
    day = date(2026, 11, 2)
    given: dict[str, Any] = {
        "organisation": cast.here, "given_by": cast["fg"], "given_at": NOW, "residual_risk": "low",
        "prior_consultation": "done", "dpia_date": day,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        FgAdvice.objects.create(**given, valid_until=day)
    assert "advice" in str(FgAdvice.objects.create(**given, valid_until=day + timedelta(days=1)))


# --- Names are for those who may know ---------------------------------------------------------------------------------


def test_names_are_given_within_ones_own_organisation_only(cast: Cast) -> None:
    asked: list[UUID] = [cast["professional"].pk, cast["outside_professional"].pk]
    assert names_of(cast.actor("colleague"), asked) == {cast["professional"].pk: "Professional"}
    assert names_of(cast.actor("reader"), asked) == {}
    assert people_by_pseudonym(cast.actor("professional")) == {}
    assert len(people_by_pseudonym(cast.actor("fg"))) == User.objects.filter(organisation=cast.here).count()
    assert own_organisation(cast.actor("reader")) is None
    assert house() == cast.here


def test_whatever_is_printed_of_a_row_names_nobody(cast: Cast) -> None:
    suspend_person(cast.actor("administrator"), cast["professional"], now=NOW)
    rows = [cast.here, cast["professional"], RoleGrant.objects.filter(user=cast["fg"])[0]]
    assert [str(row) for row in rows] == [str(cast.here.pk), str(cast["professional"].pk), "fg"]
