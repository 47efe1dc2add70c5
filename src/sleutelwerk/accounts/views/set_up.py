"""The short wizard by which an organisation is set up: five pages, each kept, so that nothing is lost halfway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sleutelwerk.accounts.actions.links import LinkUsedError, keep_draft
from sleutelwerk.accounts.actions.set_up import Founder, complete_set_up
from sleutelwerk.accounts.forms.set_up import ControllerForm, FictionForm, FounderForm, OrganisationForm, OversightForm
from sleutelwerk.accounts.models import OneTimeLink
from sleutelwerk.accounts.views.links import come_in, in_hand, lost


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the wizard."""

    part: str
    form: type[forms.Form]
    title: Promise | str
    heading: Promise | str
    why: Promise | str


PAGES = (
    Page(
        "organisation", OrganisationForm, _("Organisatie"), _("Welke organisatie bent u?"),
        _("Dit ziet u straks boven aan de schermen."),
    ),
    Page(
        "controller", ControllerForm, _("Verantwoordelijk"), _("Wie is verantwoordelijk?"),
        _("Een sleutelfiguur moet altijd weten wie zijn gegevens heeft en waar hij terecht kan. "
          "Daarom kan dit niet leeg blijven."),
    ),
    Page(
        "oversight", OversightForm, _("Toezicht"), _("Wie kijkt mee?"),
        _("De FG houdt toezicht. Zonder zijn advies gaan er op een echte server geen dossiers open."),
    ),
    Page(
        "fiction", FictionForm, _("Voorbeelden"), _("Wilt u eerst rondkijken?"),
        _("Alle voorbeelden zijn verzonnen en herkenbaar."),
    ),
    Page(
        "founder", FounderForm, _("Uw account"), _("Uw eigen account"),
        _("U wordt de eerste beheerder. Een beheerder nodigt mensen uit en ziet zelf geen inhoud."),
    ),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, number: int) -> HttpResponse:
    """Show one page of the wizard and keep what was filled in; the last page makes the organisation."""
    link = in_hand(request, OneTimeLink.Purpose.SET_UP)
    if link is None:
        return lost(request)
    if not 1 <= number <= len(PAGES):
        raise Http404
    missing = _first_missing(link, before=number)
    if missing:
        return HttpResponseRedirect(reverse("accounts:set-up", kwargs={"number": missing}))
    page = PAGES[number - 1]
    form = _form(page, link, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _go_on(request, link, number, form)
    context = {"form": form, "step": _step(number, page), "steps": _steps(link)}
    return render(request, "accounts/set_up.html", context, status=422 if form.errors else 200)


def _form(page: Page, link: OneTimeLink, data: Any) -> forms.Form:
    if page.form is FounderForm:
        fg_email, kind = link.draft["oversight"]["fg_email"], link.draft["organisation"]["kind"]
        return FounderForm(data, fg_email=fg_email, kind=kind)
    initial = dict(link.draft.get(page.part, {}))
    if "shows_fiction" in initial:
        initial["shows_fiction"] = "ja" if initial["shows_fiction"] else "nee"
    elif page.part == "organisation" and link.organisation is not None:
        initial.setdefault("name", link.organisation.name)
    return page.form(data, initial=initial)


def _go_on(request: HttpRequest, link: OneTimeLink, number: int, form: forms.Form) -> HttpResponse:
    try:
        if isinstance(form, FounderForm):
            return _found(request, link, form)
        values = {name: str(value) if isinstance(value, date) else value for name, value in form.cleaned_data.items()}
        keep_draft(link, PAGES[number - 1].part, values)
    except LinkUsedError:
        return lost(request)
    return HttpResponseRedirect(reverse("accounts:set-up", kwargs={"number": number + 1}))


def _found(request: HttpRequest, link: OneTimeLink, form: FounderForm) -> HttpResponse:
    given = form.cleaned_data
    founder = Founder(given["name"], given["email"], form.chosen_password, frozenset(given["roles"]))
    user = complete_set_up(link, founder, site=request.build_absolute_uri("/"), now=timezone.now())
    return come_in(request, user, with_password=founder.password is not None)


def _first_missing(link: OneTimeLink, *, before: int) -> int | None:
    """Give the first page before this one that was not filled in yet."""
    return next((n for n, page in enumerate(PAGES[: before - 1], start=1) if page.part not in link.draft), None)


def _step(number: int, page: Page) -> dict[str, Any]:
    return {
        "number": number, "previous": number - 1, "last": number == len(PAGES),
        "title": page.title, "heading": page.heading, "why": page.why,
    }  # fmt: skip


def _steps(link: OneTimeLink) -> list[dict[str, Any]]:
    return [
        {"number": n, "title": page.title, "done": page.part in link.draft} for n, page in enumerate(PAGES, start=1)
    ]
