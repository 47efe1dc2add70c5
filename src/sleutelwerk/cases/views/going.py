"""The page of what goes within two weeks, by code: one proposes it, another confirms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sleutelwerk.accounts.rules.roles import OVERSEERS
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import batches as do
from sleutelwerk.cases.queries.going import going_for
from sleutelwerk.core.verdict import NotAllowedError


@require_safe
@in_role(*OVERSEERS)
def going(request: HttpRequest) -> HttpResponse:
    """Show what goes, and record that somebody looked."""
    actor, now = actor_of(request), timezone.now()
    shown = going_for(actor, now)
    do.look_at_list(actor, now=now)
    return render(request, "cases/going.html", {"shown": shown})


@require_POST
@in_role(*OVERSEERS)
def propose_batch(request: HttpRequest) -> HttpResponse:
    """Propose what somebody saw."""
    try:
        do.propose_batch(actor_of(request), request.POST.get("shown", ""), now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Voorgesteld. Vraag een collega die toezicht houdt om ook te kijken."))
    return HttpResponseRedirect(reverse("cases:going"))


@require_POST
@in_role(*OVERSEERS)
def confirm_batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Say that one looked as well."""
    try:
        do.confirm_batch(actor_of(request), batch, now=timezone.now())
    except NotAllowedError as refusal:
        if str(refusal) == do.NO_BATCH.reason:
            refuse(request)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Bevestigd. Het gaat weg op de vaste dag. Daarna staat hier het bewijs."))
    return HttpResponseRedirect(reverse("cases:going"))
