"""The page for the day on which data leaked: what to do, until when, and what an account touched."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.rules.roles import OVERSEERS
from sleutelwerk.accounts.views.gates import actor_of, in_role
from sleutelwerk.home.events import LEAK_LOOKED_INTO
from sleutelwerk.home.forms import LeakForm
from sleutelwerk.home.queries.breach import leak


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OVERSEERS)
@transaction.atomic
def breach(request: HttpRequest) -> HttpResponse:
    """Show the script, and what an account touched. What is asked goes by POST: an address stays in too many logs."""
    actor, now = actor_of(request), timezone.now()
    start = {"since": now - timedelta(days=7), "until": now, "noticed": now}
    form = LeakForm(request.POST or None, viewer=actor, now=now, initial=start)
    found = leak(actor, form.question(), now=now) if form.is_valid() else None
    if found is not None:
        trace(LEAK_LOOKED_INTO, actor=actor, person=form.question().person, now=now)
    context = {"form": form, "leak": found}
    return render(request, "home/breach.html", context, status=422 if form.errors else 200)
