"""Keeping documents: who may, what is sealed, and what goes when a document goes."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.knowledge.documents.conftest import SUMMARY, TITLE
from tests.knowledge.documents.files import a_pdf
from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions.copies import context
from sleutelwerk.knowledge.actions.documents import (
    CleanFile,
    Described,
    add_document,
    replace_file,
    store_composed,
    sweep_stray_files,
    withdraw_document,
)
from sleutelwerk.knowledge.engine.sealed import open_sealed
from sleutelwerk.knowledge.models import DocumentFile, LibraryDocument
from sleutelwerk.knowledge.queries.documents import document, documents, key_path, own_documents, path_of

pytestmark = pytest.mark.django_db
WHAT = Described("Nog een stuk", SUMMARY, "beginnen")
FILE = CleanFile(a_pdf(), 3)


def test_a_document_stands_in_the_library_and_its_file_is_sealed(slug: str, data_folder: Path) -> None:
    found = document(slug)
    assert found is not None
    assert (found.title, found.pages, found.version, found.removed) == (TITLE, 3, 1, ("scripts",))
    file = DocumentFile.objects.get()
    assert b"%PDF" not in path_of(file.pk).read_bytes()
    whole = b"".join(open_sealed(path_of(file.pk), load_or_make_key(key_path()), context(file)))
    assert whole == a_pdf()
    for path in data_folder.rglob("*"):
        assert not path.is_file() or b"%PDF" not in path.read_bytes()


@pytest.mark.parametrize(
    "name", ["professional", "administrator", "access_reviewer", "fg", "outside_administrator", "reader"]
)
def test_only_a_content_owner_of_the_house_keeps_documents(cast: Cast, slug: str, name: str) -> None:
    actor, found = cast.actor(name), document(slug)
    assert found is not None
    for does in (
        lambda: add_document(actor, WHAT, FILE, now=NOW),
        lambda: replace_file(actor, found.id, FILE, now=NOW),
        lambda: withdraw_document(actor, found.id, now=NOW),
    ):
        with pytest.raises(NotAllowedError, match="beheerder van de inhoud"):
            does()
    assert own_documents(actor) == ()
    assert len(own_documents(cast.actor("content_owner"))) == 1


def test_two_documents_do_not_share_a_title(cast: Cast, slug: str) -> None:
    with pytest.raises(NotAllowedError, match="Kies een andere titel"):
        add_document(cast.actor("content_owner"), Described(TITLE, SUMMARY, "beginnen"), FILE, now=NOW)
    assert [one.slug for one in documents()] == [slug]


def test_a_new_file_is_a_new_version_and_the_old_one_stays(cast: Cast, slug: str) -> None:
    found = document(slug)
    assert found is not None
    replace_file(cast.actor("content_owner"), found.id, CleanFile(a_pdf(5), 5), now=NOW)
    again = document(slug)
    assert again is not None
    assert (again.version, again.pages) == (2, 5)
    assert Entry.objects.count() == 2


def test_what_is_withdrawn_is_gone_with_its_files_and_its_title_is_free(
    cast: Cast, slug: str, django_capture_on_commit_callbacks: object
) -> None:
    owner, found = cast.actor("content_owner"), document(slug)
    assert found is not None
    path = path_of(DocumentFile.objects.get().pk)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert withdraw_document(owner, found.id, now=NOW)
    assert not path.exists()
    assert document(slug) is None
    assert not withdraw_document(owner, found.id, now=NOW)
    assert add_document(owner, Described(TITLE, SUMMARY, "beginnen"), FILE, now=NOW) == slug


def test_what_the_site_makes_is_stored_once_for_each_content(cast: Cast) -> None:
    what, made = Described("Handreiking", SUMMARY, "beginnen"), CleanFile(a_pdf(), 3, made_from="a" * 64)
    assert store_composed("handreiking", what, made, now=NOW)
    assert not store_composed("handreiking", what, made, now=NOW)
    assert store_composed("handreiking", what, CleanFile(a_pdf(4), 4, made_from="b" * 64), now=NOW)
    found = document("handreiking")
    assert found is not None
    assert (found.version, found.composed) == (2, True)


def test_without_a_house_nothing_is_stored() -> None:
    assert not store_composed("handreiking", WHAT, FILE, now=NOW)
    assert not LibraryDocument.objects.exists()


def test_files_that_nothing_points_to_are_swept_up(slug: str) -> None:
    stray = path_of(uuid4())
    stray.write_bytes(b"achtergebleven")
    now = datetime.now(UTC)
    assert sweep_stray_files(now=now) == 0  # it may belong to somebody who is just adding it
    old = (now - timedelta(hours=2)).timestamp()
    kept = path_of(DocumentFile.objects.get().pk)
    for path in (stray, kept):
        os.utime(path, (old, old))
    assert sweep_stray_files(now=now) == 1
    assert kept.exists()
    assert slug
