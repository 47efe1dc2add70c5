"""The overview of a case at work: how often it asks the database, with few contacts and with many."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import groupby

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.begun import TODAY
from tests.cases.working import paid, spoke, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.rights import Question, erase_candidate, note_request
from sleutelwerk.cases.models import Candidate, Case, Contact
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.contact import EMPTY_NOTES, PAGE_SIZE, contact_column
from sleutelwerk.cases.rules.rights import Right

pytestmark = pytest.mark.django_db
MANY = 10_000


def questions(client: Client, case: Case) -> int:
    """Count what opening a case asks the database, the trail's own too, without what only marks a transaction.

    The trail asks past Django: SQLite counts itself, and on PostgreSQL each entry is one question.
    """
    address = reverse("cases:open-case", args=[case.pk])
    if connection.vendor == "sqlite":
        return len(list(groupby(_asked_of_sqlite(client, address))))  # a trigger tells again what woke it
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    counted = sum("SAVEPOINT" not in one["sql"] for one in asked.captured_queries)
    return counted + Entry.objects.count() - before


def _asked_of_sqlite(client: Client, address: str) -> list[str]:
    asked: list[str] = []
    connection.connection.set_trace_callback(asked.append)
    assert client.get(address).status_code == 200
    connection.connection.set_trace_callback(None)
    return [one for one in asked if "SAVEPOINT" not in one]


def add_contacts(candidate: Candidate, count: int) -> None:
    """Put so many contacts in a case at once, each with something that was agreed."""
    vault = candidate_vault(candidate.pk)
    rows = [Contact(candidate=candidate, held_on=TODAY - timedelta(days=n), created_at=NOW) for n in range(count)]
    for number, row in enumerate(rows):
        row.notes = vault.seal(contact_column(row.pk), {**EMPTY_NOTES, "follow_up": f"afspraak-nummer-{number}"})
    Contact.objects.bulk_create(rows)


def agreed_in(page: str) -> set[int]:
    """Give of which contacts a page tells what was agreed."""
    return {int(number) for number in re.findall(r"afspraak-nummer-(\d+)", page)}


def test_many_contacts_ask_no_more_than_few(client: Client, cast: Cast) -> None:
    case = working(cast)
    candidate = Candidate.objects.get(case=case)
    spoke(cast, case)
    paid(candidate, TODAY.replace(day=1))
    sign_in(client, cast["professional"])
    client.get("/dossiers/")  # what a process remembers after its first page
    questions(client, case)  # whoever looks first notes that the contact was read
    few = questions(client, case)
    add_contacts(candidate, 500)
    assert questions(client, case) == few
    assert few <= 12


def test_ten_thousand_contacts_are_turned_by_page_told_to_him_and_erased(client: Client, cast: Cast) -> None:
    """Nobody has so many, but nothing may break on it, and nothing may stay behind."""
    case = working(cast)
    candidate = Candidate.objects.get(case=case)
    add_contacts(candidate, MANY)
    sign_in(client, cast["professional"])
    questions(client, case)
    assert questions(client, case) <= 12
    address = reverse("cases:contacts", args=[case.pk])
    pages = [client.get(address, {"pagina": number}).content.decode() for number in (1, MANY // PAGE_SIZE)]
    assert [agreed_in(page) for page in pages] == [set(range(PAGE_SIZE)), set(range(MANY - PAGE_SIZE, MANY))]
    told = client.get(reverse("cases:read-report", args=[case.pk])).content.decode()
    assert agreed_in(told) == set(range(MANY))
    note_request(cast.actor("professional"), case.pk, Question(Right.ERASE, TODAY), now=NOW)
    erase_candidate(cast.actor("professional"), case.pk, now=NOW)
    assert not Contact.objects.exists()
