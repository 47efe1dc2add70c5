"""The pages on which work is laid still at a signal to stop, and on which somebody else lets it go on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.queries.case_workers import facilitators_for_cases
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role
from sleutelwerk.cases.actions import pausing as do
from sleutelwerk.cases.engine.evaluation import Signal
from sleutelwerk.cases.forms.contact import PauseForm, ResumeForm
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import pause_of, paused_of, stop_signals
from sleutelwerk.cases.rules.contact import HE_STOPS, may_resume_at_all
from sleutelwerk.cases.rules.rights import not_while_locked
from sleutelwerk.cases.rules.stages import AT_WORK, Stage, may_at
from sleutelwerk.cases.views.at_work import found_at
from sleutelwerk.cases.views.opened import back, show
from sleutelwerk.core.verdict import NotAllowedError, first_refusal


def _at_work(stage: Stage) -> bool:
    return bool(may_at(stage, *AT_WORK))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def pause_work(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what was recognised, lay the work still, and say what comes first."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, _at_work)
    if paused_of(found) is not None:
        return HttpResponseRedirect(reverse("cases:resume-work", args=[case]))
    form = PauseForm(request.POST or None)
    if form.is_valid():
        try:
            recognised = do.pause_work(actor, case, form.cleaned_data["signal"], now=now)
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return what_comes_first(request, found, [recognised])
    context = {"found": found, "candidate": shown, "form": form}
    return show(request, "cases/contact_pause.html", context, writes=True, status=422 if form.errors else 200)


def what_comes_first(request: HttpRequest, found: OpenCase, recognised: Sequence[Signal]) -> HttpResponse:
    """Say what to do at once. It answers the press itself: an address of its own would tell what was recognised."""
    first = tuple(dict.fromkeys(line for one in recognised for line in one.first))
    unwritten = any(not one.noted and one.id != HE_STOPS for one in recognised)
    he_stops = any(one.id == HE_STOPS for one in recognised)
    context = {"found": found, "first": first, "unwritten": unwritten, "he_stops": he_stops}
    context["facilitators"] = facilitators_for_cases(actor_of(request))
    return show(request, "cases/contact_first.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def resume_work(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show that the work lies still; let somebody else say that it was talked through."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, _at_work)
    pause = pause_of(found)
    if pause is None:
        return back(case)
    form = ResumeForm(request.POST or None)
    if form.is_valid():
        try:
            do.resume_work(actor, case, form.talked(), now=now)
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het werk gaat verder. Vertel het hem."))
            return back(case)
    context = {
        "found": found,
        "candidate": shown,
        "form": form,
        "pause": pause,
        "verdict": first_refusal(not_while_locked(locked=found.on_lock), may_resume_at_all(actor.id, pause.pausing)),
        "facilitators": facilitators_for_cases(actor),
        "stops": () if pause.signal or pause.pausing.he_stops else stop_signals(),
    }
    return show(request, "cases/contact_paused.html", context, status=422 if form.errors else 200)
