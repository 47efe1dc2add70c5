"""What the tests of this room share."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from tests.people import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture(autouse=True)
def _quick_hashes(settings: LazySettings) -> None:
    """Hash passwords quickly."""
    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.QuickArgon2"]


@pytest.fixture
def outbox(settings: LazySettings) -> None:
    """Let the sign-in library's letters go where they go on a real site; Django's tests put them in memory."""
    settings.EMAIL_BACKEND = "sleutelwerk.mailroom.mail.OutboxBackend"
