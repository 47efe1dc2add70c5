"""The room of a deliberation while it goes on: phone, desk and big screen, and what is asked from them."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from uuid import UUID

import qrcode
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathImage

from sleutelwerk.accounts.rules.roles import Role as AccountRole
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse, signed_in
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation.actions import closing, opening, taking_part
from sleutelwerk.deliberation.actions.quota import is_flood, may_add
from sleutelwerk.deliberation.actions.taking_part import Answer
from sleutelwerk.deliberation.engine.model import Method
from sleutelwerk.deliberation.engine.session.decide import fills_in
from sleutelwerk.deliberation.engine.session.path import Form
from sleutelwerk.deliberation.engine.session.state import MOST_PEOPLE
from sleutelwerk.deliberation.engine.session.views import outline
from sleutelwerk.deliberation.engine.shorten import shorten
from sleutelwerk.deliberation.forms.sends import BadSend, Send, send_from
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries.live import COOKIE, SCREEN_COOKIE, Seat, is_in, method_of, seat_of, words_of
from sleutelwerk.deliberation.rules.seats import is_at_desk, is_screen, may_see_code, types_for_all
from sleutelwerk.deliberation.views.joining import OVER, line_is_open, response_is_secure


@require_POST
@in_role(AccountRole.FACILITATOR)
def open_room(request: HttpRequest, deliberation: UUID) -> HttpResponseBase:
    """Open the room and go to the desk."""
    try:
        seat = opening.open_room(actor_of(request), deliberation, login=_login(request), now=timezone.now())
    except (Deliberation.DoesNotExist, NotAllowedError):
        refuse(request)
    return _at_desk(seat)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, deliberation: UUID) -> HttpResponseBase:
    """Show the facilitator's desk. Its device keeps it until he signs out; a new one asks him to sign in."""
    seat = seat_of(request.COOKIES.get(COOKIE, ""), deliberation)
    if request.method == "GET" and seat is not None and is_at_desk(seat.role):
        return render(request, "deliberation/room/desk.html", _room(request, seat, desk=True))
    return _take_desk(request, deliberation)


@signed_in
@in_role(AccountRole.FACILITATOR)
def _take_desk(request: HttpRequest, deliberation: UUID) -> HttpResponseBase:
    if request.method != "POST":
        if not opening.has_desk(actor_of(request), deliberation):
            refuse(request)
        return render(request, "deliberation/room/take_desk.html", {"insecure": line_is_open(request)})
    seat = opening.take_desk(actor_of(request), deliberation, login=_login(request), now=timezone.now())
    if seat is None:
        refuse(request)
    return _at_desk(seat)


def _login(request: HttpRequest) -> str:
    """Give the session of whoever takes a desk: it ends with that."""
    return request.session.session_key or ""


def _at_desk(seat: opening.Knock) -> HttpResponse:
    response = HttpResponseRedirect(reverse("sessions:desk", args=[seat.deliberation]))
    response.set_cookie(COOKIE, seat.token, httponly=True, samesite="Strict", secure=response_is_secure())
    return response


