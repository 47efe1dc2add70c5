"""The way to an organisation's provider and back: what the session remembers, and where each way back ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.core.internal import ratelimit
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sleutelwerk.accounts.actions import sign_in_with_provider as sso
from sleutelwerk.accounts.actions.connect_provider import record_trial
from sleutelwerk.accounts.actions.provider_rules import JOINING, VOUCHED_FOR, keep_for_a_while, kept
from sleutelwerk.accounts.engine.oidc.answer import SignedIn
from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.models import IdentityProvider, User
from sleutelwerk.accounts.queries.providers import (
    account_at,
    account_by_id,
    identity_of,
    own_provider,
    provider_by_slug,
)
from sleutelwerk.accounts.rules.assurance import VISIT_LASTS, Purpose, fits_domains
from sleutelwerk.accounts.rules.sessions import Factor
from sleutelwerk.accounts.views.gates import actor_of
from sleutelwerk.accounts.views.sso_faults import FAULTS

#: In the session: what is under way, by state, so that two tabs do not get in each other's way.
JOURNEYS = "sso_journeys"
MOST_JOURNEYS = 4
#: How often one network may set out or come back in a minute: a whole town hall may share an address.
LIMITS = {"sso": "300/m/ip"}


def onward_of(request: HttpRequest) -> str:
    """Give the page of ours where somebody was going; never one of another site."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("home:dashboard")


def depart(request: HttpRequest, provider: IdentityProvider | None, purpose: Purpose, onward: str) -> HttpResponse:
    """Send somebody to his provider, by a page of ours: the policy forbids a form to end on another site."""

    def leave() -> HttpResponse:
        _slow_down(request)
        if provider is None:
            raise SignInRefused(Fault.NOT_CONNECTED)
        address, journey = sso.leave_for_provider(
            provider, purpose, redirect_uri=way_back(request, provider), onward=onward, now=timezone.now()
        )
        under_way = dict(list(request.session.get(JOURNEYS, {}).items())[1 - MOST_JOURNEYS :])
        request.session[JOURNEYS] = under_way | {journey.own.state: journey.as_dict() | {"slug": provider.slug}}
        return render(request, "accounts/sso_leaving.html", {"address": address})

    return refusing(request, provider, leave, tried=purpose is Purpose.TRY)


@require_GET
def sso_callback(request: HttpRequest, slug: str) -> HttpResponse:
    """Take somebody back who comes from his provider; each way back is used once."""
    return arrive(request, slug, IdentityProvider.Protocol.OIDC, request.GET, request.GET.get("state", ""))


def arrive(request: HttpRequest, slug: str, protocol: str, given: QueryDict, state: str) -> HttpResponse:
    """Take somebody back with what he brings: an answer in this protocol to the visit of this state."""
    provider = provider_by_slug(slug)
    journey = _take_journey(request, slug, state)

    def come_home() -> HttpResponse:
        _slow_down(request)
        if provider is None or journey is None or provider.protocol != protocol:
            raise SignInRefused(Fault.UNKNOWN_STATE)
        if any(len(values) > 1 for _name, values in given.lists()):
            raise SignInRefused(Fault.UNUSABLE_ANSWER)
        if not provider.active and journey.purpose is not Purpose.TRY:
            raise SignInRefused(Fault.NOT_CONNECTED)
        here = way_back(request, provider)
        brought = {name: str(given[name]) for name in given}
        who = sso.come_back(provider, journey, brought, redirect_uri=here, now=timezone.now())
        return _ENDINGS[journey.purpose](request, provider, who, journey)

    return refusing(request, provider, come_home, tried=journey is not None and journey.purpose is Purpose.TRY)


def refusing(
    request: HttpRequest, provider: IdentityProvider | None, step: Callable[[], HttpResponse], *, tried: bool = False
) -> HttpResponse:
    """Take a step; when it is refused, record that and go to a page whose address holds no more than a code."""
    try:
        return step()
    except SignInRefused as refusal:
        user = request.user if isinstance(request.user, User) else None
        sso.trace_refusal(refusal.fault, provider, user, now=timezone.now())
        if isinstance(refusal, sso.KnownAddress) and provider is not None:
            who = refusal.who
            vouched = {"provider": str(provider.pk), "subject": who.subject, "email": refusal.email}
            keep_for_a_while(request, VOUCHED_FOR, vouched | {"level": who.level, "at": who.proved_at.timestamp()})
        if tried and user is not None:
            messages.error(request, f"{_('De proefaanmelding is niet gelukt.')} {FAULTS[refusal.fault].mend}")
            return HttpResponseRedirect(reverse("accounts:sso-provider"))
        return HttpResponseRedirect(reverse("accounts:sso-failed", kwargs={"fault": refusal.fault.value}))


def _slow_down(request: HttpRequest) -> None:
    if not ratelimit.consume(request, app="allauth.account", action="sso", config=LIMITS, limit_get=True):
        raise SignInRefused(Fault.TOO_MANY)


def way_back(request: HttpRequest, provider: IdentityProvider) -> str:
    """Give the address of ours where a provider's answers go."""
    name = "saml-answer" if provider.protocol == IdentityProvider.Protocol.SAML else "sso-callback"
    return request.build_absolute_uri(reverse(f"accounts:{name}", kwargs={"slug": provider.slug}))


