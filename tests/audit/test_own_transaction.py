"""A page that forgets its transaction is found, though the test around it lies in one (tests/own_transaction.py)."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from tests.own_transaction import ForgotTransaction

from sleutelwerk.accounts.models import User
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.events import TRAIL_EXPORTED
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db


def tells(_request: HttpRequest) -> HttpResponse:
    """Write in the trail, and forget the transaction."""
    record(chain=SITE_CHAIN, kind=TRAIL_EXPORTED, actor=None, now=timezone.now())
    return HttpResponse()


def holds(_request: HttpRequest) -> HttpResponse:
    """Hold rows, and forget the transaction."""
    list(User.objects.select_for_update())
    return HttpResponse()


urlpatterns = [
    path("tells/", tells), path("holds/", holds),
    path("tells-well/", transaction.atomic(tells)), path("holds-well/", transaction.atomic(holds)),
]  # fmt: skip


@pytest.mark.parametrize("page", ["tells", "holds"])
def test_a_planted_page_without_a_transaction_is_found(page: str, settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__
    assert connection.in_atomic_block
    with pytest.raises(ForgotTransaction):
        Client().get(f"/{page}/")
    assert Client().get(f"/{page}-well/").status_code == 200


def test_what_a_test_does_by_itself_lies_in_the_transaction_of_the_test(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = __name__
    Client().get("/holds-well/")
    number = record(chain=SITE_CHAIN, kind=TRAIL_EXPORTED, actor=None, now=timezone.now())
    assert Entry.objects.filter(chain=SITE_CHAIN, number=number).exists()
