"""The pages about a candidate: that he was told, how he is reached, his yes, and letting him go."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import candidate as do
from sleutelwerk.cases.forms.candidate import PapersForm, ToldForm, YesForm
from sleutelwerk.cases.queries.candidate import MUST_KNOW, papers_of
from sleutelwerk.cases.rules.candidate import may_begin_candidate
from sleutelwerk.cases.views.opened import back, done, found_for_recording, found_with_candidate, replaced, show
from sleutelwerk.core.verdict import NotAllowedError


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def note_told(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask when and how he was told; before that nothing about him is kept."""
    actor, now = actor_of(request), timezone.now()
    found = found_for_recording(request, actor, case, now)
    if not may_begin_candidate(settled=found.settled, present=found.candidate is not None):
        return back(case)
    form = ToldForm(request.POST or None, initial={"told_on": timezone.localdate(now)})
    if form.is_valid() and done(form, lambda: do.note_told(actor, case, form.told(), now=now)):
        return back(case)
    shown = {"found": found, "form": form, "must_know": MUST_KNOW}
    return show(request, "cases/note_told.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def note_yes(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask when he said yes."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    if shown.row.agreed_on is not None:
        return back(case)
    form = YesForm(request.POST or None)
    if form.is_valid() and done(form, lambda: do.note_yes(actor, case, form.cleaned_data["said_on"], now=now)):
        messages.success(request, _("Hij wil verder. Dat staat erbij."))
        return back(case)
    context = {"found": found, "form": form, "candidate": shown}
    return show(request, "cases/note_yes.html", context, writes=True, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def save_papers(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask how messages and papers reach him safely."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    form = PapersForm(request.POST or None, initial=dict(papers_of(shown.row)))

    def afresh() -> PapersForm:
        return PapersForm(initial=dict(papers_of(found_with_candidate(request, actor, case, now)[1].row)))

    if replaced(case, form, afresh, lambda: do.save_papers(actor, case, form.papers(), form.overrules(), now=now)):
        return back(case)
    context = {"found": found, "form": form, "candidate": shown}
    return show(request, "cases/save_papers.html", context, writes=True, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def stop_candidate(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say what goes when he stops, and let him go."""
    actor, now = actor_of(request), timezone.now()
    found, shown = found_with_candidate(request, actor, case, now)
    if not found.stops_at_once:
        refuse(request)
    if request.method == "POST":
        try:
            do.stop_candidate(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
            return back(case)
        messages.success(request, _("Er staat niets meer over hem in Sleutelwerk. Bedank hem, en laat de deur open."))
        return back(case)
    return show(request, "cases/stop_candidate.html", {"found": found, "candidate": shown})
