"""The pages of an assignment, and settling it, opening it again and adding the receipt of a route-map run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.cases.actions import assignment as do
from sleutelwerk.cases.actions.beginning import open_case, read_case
from sleutelwerk.cases.forms.assignment import FORMS, PageForm, ReceiptForm
from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.cases import PAGES, OpenCase, case_for
from sleutelwerk.cases.queries.receipt import receipt_of
from sleutelwerk.cases.rules.assignment import Page
from sleutelwerk.cases.rules.team import Readers, may_write
from sleutelwerk.cases.views.opened import replaced, show
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.route_map.engine.receipt import to_json


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def save_assignment(request: HttpRequest, case: UUID, page: str) -> HttpResponse:
    """Show one page of an assignment, and keep what was filled in."""
    actor, now = actor_of(request), timezone.now()
    found = open_case(actor, case, now=now) if request.method == "GET" else _found(actor, case, now)
    if found is None:
        refuse(request)
    if page not in list(Page):
        raise Http404
    at = Page(page)
    if not may_write(actor, found.team, timezone.localdate(now), settled=found.settled):
        return HttpResponseRedirect(_address("open-case", case))
    form = FORMS[at](request.POST or None, found=found)

    def afresh() -> PageForm:
        return FORMS[at](found=_found(actor, case, now) or found)

    if replaced(case, form, afresh, lambda: do.save_assignment(actor, case, form.changes(), now=now)):
        return HttpResponseRedirect(_next(request, case, at))
    return _page(request, found, at, form)


def _found(actor: Actor, case: UUID, now: datetime) -> OpenCase | None:
    return case_for(actor, case, today=timezone.localdate(now))


def _next(request: HttpRequest, case: UUID, at: Page) -> str:
    order = list(Page)
    place = order.index(at) + 1
    if "overview" in request.POST or place == len(order):
        return _address("open-case", case)
    return reverse("cases:save-assignment", kwargs={"case": case, "page": order[place]})


def _page(request: HttpRequest, found: OpenCase, at: Page, form: PageForm) -> HttpResponse:
    order = list(Page)
    place = order.index(at)
    open_pages = {point.page for point in found.points}
    shown = {
        "found": replace(found, readers=Readers.HOUSE),
        "form": form,
        "page": at,
        "label": PAGES[at],
        "pages": [(key, label, key not in open_pages) for key, label in PAGES.items()],
        "number": place + 1,
        "count": len(order),
        "before": order[place - 1] if place else None,
        "last": place + 1 == len(order),
        "receipt": receipt_of(found) if at is Page.PROFILE else None,
    }
    return render(request, "cases/save_assignment.html", shown, status=422 if form.errors else 200)


@require_POST
@in_role(*OPENS_CASES)
def settle_assignment(request: HttpRequest, case: UUID) -> HttpResponse:
    """Settle the assignment."""
    return _do(request, case, do.settle_assignment, _("De opdracht staat vast."))


@require_POST
@in_role(*OPENS_CASES)
def reopen_assignment(request: HttpRequest, case: UUID) -> HttpResponse:
    """Open the assignment again."""
    return _do(request, case, do.reopen_assignment, _("U kunt de opdracht weer wijzigen."))


def _do(request: HttpRequest, case: UUID, what: Callable[..., Case], done: str) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    if _found(actor, case, now) is None:
        refuse(request)
    try:
        what(actor, case, now=now)
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(_address("open-case", case))


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OPENS_CASES)
def attach_receipt(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take the file with the receipt of a route-map run, and keep it sealed."""
    actor, now = actor_of(request), timezone.now()
    found = _found(actor, case, now)
    if found is None:
        refuse(request)
    if not may_write(actor, found.team, timezone.localdate(now), settled=found.settled):
        return HttpResponseRedirect(_address("open-case", case))
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    if form.is_valid():
        do.attach_receipt(actor, case, form.cleaned_data["file"], now=now)
        messages.success(request, _("Het routebewijs zit bij de opdracht."))
        return HttpResponseRedirect(reverse("cases:save-assignment", kwargs={"case": case, "page": Page.PROFILE}))
    shown = {"found": found, "form": form}
    return show(request, "cases/attach_receipt.html", shown, status=422 if form.errors else 200, only=Readers.HOUSE)


@require_safe
@in_role(*OPENS_CASES)
@freshly_proved
def save_receipt(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give the receipt as the file that the route map opens again, and record that it was taken."""
    actor, now = actor_of(request), timezone.now()
    found = _found(actor, case, now)
    shown = None if found is None else receipt_of(found)
    if found is None or shown is None:
        refuse(request)
    read_case(actor, found, now=now)
    headers = {"Content-Disposition": 'attachment; filename="routekaart.json"'}
    return HttpResponse(to_json(shown.receipt), content_type="application/json", headers=headers)


def _address(name: str, case: UUID) -> str:
    return reverse(f"cases:{name}", args=[case])
