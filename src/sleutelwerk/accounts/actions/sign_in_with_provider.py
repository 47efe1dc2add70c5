"""Lets somebody in whom his organisation's provider vouches for, and links accounts to it; each leaves a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from sleutelwerk.accounts.actions import by_saml
from sleutelwerk.accounts.actions.connect_provider import own_key
from sleutelwerk.accounts.actions.links import end_links
from sleutelwerk.accounts.actions.trace import trace_account
from sleutelwerk.accounts.engine.oidc.answer import Contact, SignedIn, Visit, contact_of, exchange, read_answer
from sleutelwerk.accounts.engine.oidc.discovery import ProviderBook
from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused
from sleutelwerk.accounts.engine.oidc.request import Demand, Secrets, Us, authorization_address, fresh_secrets
from sleutelwerk.accounts.engine.saml.answer import contact_in
from sleutelwerk.accounts.events import (
    ACCOUNT_MADE_BY_PROVIDER,
    IDENTITY_LINKED,
    PROVIDER_SIGN_IN_FAILED,
    PROVIDER_SIGNED_IN,
)
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, OneTimeLink, User
from sleutelwerk.accounts.queries.providers import account_at, is_address_known
from sleutelwerk.accounts.rules.assurance import SIGN_IN_LASTS, Arrival, Purpose, arrival
from sleutelwerk.accounts.rules.sessions import FRESH_FOR
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.queries import pseudonym

LONGEST_NAME = 80
_OF_ARRIVAL = {
    Arrival.NO_ADDRESS: Fault.NO_ADDRESS,
    Arrival.FOREIGN_ADDRESS: Fault.FOREIGN_ADDRESS,
    Arrival.KNOWN_ADDRESS: Fault.KNOWN_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Journey:
    """A visit to a provider and back, as the session keeps it; `onward` is the page of ours where it ends."""

    purpose: Purpose
    own: Secrets
    started_at: datetime
    onward: str

    def as_dict(self) -> dict[str, str | float]:
        """Give what the session can store."""
        return {
            "purpose": self.purpose, "state": self.own.state, "nonce": self.own.nonce, "verifier": self.own.verifier,
            "started_at": self.started_at.timestamp(), "onward": self.onward,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Journey:
        """Read what the session stored."""
        own = Secrets(kept["state"], kept["nonce"], kept["verifier"])
        return cls(Purpose(kept["purpose"]), own, datetime.fromtimestamp(kept["started_at"], UTC), kept["onward"])


class KnownAddress(SignInRefused):
    """Somebody unknown comes with the address of an account; that account opens only after its own factor was shown."""

    def __init__(self, who: SignedIn, email: str) -> None:
        super().__init__(Fault.KNOWN_ADDRESS)
        self.who = who
        self.email = email


@cache
def book() -> ProviderBook:
    """Give what this process remembers of providers."""
    return ProviderBook(lenient=not settings.PRODUCTION)


def _us(provider: IdentityProvider, redirect_uri: str) -> Us:
    return Us(provider.client_id, redirect_uri, own_key(provider))


def _demand(provider: IdentityProvider, purpose: Purpose) -> Demand:
    accepted = tuple(provider.accepted_acr)
    if purpose is Purpose.STEP_UP:
        return Demand((provider.step_up_acr,) if provider.step_up_acr else accepted, FRESH_FOR, anew=True)
    return Demand(accepted, SIGN_IN_LASTS)


def leave_for_provider(
    provider: IdentityProvider, purpose: Purpose, *, redirect_uri: str, onward: str, now: datetime
) -> tuple[str, Journey]:
    """Give the address at the provider, and what to remember until the visitor is back. Raises SignInRefused."""
    own = fresh_secrets()
    if provider.protocol == IdentityProvider.Protocol.SAML:
        address = by_saml.leave(provider, own, _demand(provider, purpose), redirect_uri, now=now)
        return address, Journey(purpose, own, now, onward)
    metadata = book().metadata(provider.issuer, now=now)
    address = authorization_address(metadata, _us(provider, redirect_uri), own, _demand(provider, purpose))
    return address, Journey(purpose, own, now, onward)


def come_back(
    provider: IdentityProvider, journey: Journey, parameters: Mapping[str, str], *, redirect_uri: str, now: datetime
) -> SignedIn:
    """Check what the visitor brings back and give whom the provider vouches for. Raises SignInRefused."""
    demand = _demand(provider, journey.purpose)
    if provider.protocol == IdentityProvider.Protocol.SAML:
        kept = (journey.own, demand, journey.started_at)
        return by_saml.come_back(provider, kept, parameters, redirect_uri, now=now)
    visit = Visit(_us(provider, redirect_uri), journey.own, demand, journey.started_at)
    metadata = book().metadata(provider.issuer, now=now)
    return exchange(read_answer(parameters, metadata, visit), metadata, visit, book(), now=now)


def contact_at(provider: IdentityProvider, who: SignedIn, *, now: datetime) -> Contact:
    """Give somebody's address and name as his provider knows them. Raises SignInRefused."""
    names = (provider.email_claim, provider.name_claim)
    if provider.protocol == IdentityProvider.Protocol.SAML:
        told = contact_in(who, names)
    else:
        told = contact_of(who, book().metadata(provider.issuer, now=now), names, lenient=book().lenient)
    try:
        validate_email(told.email)
    except ValidationError:
        return Contact("", told.name)
    return told


