"""Puts the reader's mark on what a closed room gives: a strip on each page, and a line on every page of a PDF."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from sleutelwerk.config.reading_rooms import Room
from sleutelwerk.core.later import later

account_of = later("sleutelwerk.accounts.views.gates.account_of")
actor_of = later("sleutelwerk.accounts.views.gates.actor_of")
greeting = later("sleutelwerk.accounts.queries.organisations.greeting")
enter_room = later("sleutelwerk.knowledge.actions.copies.enter_room")
marked_copy = later("sleutelwerk.knowledge.actions.copies.marked_copy")
line_of = later("sleutelwerk.knowledge.engine.marking.line_of")

#: What a group made of its own deliberation is no content of the room; a name on it would tell who took part.
_OWN = frozenset({"deliberation", "token"})
_MARK = "_sleutelwerk_room_mark"


def mark_reader(request: HttpRequest, room: Room) -> None:
    """Give the request the mark of its reader, where what he gets is content of the room and a page of its own."""
    match = request.resolver_match
    own = match is not None and not _OWN.isdisjoint(match.kwargs)
    if own or request.method == "HEAD" or "HX-Request" in request.headers:
        return  # a part of an open page stands above the mark that is there already
    who = greeting(account_of(request))
    mark = enter_room(actor_of(request), who, room.kind.value, str(room.title), now=timezone.now())
    setattr(request, _MARK, mark)
    request.reader_mark = line_of(mark)  # type: ignore[attr-defined]  # for the tag of the room `ui`


def with_mark(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Mark a PDF; pages carry their mark already, and everything else is given as it is."""
    mark = getattr(request, _MARK, None)
    if mark is None or not isinstance(response, HttpResponse) or response.status_code != HTTPStatus.OK:
        return response
    if response.headers.get("Content-Type") != "application/pdf":
        return response
    from sleutelwerk.knowledge.actions.copies import NoCopy  # noqa: PLC0415 - slow to load, and few need it

    try:
        response.content = marked_copy(response.content, mark)
    except NoCopy as trouble:
        return _no_copy(request, busy=trouble.busy)
    # these tell of the file without its mark
    for name in ("ETag", "Content-Length"):
        response.headers.pop(name, None)
    return response


def _no_copy(request: HttpRequest, *, busy: bool) -> HttpResponse:
    answer = render(request, "knowledge/no_copy.html", {"busy": busy, "again": request.path}, status=503)
    if busy:
        answer["Retry-After"] = "60"
    return answer
