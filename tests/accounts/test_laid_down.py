"""A cast that is laid down again is the same as one that was saved, but for its ids; so is a session opened at once."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from tests.laid_down import LaidDown
from tests.people import Cast, make_cast, make_organisation, sign_in

from sleutelwerk.accounts.models import Organisation, RoleGrant, User


def everything(cast: Cast) -> dict[str, list[Any]]:
    """Give all rows without ids, and whose they are by address and name."""
    of_people = ("email", "name", "organisation__name", "is_active", "joined_at", "password")
    people = sorted(User.objects.values_list(*of_people))
    addresses = sorted(EmailAddress.objects.values_list("user__email", "email", "verified", "primary"))
    roles = sorted(RoleGrant.objects.values_list("user__email", "organisation__name", "role", "granted_at"))
    houses = sorted(Organisation.objects.values_list("name", "kind", "is_house", "set_up_at", "controller"))
    here = {one.pk for one in (cast.here, cast.elsewhere, cast.police)}
    assert here == set(Organisation.objects.values_list("pk", flat=True))
    assert {one.pk for one in cast.people.values()} == set(User.objects.values_list("pk", flat=True))
    return {"people": people, "addresses": addresses, "roles": roles, "houses": houses}


@pytest.mark.django_db
def test_a_cast_laid_down_again_is_the_same_with_ids_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.people._CAST", LaidDown())
    found, ids = [], []
    for _ in range(2):
        with transaction.atomic():
            cast = make_cast()
            found.append(everything(cast))
            ids.append({one.pk for one in cast.people.values()})
            cast["reader"].refresh_from_db()
            cast["reader"].save()
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert not ids[0] & ids[1]


@pytest.mark.django_db
def test_what_failed_half_way_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.people._CAST", LaidDown())
    with transaction.atomic():
        make_organisation("Eerder", house=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_cast()
        transaction.set_rollback(True)
    assert len(everything(make_cast())["people"]) == 16


@pytest.mark.django_db
def test_a_session_opened_at_once_is_as_good_as_one_that_grew() -> None:
    cast, kept = make_cast(), []
    fresh, grown = Client(), Client()
    # what somebody does before he signs in gives him a session already
    session = grown.session
    session["before"] = 1
    session.save()
    grown.cookies["sleutelwerk_session"] = str(session.session_key)
    for client in (fresh, grown):
        sign_in(client, cast["professional"])
        assert client.get("/dossiers/").status_code == 200
        kept.append(set(client.session.keys()) - {"before"})
    assert kept[0] == kept[1]
    assert grown.session["before"] == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_laid_down_outside_a_transaction_begins_none_when_it_is_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid = LaidDown()
    monkeypatch.setattr("tests.people._CAST", laid)
    make_cast()
    assert laid._asked
    assert not [asked for asked, _values in laid._asked if asked.startswith(("BEGIN", "SAVEPOINT", "COMMIT"))]
