"""A letter that waits lies sealed: a copy of the database holds no link that still works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from tests.people import NOW

from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.mailroom.actions import post, send_waiting
from sleutelwerk.mailroom.models import KEY_NAME, Letter
from sleutelwerk.mailroom.queries import unsent

pytestmark = pytest.mark.django_db

LINK = "Open http://localhost/aan-de-slag/geheim/ binnen een dag."


class Taken(EmailBackend):
    """Takes every letter and keeps what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[str] = []

    def send_messages(self, email_messages: Any) -> int:
        """Take them all."""
        self.bodies += [str(one.body) for one in email_messages]
        return len(email_messages)


@pytest.fixture(autouse=True)
def keys(settings: LazySettings, tmp_path: Path) -> Path:
    """A folder of keys of this test alone."""
    settings.KEYS_FOLDER = tmp_path / "keys"
    load_or_make_key.cache_clear()
    return tmp_path / "keys"


def in_the_database() -> str:
    """Give the text as it lies there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM mailroom_letter")
        return str(cursor.fetchone()[0])


def test_the_database_holds_no_word_of_it_and_the_letter_goes_out_whole() -> None:
    post(recipient="iemand@voorbeeld.example", subject="Een brief", body=LINK, now=NOW)
    first = in_the_database()
    assert "geheim" not in first
    assert [one.body for one in unsent()] == [LINK]
    Letter.objects.get().save()
    assert in_the_database() != first, "sealed anew each time"
    server = Taken()
    assert send_waiting(server, now=NOW) == 1
    assert server.bodies == [LINK]
    assert in_the_database() == ""


def test_what_an_earlier_release_left_waiting_goes_out() -> None:
    post(recipient="iemand@voorbeeld.example", subject="Een brief", body=LINK, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE mailroom_letter SET body = %s", [LINK])
    server = Taken()
    assert send_waiting(server, now=NOW) == 1
    assert server.bodies == [LINK]


def test_without_its_key_no_empty_letter_goes_out_and_it_opens_again_when_that_is_back(keys: Path) -> None:
    post(recipient="iemand@voorbeeld.example", subject="Een brief", body=LINK, now=NOW)
    kept = (keys / KEY_NAME).read_bytes()
    (keys / KEY_NAME).unlink()
    load_or_make_key.cache_clear()
    server = Taken()
    assert send_waiting(server, now=NOW) == 0
    assert server.bodies == []
    assert [(one.body, one.lost) for one in unsent()] == [("", True)]
    (keys / KEY_NAME).write_bytes(kept)
    load_or_make_key.cache_clear()
    again = Letter.objects.get()
    assert (again.body, again.tries) == (LINK, 1)
    assert send_waiting(server, now=again.next_try_at) == 1
    assert server.bodies == [LINK]
