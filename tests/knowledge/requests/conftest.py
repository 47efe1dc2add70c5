"""What the tests of requests share: the cast, with a second reviewer, since four eyes need two."""

from __future__ import annotations

import pytest
from tests.people import Cast, make_cast, make_person

from sleutelwerk.accounts.rules.roles import Role


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    cast = make_cast()
    cast.people["second_reviewer"] = make_person("second_reviewer", cast.here, (Role.ACCESS_REVIEWER,))
    return cast
