"""What a sign-in is worth: the decisions alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.assurance import (
    Arrival,
    EmergencyAccount,
    Entry,
    OwnFactor,
    arrival,
    entry_by_own_factor,
    fits_domains,
    may_be_compulsory,
    may_connect_provider,
    may_switch_on,
)
from sleutelwerk.accounts.rules.roles import Role

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
DOMAINS = ["voorbeeld.example"]


@pytest.mark.parametrize(
    ("email", "fits"),
    [
        ("a@voorbeeld.example", True),
        ("a@VOORBEELD.example", True),
        ("a@sub.voorbeeld.example", False),
        ("a@nietvoorbeeld.example", False),
        ("a@elders.example@voorbeeld.example", False),
        ("voorbeeld.example", False),
        ("", False),
    ],
)
def test_a_provider_vouches_for_its_own_domains_only(email: str, fits: bool) -> None:
    assert fits_domains(email, DOMAINS) is fits


def test_somebody_linked_is_known_whatever_his_address() -> None:
    for email, taken in product(("", "a@elders.example", "a@voorbeeld.example"), (True, False)):
        assert arrival(email, DOMAINS, linked=True, address_taken=taken) is Arrival.KNOWN


def test_an_address_alone_never_makes_one_known() -> None:
    for email, taken in product(("", "a@elders.example", "a@voorbeeld.example"), (True, False)):
        assert arrival(email, DOMAINS, linked=False, address_taken=taken) is not Arrival.KNOWN


@pytest.mark.parametrize(
    ("email", "taken", "outcome"),
    [
        ("", False, Arrival.NO_ADDRESS),
        ("a@elders.example", True, Arrival.FOREIGN_ADDRESS),
        ("a@voorbeeld.example", True, Arrival.KNOWN_ADDRESS),
        ("a@voorbeeld.example", False, Arrival.NEW),
    ],
)
def test_whoever_is_new_comes_with_an_address_of_his_organisation(
    email: str, taken: bool, outcome: Arrival
) -> None:  # fmt: skip
    assert arrival(email, DOMAINS, linked=False, address_taken=taken) is outcome


KNOWN = OwnFactor(
    compulsory=True, is_emergency_account=False, is_administrator=False, is_linked=True, has_strong_factor=True,
    came_by_link=False, just_vouched_for=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        ({}, Entry.BY_PROVIDER),
        ({"is_administrator": True}, Entry.BY_PROVIDER),
        ({"is_emergency_account": True}, Entry.BY_PROVIDER),
        ({"is_emergency_account": True, "is_administrator": True}, Entry.EMERGENCY),
        ({"is_linked": False}, Entry.BY_PROVIDER),
        ({"is_linked": False, "just_vouched_for": True}, Entry.OPEN),
        ({"just_vouched_for": True}, Entry.BY_PROVIDER),
        ({"is_linked": False, "came_by_link": True}, Entry.LINK_FIRST),
        ({"came_by_link": True}, Entry.BY_PROVIDER),
        ({"compulsory": False}, Entry.OPEN),
        ({"compulsory": False, "has_strong_factor": False}, Entry.BY_PROVIDER),
        ({"compulsory": False, "has_strong_factor": False, "came_by_link": True}, Entry.OPEN),
        ({"compulsory": False, "has_strong_factor": False, "is_linked": False}, Entry.OPEN),
    ],
)
def test_when_ones_own_factor_opens_the_door(change: dict[str, bool], entry: Entry) -> None:
    assert entry_by_own_factor(replace(KNOWN, **change)) is entry


def test_where_it_is_compulsory_only_an_administrator_comes_in_by_emergency() -> None:
    fields = [name for name in OwnFactor.__dataclass_fields__ if name != "compulsory"]
    for values in product((True, False), repeat=len(fields)):
        known = OwnFactor(compulsory=True, **dict(zip(fields, values, strict=True)))
        if entry_by_own_factor(known) is Entry.EMERGENCY:
            assert known.is_emergency_account
            assert known.is_administrator


def actor(*roles: Role, organisation: UUID = HERE) -> Actor:
    return Actor(UUID(int=9), organisation, frozenset(roles))


def test_who_may_connect_a_provider() -> None:
    administrator = actor(Role.ADMINISTRATOR)
    assert may_connect_provider(administrator, HERE, DOMAINS, confirmed=DOMAINS)
    refusal = may_connect_provider(administrator, HERE, [*DOMAINS, "elders.example"], confirmed=DOMAINS)
    assert not refusal
    assert "elders.example" in refusal.reason
    assert not may_connect_provider(actor(Role.ADMINISTRATOR, organisation=ELSEWHERE), HERE, DOMAINS, confirmed=DOMAINS)
    assert not may_connect_provider(actor(Role.PROFESSIONAL), HERE, DOMAINS, confirmed=DOMAINS)


def test_a_provider_is_offered_after_a_trial() -> None:
    assert may_switch_on(tried=True)
    assert not may_switch_on(tried=False)


def test_a_provider_is_the_only_way_in_when_somebody_has_another() -> None:
    good = EmergencyAccount(HERE, frozenset({Role.ADMINISTRATOR}), is_active=True, has_strong_factor=True)
    assert may_be_compulsory(HERE, good)
    assert not may_be_compulsory(HERE, None)
    for worse in (
        replace(good, organisation=ELSEWHERE), replace(good, roles=frozenset()), replace(good, is_active=False),
        replace(good, has_strong_factor=False),
    ):  # fmt: skip
        assert not may_be_compulsory(HERE, worse)
