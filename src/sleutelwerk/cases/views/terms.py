"""The page of terms that wait: what they would touch, in numbers, and one press by which they hold."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sleutelwerk.accounts.rules.roles import OVERSEERS
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import terms as do
from sleutelwerk.cases.queries.preview import preview_of
from sleutelwerk.cases.queries.terms import confirmed_terms
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.privacy.engine.small_cells import DEFAULT_THRESHOLD


@require_safe
@in_role(*OVERSEERS)
def terms(request: HttpRequest) -> HttpResponse:
    """Show which terms hold, and what the newest would touch."""
    actor, now = actor_of(request), timezone.now()
    if actor.organisation is None:
        refuse(request)
    preview = preview_of(actor.organisation, now)
    if preview.waits:
        do.look_at_terms(actor.organisation, actor.id, now=now)
    context = {"preview": preview, "held": confirmed_terms(actor.organisation), "fewest": DEFAULT_THRESHOLD}
    return render(request, "cases/terms.html", context)


@require_POST
@in_role(*OVERSEERS)
def confirm_terms(request: HttpRequest) -> HttpResponse:
    """Let the newest terms hold."""
    try:
        do.confirm_terms(actor_of(request), request.POST.get("shown", ""), now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Deze termijnen gelden nu."))
    return HttpResponseRedirect(reverse("cases:terms"))
