"""What the tests of deliberations share: everybody, and a talk that was held."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.deliberation.held import Held, a_whole_talk
from tests.people import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture
def held(cast: Cast) -> Held:
    """Give a talk that closed an hour ago."""
    found = a_whole_talk(cast)
    found.close(timezone.now() - timedelta(hours=1))
    return found
