"""The pages of an order of justice: what runs, recording one, the script step by step, and drills of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import OPENS_CASES, OVERSEERS
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.cases.actions import order as do
from sleutelwerk.cases.forms.order import FORMS, CodeForm, DrillEndForm, OrderForm, StepForm
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.cases.queries.order import (
    OpenOrder,
    has_fg,
    lines_of,
    next_step,
    order_for,
    orders_for,
    promise_of,
)
from sleutelwerk.cases.queries.order_words import ARTICLES, HOWS, KINDS, LESSONS, OFFICIALS, STEPS, TELLS, VALIDS
from sleutelwerk.cases.rules.order import WITH_FACTOR, Step, may_have_part, may_name_by, may_record_from
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.cases.views.once import once
from sleutelwerk.cases.views.opened import done, show
from sleutelwerk.mailroom.queries import has_mail_server

#: Whoever has a part in an order.
TAKES_PART = (*sorted(OPENS_CASES), *sorted(OVERSEERS))


@require_safe
@in_role(*TAKES_PART)
def orders(request: HttpRequest) -> HttpResponse:
    """Show the orders in which somebody has a part, and the drills."""
    actor, now = actor_of(request), timezone.now()
    if not may_have_part(actor):
        refuse(request)
    found = orders_for(actor, today=timezone.localdate(now))
    do.look_at_orders(actor, now=now)
    shown = {
        "real": [one for one in found if not one.row.drill],
        "drills": [one for one in found if one.row.drill],
        "records": may_record_from(actor, of_case=False, drill=False),
        "has_fg": actor.organisation is not None and has_fg(actor.organisation),
    }
    return render(request, "cases/orders.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*TAKES_PART)
@once
def record_order(request: HttpRequest, case: UUID | None = None) -> HttpResponse:
    """Ask how an order came: in a case for its team, else for who watches; a drill without a case for all of them."""
    actor, now = actor_of(request), timezone.now()
    found = _own_case(request, actor, case, now) if case else None
    if not may_have_part(actor):
        refuse(request)
    drills_only = not may_record_from(actor, of_case=found is not None, drill=False)
    form = OrderForm(request.POST or None, now=now, of_case=found is not None, drills_only=drills_only)
    site = request.build_absolute_uri("/")
    made: list[UUID] = []
    if form.is_valid() and done(
        form, lambda: made.append(do.record_order(actor, form.order(), case=case, site=site, now=now).pk)
    ):
        return _there(made[0])
    context = {
        "form": form, "found": found, "drills_only": drills_only, "articles": ARTICLES.values(),
        "has_fg": actor.organisation is not None and has_fg(actor.organisation), "mails": has_mail_server(),
    }  # fmt: skip
    give = show if found else render
    return give(request, "cases/record_order.html", context, status=422 if form.errors else 200)


def _own_case(request: HttpRequest, actor: Actor, case: UUID, now: datetime) -> OpenCase:
    today = timezone.localdate(now)
    found = case_for(actor, case, today=today)
    if found is None or not may_record(actor, found.team, today):
        refuse(request)
    return found


@require_safe
@in_role(*TAKES_PART)
def order(request: HttpRequest, order: UUID) -> HttpResponse:
    """Show the script of one order, and what was done."""
    actor, now = actor_of(request), timezone.now()
    one = _found(request, actor, order, now)
    do.read_order(actor, one, now=now)
    lines = lines_of(one)
    return render(request, "cases/order.html", {**_words(one), "lines": lines, "next": next_step(one, lines)})


def _found(request: HttpRequest, actor: Actor, order: UUID, now: datetime) -> OpenOrder:
    one = order_for(actor, order, today=timezone.localdate(now))
    if one is None:
        refuse(request)
    return one


def _words(one: OpenOrder) -> Mapping[str, Any]:
    """Give an order in words, with the promise that was made about it."""
    row = one.row
    clauses, his = promise_of(one.found)
    return {
        "one": one, "row": row, "names": may_name_by(one.viewer, one.standing), "has_fg": has_fg(row.organisation_id),
        "official": _word(OFFICIALS, row.official), "article": _word(ARTICLES, row.article),
        "valid": _word(VALIDS, row.valid), "may_tell": _word(TELLS, row.may_tell),
        "kinds": _each(KINDS, row.kinds), "handed": _each(KINDS, row.handed_kinds),
        "handed_to": _word(OFFICIALS, row.handed_to), "how": _word(HOWS, row.ended_how),
        "lessons": _each(LESSONS, row.lessons), "promise": clauses, "his_promise": his,
    }  # fmt: skip


def _word(words: Mapping[Any, Any], key: str) -> Any:
    return next((text for name, text in words.items() if name == key), "")


def _each(words: Mapping[Any, Any], keys: list[str]) -> list[Any]:
    return [text for name, text in words.items() if name in keys]


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*TAKES_PART)
def order_step(request: HttpRequest, order: UUID, step: str) -> HttpResponseBase:
    """Ask what came of a step; what leaves the house asks for a fresh factor."""
    if step not in set(Step):
        raise Http404
    view = freshly_proved(_order_step) if Step(step) in WITH_FACTOR else _order_step
    return view(request, order, Step(step))


def _order_step(request: HttpRequest, order: UUID, step: Step) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    one = _found(request, actor, order, now)
    verdict = one.verdict(step)
    if not verdict:
        messages.error(request, verdict.reason)
        return _there(order)
    kind = DrillEndForm if step is Step.END and one.row.drill else FORMS.get(step, StepForm)
    form = kind(request.POST or None, now=now, secrecy=one.row.secrecy, kinds=one.row.kinds)
    if form.is_valid() and done(form, lambda: do.take_step(actor, order, step, form.taken(), now=now)):
        messages.success(request, _("Dat staat erbij."))
        return _there(order)
    context = {**_words(one), "form": form, "words": STEPS[step], "step": step}
    do.read_order(actor, one, now=now)
    return render(request, "cases/order_step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(*OVERSEERS)
def name_case(request: HttpRequest, order: UUID) -> HttpResponse:
    """Ask which case an order is about."""
    actor, now = actor_of(request), timezone.now()
    one = _found(request, actor, order, now)
    if one.row.case_id or one.standing.ended:
        return _there(order)
    form = CodeForm(request.POST or None)
    site = request.build_absolute_uri("/")
    if form.is_valid() and done(
        form, lambda: do.name_case(actor, order, form.cleaned_data["code"], site=site, now=now)
    ):
        messages.success(request, _("Vanaf nu gaat er niets weg uit dit dossier. De trekker krijgt bericht."))
        return _there(order)
    context = {**_words(one), "form": form}
    return render(request, "cases/name_case.html", context, status=422 if form.errors else 200)


def _there(order: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("cases:order", args=[order]))
