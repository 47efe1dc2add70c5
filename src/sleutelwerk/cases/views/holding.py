"""The pages on which a case is held so that nothing of it goes, and let go by other hands."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.roles import OPENS_CASES, OVERSEERS
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import holding as do
from sleutelwerk.cases.forms.holding import CodedHoldForm, HoldForm
from sleutelwerk.cases.queries.cases import case_for
from sleutelwerk.cases.queries.holding import holds_for, holds_of, lines_of
from sleutelwerk.cases.rules.holding import LONGEST, NO_HOLD, RETAINS
from sleutelwerk.cases.rules.team import may_lead
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.cases.views.opened import done, found_for_recording, show
from sleutelwerk.core.verdict import NotAllowedError


@require_safe
@in_role(*OVERSEERS)
def holds(request: HttpRequest) -> HttpResponse:
    """Show what is held in one's own organisation, by code."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    lines = lines_of(holds_for(actor, today), actor, today)
    do.look_at_holds(actor, now=now)
    return render(request, "cases/holds.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OVERSEERS)
def hold_by_code(request: HttpRequest) -> HttpResponse:
    """Ask which case is held, why and until when."""
    actor, now = actor_of(request), timezone.now()
    form = CodedHoldForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: do.put_on_hold_by_code(actor, form.cleaned_data["code"], form.wanted(), now=now)
    ):
        messages.success(request, _("Er gaat nu niets weg uit dit dossier."))
        return HttpResponseRedirect(reverse("cases:holds"))
    return render(request, "cases/hold_by_code.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def hold_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show why a case is held, and let its lead hold it."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    found = found_for_recording(request, actor, case, now)
    leads = bool(may_lead(actor, found.team, today))
    if request.method == "POST" and not leads:
        refuse(request)
    form = HoldForm(request.POST or None)
    if form.is_valid() and done(form, lambda: do.put_on_hold(actor, case, form.wanted(), now=now)):
        messages.success(request, _said(form.wanted().reason))
        return HttpResponseRedirect(reverse("cases:hold-case", args=[case]))
    context = {
        "found": found, "form": form, "leads": leads, "lines": lines_of(holds_of(found.row), actor, today),
        "latest": today + LONGEST,
    }  # fmt: skip
    return show(request, "cases/hold_case.html", context, status=422 if form.errors else 200)


def _said(reason: str) -> str:
    if reason in RETAINS:
        return _("De opdracht blijft. Alles over hem gaat weg op de vaste dag. Vertel hem dat, en waarom.")
    return _("Er gaat nu niets weg uit dit dossier. Vertel hem dat, en waarom.")


@require_POST
@in_role(*OPENS_CASES, *OVERSEERS)
def lift_hold(request: HttpRequest, hold: UUID) -> HttpResponse:
    """Let a case go."""
    actor, now = actor_of(request), timezone.now()
    try:
        row = do.lift_hold(actor, hold, now=now)
    except NotAllowedError as refusal:
        if refusal.args and str(refusal) == NO_HOLD.reason:
            refuse(request)
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("cases:holds" if may_watch(actor) else "cases:my-cases"))
    messages.success(request, _("Losgelaten. Wat over zijn dag is, gaat vanaf nu weg."))
    if may_watch(actor) or case_for(actor, row.case_id, today=timezone.localdate(now)) is None:
        return HttpResponseRedirect(reverse("cases:holds"))
    return HttpResponseRedirect(reverse("cases:hold-case", args=[row.case_id]))
