"""The pages for a provider that speaks SAML: setting it up, what it gets from us, and the way back.

A provider's answer comes as a form that a browser sends from another site, so without our cookies. A page of ours takes
it in and sends it on from here: only then is it known whose answer it is. Neither page can do anything by itself, as an
answer counts only for the browser that set out, and once; that is why they need no protection against forged requests.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sleutelwerk.accounts.actions.by_saml import ourselves
from sleutelwerk.accounts.actions.connect_provider import connect_provider, own_key
from sleutelwerk.accounts.engine import saml
from sleutelwerk.accounts.engine.oidc.faults import Fault
from sleutelwerk.accounts.engine.saml.answer import LONGEST_ANSWER
from sleutelwerk.accounts.engine.saml.ourselves import our_metadata
from sleutelwerk.accounts.forms.saml import SamlForm
from sleutelwerk.accounts.models import IdentityProvider
from sleutelwerk.accounts.queries.providers import own_provider, provider_by_slug
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.accounts.views.gates import actor_of, freshly_proved, in_role
from sleutelwerk.accounts.views.sso_journey import arrive, way_back
from sleutelwerk.accounts.views.sso_provider import show_provider
from sleutelwerk.core.verdict import NotAllowedError

SAML = IdentityProvider.Protocol.SAML


@require_safe
def saml_metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """Give what a provider has to know of this site."""
    provider = provider_by_slug(slug)
    if provider is None or provider.protocol != SAML:
        raise Http404
    text = our_metadata(ourselves(provider, way_back(request, provider)))
    return HttpResponse(text, content_type="application/samlmetadata+xml")


@require_POST
def saml_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in what a provider's page sends, and send it on from a page of ours, with our cookies this time."""
    given = {name: request.POST.get(name, "") for name in ("SAMLResponse", "RelayState")}
    if not given["SAMLResponse"] or len(given["SAMLResponse"]) > LONGEST_ANSWER:
        return HttpResponseRedirect(reverse("accounts:sso-failed", kwargs={"fault": Fault.UNUSABLE_ANSWER}))
    return render(request, "accounts/saml_answer.html", {"given": given, "slug": slug})


@require_POST
def saml_callback(request: HttpRequest, slug: str) -> HttpResponse:
    """Take somebody back who comes from his provider; each way back is used once."""
    return arrive(request, slug, SAML, request.POST, request.POST.get("RelayState", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@in_role(Role.ADMINISTRATOR)
def saml_provider(request: HttpRequest) -> HttpResponse:
    """Show and change a provider that speaks SAML; where the extra is not installed, this page does not exist."""
    if not saml.is_installed():
        raise Http404
    if request.method != "POST":
        return show_provider(request, form=_form(request))
    response: HttpResponse = _change(request)  # type: ignore[assignment]  # its decorators know less
    return response


def _form(request: HttpRequest, *data: Any) -> SamlForm:
    provider = own_provider(actor_of(request))
    if provider is None or provider.protocol != SAML:
        return SamlForm(*data)
    names = ("domains", "accepted_acr", "step_up_acr", "email_claim", "name_claim")
    return SamlForm(*data, kept=provider.metadata, initial={name: getattr(provider, name) for name in names})


@freshly_proved
def _change(request: HttpRequest) -> HttpResponse:
    form = _form(request, request.POST, request.FILES)
    if not form.is_valid():
        return show_provider(request, form=form)
    try:
        provider = connect_provider(actor_of(request), form.values(), now=timezone.now())
    except NotAllowedError as refusal:
        form.add_error("domains", str(refusal))
        return show_provider(request, form=form)
    own_key(provider)
    messages.success(request, _("De gegevens zijn bewaard. Geef de provider onze metadata en doe een proefaanmelding."))
    return HttpResponseRedirect(reverse("accounts:sso-provider"))
