"""Lets a form do its work once: the same thing sent twice leads to what came of the first time, and to nothing more."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
#: The field with which one showing of a form differs from the next; the template tag `once` writes it.
TOKEN = "once"  # noqa: S105 - the name of a field
#: How long it is known what came of a form, in seconds: without a token the same content may be meant anew soon.
_KNOWN, _KNOWN_WITHOUT = 3600, 60
_WORKING, _LONGEST, _LOOKS, _TRIES = "", 10.0, 0.05, 3


def once(view: View[P]) -> View[P]:
    """Do what is sent once for each showing of a form. Whoever sends it again goes where the first went.

    Nothing of what was typed is kept: a keyed hash of it is. What came back with an error may be sent again.
    """

    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key, lasts = _key(request), _KNOWN if request.POST.get(TOKEN) else _KNOWN_WITHOUT
        for _ in range(_TRIES):  # a store that keeps nothing must not hold anybody up
            if cache.add(key, _WORKING, timeout=lasts):
                break
            if went := _result(key):
                return HttpResponseRedirect(went)
            time.sleep(_LOOKS)
        try:
            answer = view(request, *args, **kwargs)
        except BaseException:
            cache.delete(key)
            raise
        if answer.status_code == HTTPStatus.FOUND:
            cache.set(key, answer.headers["Location"], timeout=lasts)
        else:
            cache.delete(key)
        return answer

    return gate


def _result(key: str) -> str:
    """Wait for what comes of the first time; empty when nothing did, so that this time counts."""
    until = time.monotonic() + _LONGEST
    while (went := cache.get(key)) == _WORKING:
        if time.monotonic() > until:
            cache.delete(key)  # whoever was at work there is gone
            return ""
        time.sleep(_LOOKS)
    return went or ""


def _key(request: HttpRequest) -> str:
    sent = sorted((name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
    said = json.dumps([str(request.user.pk), request.path, sent])
    return f"once:{hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()}"
