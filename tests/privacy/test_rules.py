"""What may stay in a text, who sees that it stayed."""

from __future__ import annotations

from uuid import UUID

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.privacy.engine.model import Kind
from sleutelwerk.privacy.rules import Overrule, Place, may_overrule, may_see_exceptions, may_stand

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
GOOD = "De spreker noemt dit zelf in het openbaar."


def somebody(organisation: UUID | None = HERE, role: Role = Role.PROFESSIONAL) -> Actor:
    return Actor(UUID(int=9), organisation, frozenset({role}))


def test_a_text_without_remarks_may_stand() -> None:
    assert may_stand((), anyway=False, reason="")


def test_remarks_need_a_tick_and_a_reason() -> None:
    kinds = (Kind.RELIGION,)
    assert "anders" in may_stand(kinds, anyway=False, reason=GOOD).reason
    assert "waarom" in may_stand(kinds, anyway=True, reason=" kort     ").reason
    assert may_stand(kinds, anyway=True, reason=GOOD)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.BSN])
def test_every_kind_but_one_may_stand_for_a_reason(kind: Kind) -> None:
    assert may_stand((kind,), anyway=True, reason=GOOD)


def test_a_service_number_never_may() -> None:
    verdict = may_stand((Kind.RELIGION, Kind.BSN), anyway=True, reason=GOOD)
    assert not verdict
    assert "burgerservicenummer" in verdict.reason


def test_overruling_needs_an_organisation_and_something_to_overrule() -> None:
    good = Overrule((Kind.RELIGION,), GOOD)
    assert may_overrule(somebody(), good)
    assert not may_overrule(somebody(None), good)
    assert not may_overrule(somebody(), Overrule((), GOOD))
    assert not may_overrule(somebody(), Overrule((Kind.RELIGION,), "kort"))
    assert not may_overrule(somebody(), Overrule((Kind.BSN,), GOOD))


@pytest.mark.parametrize("role", list(Role))
def test_only_the_fg_of_the_organisation_sees_exceptions(role: Role) -> None:
    assert bool(may_see_exceptions(somebody(HERE, role), HERE)) == (role is Role.FG)
    assert not may_see_exceptions(somebody(ELSEWHERE, role), HERE)
    assert not may_see_exceptions(somebody(None, role), None)


def test_every_place_has_a_name() -> None:
    assert all(place.label for place in Place)
    assert len({place.label for place in Place}) == len(Place)