def account_for(provider: IdentityProvider, who: SignedIn, *, now: datetime) -> User:
    """Give the account that somebody's identity opens, made now when he comes for the first time.

    A new account holds no role: an administrator gives it one. Raises SignInRefused, and KnownAddress for an address
    that already has an account.
    """
    user = account_at(provider, who.subject)
    if user is None:
        contact = contact_at(provider, who, now=now)
        outcome = arrival(
            contact.email, provider.domains, linked=False, address_taken=is_address_known(contact.email)
        )  # fmt: skip
        if outcome is Arrival.KNOWN_ADDRESS:
            raise KnownAddress(who, contact.email)
        if outcome is not Arrival.NEW:
            raise SignInRefused(_OF_ARRIVAL[outcome])
        try:
            user = _make_account(provider, who.subject, contact, now)
        except IntegrityError as problem:  # the same person came by two roads at once
            raise SignInRefused(Fault.KNOWN_ADDRESS) from problem
    if not user.is_active or user.is_fictional or user.organisation_id != provider.organisation_id:
        raise SignInRefused(Fault.CLOSED_ACCOUNT)
    return user


@transaction.atomic
def _make_account(provider: IdentityProvider, subject: str, contact: Contact, now: datetime) -> User:
    user = User(
        email=contact.email, name=contact.name[:LONGEST_NAME], organisation_id=provider.organisation_id, joined_at=now
    )
    user.set_unusable_password()
    user.save()
    # the organisation that hands the address out says that it is his
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    ExternalIdentity.objects.create(user=user, provider=provider, subject=subject, linked_at=now)
    # an invitation to an address that has an account can no longer be taken up
    ended = end_links(now=now, purpose=OneTimeLink.Purpose.INVITATION, email__iexact=user.email)
    trace_account(ACCOUNT_MADE_BY_PROVIDER, user, now=now, details=Details(counts={"invitations_ended": ended}))
    return user


@transaction.atomic
def link_identity(user: User, provider: IdentityProvider, subject: str, *, now: datetime) -> None:
    """Link an account, whose owner has just shown his own factor, to an identity. Raises SignInRefused."""
    if user.organisation_id != provider.organisation_id:
        raise SignInRefused(Fault.OTHER_PERSON)
    linked = account_at(provider, subject)
    if linked is not None and linked.pk == user.pk:
        return
    if linked is not None or ExternalIdentity.objects.filter(provider=provider, user=user).exists():
        raise SignInRefused(Fault.OTHER_PERSON)
    try:
        with transaction.atomic():
            ExternalIdentity.objects.create(user=user, provider=provider, subject=subject, linked_at=now)
    except IntegrityError as problem:
        raise SignInRefused(Fault.OTHER_PERSON) from problem
    trace_account(IDENTITY_LINKED, user, now=now)


def trace_sign_in(user: User, level: str, *, now: datetime) -> None:
    """Record that a provider vouched for somebody; of the level only a keyed hash is kept."""
    trace_account(PROVIDER_SIGNED_IN, user, now=now, details=Details(values={"level": level}))


@transaction.atomic
def trace_refusal(fault: Fault, provider: IdentityProvider | None, user: User | None, *, now: datetime) -> None:
    """Record that a sign-in through a provider was refused, in the trail of its organisation."""
    record(
        chain=provider.organisation_id if provider else SITE_CHAIN,
        kind=PROVIDER_SIGN_IN_FAILED,
        actor=user.pk if user else None,
        subject=pseudonym("provider", provider.pk) if provider else None,
        now=now,
        details=Details(reason=fault),
    )
