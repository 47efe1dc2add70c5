"""Where the content owner of the house opens and closes kinds of content."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.home.actions import open_or_close
from sleutelwerk.home.queries.visibility import rows_for, state_of
from sleutelwerk.publishing.rules import Kind


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.CONTENT_OWNER)
def visibility(request: HttpRequest) -> HttpResponseBase:
    """Show what is open and what is closed, each with a button that turns it round."""
    rows = rows_for(actor_of(request))
    if not rows:
        refuse(request)  # a content owner, but not of the house
    if request.method == "POST":
        return _turn(request)
    return render(request, "home/visibility.html", {"rows": rows})


@freshly_proved
def _turn(request: HttpRequest) -> HttpResponse:
    """Do what a button says; what was so already stays, and nothing is recorded."""
    kind = next((kind for kind in Kind if kind.value == request.POST.get("soort")), None)
    wanted = request.POST.get("wordt")
    if kind is None or wanted not in {"open", "dicht"}:
        raise Http404
    closed = wanted == "dicht"
    open_or_close(actor_of(request), kind, gated=closed, now=timezone.now())
    said = _("%(kind)s: %(state)s.") % {"kind": kind.label, "state": str(state_of(kind, closed=closed)).lower()}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("home:visibility"))
