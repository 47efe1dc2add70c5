"""The page on which we promise how we deal with data, each promise with its proof; it asks the database nothing."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sleutelwerk.home.content import current_promises
from sleutelwerk.home.queries import front_door


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Show every promise and how it is proven."""
    found = current_promises()
    context = {"promises": found, "checked": date.fromisoformat(found.checked), "adviser": front_door.adviser()}
    return render(request, "home/promises.html", context)
