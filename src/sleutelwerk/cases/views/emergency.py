"""The pages around an emergency: opening alone, telling him, and two others who look back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES, OVERSEERS
from sleutelwerk.accounts.rules.sessions import is_fresh
from sleutelwerk.accounts.views.gates import actor_of, ask_factor, in_role, refuse
from sleutelwerk.cases.actions import emergency as do
from sleutelwerk.cases.forms.emergency import LookBackForm, PleaForm, ToldForm
from sleutelwerk.cases.queries.emergency import (
    OpenEmergency,
    counted,
    emergencies_for,
    emergencies_of,
    emergency_for,
    owes_look_back,
)
from sleutelwerk.cases.queries.envelope import envelope_of
from sleutelwerk.cases.queries.order import has_fg
from sleutelwerk.cases.rules.emergency import may_look_back, shown_for_this
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.cases.views.opened import done, found_with_candidate, show
from sleutelwerk.cases.views.order import TAKES_PART
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.queries import has_mail_server
from sleutelwerk.vault.rules import ALONE

#: Where the session says when somebody came to the page, by case: the factor must be shown after that.
_ASKED = "emergency_asked"


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def open_alone(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """Ask why it cannot wait, after a factor that was shown for this and nothing else, and open."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    held = envelope_of(actor, found, now)
    if held is None or not held.present or held.standing.until is not None:
        return HttpResponseRedirect(reverse("cases:envelope", args=[case]))
    asked_at = _asked_at(request, case)
    if request.method != "POST" and not _proved_since(actor, asked_at, now):
        request.session[_ASKED] = {**request.session.get(_ASKED, {}), str(case): now.timestamp()}
        return ask_factor(request)
    form = PleaForm(request.POST or None)
    site = request.build_absolute_uri("/")
    if form.is_valid() and done(form, lambda: do.open_alone(actor, case, form.plea(asked_at), site=site, now=now)):
        # once: sending the same form again opens nothing
        request.session[_ASKED] = {key: at for key, at in request.session[_ASKED].items() if key != str(case)}
        messages.warning(request, _("De envelop is open voor u. Uw team en wie toezicht houdt krijgen nu bericht."))
        return HttpResponseRedirect(reverse("cases:read-envelope", args=[case]))
    context = {
        "found": found, "candidate": shown, "envelope": held, "form": form, "owes": owes_look_back(actor),
        "has_fg": has_fg(found.row.organisation_id), "mails": has_mail_server(),
        "hours": int(ALONE.total_seconds() // 3600),
        "earlier": emergencies_of(actor, found, today=timezone.localdate(now)),
    }  # fmt: skip
    return show(request, "cases/open_alone.html", context, status=422 if form.errors else 200)


def _asked_at(request: HttpRequest, case: UUID) -> datetime | None:
    at = request.session.get(_ASKED, {}).get(str(case))
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _proved_since(actor: Actor, asked_at: datetime | None, now: datetime) -> bool:
    """Tell whether a factor was shown for this, and is still fresh."""
    return shown_for_this(actor.proved_at, asked_at) and is_fresh(actor.proved_at, now)


@require_safe
@in_role(*OVERSEERS)
def emergencies(request: HttpRequest) -> HttpResponse:
    """Show who watches what was opened alone, what waits, and how often each person did."""
    actor, now = actor_of(request), timezone.now()
    if actor.organisation is None or not may_watch(actor):
        refuse(request)
    found = emergencies_for(actor, today=timezone.localdate(now))
    do.look_at_emergencies(actor, now=now)
    context = {"emergencies": found, "counted": counted(found, now), "has_fg": has_fg(actor.organisation)}
    return render(request, "cases/emergencies.html", context)


@require_safe
@in_role(*TAKES_PART)
def emergency(request: HttpRequest, emergency: UUID) -> HttpResponse:
    """Show one: who, why, what was tried, and what others found."""
    actor, now = actor_of(request), timezone.now()
    one = _found(request, actor, emergency, now)
    do.read_emergency(actor, one, now=now)
    context = {
        "one": one, "row": one.row, "has_fg": has_fg(one.row.organisation_id),
        "looks_back": one.waits and bool(may_look_back(actor.id, one.row.opened_by_id)),
    }  # fmt: skip
    return render(request, "cases/emergency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def emergency_told(request: HttpRequest, emergency: UUID) -> HttpResponse:
    """Ask when and how he heard it."""
    actor, now = actor_of(request), timezone.now()
    one = _found(request, actor, emergency, now)
    if one.found is None:
        refuse(request)
    if one.row.told_on:
        return _there(emergency)
    form = ToldForm(request.POST or None, today=timezone.localdate(now))
    if form.is_valid() and done(
        form,
        lambda: do.note_told(actor, emergency, form.cleaned_data["told_on"], form.cleaned_data["told_how"], now=now),
    ):
        messages.success(request, _("Dat staat erbij."))
        return _there(emergency)
    do.read_emergency(actor, one, now=now)
    context = {"one": one, "row": one.row, "form": form}
    return render(request, "cases/emergency_told.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*TAKES_PART)
def look_back_emergency(request: HttpRequest, emergency: UUID) -> HttpResponse:
    """Ask what two others found; the first of them fills it in."""
    actor, now = actor_of(request), timezone.now()
    one = _found(request, actor, emergency, now)
    verdict = may_look_back(actor.id, one.row.opened_by_id)
    if not one.waits or not verdict:
        messages.error(request, verdict.reason or _("Hierop is al teruggekeken."))
        return _there(emergency)
    form = LookBackForm(request.POST or None)
    if form.is_valid() and done(form, lambda: do.answer(actor, emergency, form.looked_back(), now=now)):
        messages.success(request, _("Dat staat er. Een ander dan u kijkt nu mee en zegt of het klopt."))
        return _there(emergency)
    context = {"one": one, "row": one.row, "form": form}
    return render(request, "cases/look_back_emergency.html", context, status=422 if form.errors else 200)


@require_POST
@in_role(*TAKES_PART)
def agree_emergency(request: HttpRequest, emergency: UUID) -> HttpResponse:
    """Say as the second that this is how it was."""
    actor, now = actor_of(request), timezone.now()
    _found(request, actor, emergency, now)
    try:
        do.agree(actor, emergency, seen=request.POST.get("seen", ""), now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("U keek met z’n tweeën terug. Het is klaar."))
    return _there(emergency)


def _found(request: HttpRequest, actor: Actor, emergency: UUID, now: datetime) -> OpenEmergency:
    one = emergency_for(actor, emergency, today=timezone.localdate(now))
    if one is None:
        refuse(request)
    return one


def _there(emergency: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("cases:emergency", args=[emergency]))
