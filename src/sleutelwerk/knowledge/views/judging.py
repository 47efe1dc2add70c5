"""Where reviewers of the house judge requests, enter what came by mail, and see and end who has access."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role, refuse
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import judging, requests
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.forms.requests import DecisionForm, EnterForm, SubstituteForm
from sleutelwerk.knowledge.queries import requests as look
from sleutelwerk.knowledge.queries.library import gated_pieces
from sleutelwerk.knowledge.rules.requests import State, working_days
from sleutelwerk.privacy.engine.small_cells import written
from sleutelwerk.publishing.queries import GivenAccess, address_of, grant_of_request, live_grants
from sleutelwerk.publishing.rules import Scope, ScopeKind, may_give_access

SAID = {
    State.GRANTED: gettext_lazy("De aanvrager heeft toegang en krijgt een mail."),
    State.REFUSED: gettext_lazy("De aanvrager krijgt een mail en leest uw reden."),
    State.QUESTION: gettext_lazy("De aanvrager krijgt een mail met uw vraag."),
}


def _only_house(request: HttpRequest) -> None:
    """Let reviewers of the house through; for those of another organisation there is nothing here."""
    own = house()
    if not may_give_access(actor_of(request), own.pk if own else None):
        refuse(request)


@require_safe
@in_role(Role.ACCESS_REVIEWER)
def access_requests(request: HttpRequest) -> HttpResponse:
    """Show what waits for an answer, how long askers wait, and who stands in."""
    _only_house(request)
    return _show_queue(request, None)


def _show_queue(request: HttpRequest, form: SubstituteForm | None, status: int = 200) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    figures = look.figures(actor, now=now)
    rows = [
        {"row": row, "days": working_days(timezone.localdate(row.waits_since), today), "verdict": verdict}
        for row, verdict in look.verdicts_on(actor, judging.open_queue(actor, now=now))
        if row.waits_since
    ]
    shown = {
        "rows": rows,
        "others": look.waiting_for_others(actor),
        "figures": figures,
        "figures_count": written(figures.count),
        "substitute": look.substitute_of(actor, today=today),
        "form": form or _substitute_form(request),
    }
    return render(request, "knowledge/access_requests.html", shown, status=status)


def _substitute_form(request: HttpRequest, given: Any = None) -> SubstituteForm:
    return SubstituteForm(given, colleagues=look.colleague_choices(actor_of(request)), today=timezone.localdate())


@require_POST
@in_role(Role.ACCESS_REVIEWER)
def set_substitute(request: HttpRequest) -> HttpResponse:
    """Name who stands in, or stop that."""
    _only_house(request)
    if "stop" in request.POST:
        judging.end_substitute(actor_of(request), now=timezone.now())
        messages.success(request, _("U krijgt de herinneringen weer zelf."))
        return HttpResponseRedirect(reverse("knowledge:access-requests"))
    form = _substitute_form(request, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            judging.name_substitute(actor_of(request), said["colleague"], until=said["until"], now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error("colleague", str(refusal))
        else:
            messages.success(request, _("Uw collega krijgt zolang de herinneringen."))
            return HttpResponseRedirect(reverse("knowledge:access-requests"))
    return _show_queue(request, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.ACCESS_REVIEWER)
def access_request(request: HttpRequest, asked: UUID) -> HttpResponseBase:
    """Show one request beside the criteria of the house; the reviewer answers here."""
    _only_house(request)
    row = judging.open_request(actor_of(request), asked, now=timezone.now())
    if row is None:
        refuse(request)
    if request.method == "POST":
        return _answer(request, row)
    return _show(request, row, DecisionForm(initial={"met": row.met}))


@freshly_proved
def _answer(request: HttpRequest, row: look.FoundRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid():
        site, now = request.build_absolute_uri("/"), timezone.now()
        try:
            state = judging.answer_request(actor_of(request), row.pk, form.decision(), site=site, now=now)
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SAID[state])
            return HttpResponseRedirect(reverse("knowledge:access-requests"))
    row.refresh_from_db()
    return _show(request, row, form, status=422)


def _show(request: HttpRequest, row: look.FoundRequest, form: DecisionForm, status: int = 200) -> HttpResponse:
    grant = grant_of_request(row.pk)
    shown = {
        "row": row,
        "form": form,
        "verdict": look.verdict_on(actor_of(request), row),
        "standing": look.standing_of(row),
        "approach": access_rules().label_of(row.approach),
        "criteria": look.criteria_met(row),
        "piece": row.scope_key,
        "grant": grant,
        "no_account": grant is not None and grant.person_id is None,
    }
    return render(request, "knowledge/access_request.html", shown, status=status)


@require_POST
@in_role(Role.ACCESS_REVIEWER)
@freshly_proved
def invite_reader_again(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Send somebody who has access but no account yet a new link."""
    _only_house(request)
    try:
        site = request.build_absolute_uri("/")
        judging.invite_again(actor_of(request), asked, site=site, now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("knowledge:access-requests"))
    messages.success(request, _("De mail met de link is onderweg."))
    return HttpResponseRedirect(reverse("knowledge:access-request", args=[asked]))


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.ACCESS_REVIEWER)
def enter_request(request: HttpRequest) -> HttpResponse:
    """Enter a request that came by mail; its address is confirmed like any other, and a colleague judges it."""
    _only_house(request)
    form = EnterForm(request.POST if request.method == "POST" else None, pieces=gated_pieces())
    if form.is_valid():
        try:
            site = request.build_absolute_uri("/")
            requests.enter_request(actor_of(request), form.ask(), site=site, now=timezone.now())
        except NotAllowedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("De aanvrager krijgt een mail om zijn adres te bevestigen."))
            return HttpResponseRedirect(reverse("knowledge:access-requests"))
    return render(request, "knowledge/enter_request.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@in_role(Role.ACCESS_REVIEWER)
def readers(request: HttpRequest) -> HttpResponse:
    """Show who has access now, and until when."""
    _only_house(request)
    grants = judging.open_readers(actor_of(request), now=timezone.now())
    asked = look.requests_by_id([one.request for one in grants])
    rows = [_reader(one, asked.get(one.request)) for one in grants]
    return render(request, "knowledge/readers.html", {"rows": rows})


def _reader(grant: GivenAccess, asked: look.FoundRequest | None) -> dict[str, object]:
    scope = Scope(ScopeKind(grant.scope_kind), grant.scope_key)
    name = (grant.person.name if grant.person else "") or (asked.name if asked else "") or address_of(grant)
    return {"grant": grant, "name": name, "address": address_of(grant), "scope": scope, "asked": asked}


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.ACCESS_REVIEWER)
def revoke_access(request: HttpRequest, grant: UUID) -> HttpResponseBase:
    """Ask whether somebody's access is to end, and end it at once."""
    _only_house(request)
    found = next((one for one in live_grants(actor_of(request), now=timezone.now()) if one.pk == grant), None)
    if found is None:
        refuse(request)
    if request.method == "POST":
        return _revoke(request, found)
    row = look.requests_by_id([found.request]).get(found.request)
    judging.look_at_reader(actor_of(request), now=timezone.now())
    return render(request, "knowledge/revoke_access.html", _reader(found, row))


@freshly_proved
def _revoke(request: HttpRequest, grant: GivenAccess) -> HttpResponse:
    try:
        site = request.build_absolute_uri("/")
        judging.revoke_access(actor_of(request), grant.pk, site=site, now=timezone.now())
    except NotAllowedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("De toegang is ingetrokken. Dat geldt meteen. Een artikel dat openstaat, sluit binnen 20 seconden."),
        )
    return HttpResponseRedirect(reverse("knowledge:readers"))
