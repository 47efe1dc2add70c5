"""Where those who took part check the draft and strike their own words: without account, by an address of the talk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from sleutelwerk.deliberation.actions.checking import strike_own
from sleutelwerk.deliberation.engine.report import map_of_differences, to_verify
from sleutelwerk.deliberation.forms.after import KeyForm
from sleutelwerk.deliberation.queries.after import Door, door_at, sections_of

FOLDER = "deliberation/after"


@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft; a wrong address and one whose time is over give the same page."""
    door, after = door_at(token, now=timezone.now())
    if after is None or after.reflection is None:
        page = "waiting" if door is Door.WAITING else "closed"
        return _unlisted(render(request, f"{FOLDER}/check_{page}.html", status=200 if page == "waiting" else 404))
    shown = {
        "token": token,
        "deliberation": str(after.row.pk),
        "until": after.row.check_until,
        "kept": after.reflection,
        "practised": after.row.practice,
        "sections": sections_of(after.reflection),
        "grounds": map_of_differences(after.reflection.body),
        "to_verify": to_verify(after.reflection.body),
    }
    return _unlisted(render(request, f"{FOLDER}/check.html", shown))


@sensitive_post_parameters()
@require_POST
def strike(request: HttpRequest, token: str) -> HttpResponse:
    """Take out the words of whoever holds their key; every other answer is the same."""
    form = KeyForm(request.POST)
    done = form.is_valid() and strike_own(
        token, form.cleaned_data["entry"], form.cleaned_data["key"], now=timezone.now()
    )
    return JsonResponse({"done": done}, status=200 if done else 404)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
