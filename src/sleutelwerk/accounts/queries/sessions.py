"""Looks up how the person of this session showed who he is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from sleutelwerk.accounts.models import User


def sign_in_records(request: HttpRequest) -> Sequence[dict[str, Any]]:
    """Give how the person of this session showed who he is, one record per step."""
    user = request.user
    return get_authentication_records(request, user) if isinstance(user, User) else []
