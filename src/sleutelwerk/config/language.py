"""Says once for each page which language it is in: a thread that was never told looks for it at every word."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import activate

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def speak(get_response: GetResponse) -> GetResponse:
    """Answer in the language of this site."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        activate(settings.LANGUAGE_CODE)
        return get_response(request)

    return middleware
