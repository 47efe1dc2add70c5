"""The pages of assessing: who looks, what each wrote, both side by side, and what they come to together with him."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.queries.case_workers import facilitators_for_cases
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, in_role, refuse
from sleutelwerk.cases.actions import assessment as do
from sleutelwerk.cases.forms.assessment import AssessorsForm, FindingsForm, WeighingForm
from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries import assessment as look
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.criteria import SECTIONS, measure_of
from sleutelwerk.cases.queries.decision import anew_to_confirm, days_again
from sleutelwerk.cases.rules.assessment import (
    Section,
    lacks,
    may_assess,
    may_change,
    may_compare,
    may_hand_in,
    may_look_again,
    open_criteria,
)
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.cases.rules.team import Readers, may_lead
from sleutelwerk.cases.views.opened import back, done, found_with_candidate, replaced, show
from sleutelwerk.core.verdict import NotAllowedError


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def name_assessors(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask a lead which two of his team look at the candidate."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _found(request, actor, case, now)
    if not may_lead(actor, found.team, timezone.localdate(now)):
        refuse(request)
    if not _at_assessment(found) or may_compare(look.places_of(candidate)):
        return back(case)
    choosable = look.choosable_assessors(actor, found)
    places = look.places_of(candidate)
    initial = {("first", "second")[one.number - 1]: str(one.assessor) for one in places}
    people = choosable + [one for one in look.handed_in_by(candidate) if one.id not in {two.id for two in choosable}]
    form = AssessorsForm(request.POST or None, choosable=people, initial=initial)
    if form.is_valid() and done(form, lambda: do.name_assessors(actor, case, form.chosen(), now=now)):
        messages.success(request, _("Zij kijken naar wat past, elk voor zich."))
        return back(case)
    shown = {"found": found, "form": form, "choosable": choosable, "enough": len(people) > 1}
    return show(
        request, "cases/name_assessors.html", shown, writes=True, status=422 if form.errors else 200, only=Readers.LEAD
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def save_findings(request: HttpRequest, case: UUID, page: str) -> HttpResponse:
    """Show an assessor one page of his own assessment, and keep what he filled in."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _found(request, actor, case, now)
    if page not in list(Section):
        raise Http404
    row = look.own_assessment(actor, found)
    if row is None or not _at_assessment(found) or not may_assess(actor.id, look.places_of(candidate)):
        return back(case)
    at, measure, findings = Section(page), measure_of(found.row), look.findings_of(row)

    def asked(given: Any = None) -> FindingsForm:
        own = look.own_assessment(actor, found)
        kept = look.findings_of(own) if own else {}
        return FindingsForm(given, criteria=measure.of(at), findings=kept, today=timezone.localdate(now))

    form = asked(request.POST or None)

    def keep() -> None:
        do.save_findings(actor, case, form.findings(found.row.profile), form.overrules(), now=now)

    if replaced(case, form, asked, keep):
        return _next(request, case, at)
    unfinished = {one.section for one in open_criteria(measure.criteria, findings)}
    shown = {
        "found": found,
        "form": form,
        "measure": measure,
        "page": at,
        "title": SECTIONS[at][0],
        "about": SECTIONS[at][1],
        "pages": [(key, name, key not in unfinished) for key, (name, _about) in SECTIONS.items()],
    }
    return show(request, "cases/save_findings.html", shown, writes=True, status=422 if form.errors else 200)


