"""The pages around signing in through one's own organisation; `sso_journey` holds the way there and back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.accounts.actions.connect_provider import own_key
from sleutelwerk.accounts.actions.provider_rules import JOINING, kept, vouched_for
from sleutelwerk.accounts.engine.oidc.faults import Fault
from sleutelwerk.accounts.engine.oidc.keys import public_set
from sleutelwerk.accounts.forms.sso import AddressForm
from sleutelwerk.accounts.models import IdentityProvider, User
from sleutelwerk.accounts.queries.providers import (
    account_by_id,
    identity_of,
    provider_by_slug,
    provider_for_address,
    working_provider_of,
)
from sleutelwerk.accounts.rules.assurance import Purpose
from sleutelwerk.accounts.views.gates import account_of, actor_of, freshly_proved, signed_in
from sleutelwerk.accounts.views.sso_faults import FAULTS
from sleutelwerk.accounts.views.sso_journey import depart, kept_proof, link_account, onward_of, refusing


@require_http_methods(["GET", "HEAD", "POST"])
def sso_start(request: HttpRequest) -> HttpResponse:
    """Ask for a work address, and send its owner to his organisation. The answer depends on the domain alone."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "onward": onward_of(request)}
        return render(request, "accounts/sso_start.html", context, status=422 if form.errors else 200)
    provider = provider_for_address(form.cleaned_data["address"])
    return depart(request, provider, Purpose.SIGN_IN, onward_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
def sso_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the button of one organisation, for on its own pages; an unknown organisation looks the same."""
    if request.method != "POST":
        return render(request, "accounts/sso_organisation.html", {"onward": onward_of(request)})
    provider = provider_by_slug(slug)
    return depart(request, provider if provider and provider.active else None, Purpose.SIGN_IN, onward_of(request))


@require_safe
def sso_keys(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give the public key of this site, for the organisation's provider to fetch."""
    provider = provider_by_slug(slug)
    if provider is None:
        raise Http404
    return JsonResponse(public_set(own_key(provider)))


@require_safe
def sso_failed(request: HttpRequest, fault: str) -> HttpResponse:
    """Say in our own words why a sign-in did not go on, and what to do; the address holds a code and nothing else."""
    if fault not in set(Fault):
        raise Http404
    context = {"fault": fault, "words": FAULTS[Fault(fault)], "by_own_factor": fault == Fault.KNOWN_ADDRESS}
    return render(request, "accounts/sso_failed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sso_step_up(request: HttpRequest) -> HttpResponse:
    """Let somebody prove himself again at his organisation, before something sensitive."""
    identity = identity_of(account_of(request))
    if identity is None:
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/sso_step_up.html", {"onward": onward_of(request)})
    return depart(request, identity.provider, Purpose.STEP_UP, onward_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
def sso_link(request: HttpRequest) -> HttpResponseBase:
    """Link an account to its owner's organisation: his own factor and the provider have both spoken, he confirms."""
    joining = kept(request, JOINING)
    if isinstance(request.user, User):
        user: User | None = request.user
    else:
        user = account_by_id(joining["user"]) if joining else None
    provider = working_provider_of(user) if user else None
    if user is None or provider is None or identity_of(user):
        return HttpResponseRedirect(reverse("home:dashboard" if request.user.is_authenticated else "account_login"))
    if request.method != "POST":
        ready = request.user.is_authenticated and vouched_for(request, user) is not None
        return render(request, "accounts/sso_link.html", {"ready": ready})
    if not request.user.is_authenticated:
        return depart(request, provider, Purpose.JOIN, reverse("home:dashboard"))
    if actor_of(request).proved_at is None:  # he came to make his first factor, and has none that could be asked for
        return _link(request, user, provider)
    return freshly_proved(_link)(request, user, provider)


def _link(request: HttpRequest, user: User, provider: IdentityProvider) -> HttpResponse:
    onward, ready = reverse("home:dashboard"), vouched_for(request, user)
    if ready is None:
        return depart(request, provider, Purpose.LINK, onward)
    return refusing(
        request, provider, lambda: link_account(request, user, provider, kept_proof(ready), onward)
    )  # fmt: skip
