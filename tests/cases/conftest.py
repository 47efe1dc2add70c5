"""What the tests of case files share: everybody."""

from __future__ import annotations

import pytest
from tests.people import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()
