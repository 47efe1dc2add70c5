"""Where a facilitator prepares a deliberation: his list, a few short pages, the checklist, and what goes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation import content
from sleutelwerk.deliberation.actions import preparing as do
from sleutelwerk.deliberation.documents import preparing as documents
from sleutelwerk.deliberation.engine.calendar import Moment, calendar_file
from sleutelwerk.deliberation.engine.question import question_test
from sleutelwerk.deliberation.engine.shorten import shorten
from sleutelwerk.deliberation.forms.preparing import FORMS, BeginForm, MomentForm, PageForm
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries import preparing as look
from sleutelwerk.deliberation.queries.earlier import earlier_of
from sleutelwerk.deliberation.queries.methods import PHASE_WORDS, PHASES
from sleutelwerk.deliberation.rules.preparing import (
    Page,
    Point,
    is_no_deliberation,
    may_begin,
    may_delete,
    may_start_talking,
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
FOLDER = "deliberation/preparing"


def for_facilitators(view: View[P]) -> View[P]:
    """Let only facilitators of an organisation through; for all others the page does not exist."""

    @in_role(Role.FACILITATOR)
    @wraps(view)
    def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_begin(actor_of(request)):
            refuse(request)
        return view(request, *args, **kwargs)

    return gate


@require_safe
@for_facilitators
def my_deliberations(request: HttpRequest) -> HttpResponse:
    """Show what a facilitator leads: what comes, what runs, and what waits for him."""
    mine = look.deliberations_of(actor_of(request), now=timezone.now())
    return render(request, f"{FOLDER}/my_deliberations.html", {"mine": mine})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def new_deliberation(request: HttpRequest) -> HttpResponse:
    """Ask what a deliberation begins with, and then how."""
    start = look.start_named(request.GET.get("met", ""))
    if start is None:
        return _choose_start(request)
    practice = "oefenen" in request.GET
    form = BeginForm(request.POST or None, start=start, initial=_first_guess(start, practice=practice))
    if form.is_valid():
        try:
            row = do.begin_deliberation(actor_of(request), form.beginning(), now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            page = "" if row.practice else Page.INTAKE
            return HttpResponseRedirect(_address("prepare", row.pk, page) if page else _address("preparation", row.pk))
    shown = {"form": form, "start": start, "practice": practice}
    return render(request, f"{FOLDER}/begin_deliberation.html", shown, status=422 if form.errors else 200)


def _choose_start(request: HttpRequest) -> HttpResponse:
    found = look.dilemma_set()
    phases = [(PHASES[phase], PHASE_WORDS[phase], found.of(phase)) for phase in PHASES] if found else []
    shown = {"set": found, "phases": phases, "practice": "oefenen" in request.GET, "own": look.OWN}
    return render(request, f"{FOLDER}/new_deliberation.html", shown)


def _first_guess(start: look.Start, *, practice: bool) -> dict[str, Any]:
    """Give what fits a start, for whoever has no wish of his own."""
    return {
        "title": start.dilemma.title if start.dilemma else "",
        "phase": start.dilemma.phase.value if start.dilemma else None,
        "method": start.method,
        "aim": Deliberation.Aim.LEARN if practice else None,
        "practice": practice,
    }


@require_safe
@for_facilitators
def preparation(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Show whether a deliberation is ready to begin, and what is still open."""
    found = do.open_preparation(actor_of(request), deliberation, now=timezone.now())
    if found is None:
        refuse(request)
    points = found.points
    shown = {
        "found": found,
        "pages": _pages(points),
        "hard": [point for point in points if point.hard],
        "soft": [point for point in points if not (point.hard or point.ends)],
        "ends": is_no_deliberation(found.facts),
        "ready": bool(may_start_talking(found.facts)),
        "may_delete": bool(may_delete(actor_of(request), look.leaders_of(found.row), opened=found.opened)),
        "earlier": earlier_of(actor_of(request), found),
    }
    return render(request, f"{FOLDER}/preparation.html", shown)


