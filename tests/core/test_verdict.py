"""A decision and its reason travel together."""

from __future__ import annotations

import pytest

from sleutelwerk.core.verdict import ALLOWED, NotAllowedError, Verdict, first_refusal, refused, require


def test_a_verdict_reads_as_yes_or_no() -> None:
    assert ALLOWED
    assert ALLOWED.reason == ""
    assert not refused("Dit mag niet.")
    assert refused("Dit mag niet.") == Verdict(allowed=False, reason="Dit mag niet.")


def test_the_first_refusal_counts() -> None:
    one, two = refused("Een."), refused("Twee.")
    assert first_refusal() is ALLOWED
    assert first_refusal(ALLOWED, ALLOWED) == ALLOWED
    assert first_refusal(ALLOWED, one, two) is one


def test_a_refusal_stops_with_its_reason() -> None:
    require(ALLOWED)
    with pytest.raises(NotAllowedError, match=r"^Dit mag niet\.$"):
        require(refused("Dit mag niet."))
