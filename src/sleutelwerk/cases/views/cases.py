"""The pages around a case: one's own list, beginning one, its overview, and throwing an empty one away."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.queries.organisations import case_files_verdict
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES, Role
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import beginning as do
from sleutelwerk.cases.forms.assignment import BeginForm
from sleutelwerk.cases.queries import cases as look
from sleutelwerk.cases.queries.advice import without_advice
from sleutelwerk.cases.queries.agreement import agreement_panel
from sleutelwerk.cases.queries.allowance import allowance_panel
from sleutelwerk.cases.queries.asks import waiting_in
from sleutelwerk.cases.queries.assignment import assignment_lines
from sleutelwerk.cases.queries.attention import assignment_goes_on
from sleutelwerk.cases.queries.candidate import candidate_of
from sleutelwerk.cases.queries.decision import panel_of
from sleutelwerk.cases.queries.drift import drift_panel
from sleutelwerk.cases.queries.envelope import asks_to_open, envelope_of
from sleutelwerk.cases.queries.examples import about_example
from sleutelwerk.cases.queries.hand_over import offers_for
from sleutelwerk.cases.queries.receipt import receipt_of
from sleutelwerk.cases.queries.reminders import work_panel
from sleutelwerk.cases.rules.assignment import may_settle
from sleutelwerk.cases.rules.ending import may_list, may_read_about_him
from sleutelwerk.cases.rules.team import may_begin, may_delete, may_lead, may_record, may_work_with_cases, may_write
from sleutelwerk.cases.views.once import once
from sleutelwerk.cases.views.opened import may_answer, show
from sleutelwerk.core.verdict import ALLOWED, NotAllowedError, refused


@require_safe
@in_role(*OPENS_CASES)
def my_cases(request: HttpRequest) -> HttpResponse:
    """Show the cases of somebody's own teams, and the places that wait for his answer."""
    actor, today = actor_of(request), timezone.localdate()
    if not may_work_with_cases(actor):
        refuse(request)
    now = timezone.now()
    every = look.cases_of(actor, today=today)
    asked = asks_to_open(actor, [one for one in every if one.over], now)
    cases = [one for one in every if one.row.pk in asked or may_list(actor, one.team, today, over=one.over)]
    waits = waiting_in(actor, cases, now)
    shown = {
        "cases": cases,
        "lines": [(one, waits.get(one.row.pk, [])) for one in cases],
        "examples": [one for one in cases if one.example],
        "invitations": look.invitations_for(actor, today=today),
        "offers": offers_for(actor, today=today),
        "professional": bool(may_begin(actor, organisation_ready=ALLOWED)),
        "ready": _ready(request),
        "stages": [(name, about) for name, about in look.STAGES.values()],
    }
    return render(request, "cases/my_cases.html", shown)


def _ready(request: HttpRequest) -> Any:
    organisation = actor_of(request).organisation
    return case_files_verdict(organisation, timezone.localdate()) if organisation else refused("")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.PROFESSIONAL)
@once
def begin_case(request: HttpRequest) -> HttpResponse:
    """Ask what a case begins with."""
    actor = actor_of(request)
    ready = _ready(request)
    form = BeginForm(request.POST or None)
    if form.is_valid():
        try:
            row = do.begin_case(actor, form.beginning(), now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("cases:open-case", args=[row.pk]))
    shown = {"form": form, "verdict": may_begin(actor, organisation_ready=ready)}
    return render(request, "cases/begin_case.html", shown, status=422 if form.errors else 200)


@require_safe
@in_role(*OPENS_CASES)
def open_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show where a case stands, what comes next and who sees this."""
    actor, now = actor_of(request), timezone.now()
    found = do.open_case(actor, case, now=now)
    if found is None:
        refuse(request)
    today = timezone.localdate(now)
    about_him = not found.over or may_read_about_him(actor, found.team, today, over=True)
    shown = {
        "found": found,
        "me": actor.id,
        "today": today,
        "drift": drift_panel(actor, found, today),
        "about_example": about_example(found),
        "pages": assignment_lines(found),
        "receipt": receipt_of(found),
        "envelope": envelope_of(actor, found, now),
        **(_about_him(actor, found, today) if about_him else {}),
        "goes_on": assignment_goes_on(actor, found, today),
        "settle": may_settle(found.facts, today),
        "advice_waits": bool(without_advice(actor, [found], today)),
        "may_answer": may_answer(actor, found, now),
        "records": bool(may_record(actor, found.team, today)),
        "leads": bool(may_lead(actor, found.team, today)),
        "writes": bool(may_write(actor, found.team, today, settled=found.settled)),
        "may_delete": bool(may_delete(actor, found.team, today, has_candidate=do.has_candidate(found))),
    }
    return render(request, "cases/open_case.html", shown)


def _about_him(actor: Actor, found: look.OpenCase, today: date) -> dict[str, Any]:
    """Give what the overview tells about the candidate; once a case is over only its lead sees that."""
    return {
        "candidate": candidate_of(found),
        "assessing": panel_of(actor, found),
        "agreement": agreement_panel(actor, found, today=today),
        "allowance": allowance_panel(actor, found, today),
        "work": work_panel(found, today),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def delete_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask whether an empty case may go, and throw it away."""
    actor, now = actor_of(request), timezone.now()
    found = look.case_for(actor, case, today=timezone.localdate(now))
    if found is None:
        refuse(request)
    verdict = may_delete(actor, found.team, timezone.localdate(now), has_candidate=do.has_candidate(found))
    if request.method == "POST":
        try:
            do.delete_case(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("cases:open-case", args=[case]))
        messages.success(request, _("Het dossier is weg, met alles wat erin stond."))
        return HttpResponseRedirect(reverse("cases:my-cases"))
    return show(request, "cases/delete_case.html", {"found": found, "verdict": verdict})
