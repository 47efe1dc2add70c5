"""Puts the two policies of this site on every answer; they are the same for every page, so they are worded once."""

from __future__ import annotations

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_permissions_policy import PermissionsPolicyMiddleware

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PolicyHeadersMiddleware:
    """Adds Content-Security-Policy and Permissions-Policy, as the two libraries word them for an empty answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response
        worded = CSPMiddleware(PermissionsPolicyMiddleware(lambda _request: HttpResponse()))(HttpRequest())
        assert isinstance(worded, HttpResponse)
        names = ("Content-Security-Policy", "Permissions-Policy")
        self._policies = {name: worded.headers[name] for name in names}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and add the policies."""
        response = self._get_response(request)
        for name, policy in self._policies.items():
            response.headers[name] = policy
        return response
