"""The pages of the front door; none of them asks the database anything."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

import sleutelwerk
from sleutelwerk.home import documents
from sleutelwerk.home.queries import front_door, personal_data
from sleutelwerk.publishing.queries import closed_kinds

PLAIN = "text/plain; charset=utf-8"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what Sleutelwerk is and let the visitor begin."""
    return render(request, "home/start.html", {"steps": front_door.staircase(), "closed": closed_kinds()})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show whom to turn to."""
    return render(request, "home/contact.html", {"adviser": front_door.adviser()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible the site is and what has not been tested yet."""
    return render(request, "home/accessibility.html", {"adviser": front_door.adviser()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept of visitors (nothing) and of people with an account, and which cookies there are."""
    context = {
        "adviser": front_door.adviser(),
        "kept": personal_data.of_an_account(),
        "terms": personal_data.trail_terms(),
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
        "hours": settings.SESSION_HOURS,
    }
    return render(request, "home/privacy.html", context)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell finders of a weakness where to report it (RFC 9116)."""
    text = documents.security_txt(
        contact=documents.contact_address(
            settings.SECURITY_CONTACT or settings.CONTACT_EMAIL, request.build_absolute_uri(reverse("home:contact"))
        ),
        canonical=request.build_absolute_uri(request.path),
        released=date.fromisoformat(sleutelwerk.__released__),
    )
    return HttpResponse(text, content_type=PLAIN)


@require_safe
def robots_txt(_request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone."""
    return HttpResponse(documents.robots_txt(), content_type=PLAIN)


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Answer browsers that ask for the old address of the icon."""
    return HttpResponsePermanentRedirect(static("ui/favicon.svg"))
