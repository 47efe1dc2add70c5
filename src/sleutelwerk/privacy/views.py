"""The page 'Tekst nakijken': whoever wants to can have a text looked through; nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sleutelwerk.privacy.content import current_guard
from sleutelwerk.privacy.engine.segments import advices, segments
from sleutelwerk.privacy.forms import CheckTextForm


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check_text(request: HttpRequest) -> HttpResponse:
    """Show the field and, when a text was sent, that text with what the guard remarks on."""
    form = CheckTextForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= _looked_through(form.cleaned_data["text"])
    response = render(request, "privacy/check_text.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _looked_through(text: str) -> dict[str, Any]:
    remarks = current_guard().examine(text)
    return {
        "looked": True,
        "places": len(remarks),
        "advices": advices(remarks),
        "segments": list(segments(text, remarks)),
        "blocking": any(remark.blocks for remark in remarks),
    }
