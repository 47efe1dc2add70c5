"""Records each refusal that a view told in its own words, as the gates record theirs: once, whoever asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sleutelwerk.core.later import later
from sleutelwerk.core.refusals import watched

GetResponse = Callable[[HttpRequest], HttpResponseBase]

record_refusal = later("sleutelwerk.accounts.views.gates.record_refusal")


class RefusalMiddleware:
    """Stands right around the views, outside of their transactions: what they undo, this keeps."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; when a rule said no and nothing in the trail tells so, it is written down here."""
        with watched() as refusals:
            response = self._get_response(request)
        if refusals.untold:
            record_refusal(request)
        return response
