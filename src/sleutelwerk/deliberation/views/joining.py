"""The door of a deliberation: come in by a code, pair the big screen, or take the seat of a lost phone again."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation.actions.opening import Knock, knock, note_guessing, take_over_seat
from sleutelwerk.deliberation.engine.session.state import Role
from sleutelwerk.deliberation.forms.joining import JoinForm, RetakeForm, ScreenForm
from sleutelwerk.deliberation.queries.live import COOKIE, SCREEN_COOKIE

#: A room full of people shares one address, and each may mistype twice; whoever guesses needs some millions of tries.
LIMITS = {"beraad-wrong": "25/10m/ip", "beraad-site": "400/10m/key"}
#: A code that nobody has, a door that is shut and words that are wrong all sound the same.
NOT_FOUND = "Deze code klopt niet, of de deur is dicht. Vraag de gespreksleider."
TOO_OFTEN = "Er is hier te vaak een verkeerde code getypt. Wacht tien minuten, of vraag de gespreksleider om hulp."

#: Behind the address of the door, for a device that sat at the table and does no longer.
OVER = "voorbij"


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Take the code and a name, and let a device knock."""
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        came = _try(
            request,
            form,
            lambda: knock(
                said["code"],
                Role(said["role"]),
                said["alias"],
                now=timezone.now(),
                instead_of=request.COOKIES.get(COOKIE, ""),
            ),
        )
        if came is not None:
            return _seated(render(request, "deliberation/room/words.html", _words(request, came)), came, COOKIE)
    return _shown(request, "deliberation/room/enter.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def pair_screen(request: HttpRequest) -> HttpResponse:
    """Pair a device as the big screen; it shows what lies open and nothing else."""
    form = ScreenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code, now = form.cleaned_data["code"], timezone.now()
        came = _try(request, form, lambda: knock(code, Role.SCREEN, _("Groot scherm"), now=now))
        if came is not None:
            return _seated(
                HttpResponseRedirect(reverse("sessions:screen", args=[came.deliberation])), came, SCREEN_COOKIE
            )
    return _shown(request, "deliberation/room/pair.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def retake(request: HttpRequest) -> HttpResponse:
    """Take the seat of a lost phone by its words; the facilitator lets it in."""
    form = RetakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        came = _try(request, form, lambda: take_over_seat(said["code"], said["words"], now=timezone.now()))
        if came is not None:
            return _seated(render(request, "deliberation/room/words.html", _words(request, came)), came, COOKIE)
    return _shown(request, "deliberation/room/retake.html", form)


def _words(request: HttpRequest, came: Knock) -> dict[str, Any]:
    return {"words": came.words, "deliberation": came.deliberation, "insecure": line_is_open(request)}


def _try(request: HttpRequest, form: forms.Form, ask: Any) -> Knock | None:
    """Ask at the door, and count what was wrong; many wrong codes are told to who watches over the site."""
    tries = [
        ratelimit.consume(request, app="deliberation", action=action, config=LIMITS, key=key)
        for action, key in (("beraad-wrong", None), ("beraad-site", "all"))
    ]
    if not all(tries):
        note_guessing(now=timezone.now())
        form.add_error(None, TOO_OFTEN)
        return None
    try:
        came: Knock | None = ask()
    except NotAllowedError as refusal:
        form.add_error(None, str(refusal))
        return None
    if came is None:
        form.add_error("code", NOT_FOUND)
        return None
    for one in tries:  # a right code is no try
        if one is not None:
            one.rollback()
    return came


def _shown(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    shown = {"form": form, "insecure": line_is_open(request), "over": OVER in request.GET}
    return render(request, template, shown, status=422 if form.errors else 200)


def _seated(response: HttpResponse, came: Knock, cookie: str) -> HttpResponse:
    """Give a device its cookie; it goes with the browser."""
    response.set_cookie(cookie, came.token, httponly=True, samesite="Strict", secure=response_is_secure())
    return response


def line_is_open(request: HttpRequest) -> bool:
    """Tell whether others on the network can read along: no https, and not from this very computer."""
    host = split_domain_port(request.get_host())[0]
    return not request.is_secure() and host not in {"localhost", "127.0.0.1", "[::1]"}


def response_is_secure() -> bool:
    """Tell whether cookies go over https only: always in production, never on the network of a room."""
    from django.conf import settings  # noqa: PLC0415 - read when asked, as tests change it

    return bool(settings.CSRF_COOKIE_SECURE)