def _pages(points: tuple[Point, ...]) -> list[dict[str, Any]]:
    """Give the pages with what is still open on each."""
    return [
        {"key": page, "label": label, "points": [point for point in points if point.page == page]}
        for page, label in look.PAGES.items()
    ]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def prepare(request: HttpRequest, deliberation: UUID, page: str) -> HttpResponse:
    """Show one page of a preparation, and keep what was filled in."""
    actor, now = actor_of(request), timezone.now()
    posted = request.method == "POST"
    found = look.prepared_for(actor, deliberation) if posted else do.open_preparation(actor, deliberation, now=now)
    if found is None:
        refuse(request)
    if page not in list(Page):
        raise Http404
    at = Page(page)
    if found.opened or (found.limit and at is not Page.INTAKE):
        return HttpResponseRedirect(_address("preparation", deliberation))
    form = _form(request, found, at)
    if not form.is_valid():
        return _show_page(request, found, at, form, status=422 if posted else 200)
    try:
        do.save_preparation(actor, deliberation, form.changes(), now=now)
    except NotAllowedError as refusal:
        form.add_error(None, str(refusal))
        return _show_page(request, found, at, form, status=422)
    messages.success(request, _("Bewaard."))
    return HttpResponseRedirect(_goes_on(request, found, at, form))


def _form(request: HttpRequest, found: look.Prepared, page: Page) -> PageForm:
    data = request.POST if request.method == "POST" else None
    if page is Page.MOMENT:
        return MomentForm(data, found=found, viewer=actor_of(request))
    return FORMS[page](data, found=found)


def _show_page(request: HttpRequest, found: look.Prepared, page: Page, form: PageForm, *, status: int) -> HttpResponse:
    pages = list(look.PAGES.items())
    number = [key for key, _label in pages].index(page)
    shown: dict[str, Any] = {
        "found": found,
        "form": form,
        "page": page.value,
        "label": look.PAGES[page],
        "pages": [(key, label, index < number) for index, (key, label) in enumerate(pages)],
        "number": number + 1,
        "count": len(pages),
        "before": pages[number - 1][0] if number else "",
        "last": number + 1 == len(pages),
    }
    if page is Page.QUESTION:
        shown["remarks"] = question_test(found.facts.text("question")) if found.facts.text("question") else ()
        shown["earlier"] = earlier_of(actor_of(request), found)
    return render(request, f"{FOLDER}/prepare.html", shown, status=status)


def _goes_on(request: HttpRequest, found: look.Prepared, page: Page, form: PageForm) -> str:
    """Give where to go after keeping: back to a question that can be better, to the checklist, or to the next page."""
    key = found.row.pk
    if page is Page.QUESTION:
        asked = form.changes().plan["question"]
        if asked != found.facts.text("question") and asked and question_test(asked):
            return f"{_address('prepare', key, page)}#vraag-getoetst"
    pages = list(Page)
    if _stops(request, key, page) or page is pages[-1] or "overview" in request.POST:
        return _address("preparation", key)
    return _address("prepare", key, pages[pages.index(page) + 1])


def _stops(request: HttpRequest, key: UUID, page: Page) -> bool:
    """Tell whether the intake, as it was kept now, says that this is no deliberation."""
    kept = look.prepared_for(actor_of(request), key) if page is Page.INTAKE else None
    return kept is not None and bool(kept.limit or is_no_deliberation(kept.facts))


@require_POST
@for_facilitators
def use_method(request: HttpRequest, deliberation: UUID, method: str) -> HttpResponse:
    """Go over to another method with one click, as a question with 'hoe' asks for the block Afspraken."""
    chosen = do.Changes(columns={"method_slug": method})
    _changed(request, deliberation, chosen)
    titles = content.current().methods
    messages.success(request, _("U gebruikt nu: %(method)s.") % {"method": titles[method].title})
    return HttpResponseRedirect(_address("preparation", deliberation))


