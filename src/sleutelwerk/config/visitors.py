"""Looks up sessions, people and messages, but not in the rooms for everybody: those pages stay quick and blind."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sleutelwerk.config.reading_rooms import ROOMS, closed_room

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: Where nobody is looked up, unless the house closed the room. A page there has no `request.session` and no
#: `request.user`.
BLIND = (*(room.path for room in ROOMS), "/tekst-nakijken/", "/static/")


class VisitorMiddleware:
    """Three middlewares of Django's in one, passed by on the rooms for everybody."""

    def __init__(self, get_response: GetResponse) -> None:
        self._blind = get_response
        seeing = SessionMiddleware(AuthenticationMiddleware(MessageMiddleware(get_response)))
        self._seeing = cast("GetResponse", seeing)  # the type leaves room for answers that are still to come

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with or without knowing who asks."""
        if request.path_info.startswith(BLIND) and closed_room(request) is None:
            return self._blind(request)
        return self._seeing(request)
