"""What is known of a writer goes with his account; that two different people signed stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.knowledge.authoring.desks import SLUG, proposed, signed
from tests.people import NOW, Cast, sign_in

from sleutelwerk.accounts.actions.forgetting import forget_closed
from sleutelwerk.accounts.actions.people import suspend_person

pytestmark = pytest.mark.django_db


def test_the_name_of_a_writer_goes_with_his_account(cast: Cast) -> None:
    version = signed(cast, proposed(cast))
    client = Client()
    sign_in(client, cast["third_owner"])
    address = reverse("knowledge:article-history", args=[SLUG])
    assert "Second Owner" in client.get(address).content.decode()
    for name in ("content_owner", "second_owner"):
        suspend_person(cast.actor("administrator"), cast[name], now=NOW)
    assert forget_closed(now=NOW + timedelta(days=184)) == 2
    page = client.get(address).content.decode()
    for gone in ("Second Owner", "Content Owner", "@voorbeeld.example"):
        assert gone not in page
    version.refresh_from_db()
    assert version.written_by_id != version.signed_by_id
    assert version.note
