"""The pages of signals around a theme: what he told, what he heard back, and when it is gone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import theme_signals as do
from sleutelwerk.cases.forms.contact import FeedbackForm, SignalForm
from sleutelwerk.cases.queries.assignment import profile_title
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import paused_of, signals_of
from sleutelwerk.cases.rules.contact import IN_CONTACT, NOTES_SIGNALS, may_note_signal
from sleutelwerk.cases.rules.rights import not_while_locked
from sleutelwerk.cases.rules.stages import Stage, may_at
from sleutelwerk.cases.views.at_work import found_at, since_work
from sleutelwerk.cases.views.once import once
from sleutelwerk.cases.views.opened import done, show
from sleutelwerk.core.verdict import Verdict, first_refusal


@require_safe
@in_role(*OPENS_CASES)
def theme_signals(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the signals of this case, or why there are none with this profile."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, since_work)
    context = {
        "found": found,
        "candidate": shown,
        "fits": found.row.profile in NOTES_SIGNALS,
        "profile": profile_title(found.row.profile),
        "signals": signals_of(found),
        "verdict": first_refusal(_may_note(found), not_while_locked(locked=found.on_lock)),
        "going_on": bool(may_at(Stage(found.row.stage), *IN_CONTACT)) and not found.on_lock,
    }
    return show(request, "cases/contact_signals.html", context)


def _may_note(found: OpenCase) -> Verdict:
    return may_note_signal(Stage(found.row.stage), found.row.profile, paused=paused_of(found) is not None)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@once
def note_signal(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what is going on around a theme."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, since_work)
    if not _may_note(found):
        return HttpResponseRedirect(_list(case))
    form = SignalForm(request.POST or None)
    if form.is_valid() and done(form, lambda: do.note_signal(actor, case, form.heard(), now=now)):
        messages.success(request, _("Het signaal staat erbij. Vertel hem straks wat u ermee deed."))
        return HttpResponseRedirect(_list(case))
    context = {"found": found, "candidate": shown, "form": form}
    return show(request, "cases/contact_signal_note.html", context, writes=True, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def feed_back(request: HttpRequest, case: UUID, signal: UUID) -> HttpResponse:
    """Ask what he heard about a signal."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, lambda stage: may_at(stage, *IN_CONTACT))
    one = next((one for one in signals_of(found) if one.row.pk == signal), None)
    if one is None:
        refuse(request)
    if one.row.fed_back_on is not None:
        return HttpResponseRedirect(_list(case))
    form = FeedbackForm(request.POST or None)
    if form.is_valid() and done(form, lambda: do.feed_back(actor, case, signal, *form.answered(), now=now)):
        messages.success(request, _("Dat staat erbij. Over vier weken is het signaal weg."))
        return HttpResponseRedirect(_list(case))
    context = {"found": found, "candidate": shown, "form": form, "signal": one}
    return show(request, "cases/contact_feed_back.html", context, writes=True, status=422 if form.errors else 200)


def _list(case: UUID) -> str:
    return reverse("cases:signals", args=[case])
