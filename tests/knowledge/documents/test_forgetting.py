"""What goes by itself: who added a file, whose copies were handed out, and copies kept ready."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from tests.knowledge.requests.asking import granted
from tests.people import NOW, Cast

from sleutelwerk.accounts.actions.forgetting import forget_closed
from sleutelwerk.accounts.actions.people import suspend_person
from sleutelwerk.audit.models import Entry
from sleutelwerk.knowledge.actions.copies import ready_folder
from sleutelwerk.knowledge.models import DocumentFile, Handout
from sleutelwerk.knowledge.tasks.documents import forget_what_is_over, tidy_copies

pytestmark = pytest.mark.django_db


def test_who_added_a_file_is_let_go_with_the_account(cast: Cast, slug: str) -> None:
    owner = cast["content_owner"]
    suspend_person(cast.actor("administrator"), owner, now=NOW)
    assert forget_closed(now=NOW + timedelta(days=184)) == 1
    added_by = DocumentFile.objects.get().added_by
    assert added_by is not None
    assert (added_by.name, added_by.email.partition("@")[2]) == ("", "vergeten.invalid")
    assert slug


def test_handouts_go_a_year_after_the_last_copy(cast: Cast) -> None:
    for number, days in enumerate((0, 365, 366)):
        Handout.objects.create(
            code=f"AAAA-000{number}", kind="article", key="een", version="v", title="Een", person=cast["reader"],
            day=(NOW - timedelta(days=days)).date(),
        )  # fmt: skip
    forget_what_is_over(NOW)
    assert Handout.objects.count() == 2
    told = [body for body in Entry.objects.values_list("body", flat=True) if "handouts_forgotten" in body]
    assert len(told) == 1
    assert '"handouts":1' in told[0].replace(" ", "")
    assert "AAAA" not in told[0]
    assert str(cast["reader"].pk) not in told[0]


def test_what_a_mark_said_goes_with_the_account(cast: Cast) -> None:
    for number, name in enumerate(("professional", "colleague")):
        Handout.objects.create(
            code=f"AAAA-000{number}", kind="article", key="een", version="v", title="Een", person=cast[name],
            day=(NOW + timedelta(days=180)).date(), name="Sanne Proef", organisation="Gemeente Proef",
        )  # fmt: skip
    suspend_person(cast.actor("administrator"), cast["colleague"], now=NOW)
    assert forget_closed(now=NOW + timedelta(days=184)) == 1
    forget_what_is_over(NOW + timedelta(days=184))
    left = dict(Handout.objects.values_list("person__name", "name"))
    assert left == {"Professional": "Sanne Proef", "": ""}
    assert Handout.objects.get(name="").organisation == ""


def test_a_handout_outlives_its_request(cast: Cast) -> None:
    row = granted(cast, cast["reader"].email)
    Handout.objects.create(
        code="AAAA-0000", kind="article", key="een", version="v", title="Een", person=cast["reader"],
        day=NOW.date(), name="Sanne Proef", request=row,
    )  # fmt: skip
    row.delete()
    left = Handout.objects.get()
    assert (left.request_id, left.name) == (None, "Sanne Proef")


def test_copies_are_kept_ready_for_an_hour() -> None:
    folder, now = ready_folder(), datetime.now(UTC)
    folder.mkdir(parents=True)
    for name, minutes in (("nieuw", 59), ("oud", 61)):
        path = folder / f"{name}.sealed"
        path.write_bytes(b"x")
        stamp = (now - timedelta(minutes=minutes)).timestamp()
        os.utime(path, (stamp, stamp))
    tidy_copies(now)
    assert [path.name for path in folder.iterdir()] == ["nieuw.sealed"]
