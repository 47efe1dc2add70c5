"""Why words were left standing lies under the key of what they are about: read by the FG, and gone with that key."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.cases.begun import at_assessment, begun
from tests.cases.seeded import SEED, seeded_examples
from tests.deliberation.begun import begun as a_deliberation
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.actions.assignment import Changes, save_assignment
from sleutelwerk.cases.actions.candidate import save_papers, stop_candidate
from sleutelwerk.cases.actions.vault import destroy_key
from sleutelwerk.cases.models.vault import forget_opened_keys
from sleutelwerk.deliberation.actions.preparing import Changes as Plan
from sleutelwerk.deliberation.actions.preparing import save_preparation
from sleutelwerk.deliberation.models import DeliberationKey
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.privacy.rules import Overrule

pytestmark = pytest.mark.django_db
WORD = "Strandplevierig"
OVERRULE = (Overrule((Kind.RELIGION,), f"Zo heet het gebouw van {WORD} nu eenmaal."),)
PAPERS = {"reach": "in_person", "place": "with_us", "note": ""}
GONE = "niet meer te lezen"


def page_of_fg(cast: Cast) -> str:
    """Give what the FG sees."""
    client = Client()
    sign_in(client, cast["fg"])
    forget_opened_keys()
    return client.get(reverse("home:guard-exceptions")).content.decode()


def copied() -> bytes:
    """Give every value of the table as a copy of the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_guardexception")
        values = [value for row in cursor.fetchall() for value in row]
    return b"\n".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in values)


def told(cast: Cast, under: str, row: UUID) -> None:
    """Look at the row, at a copy, and at the page of the FG."""
    kept = GuardException.objects.get()
    assert (kept.kept_under, kept.key_of) == (under, row)
    assert WORD.encode() not in copied()
    shown = page_of_fg(cast)
    assert WORD in shown
    assert GONE not in shown


def gone(cast: Cast) -> None:
    """The FG still sees that it happened, and no longer why."""
    shown = page_of_fg(cast)
    assert GuardException.objects.count() == 1
    assert WORD not in shown
    assert GONE in shown


def test_in_the_assignment_it_goes_with_the_key_of_the_case(cast: Cast) -> None:
    row = begun(cast)
    changes = Changes(texts={"mandate": "een besluit"}, overrules=OVERRULE)
    save_assignment(cast.actor("professional"), row.pk, changes, now=NOW)
    told(cast, "case", row.pk)
    destroy_key(row.pk)
    gone(cast)


def test_about_a_candidate_it_goes_with_him(cast: Cast) -> None:
    row = at_assessment(cast)
    save_papers(cast.actor("professional"), row.pk, PAPERS, OVERRULE, now=NOW)
    told(cast, "candidate", row.candidate.pk)
    stop_candidate(cast.actor("professional"), row.pk, now=NOW)
    gone(cast)


def test_in_a_deliberation_it_goes_with_the_key_of_what_is_kept(cast: Cast) -> None:
    row = a_deliberation(cast)
    save_preparation(cast.actor("facilitator"), row.pk, Plan(overrules=OVERRULE), now=NOW)
    told(cast, "deliberation", row.pk)
    DeliberationKey.objects.filter(deliberation=row).delete()
    gone(cast)


def test_an_example_holds_no_word_of_what_was_written_in_any_table(cast: Cast) -> None:
    seeded_examples(cast)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    plain = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert SEED.encode() not in plain, table
