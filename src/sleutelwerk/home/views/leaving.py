"""Leaving the site at once, with nothing of it left in the browser."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sleutelwerk.route_map.actions import forget_answers


@never_cache
@require_safe
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Clear everything this site left in the browser and go on to a neutral site.

    The page says nothing about this site, as it may stand on the screen for a moment. Our cookies are ended by
    name: `Clear-Site-Data: "cookies"` works on safe connections only, makes browsers overlook what ends a cookie by
    name, and would sign the visitor out of every other site of the same organisation.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        logout(request)  # who must leave at once leaves no open session behind
    response = render(request, "home/quick_exit.html", {"neutral_site": settings.QUICK_EXIT_URL})
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    forget_answers(response)
    response["Clear-Site-Data"] = '"cache", "storage"'
    response["Refresh"] = f"0; url={settings.QUICK_EXIT_URL}"
    response["Referrer-Policy"] = "no-referrer"
    return response
