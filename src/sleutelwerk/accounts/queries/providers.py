"""Looks up an organisation's sign-in provider, and who is linked to it."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, RoleGrant, User
from sleutelwerk.accounts.queries.actors import roles_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.assurance import EmergencyAccount
from sleutelwerk.accounts.rules.people import may_manage_people
from sleutelwerk.accounts.rules.roles import Role

STRONG_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def own_provider(viewer: Actor) -> IdentityProvider | None:
    """Give the provider of the viewer's organisation, for whoever may change it."""
    if viewer.organisation is None or not may_manage_people(viewer, viewer.organisation):
        return None
    return IdentityProvider.objects.filter(organisation_id=viewer.organisation).first()


def provider_by_slug(slug: str) -> IdentityProvider | None:
    """Give a provider by its name in addresses, whether or not it works already."""
    return IdentityProvider.objects.select_related("organisation").filter(slug=slug).first()


def provider_for_address(address: str) -> IdentityProvider | None:
    """Give the working provider for the domain of an address; whether the address has an account plays no part."""
    domain = address.rpartition("@")[2].strip().lower()
    found = [one for one in IdentityProvider.objects.filter(active=True) if domain and domain in one.domains]
    return found[0] if len(found) == 1 else None


def confirmed_domains(organisation: UUID) -> frozenset[str]:
    """Give the mail domains in which people of an organisation have an address, less those of another's provider."""
    people = EmailAddress.objects.filter(
        user__organisation_id=organisation, user__is_active=True, user__is_fictional=False, verified=True
    )
    domains = {email.rpartition("@")[2].lower() for email in people.values_list("email", flat=True)}
    others = IdentityProvider.objects.exclude(organisation_id=organisation).values_list("domains", flat=True)
    return frozenset(domains.difference(*others))


def working_provider_of(user: User) -> IdentityProvider | None:
    """Give the working provider of somebody's organisation."""
    if user.organisation_id is None:
        return None
    return IdentityProvider.objects.filter(organisation_id=user.organisation_id, active=True).first()


def identity_of(user: User) -> ExternalIdentity | None:
    """Give who somebody is at the working provider of his organisation."""
    if user.organisation_id is None:
        return None
    return (
        ExternalIdentity.objects.select_related("provider")
        .filter(user=user, provider__active=True, provider__organisation_id=user.organisation_id)
        .first()
    )


def account_at(provider: IdentityProvider, subject: str) -> User | None:
    """Give the account that an identity opens."""
    found = ExternalIdentity.objects.select_related("user").filter(provider=provider, subject=subject).first()
    return found.user if found else None


def account_by_id(user: str) -> User | None:
    """Give an open account by what a session of ours remembers."""
    return User.objects.filter(pk=user, is_active=True).first()


def is_address_known(email: str) -> bool:
    """Tell whether an address has an account, for a sign-in that the owner's own provider vouches for."""
    return User.objects.filter(email__iexact=email).exists()


def has_strong_factor(user: User) -> bool:
    """Tell whether somebody has a second factor of his own here."""
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG_FACTORS).exists())


def emergency_choices(viewer: Actor) -> list[tuple[str, str]]:
    """Give the administrators of the viewer's organisation, one of whom may come in when the provider is down."""
    if viewer.organisation is None or not may_manage_people(viewer, viewer.organisation):
        return []
    held = RoleGrant.objects.filter(organisation_id=viewer.organisation, role=Role.ADMINISTRATOR)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True, is_fictional=False).order_by("name")
    return [(str(user.pk), user.name or user.email) for user in people]


def emergency_account(viewer: Actor, person: UUID | None) -> EmergencyAccount | None:
    """Give somebody of the viewer's organisation as the one who comes in when the provider is down."""
    if person is None or viewer.organisation is None:
        return None
    user = User.objects.filter(pk=person, organisation_id=viewer.organisation).first()
    if user is None or user.is_fictional:
        return None
    return EmergencyAccount(user.organisation_id, roles_of(user.pk), user.is_active, has_strong_factor(user))


def linked_people(provider: IdentityProvider) -> int:
    """Count the accounts that are linked to a provider."""
    return provider.identities.count()
