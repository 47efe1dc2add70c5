"""Ends the desk of a facilitator who signs out, at once; he can take it again after signing in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from sleutelwerk.deliberation.actions.announce import announce
from sleutelwerk.deliberation.models import Deliberation, Device
from sleutelwerk.deliberation.queries.live import COOKIE, token_hash


def signed_out(request: HttpRequest, user: Any, **_: Any) -> None:
    """Let go of the desks of this sign-in and of this browser; a desk on another device goes on.

    Its place in the session stays, so that he leads again as soon as he takes the desk.
    """
    if user is None:
        return
    here = Q(token_hash=token_hash(request.COOKIES.get(COOKIE, "")))
    if login := request.session.session_key:
        here |= Q(login=login)
    with transaction.atomic():
        desks = Device.objects.filter(here, account=user.pk, deliberation__state=Deliberation.State.LIVE)
        for desk in desks.exclude(login=""):
            desk.login = ""
            desk.save(update_fields=["login"])
            announce(desk.deliberation_id)
