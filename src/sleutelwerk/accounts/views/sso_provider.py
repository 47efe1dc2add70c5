"""The page on which an administrator connects his organisation to its own provider, looks it over and tries it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sleutelwerk.accounts.actions.connect_provider import FIELDS, connect_provider, own_key, switch_provider
from sleutelwerk.accounts.actions.sign_in_with_provider import book
from sleutelwerk.accounts.engine import saml
from sleutelwerk.accounts.engine.oidc.examine import Point, State, examine
from sleutelwerk.accounts.forms.saml import SamlForm
from sleutelwerk.accounts.forms.sso import ProviderForm, SwitchForm
from sleutelwerk.accounts.models import IdentityProvider
from sleutelwerk.accounts.queries.own_account import is_address_confirmed
from sleutelwerk.accounts.queries.providers import emergency_choices, linked_people, own_provider
from sleutelwerk.accounts.rules.assurance import Purpose
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import account_of, actor_of, freshly_proved, in_role
from sleutelwerk.accounts.views.sso_journey import depart
from sleutelwerk.core.verdict import NotAllowedError

OIDC, SAML = IdentityProvider.Protocol.OIDC, IdentityProvider.Protocol.SAML


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.ADMINISTRATOR)
def sso_provider(request: HttpRequest) -> HttpResponse:
    """Show and change the provider of one's own organisation."""
    if request.method != "POST":
        return show_provider(request)
    response: HttpResponse = _change(request)  # type: ignore[assignment]  # its decorators know less
    return response


@freshly_proved
def _change(request: HttpRequest) -> HttpResponse:
    form = ProviderForm(request.POST)
    if not form.is_valid():
        return show_provider(request, form=form)
    try:
        provider = connect_provider(actor_of(request), form.cleaned_data, now=timezone.now())
    except NotAllowedError as refusal:
        form.add_error("domains", str(refusal))
        return show_provider(request, form=form)
    own_key(provider)  # so that the provider finds our key as soon as it looks
    messages.success(request, _("De gegevens zijn bewaard. Kijk nu de provider na en doe een proefaanmelding."))
    return HttpResponseRedirect(reverse("accounts:sso-provider"))


@require_POST
@in_role(Role.ADMINISTRATOR)
@freshly_proved
def sso_check(request: HttpRequest) -> HttpResponse:
    """Look the provider over, point by point."""
    provider = _own(request)
    if provider.protocol != OIDC:  # SAML metadata is looked over when it is handed in
        raise Http404
    levels = [*provider.accepted_acr, *([provider.step_up_acr] if provider.step_up_acr else [])]
    return show_provider(request, points=examine(provider.issuer, tuple(levels), book(), now=timezone.now()))


@require_POST
@in_role(Role.ADMINISTRATOR)
@freshly_proved
def sso_try(request: HttpRequest) -> HttpResponse:
    """Sign in by way of trial: everything is checked, nothing changes."""
    return depart(request, _own(request), Purpose.TRY, reverse("accounts:sso-provider"))


@require_POST
@in_role(Role.ADMINISTRATOR)
@freshly_proved
def sso_switch(request: HttpRequest) -> HttpResponse:
    """Switch the provider on or off, or make it the only way in."""
    provider, actor = _own(request), actor_of(request)
    form = SwitchForm(request.POST, choices=emergency_choices(actor))
    if not form.is_valid():
        return show_provider(request, switch=form)
    chosen = form.cleaned_data
    try:
        switch_provider(
            actor, provider, active=chosen["active"], compulsory=chosen["compulsory"],
            emergency=UUID(chosen["emergency"]) if chosen["emergency"] else None, now=timezone.now(),
        )  # fmt: skip
    except NotAllowedError as refusal:
        form.add_error("emergency" if chosen["compulsory"] and chosen["active"] else "active", str(refusal))
        return show_provider(request, switch=form)
    messages.success(request, _("Dat is bewaard."))
    return HttpResponseRedirect(reverse("accounts:sso-provider"))


def _own(request: HttpRequest) -> IdentityProvider:
    provider = own_provider(actor_of(request))
    if provider is None:
        raise Http404
    return provider


def show_provider(
    request: HttpRequest,
    *,
    form: ProviderForm | SamlForm | None = None,
    switch: SwitchForm | None = None,
    points: Sequence[Point] = (),
) -> HttpResponse:
    """Show everything about the provider of one's own organisation, with what was filled in or found."""
    provider = own_provider(actor_of(request))
    form = form or _form(request, provider)
    context: dict[str, Any] = {
        "provider": provider,
        "unconfirmed": not is_address_confirmed(account_of(request)),
        "form": form,
        "fills_in_saml": isinstance(form, SamlForm),
        "is_saml": provider is not None and provider.protocol == SAML,
        "has_saml": saml.is_installed(),
        "points": points,
        "all_good": bool(points) and not any(point.state is State.WRONG for point in points),
    }
    if provider:
        choices = emergency_choices(actor_of(request))
        kept = {
            "active": provider.active,
            "compulsory": provider.compulsory,
            "emergency": provider.emergency_account_id,
        }
        context |= {
            "switch": switch or SwitchForm(initial=kept, choices=choices),
            "linked": linked_people(provider),
            "addresses": list(_addresses(request, provider)),
        }
    failed = bool(form.errors) or switch is not None
    return render(request, "accounts/sso_provider.html", context, status=422 if failed else 200)


def _form(request: HttpRequest, provider: IdentityProvider | None) -> ProviderForm | SamlForm:
    if provider is None or (provider.protocol == SAML and not saml.is_installed()):
        return ProviderForm(initial={"domains": [account_of(request).email.rpartition("@")[2]]})
    kind = SamlForm if provider.protocol == SAML else ProviderForm
    names = (name for name in FIELDS if name in kind.base_fields)
    return kind(initial={name: getattr(provider, name) for name in names})


def _addresses(request: HttpRequest, provider: IdentityProvider) -> Iterator[tuple[str, str]]:
    """Give the addresses of ours that a provider's administrator needs, each with what it is."""
    named = {
        OIDC: (
            (_("Terugkeeradres (redirect URI)"), "sso-callback"),
            (_("Adres van onze openbare sleutel (JWKS)"), "sso-keys"),
        ),
        SAML: (
            (_("Onze metadata; het adres is ook onze entityID"), "saml-metadata"),
            (_("Adres voor antwoorden (ACS, HTTP-POST)"), "saml-answer"),
        ),
    }
    theirs = named[IdentityProvider.Protocol(provider.protocol)]
    for label, name in (*theirs, (_("Inlogadres voor op uw intranet"), "sso-organisation")):
        yield label, request.build_absolute_uri(reverse(f"accounts:{name}", kwargs={"slug": provider.slug}))
