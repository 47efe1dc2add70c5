"""The cast with a second content owner, and a content folder with one article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.knowledge.authoring.desks import make_owners, ship
from tests.people import Cast

from sleutelwerk.knowledge.content import collection


@pytest.fixture
def content(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """Give a content folder of the organisation with one article; what ships lies below it."""
    ship(tmp_path)
    settings.CONTENT_FOLDER = str(tmp_path)
    yield tmp_path
    collection.cache_clear()


@pytest.fixture
def cast(db: None, content: Path) -> Cast:
    """Give everybody, with more content owners."""
    return make_owners()
