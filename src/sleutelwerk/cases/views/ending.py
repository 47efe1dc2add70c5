"""The pages of the farewell: how it ends, what must be done, what stays how long, and ending it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import ending as do
from sleutelwerk.cases.forms.ending import BeginEndingForm, SoonerForm, StepsForm
from sleutelwerk.cases.queries.candidate import CandidateShown
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.ending import EndingShown, confirmed_by_archivist, ending_of, last_aftercare_day
from sleutelwerk.cases.rules.ending import may_finish, stays_after_end
from sleutelwerk.cases.rules.rights import not_while_locked
from sleutelwerk.cases.rules.stages import AT_WORK, Stage, may_at
from sleutelwerk.cases.rules.team import Team, may_lead
from sleutelwerk.cases.views.at_work import found_at
from sleutelwerk.cases.views.opened import back, done, replaced, show
from sleutelwerk.core.verdict import NotAllowedError, first_refusal


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def begin_ending(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask how it ends."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_at(request, actor, case, now, lambda stage: may_at(stage, *AT_WORK))
    form = BeginEndingForm(request.POST or None, today=timezone.localdate(now), locked=found.on_lock)
    if form.is_valid() and done(form, lambda: do.begin_ending(actor, case, form.farewell(), now=now)):
        return HttpResponseRedirect(_page(case))
    context = {"found": found, "candidate": shown, "form": form}
    return show(request, "cases/ending_begin.html", context, status=422 if form.errors else 200)


@require_safe
@in_role(*OPENS_CASES)
def ending(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show how far the farewell is, and what stays how long."""
    actor, now = actor_of(request), timezone.now()
    found, shown, one = _begun(request, actor, case, now)
    today = timezone.localdate(now)
    over = one.row.finished_at is not None
    staying = stays_after_end(Team(found.team.organisation, [his.place for his in found.people if his.counts]), today)
    context = {
        "found": found,
        "candidate": shown,
        "one": one,
        "over": over,
        "sooner": not over and one.row.ends_on > today,
        "leads": bool(may_lead(actor, found.team, today)),
        "stays": [one.name for one in found.people if one.person in staying],
        "confirmed": confirmed_by_archivist(found.row),
        "verdict": first_refusal(
            not_while_locked(locked=found.on_lock),
            may_finish(
                Stage(found.row.stage), one.states, one.row.ends_on,
                open_allowances=one.open_allowances, over=over, today=today,
            ),
        ),
    }  # fmt: skip
    return show(request, "cases/ending.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def stop_sooner(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask on which day he stops, while a farewell runs."""
    actor, now = actor_of(request), timezone.now()
    found, shown, one = _begun(request, actor, case, now)
    if one.row.finished_at is not None:
        return HttpResponseRedirect(_page(case))
    form = SoonerForm(request.POST or None, today=timezone.localdate(now), before=one.row.ends_on)
    if form.is_valid() and done(form, lambda: do.begin_ending(actor, case, form.farewell(), now=now)):
        messages.success(request, _("Hij stopt. De laatste dag is aangepast."))
        return HttpResponseRedirect(_page(case))
    context = {"found": found, "candidate": shown, "form": form}
    return show(request, "cases/ending_sooner.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def save_ending(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask how far each step is."""
    actor, now = actor_of(request), timezone.now()
    found, shown, one = _begun(request, actor, case, now)
    if one.row.finished_at is not None:
        return HttpResponseRedirect(_page(case))
    form = StepsForm(request.POST or None, shown=one)
    if replaced(
        case, form, lambda: StepsForm(shown=_begun(request, actor, case, now)[2]),
        lambda: do.save_ending(actor, case, form.done(), now=now),
    ):  # fmt: skip
        return HttpResponseRedirect(_page(case))
    context = {
        "found": found, "candidate": shown, "one": one, "form": form,
        "latest": last_aftercare_day(found.row, one.row.ends_on),
    }  # fmt: skip
    return show(request, "cases/ending_steps.html", context, writes=True, status=422 if form.errors else 200)


@require_POST
@in_role(*OPENS_CASES)
def finish_ending(request: HttpRequest, case: UUID) -> HttpResponse:
    """End the collaboration."""
    actor, now = actor_of(request), timezone.now()
    _begun(request, actor, case, now)
    try:
        do.finish_ending(actor, case, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_page(case))
    messages.success(request, _("De samenwerking is afgerond. Dank u wel voor de zorg waarmee u dit deed."))
    return back(case)


def _begun(
    request: HttpRequest, actor: Actor, case: UUID, now: datetime
) -> tuple[OpenCase, CandidateShown, EndingShown]:
    found, shown = found_at(request, actor, case, now, lambda stage: may_at(stage, Stage.ENDING))
    one = ending_of(found)
    if one is None:
        refuse(request)
    return found, shown, one


def _page(case: UUID) -> str:
    return reverse("cases:ending", args=[case])
