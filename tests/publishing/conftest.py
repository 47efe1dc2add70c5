"""A data folder of a test's own, so that what it closes is open again for the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from sleutelwerk.publishing.queries import look_anew


@pytest.fixture
def own_mirror(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """Give the folder in which what is closed is mirrored; nothing is mirrored yet."""
    settings.DATA_FOLDER = tmp_path
    look_anew()
    yield tmp_path
    look_anew()
