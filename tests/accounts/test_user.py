"""Accounts: one per address whatever its capitals, with an id that tells nothing."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError

from sleutelwerk.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_user_is_found_whatever_capitals_are_typed() -> None:
    user = User.objects.create(email="Noor@gemeente.example")
    assert User.objects.get_by_natural_key("noor@GEMEENTE.example") == user


def test_an_address_has_one_account() -> None:
    User.objects.create(email="noor@gemeente.example")
    with pytest.raises(IntegrityError):
        User.objects.create(email="NOOR@gemeente.example")


def test_a_user_shows_as_an_opaque_id() -> None:
    user = User.objects.create(email="noor@gemeente.example")
    assert uuid.UUID(str(user)) == user.id
    assert "noor" not in str(user)
