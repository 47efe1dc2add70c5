"""What a sign-in through an organisation's own provider is worth, and when one's own factor still opens the door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import may_manage_people
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: How long somebody may be on his way to his provider and back.
VISIT_LASTS = timedelta(minutes=10)
#: How old the sign-in at the provider may be: as long as a session of ours lasts.
SIGN_IN_LASTS = timedelta(hours=8)


class Purpose(StrEnum):
    """What somebody goes to his provider for."""

    SIGN_IN = "sign_in"
    STEP_UP = "step_up"
    LINK = "link"
    JOIN = "join"
    TRY = "try"


class Arrival(StrEnum):
    """What an identity that the provider vouches for comes to."""

    KNOWN = "known"
    NEW = "new"
    KNOWN_ADDRESS = "known_address"
    FOREIGN_ADDRESS = "foreign_address"
    NO_ADDRESS = "no_address"


def fits_domains(email: str, domains: Collection[str]) -> bool:
    """Tell whether an address is one that this organisation's provider may vouch for: exactly in its own domains."""
    return email.count("@") == 1 and email.rpartition("@")[2].lower() in {domain.lower() for domain in domains}


def arrival(email: str, domains: Collection[str], *, linked: bool, address_taken: bool) -> Arrival:
    """Decide by issuer and subject alone whether somebody is known; an address never opens an existing account.

    A provider vouches for addresses in its own domains only, so that no organisation can take one of another's.
    """
    if linked:
        return Arrival.KNOWN
    if not email:
        return Arrival.NO_ADDRESS
    if not fits_domains(email, domains):
        return Arrival.FOREIGN_ADDRESS
    return Arrival.KNOWN_ADDRESS if address_taken else Arrival.NEW


class Entry(StrEnum):
    """Whether one's own factor (a password or passkey of ours) opens the door."""

    OPEN = "open"
    EMERGENCY = "emergency"
    BY_PROVIDER = "by_provider"
    LINK_FIRST = "link_first"


@dataclass(frozen=True, slots=True)
class OwnFactor:
    """What is known when somebody signs in without his organisation's provider."""

    compulsory: bool
    is_emergency_account: bool
    is_administrator: bool
    is_linked: bool
    has_strong_factor: bool
    came_by_link: bool
    just_vouched_for: bool


def entry_by_own_factor(known: OwnFactor) -> Entry:
    """Decide whether somebody may come in without his organisation's provider.

    Whoever has nothing but the provider for a second factor uses that: a password reset through a mailbox would else be
    enough. Where the provider is compulsory only the emergency administrator comes in without it, and whoever has just
    been vouched for and shows his own factor once more in order to link the two.
    """
    if not known.compulsory:
        weak = known.is_linked and not known.has_strong_factor and not known.came_by_link
        return Entry.BY_PROVIDER if weak else Entry.OPEN
    if known.is_emergency_account and known.is_administrator:
        return Entry.EMERGENCY
    if known.just_vouched_for and not known.is_linked:
        return Entry.OPEN
    return Entry.LINK_FIRST if known.came_by_link and not known.is_linked else Entry.BY_PROVIDER


def may_connect_provider(
    actor: Actor, organisation: UUID | None, domains: Collection[str], *, confirmed: Collection[str]
) -> Verdict:
    """Tell whether the actor may connect a provider that vouches for these domains.

    Somebody of the organisation must have a confirmed address in each: `confirmed` holds those domains, without the
    ones that another organisation's provider has. Otherwise an administrator could send people of another organisation,
    who type their address here, to a page of his own.
    """
    others = sorted(set(domains) - set(confirmed))
    why = f"In dit domein heeft nog niemand een bevestigd werkadres: {others[0]}. " if others else ""
    how = "Bevestig uw eigen werkadres, of nodig een collega uit met een adres in dat domein."
    mine = refused(why + how) if others else ALLOWED
    return first_refusal(may_manage_people(actor, organisation), mine)


@dataclass(frozen=True, slots=True)
class EmergencyAccount:
    """The account that comes in when the provider is down."""

    organisation: UUID | None
    roles: frozenset[Role]
    is_active: bool
    has_strong_factor: bool


def may_switch_on(*, tried: bool) -> Verdict:
    """Tell whether a provider may be offered to people: only after a trial that went well."""
    return ALLOWED if tried else refused("Doe eerst een proefaanmelding. Die moet goed gaan.")


def may_be_compulsory(organisation: UUID, emergency: EmergencyAccount | None) -> Verdict:
    """Tell whether a provider may be the only way in: somebody must still be able to come in when it is down."""
    if emergency is None or emergency.organisation != organisation or Role.ADMINISTRATOR not in emergency.roles:
        return refused("Kies een beheerder die in nood zonder provider kan inloggen.")
    if not emergency.is_active or not emergency.has_strong_factor:
        return refused("De noodbeheerder moet een open account hebben met een passkey, of een wachtwoord en een app.")
    return ALLOWED
