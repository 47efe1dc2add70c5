"""Closes the rooms that the house put behind the gate: a visitor sees why and how to ask, a reader walks in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from sleutelwerk.core.later import later
from sleutelwerk.publishing.queries import closed_kinds, may_enter
from sleutelwerk.publishing.rules import Kind

mark_reader = later("sleutelwerk.config.room_marks.mark_reader")
with_mark = later("sleutelwerk.config.room_marks.with_mark")
actor_of = later("sleutelwerk.accounts.views.gates.actor_of")

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_FOUND = "_sleutelwerk_closed_room"


@dataclass(frozen=True, slots=True)
class Room:
    """A room that opens and closes as a whole: where it is, and what whoever may not enter hears of it."""

    kind: Kind
    path: str
    start: str
    title: Promise
    about: Promise


#: Articles are not here: the kennisbank keeps a gate before each of them.
ROOMS = (
    Room(
        Kind.ROUTE_MAP, "/routekaart/", "route_map:start", _("Routekaart"),
        _("Vragen over uw opdracht, die leiden naar het profiel dat past of naar een eerlijk advies."),
    ),
    Room(
        Kind.PROFILES, "/functieprofielen/", "function_profiles:overview", _("Functieprofielen"),
        _("Vier profielen van sleutelfiguren: wat elk vraagt, en wat u ervoor biedt."),
    ),
    Room(
        Kind.DELIBERATION, "/moreel-beraad/", "deliberation:overview", _("Moreel beraad"),
        _("Methoden en dilemma’s om samen te bespreken wat goed is om te doen."),
    ),
)  # fmt: skip


def closed_room(request: HttpRequest) -> Room | None:
    """Give the closed room that this request comes to, if any; looked up once, so that one request gets one answer."""
    found: Room | bool | None = getattr(request, _FOUND, False)
    if isinstance(found, bool):
        room = next((one for one in ROOMS if request.path_info.startswith(one.path)), None)
        found = room if room and room.kind in closed_kinds() else None
        setattr(request, _FOUND, found)
    return found


class ReadingRoomsMiddleware:
    """Stands at the door of a closed room, before any page of it is made: documents, pictures and fragments as well."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what a closed room gives carries its reader's mark."""
        response = self._get_response(request)
        return with_mark(request, response) if hasattr(request, "reader_mark") else response

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> HttpResponse | None:
        """Show the gate to whoever may not enter; whether a page exists behind it, it does not tell."""
        room = closed_room(request)
        if room is None:
            return None
        if _may_enter(request):
            mark_reader(request, room)
            return None
        if "HX-Request" in request.headers:
            # a part of an open page: the whole of it goes, and the gate comes
            return HttpResponse(status=204, headers={"HX-Redirect": reverse(room.start)})
        onward = request.get_full_path() if request.method == "GET" else reverse(room.start)
        shown = {"room": room, "sign_in": f"{reverse('account_login')}?{urlencode({'next': onward})}"}
        return render(request, "knowledge/closed_room.html", shown)


def _may_enter(request: HttpRequest) -> bool:
    actor = actor_of(request) if request.user.is_authenticated else None
    return bool(may_enter(actor, now=timezone.now()))
