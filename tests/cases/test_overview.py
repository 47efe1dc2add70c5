"""The overview of a case at work: how often it asks the database, with few contacts and with many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cases.begun import TODAY
from tests.cases.working import paid, spoke, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.models import Candidate, Case, Contact
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.contact import EMPTY_NOTES, contact_column

pytestmark = pytest.mark.django_db


def questions(client: Client, case: Case) -> int:
    """Count what opening a case asks the database, without what only marks where a transaction begins or ends."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("cases:open-case", args=[case.pk])).status_code == 200
    return sum("SAVEPOINT" not in one["sql"] for one in asked.captured_queries)


def test_many_contacts_ask_no_more_than_few(client: Client, cast: Cast) -> None:
    case = working(cast)
    candidate = Candidate.objects.get(case=case)
    spoke(cast, case)
    paid(candidate, TODAY.replace(day=1))
    sign_in(client, cast["professional"])
    client.get("/dossiers/")  # what a process remembers after its first page
    questions(client, case)  # whoever looks first notes that the contact was read
    few = questions(client, case)
    vault = candidate_vault(candidate.pk)
    rows = [Contact(candidate=candidate, held_on=TODAY - timedelta(days=n), created_at=NOW) for n in range(500)]
    for row in rows:
        row.notes = vault.seal(contact_column(row.pk), dict(EMPTY_NOTES))
    Contact.objects.bulk_create(rows)
    assert questions(client, case) == few
    assert few <= 12
