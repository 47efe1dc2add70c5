"""The part of signing in that differs for a provider that speaks SAML; what it comes to is the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from sleutelwerk.accounts.actions.connect_provider import own_key
from sleutelwerk.accounts.engine import saml
from sleutelwerk.accounts.engine.oidc.answer import SignedIn
from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.engine.oidc.request import Demand, Secrets
from sleutelwerk.accounts.engine.saml.answer import SamlVisit, read_answer
from sleutelwerk.accounts.engine.saml.metadata import SamlProvider, UnusableMetadata, read_metadata
from sleutelwerk.accounts.engine.saml.ourselves import Ourselves
from sleutelwerk.accounts.engine.saml.request import request_id, sign_in_address
from sleutelwerk.accounts.models import IdentityProvider


def ourselves(provider: IdentityProvider, answers_to: str) -> Ourselves:
    """Give this site as a provider knows it. Our entityID is the address of our metadata, beside that of answers."""
    return Ourselves(f"{answers_to.removesuffix('antwoord/')}metadata.xml", answers_to, own_key(provider))


def described(provider: IdentityProvider, *, now: datetime) -> SamlProvider:
    """Give what a provider's administrator handed over. Raises SignInRefused."""
    if not saml.is_installed():
        raise SignInRefused(Fault.NOT_CONNECTED)
    try:
        return read_metadata(provider.metadata, now=now, lenient=not settings.PRODUCTION)
    except UnusableMetadata as problem:
        raise SignInRefused(Fault.WRONG_METADATA) from problem


def leave(provider: IdentityProvider, own: Secrets, demand: Demand, answers_to: str, *, now: datetime) -> str:
    """Give the address at the provider. Raises SignInRefused."""
    return sign_in_address(described(provider, now=now), ourselves(provider, answers_to), own, demand, now=now)


def come_back(
    provider: IdentityProvider,
    visit: tuple[Secrets, Demand, datetime],
    parameters: Mapping[str, str],
    answers_to: str,
    *,
    now: datetime,
) -> SignedIn:
    """Check what the visitor brings back; `visit` is what was kept when he left. Raises SignInRefused."""
    own, demand, started_at = visit
    asked = SamlVisit(ourselves(provider, answers_to), request_id(own), demand, started_at)
    return read_answer(parameters.get("SAMLResponse", ""), described(provider, now=now), asked, now=now)
