"""The pages on what somebody may ask about what is kept of him: his questions, the answers, and erasing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.cases.actions import rights as do
from sleutelwerk.cases.forms.rights import AnswerForm, LongerForm, RequestForm
from sleutelwerk.cases.queries.report import report_of
from sleutelwerk.cases.queries.report_brief import brief_of
from sleutelwerk.cases.queries.rights import RIGHTS, known_rights, requests_of
from sleutelwerk.cases.rules.rights import due_on, may_erase, may_lift, may_take_longer
from sleutelwerk.cases.rules.team import Readers, may_lead
from sleutelwerk.cases.views.once import once
from sleutelwerk.cases.views.opened import back, done, found_with_candidate, show
from sleutelwerk.core.verdict import NotAllowedError


@require_safe
@in_role(*OPENS_CASES)
def rights(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show what he may ask, what he asked, and by when he hears."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    found, shown = found_with_candidate(request, actor, case, now)
    asked = [
        {"it": one, "longer": bool(may_take_longer(one.asked, today)), "lift": bool(may_lift(one.asked))}
        for one in requests_of(found, today=today)
    ]
    erases = may_lead(actor, found.team, today) and may_erase(known_rights(shown.row))
    context = {
        "found": found, "candidate": shown, "asked": asked, "rights": list(RIGHTS.values()), "erases": bool(erases),
    }  # fmt: skip
    return show(request, "cases/rights.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
@once
def note_request(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what he asked."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate(now)})
    if form.is_valid() and done(form, lambda: do.note_request(actor, case, form.question(), now=now)):
        return _to_rights(case)
    context = {"found": found, "form": form, "candidate": shown, "rights": list(RIGHTS.values())}
    return show(request, "cases/note_request.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def answer_request(request: HttpRequest, case: UUID, question: UUID) -> HttpResponse:
    """Ask what he hears."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    asked = next((one for one in requests_of(found, today=timezone.localdate(now)) if one.id == question), None)
    if asked is None or not asked.asked.open:
        refuse(request)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and done(
        form,
        lambda: do.answer_request(actor, case, question, str(form.cleaned_data["answer"]), form.overrules(), now=now),
    ):
        return _to_rights(case)
    context = {"found": found, "form": form, "candidate": shown, "one": asked}
    return show(request, "cases/answer_request.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def take_longer(request: HttpRequest, case: UUID, question: UUID) -> HttpResponse:
    """Ask why he hears it later, after he was told so."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    today = timezone.localdate(now)
    asked = next((one for one in requests_of(found, today=today) if one.id == question), None)
    if asked is None:
        refuse(request)
    if not (verdict := may_take_longer(asked.asked, today)):
        messages.error(request, verdict.reason)
        return _to_rights(case)
    form = LongerForm(request.POST or None)
    if form.is_valid() and done(
        form, lambda: do.take_longer(actor, case, question, str(form.cleaned_data["why"]), form.overrules(), now=now)
    ):
        messages.success(request, _("U hebt twee maanden langer."))
        return _to_rights(case)
    longest = due_on(asked.asked.received_on, longer=True)
    context = {"found": found, "form": form, "candidate": shown, "longest": longest}
    return show(request, "cases/take_longer.html", context, status=422 if form.errors else 200)


@require_POST
@in_role(*OPENS_CASES)
def lift_lock(request: HttpRequest, case: UUID, question: UUID) -> HttpResponse:
    """Open a locked file again."""
    actor, now = actor_of(request), timezone.now()
    found_with_candidate(request, actor, case, now)
    try:
        do.lift_lock(actor, case, question, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Het dossier is weer open."))
    return _to_rights(case)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def erase_candidate(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say what goes, and erase it."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    if not may_lead(actor, found.team, timezone.localdate(now)) or not may_erase(known_rights(shown.row)):
        refuse(request)
    if request.method == "POST":
        try:
            do.erase_candidate(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
            return _to_rights(case)
        messages.success(request, _("Er staat niets meer over hem in Sleutelwerk. Zeg het hem."))
        return HttpResponseRedirect(reverse("cases:my-cases")) if found.over else back(case)
    return show(request, "cases/erase_candidate.html", {"found": found, "candidate": shown}, only=Readers.LEAD)


@require_safe
@in_role(*OPENS_CASES)
@freshly_proved
def read_report(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show all that is kept about him, to read together or to print; that it was put together is recorded.

    It is the whole file on one page, so a fresh factor is asked (N34).
    """
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    report = report_of(actor, found, now=now, today=timezone.localdate(now))
    do.take_report_along(actor, found, now=now)
    assert report is not None
    brief = brief_of(report, found)
    context = {"found": found, "candidate": shown, "report": report, "brief": brief, "printed_at": now}
    return show(request, "cases/report.html", context)


def _to_rights(case: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("cases:rights", args=[case]))
