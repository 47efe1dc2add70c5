"""Keeps to what an organisation chose when somebody signs in with a password or passkey of ours instead."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sleutelwerk.accounts.actions.trace import trace_account
from sleutelwerk.accounts.engine.oidc.faults import Fault
from sleutelwerk.accounts.events import EMERGENCY_SIGNED_IN, OWN_FACTOR_REFUSED
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import roles_of
from sleutelwerk.accounts.queries.providers import has_strong_factor, identity_of, working_provider_of
from sleutelwerk.accounts.rules.assurance import VISIT_LASTS, Entry, OwnFactor, entry_by_own_factor
from sleutelwerk.accounts.rules.people import is_administrator
from sleutelwerk.accounts.rules.sessions import Factor

#: In the session: an identity that a provider has just vouched for and that belongs to no account yet.
VOUCHED_FOR = "sso_vouched_for"
#: In the session: the account of somebody who came by an invitation and has to link it before he comes in.
JOINING = "sso_joining"


def keep_for_a_while(request: HttpRequest, name: str, values: dict[str, Any]) -> None:
    """Keep something in the session for as long as a visit to a provider may take."""
    request.session[name] = {**values, "until": (timezone.now() + VISIT_LASTS).timestamp()}


def kept(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """Give what is kept in the session under a name, while its time lasts."""
    found = request.session.get(name)
    return found if isinstance(found, dict) and found["until"] > timezone.now().timestamp() else None


def vouched_for(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """Give the identity that has just been vouched for in this browser, if it comes with this person's address."""
    found = kept(request, VOUCHED_FOR)
    provider = working_provider_of(user)
    if found is None or provider is None or found["provider"] != str(provider.pk):
        return None
    return found if found["email"].lower() == user.email.lower() else None


def _methods(request: HttpRequest, user: User) -> set[str]:
    return {str(one.get("method")) for one in get_authentication_records(request, user)}


def _entry(request: HttpRequest, user: User) -> Entry:
    provider, methods = working_provider_of(user), _methods(request, user)
    if provider is None or Factor.PROVIDER in methods:
        return Entry.OPEN
    return entry_by_own_factor(
        OwnFactor(
            compulsory=provider.compulsory,
            is_emergency_account=provider.emergency_account_id == user.pk,
            is_administrator=is_administrator(roles_of(user.pk)),
            is_linked=identity_of(user) is not None,
            has_strong_factor=has_strong_factor(user),
            came_by_link=methods == {"link"},
            just_vouched_for=vouched_for(request, user) is not None,
        )
    )


class ProviderRules:
    """The part of our account adapter that is about providers; stands before the library's own adapter."""

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Refuse a factor of ours where the organisation's provider is the way in."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)  # type: ignore[misc]  # allauth's comes next
        if response or not isinstance(user, User):
            return response
        entry = _entry(request, user)
        if entry is Entry.LINK_FIRST:
            keep_for_a_while(request, JOINING, {"user": str(user.pk)})
            return HttpResponseRedirect(reverse("accounts:sso-link"))
        if entry is Entry.BY_PROVIDER:
            clear_login(request)
            trace_account(OWN_FACTOR_REFUSED, user, now=timezone.now())
            return HttpResponseRedirect(reverse("accounts:sso-failed", kwargs={"fault": Fault.OWN_FACTOR_REFUSED}))
        return None

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Record the use of the emergency account, and offer to link an identity that was vouched for."""
        response: HttpResponse = super().post_login(request, user, **kwargs)  # type: ignore[misc]  # allauth's comes next
        if not isinstance(user, User):
            return response
        if _entry(request, user) is Entry.EMERGENCY:
            trace_account(EMERGENCY_SIGNED_IN, user, now=timezone.now())
        if Factor.PROVIDER not in _methods(request, user) and vouched_for(request, user):
            return HttpResponseRedirect(reverse("accounts:sso-link"))
        return response

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Let somebody who came by his provider prove himself there again; where that is compulsory, only there."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)  # type: ignore[misc]  # allauth's comes next
        identity = identity_of(user) if isinstance(user, User) else None
        if identity is None:
            return methods
        there = {"id": "sso", "description": _("Via uw organisatie"), "url": reverse("accounts:sso-step-up")}
        only_there = identity.provider.compulsory and identity.provider.emergency_account_id != identity.user_id
        return [there] if only_there else [*methods, there]
