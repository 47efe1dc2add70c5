"""What the tests of the trail share: keys of their own and a chain of their own."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def keys_folder(tmp_path: Path, settings: Settings) -> Path:
    """A folder with keys that no other test has."""
    folder = tmp_path / "keys"
    settings.AUDIT_KEYS_FOLDER = folder
    return folder


@pytest.fixture
def chain() -> uuid.UUID:
    """The chain of an organisation that no other test has."""
    return uuid.uuid4()
