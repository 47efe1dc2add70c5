"""A house with people, a data folder of its own, and a document behind the gate."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from tests.knowledge.documents.files import a_pdf
from tests.people import NOW, Cast, make_cast

from sleutelwerk.knowledge.actions.documents import CleanFile, Described, add_document
from sleutelwerk.publishing.models import ReadingGrant

TITLE = "Stuk achter de poort"
SUMMARY = "Een stuk dat alleen lezers met toegang mogen openen, voor deze test."


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: LazySettings) -> Path:
    """Keep the files of a test apart."""
    settings.DATA_FOLDER = tmp_path
    settings.KEYS_FOLDER = tmp_path / "keys"
    return tmp_path


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


@pytest.fixture
def slug(cast: Cast) -> str:
    """Give a document that a content owner added."""
    file = CleanFile(a_pdf(), 3, ["scripts"])
    return add_document(cast.actor("content_owner"), Described(TITLE, SUMMARY, "beginnen"), file, now=NOW)


def give_access(cast: Cast, name: str, *, days: int = 30) -> ReadingGrant:
    """Give somebody access to the whole library."""
    return ReadingGrant.objects.create(
        organisation=cast.here, person=cast[name], scope_kind="library", since=NOW - timedelta(days=1),
        until=NOW + timedelta(days=days), granted_by=cast["access_reviewer"], request=uuid4(),
    )  # fmt: skip
