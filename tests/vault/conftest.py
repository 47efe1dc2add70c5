"""What the tests of the vault share: everybody, and a team of three."""

from __future__ import annotations

import pytest
from tests.people import Cast, make_cast

from sleutelwerk.vault.rules import Keepers


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture
def team(cast: Cast) -> Keepers:
    """Give a team: a professional, a colleague and whoever decides."""
    return Keepers(frozenset(cast[name].pk for name in ("professional", "colleague", "decision_maker")))