def _take_journey(request: HttpRequest, slug: str, state: str) -> sso.Journey | None:
    """Give what was under way, once: out of the session at once, and marked as used where every process sees it."""
    under_way = request.session.get(JOURNEYS, {})
    found = under_way.get(state)
    if found is None or found["slug"] != slug:
        return None
    request.session[JOURNEYS] = {name: one for name, one in under_way.items() if name != state}
    request.session.save()
    used = f"sso-used-{hashlib.sha256(state.encode()).hexdigest()}"
    if not cache.add(used, 1, timeout=VISIT_LASTS.total_seconds()):
        return None
    journey = sso.Journey.from_dict(found)
    return journey if timezone.now() - journey.started_at < VISIT_LASTS else None


def _sign_in(request: HttpRequest, provider: IdentityProvider, who: SignedIn, journey: sso.Journey) -> HttpResponse:
    return come_in(request, sso.account_for(provider, who, now=timezone.now()), who, journey.onward)


def come_in(request: HttpRequest, user: User, who: SignedIn, onward: str) -> HttpResponse:
    """Sign somebody in on the word of his provider; a second factor of ours is not asked on top."""
    if isinstance(request.user, User) and request.user.pk != user.pk:
        logout(request)  # who comes from his provider is not who was signed in here
    remember_proof(request, user, who)
    for name in (VOUCHED_FOR, JOINING):
        request.session.pop(name, None)
    login = Login(user=user, redirect_url=onward)
    LoginStageController(request, login).set_handled(AuthenticateStage.key)
    sso.trace_sign_in(user, who.level, now=timezone.now())
    response: HttpResponse = perform_login(request, login)
    return response


def remember_proof(request: HttpRequest, user: User, who: SignedIn, *, again: bool = False) -> None:
    """Write in the session how strongly somebody was proved, and when: at the provider, not when he came back."""
    record_authentication(
        request, user, method=Factor.PROVIDER.value, at=who.proved_at.timestamp(), acr=who.level, reauthenticated=again
    )


def _step_up(request: HttpRequest, provider: IdentityProvider, who: SignedIn, journey: sso.Journey) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    identity = identity_of(user) if user else None
    if user is None or identity is None or (identity.provider_id, identity.subject) != (provider.pk, who.subject):
        raise SignInRefused(Fault.OTHER_PERSON)
    remember_proof(request, user, who, again=True)
    request.GET = QueryDict(urlencode({REDIRECT_FIELD_NAME: journey.onward}))
    response: HttpResponse = resume_request(request) or HttpResponseRedirect(journey.onward)
    return response


def _link(request: HttpRequest, provider: IdentityProvider, who: SignedIn, journey: sso.Journey) -> HttpResponse:
    if not isinstance(request.user, User):
        raise SignInRefused(Fault.UNKNOWN_STATE)
    return link_account(request, request.user, provider, who, journey.onward)


def link_account(
    request: HttpRequest, user: User, provider: IdentityProvider, who: SignedIn, onward: str
) -> HttpResponse:
    """Link the account of whoever is signed in; from here on the session is as strong as the provider says."""
    sso.link_identity(user, provider, who.subject, now=timezone.now())
    request.session.pop(VOUCHED_FOR, None)
    remember_proof(request, user, who)
    messages.success(request, _("Uw account is gekoppeld. Voortaan logt u in via uw organisatie."))
    return HttpResponseRedirect(onward)


def _join(request: HttpRequest, provider: IdentityProvider, who: SignedIn, journey: sso.Journey) -> HttpResponse:
    """Link the account of somebody who came by an invitation, if the provider knows him by the address it went to."""
    joining, now = kept(request, JOINING), timezone.now()
    user = account_by_id(joining["user"]) if joining else None
    if user is None:
        raise SignInRefused(Fault.UNKNOWN_STATE)
    if account_at(provider, who.subject) != user:
        if sso.contact_at(provider, who, now=now).email.lower() != user.email.lower():
            raise SignInRefused(Fault.OTHER_PERSON)
        sso.link_identity(user, provider, who.subject, now=now)
    return come_in(request, user, who, journey.onward)


def _try(request: HttpRequest, provider: IdentityProvider, who: SignedIn, _journey: sso.Journey) -> HttpResponse:
    """Tell an administrator that all went well; nobody is signed in."""
    actor = actor_of(request) if request.user.is_authenticated else None
    if actor is None or own_provider(actor) != provider:
        raise SignInRefused(Fault.OTHER_PERSON)
    now = timezone.now()
    contact = sso.contact_at(provider, who, now=now)
    if not contact.email:
        raise SignInRefused(Fault.NO_ADDRESS)
    if not fits_domains(contact.email, provider.domains):
        raise SignInRefused(Fault.FOREIGN_ADDRESS)
    record_trial(actor, provider, now=now)
    told = _("Niveau: %(level)s. Werkadres en naam: ontvangen.") if contact.name else _(
        "Niveau: %(level)s. Werkadres: ontvangen. Een naam gaf de provider niet; dan staat het werkadres er."
    )  # fmt: skip
    messages.success(request, f"{_('De proefaanmelding is gelukt.')} {told % {'level': who.level}}")
    return HttpResponseRedirect(reverse("accounts:sso-provider"))


_ENDINGS: dict[Purpose, Callable[[HttpRequest, IdentityProvider, SignedIn, sso.Journey], HttpResponse]] = {
    Purpose.SIGN_IN: _sign_in,
    Purpose.STEP_UP: _step_up,
    Purpose.LINK: _link,
    Purpose.JOIN: _join,
    Purpose.TRY: _try,
}


def kept_proof(vouched: dict[str, str | float]) -> SignedIn:
    """Read back what a provider vouched for a moment ago."""
    return SignedIn(
        str(vouched["subject"]), str(vouched["level"]), datetime.fromtimestamp(float(vouched["at"]), UTC), {}, ""
    )
