"""Shows whoever asks for an address that is only posted to the way back to the page above it, where its button stands.

A form that failed leaves its reader on such an address, and a reload would show him an empty page. It is the same for
everybody and for every id; what he gets from there on, the page of the button decides, as always.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, get_script_prefix, resolve, reverse

#: Where the button stands on another page than the nearest one above: that page, which takes the same or less.
ELSEWHERE = {
    "cases:begin-examples-again": "cases:my-cases",
    "cases:lift-hold": "home:dashboard",
    "cases:remove-examples": "cases:my-cases",
    "cases:withdraw-invitation": "cases:team",
    "sessions:act": "sessions:desk",
    "sessions:close": "sessions:desk",
    "sessions:open": "sessions:preparation",
    "sessions:use-method": "sessions:preparation",
}
#: What such a page takes.
TAKES = {"cases:team": "case", "sessions:desk": "deliberation", "sessions:preparation": "deliberation"}
Answers = Callable[[HttpRequest], HttpResponseBase]


def show_way_back(get_response: Answers) -> Answers:
    """Answer a look at such an address with a page that leads to the nearest one above it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = get_response(request)
        not_so = given.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in {"GET", "HEAD"}
        # what may be looked at, and not with this method, is no such address
        allowed = given.headers.get("Allow", "").split(", ")
        if not_so and "GET" not in allowed:
            shown = render_to_string("405.html", {"back": page_of(request)}, request)
            return HttpResponseNotAllowed(allowed, shown)
        return given

    return answer


def page_of(request: HttpRequest) -> str:
    """Give the page on which the button of this address stands."""
    match = request.resolver_match
    if match is None or match.view_name not in ELSEWHERE:
        return f"{get_script_prefix().rstrip('/')}{page_above(request.path_info)}"
    name = ELSEWHERE[match.view_name]
    kept = {key: value for key, value in match.kwargs.items() if key == TAKES.get(name)}
    return reverse(name, kwargs=kept)


def page_above(path: str) -> str:
    """Give the nearest address above this one that there is."""
    parts = path.strip("/").split("/")[:-1]
    while parts:
        above = f"/{'/'.join(parts)}/"
        try:
            resolve(above)
        except Resolver404:
            parts.pop()
        else:
            return above
    return "/"
