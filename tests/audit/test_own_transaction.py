"""In a test too a request is refused that records outside a transaction, as it is on a real site."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tests.audit.trails import CASE_READ, NOW

from sleutelwerk.audit.actions import OutsideTransaction, record
from sleutelwerk.audit.models import Entry

pytestmark = pytest.mark.django_db

_CHAIN = UUID("00000000-0000-4000-8000-00000000000a")


def _without(_request: HttpRequest) -> HttpResponse:
    record(chain=_CHAIN, kind=CASE_READ, actor=None, now=NOW)
    return HttpResponse("gelukt")


urlpatterns = [path("zonder/", _without), path("met/", transaction.atomic(_without))]


@pytest.fixture(autouse=True)
def _pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_a_page_without_a_transaction_is_caught() -> None:
    with pytest.raises(OutsideTransaction):
        Client().get("/zonder/")
    with transaction.atomic(), pytest.raises(OutsideTransaction):
        Client().get("/zonder/")
    assert not Entry.objects.filter(chain=_CHAIN).exists()


def test_a_page_with_a_transaction_records() -> None:
    assert Client().get("/met/").content == b"gelukt"
    assert Entry.objects.filter(chain=_CHAIN).count() == 1


def test_outside_a_request_the_transaction_of_the_test_will_do() -> None:
    assert record(chain=_CHAIN, kind=CASE_READ, actor=None, now=NOW) == 1