def _changed(request: HttpRequest, deliberation: UUID, changes: do.Changes) -> None:
    try:
        do.save_preparation(actor_of(request), deliberation, changes, now=timezone.now())
    except NotAllowedError:
        refuse(request)


@require_safe
@for_facilitators
def invitation(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Show a text to invite people with, in which nothing stands of what it is about."""
    found = _taken(request, deliberation, do.Taken.INVITATION)
    shown = {"found": found, "letter": documents.invitation_text(found)}
    return render(request, f"{FOLDER}/invitation.html", shown)


@require_safe
@for_facilitators
def calendar(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Give the moment for a calendar: a neutral title, time and place."""
    found = _taken(request, deliberation, do.Taken.CALENDAR)
    if found.row.starts_at is None:
        return HttpResponseRedirect(_address("prepare", deliberation, Page.MOMENT))
    moment = Moment(
        # not the id itself: that stands in addresses of the room
        uid=f"{sha256(f'calendar {deliberation}'.encode()).hexdigest()[:32]}@sleutelwerk",
        title=_("Oefening: overleg") if found.row.practice else _("Overleg"),
        place=found.facts.answer("room"),
        starts_at=found.row.starts_at,
        minutes=found.row.minutes,
    )
    raw = calendar_file(moment, made_at=timezone.now())
    return _file(raw, "text/calendar; charset=utf-8", "overleg.ics", shown=False)


@require_safe
@for_facilitators
@freshly_proved
def preparation_pdf(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Give the preparation on paper, for whoever leads. What leaves the site asks a fresh factor, here and below."""
    found = _taken(request, deliberation, do.Taken.PAPER)
    plan = shorten(found.method, found.row.minutes or found.method.minutes) if found.method else None
    raw = documents.preparation_pdf(found, plan, today=timezone.localdate())
    return _file(raw, "application/pdf", "voorbereiding.pdf")


@require_safe
@for_facilitators
@freshly_proved
def own_sheets_pdf(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Give the sheets for the wall with the question, A and B of this deliberation on them."""
    found = _taken(request, deliberation, do.Taken.SHEETS)
    if found.method is None:
        return HttpResponseRedirect(_address("prepare", deliberation, Page.METHOD))
    return _file(documents.own_sheets_pdf(found, found.method), "application/pdf", "vellen.pdf")


def _taken(request: HttpRequest, deliberation: UUID, what: do.Taken) -> look.Prepared:
    found = do.take_along(actor_of(request), deliberation, what, now=timezone.now())
    if found is None:
        refuse(request)
    return found


def _file(raw: bytes, kind: str, name: str, *, shown: bool = True) -> HttpResponse:
    how = "inline" if shown else "attachment"
    return HttpResponse(raw, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'})


@require_POST
@for_facilitators
def follow_deliberation(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Begin a deliberation on the same dilemma, later."""
    try:
        row = do.follow_deliberation(actor_of(request), deliberation, now=timezone.now())
    except NotAllowedError:
        refuse(request)
    messages.success(request, _("Er staat een nieuw beraad klaar. Wat nog open stond, ging mee."))
    return HttpResponseRedirect(_address("preparation", row.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def delete_deliberation(request: HttpRequest, deliberation: UUID) -> HttpResponse:
    """Ask whether a deliberation that never began may go, and throw it away."""
    actor = actor_of(request)
    found = look.prepared_for(actor, deliberation)
    if found is None or not may_delete(actor, look.leaders_of(found.row), opened=found.opened):
        refuse(request)
    if request.method == "POST":
        do.delete_deliberation(actor, deliberation, now=timezone.now())
        messages.success(request, _("Het beraad is weg. Niemand kan het nog lezen."))
        return HttpResponseRedirect(reverse("sessions:my-deliberations"))
    return render(request, f"{FOLDER}/delete_deliberation.html", {"found": found})


def _address(name: str, deliberation: UUID, page: str = "") -> str:
    kwargs: Mapping[str, Any] = {"deliberation": deliberation, **({"page": page} if page else {})}
    return reverse(f"sessions:{name}", kwargs=dict(kwargs))