@require_safe
def phone(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Show the phone of somebody who takes part; without a seat there is only the door."""
    seat = seat_of(request.COOKIES.get(COOKIE, ""), deliberation)
    if seat is None:
        return _no_seat(request, COOKIE, "sessions:enter")
    if is_at_desk(seat.role):
        return HttpResponseRedirect(reverse("sessions:desk", args=[deliberation]))
    return render(request, "deliberation/room/phone.html", _room(request, seat, desk=False))


@require_safe
def screen(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Show the big screen."""
    seat = seat_of(request.COOKIES.get(SCREEN_COOKIE, ""), deliberation)
    if seat is None or not is_screen(seat.role):
        return _no_seat(request, SCREEN_COOKIE, "sessions:pair-screen")
    return render(request, "deliberation/room/screen.html", _room(request, seat, desk=False))


def _no_seat(request: HttpRequest, cookie: str, door: str) -> HttpResponse:
    """Lead a device that once sat somewhere back to the door, which says so; for all others there is nothing here."""
    if cookie not in request.COOKIES:
        raise Http404
    return HttpResponseRedirect(f"{reverse(door)}?{OVER}")


def _room(request: HttpRequest, seat: Seat, *, desk: bool) -> dict[str, Any]:
    row = seat.deliberation
    method = method_of(row)
    if method is None:
        raise Http404
    words = words_of(row)
    shown = {
        "deliberation": str(row.pk),
        "you": seat.name,
        "role": seat.role.value,
        "writes": sorted(fills_in(seat.role, one_device=row.one_device)),
        "words": words,
        "method": outline(method, desk=desk, minutes=_minutes(method, row)),
    }
    return {"method": method, "row": row, "words": words, "room": shown, "insecure": line_is_open(request)}


def _minutes(method: Method, row: Deliberation) -> dict[str, int]:
    """Give what each step gets of the time that was prepared; 0 where it is left out."""
    return {one.step.id: one.minutes for one in shorten(method, row.minutes or method.minutes).steps}


@require_safe
def code_picture(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Draw the code to come in, for phones to scan; for the desk and the big screen only."""
    seats = [seat_of(request.COOKIES.get(name, ""), deliberation) for name in (COOKIE, SCREEN_COOKIE)]
    seat = next((one for one in seats if one and may_see_code(one.role) and is_in(one)), None)
    if seat is None:
        raise Http404
    # after the # it goes to no server and into no log
    address = f"{request.build_absolute_uri(reverse('sessions:enter'))}#{seat.deliberation.join_code}"
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=12, border=2).save(drawn)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_POST
def act(request: HttpRequest, deliberation: UUID) -> JsonResponse:
    """Take one act of a device, and answer what came of it. A refusal is an answer as well: the phone shows why."""
    seat = seat_of(request.COOKIES.get(COOKIE, ""), deliberation)
    if seat is None:
        return JsonResponse({"done": False, "gone": True, "why": "U doet niet meer mee aan dit beraad."}, status=404)
    if is_flood(seat.name):
        return JsonResponse({"done": False, "wait": True, "why": "Dit gaat te snel. Wacht even."}, status=429)
    try:
        send = send_from(json.loads(request.body))
    except (BadSend, ValueError, RecursionError) as problem:
        why = str(problem) if isinstance(problem, BadSend) else "Dit kunnen we niet lezen. Vernieuw de pagina."
        return JsonResponse({"done": False, "why": why}, status=400)
    answer = _done(seat, send)
    # no version: that grows when others write face down
    return JsonResponse({"done": answer.done, "why": answer.why}, status=200 if answer.done else 409)


def _done(seat: Seat, send: Send) -> Answer:
    if send.command is not None:
        return taking_part.lead(seat, send.id, send.command, now=timezone.now())
    draft = send.draft
    assert draft is not None
    match send.verb:
        case "write":
            entry = str(draft.entry)
            for_all = types_for_all(seat.role, one_device=seat.deliberation.one_device)
            people = MOST_PEOPLE if for_all else 1

            def one_more(form: Form) -> bool:
                return may_add(seat.name, form, entry, people=people)

            return taking_part.write(seat, send.id, draft, one_more=one_more)
        case "strike":
            return taking_part.strike(seat, send.id, draft)
        case _:
            return taking_part.claim(seat, send.id, draft, mine=send.verb == "claim")


@require_POST
def close_room(request: HttpRequest, deliberation: UUID) -> HttpResponseBase:
    """Close the room: codes, devices and names go at once, and the draft of the report is laid ready."""
    seat = seat_of(request.COOKIES.get(COOKIE, ""), deliberation)
    if seat is None or not is_at_desk(seat.role):
        raise Http404
    if closing.close_room(seat, now=timezone.now()):
        return HttpResponseRedirect(reverse("sessions:report", args=[deliberation]))
    return HttpResponseRedirect(reverse("sessions:desk", args=[deliberation]))