def _next(request: HttpRequest, case: UUID, at: Section) -> HttpResponseRedirect:
    order = list(Section)
    if "overview" in request.POST:
        return back(case)
    if at is order[-1]:
        return HttpResponseRedirect(reverse("cases:hand-in", args=[case]))
    following = order[order.index(at) + 1]
    return HttpResponseRedirect(reverse("cases:save-findings", kwargs={"case": case, "page": following.value}))


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def hand_in(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show an assessor what he wrote, and let him hand it in; after that he can read it."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _found(request, actor, case, now)
    row = look.own_assessment(actor, found)
    if row is None:
        return back(case)
    if request.method == "POST":
        try:
            do.hand_in(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("cases:hand-in", args=[case]))
        messages.success(request, _("Ingeleverd. U ziet die van de ander zodra die ook klaar is."))
        return back(case)
    measure, findings = measure_of(found.row), look.findings_of(row)
    missing = open_criteria(measure.criteria, findings)
    shown = {
        "found": found,
        "measure": measure,
        "row": row,
        "writes": bool(_may_write(found) and may_assess(actor.id, look.places_of(candidate))),
        "verdict": may_hand_in(measure.criteria, findings),
        "missing": [
            (key, name, [one for one in missing if one.section is key]) for key, (name, _a) in SECTIONS.items()
        ],
        "own": look.own_lines(measure, findings),
    }
    return show(request, "cases/hand_in.html", shown)


@require_safe
@in_role(*OPENS_CASES)
def compare_assessments(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show both assessments side by side, once both were handed in, to talk about."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _found(request, actor, case, now)
    measure = measure_of(found.row)
    both = look.compared(candidate, measure)
    if both is None:
        return back(case)
    do.read_assessments(actor, found, now=now)
    stage, ended = Stage(found.row.stage), found.row.ended_at is not None
    decided = found.decision is not None and bool(found.decision.outcome)
    shown = {
        "found": found,
        "measure": measure,
        "compared": both,
        "goes_on": _may_write(found),
        "facilitators": facilitators_for_cases(actor),
        "again": bool(may_lead(actor, found.team, timezone.localdate(now)))
        and bool(may_look_again(stage, look.places_of(candidate), ended=ended, decided=decided)),
    }
    return show(request, "cases/compare_assessments.html", shown)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def save_weighing(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what both come to, what we must still do, and what he says himself."""
    actor, now = actor_of(request), timezone.now()
    found, candidate = _found(request, actor, case, now)
    measure = measure_of(found.row)
    both = look.compared(candidate, measure)
    if both is None or not _at_assessment(found):
        return back(case)
    form = _weighing_form(candidate, request.POST or None)
    if replaced(
        case, form, lambda: _weighing_form(candidate),
        lambda: do.save_weighing(actor, case, form.together(), now=now),
    ):  # fmt: skip
        messages.success(request, _("Bewaard."))
        return back(case)
    missing = list(lacks(measure.criteria, *both.findings))
    shown = {
        "found": found,
        "form": form,
        "his": [one for one in missing if one.section is Section.PRECONDITIONS],
        "ours": [one for one in missing if one.section is Section.ARRANGEMENTS],
    }
    return show(request, "cases/save_weighing.html", shown, writes=True, status=422 if form.errors else 200)


def _weighing_form(candidate: Candidate, given: Any = None) -> WeighingForm:
    kept = look.weighing_of(candidate)
    return WeighingForm(given, initial={**look.together_of(candidate), "shown_on": kept.shown_on if kept else None})


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def look_again(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say what goes when two people look at him anew, and begin anew; after a no a colleague confirms it here."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    found, _candidate = _found(request, actor, case, now)
    confirms = anew_to_confirm(actor, found, today)
    if "not_asked" in request.POST and not found.anew_waits:
        return back(case)
    if not confirms and not may_lead(actor, found.team, today):
        refuse(request)
    after_no = found.decision is not None and found.decision.outcome == Outcome.NO
    if "not_asked" in request.POST:
        return _not_asked(request, actor, case, now)
    if request.method == "POST":
        try:
            (do.confirm_look_again if confirms else do.look_again)(actor, case, now=now)
        except NotAllowedError as refusal:
            messages.error(request, str(refusal))
        else:
            waits = after_no and not confirms
            begun = _("U begint opnieuw. Kies wie hem nu afwegen.")
            messages.success(request, _("Vraag nu een collega uit het team dit te bevestigen.") if waits else begun)
        return back(case)
    days = days_again(found.row, today)
    context = {"found": found, "after_no": after_no, "confirms": confirms, "days": days}
    readers = Readers.HOUSE if found.anew_waits else Readers.LEAD
    return show(request, "cases/look_again.html", context, only=readers)


def _not_asked(request: HttpRequest, actor: Actor, case: UUID, now: datetime) -> HttpResponse:
    try:
        do.drop_look_again(actor, case, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("U kijkt niet opnieuw. Het besluit blijft staan."))
    return back(case)


def _found(request: HttpRequest, actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Candidate]:
    found, shown = found_with_candidate(request, actor, case, now)
    return found, shown.row


def _at_assessment(found: OpenCase) -> bool:
    return bool(may_change(Stage(found.row.stage), Stage.ASSESSMENT, ended=found.row.ended_at is not None))


def _may_write(found: OpenCase) -> bool:
    return _at_assessment(found) and not found.on_lock
