"""The organisation's own details, the works council, made-up examples, and the advice of the FG."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.actions import advice as keep
from sleutelwerk.accounts.actions.fiction import add_fiction, remove_fiction
from sleutelwerk.accounts.forms.organisation import AdviceForm, OrganisationDetailsForm, WorksCouncilForm
from sleutelwerk.accounts.models import Organisation
from sleutelwerk.accounts.queries.organisations import case_files_verdict, latest_advice, own_organisation
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role

DETAILS = ("name", "controller", "contact_point", "contact_email")


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.ADMINISTRATOR)
def organisation(request: HttpRequest) -> HttpResponse:
    """Show and change what an administrator keeps up to date."""
    own = _own(request)
    part = request.POST.get("part", "")
    if part in _PARTS:
        return _PARTS[part](request, own)
    return _show(request, own)


def _details(request: HttpRequest, own: Organisation) -> HttpResponse:
    form = OrganisationDetailsForm(request.POST)
    if not form.is_valid():
        return _show(request, own, form=form)
    keep.change_organisation(actor_of(request), own, form.cleaned_data, now=timezone.now())
    return _saved(request, _("De gegevens zijn bewaard."))


def _council(request: HttpRequest, own: Organisation) -> HttpResponse:
    form = WorksCouncilForm(request.POST)
    if not form.is_valid():
        return _show(request, own, council_form=form)
    keep.record_works_council(actor_of(request), own, form.cleaned_data["agreed_on"], now=timezone.now())
    return _saved(request, _("Dat is vastgelegd."))


def _add_fiction(request: HttpRequest, _own: Organisation) -> HttpResponse:
    add_fiction(actor_of(request), now=timezone.now())
    return _saved(request, _("De voorbeelden staan klaar."))


def _remove_fiction(request: HttpRequest, _own: Organisation) -> HttpResponse:
    remove_fiction(actor_of(request), now=timezone.now())
    return _saved(request, _("Alle voorbeelden zijn weg."))


_PARTS: dict[str, Callable[[HttpRequest, Organisation], HttpResponse]] = {
    "details": _details,
    "council": _council,
    "add-fiction": _add_fiction,
    "remove-fiction": _remove_fiction,
}


def _show(
    request: HttpRequest,
    own: Organisation,
    *,
    form: OrganisationDetailsForm | None = None,
    council_form: WorksCouncilForm | None = None,
) -> HttpResponse:
    failed = form is not None or council_form is not None
    context = {
        "organisation": own,
        "form": form or OrganisationDetailsForm(initial={name: getattr(own, name) for name in DETAILS}),
        "council_form": council_form or WorksCouncilForm(initial={"agreed_on": own.works_council_agreed_on}),
        "advice": latest_advice(own.pk),
        "clearance": case_files_verdict(own.pk, timezone.localdate()),
        "production": settings.PRODUCTION,
    }
    return render(request, "accounts/organisation.html", context, status=422 if failed else 200)


def _saved(request: HttpRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    return HttpResponseRedirect(reverse("accounts:organisation"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.FG)
@freshly_proved
def give_advice(request: HttpRequest) -> HttpResponse:
    """Let the FG enter his own advice."""
    own = _own(request)
    form = AdviceForm(request.POST or None)
    if form.is_valid():
        given = keep.NewAdvice(**form.cleaned_data)
        keep.give_advice(actor_of(request), own, given, now=timezone.now())
        messages.success(request, _("Uw advies is vastgelegd."))
        return HttpResponseRedirect(reverse("home:dashboard"))
    context = {"form": form, "latest": latest_advice(own.pk), "production": settings.PRODUCTION}
    return render(request, "accounts/give_advice.html", context, status=422 if form.errors else 200)


def _own(request: HttpRequest) -> Organisation:
    own = own_organisation(actor_of(request))
    if own is None:
        raise Http404
    return own
