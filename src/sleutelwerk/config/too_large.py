"""Gives one clear answer to whoever sends more than a page takes, wherever on the way in that was noticed."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.defaults import bad_request

from sleutelwerk.config.bridge import TOO_LARGE

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class TooLargeMiddleware:
    """Stops a request whose words the bridge threw away, as Django stops one that is smaller and still too large."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer. Raises RequestDataTooBig before any page sees an empty form that somebody filled in."""
        if request.META.get(TOO_LARGE):
            message = "The request held more than a page takes"
            raise RequestDataTooBig(message)
        return self._get_response(request)


@never_cache
def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that it was too much where it was, and else that the request was not understood."""
    if isinstance(exception, RequestDataTooBig):
        request.resolver_match = None  # the menu names no room, as no room saw it
        shown = {"file": request.content_type == "multipart/form-data"}
        return render(request, "413.html", shown, status=413)
    answer: HttpResponse = bad_request(request, exception)
    return answer
