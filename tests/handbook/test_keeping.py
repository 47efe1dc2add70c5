"""The handreiking in the library: there from the start, made once for each content, and behind the gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.people import NOW, make_cast

from sleutelwerk.handbook.documents.keeping import SLUG, keep_up_to_date
from sleutelwerk.knowledge.models import DocumentFile
from sleutelwerk.knowledge.queries.documents import document, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: LazySettings) -> Path:
    """Keep the files of a test apart."""
    settings.DATA_FOLDER = tmp_path
    settings.KEYS_FOLDER = tmp_path / "keys"
    return tmp_path


def test_without_a_house_there_is_no_library_to_put_it_in() -> None:
    keep_up_to_date(NOW)
    assert not DocumentFile.objects.exists()


def test_it_is_made_once_and_lies_sealed() -> None:
    make_cast()
    keep_up_to_date(NOW)
    found = document(SLUG)
    assert found is not None
    assert (found.title, found.composed, found.version) == ("Handreiking Sleutelwerk", True, 1)
    assert found.pages > 60
    file = DocumentFile.objects.get()
    assert b"%PDF" not in path_of(file.pk).read_bytes()[:4096]
    keep_up_to_date(NOW)
    assert DocumentFile.objects.count() == 1
