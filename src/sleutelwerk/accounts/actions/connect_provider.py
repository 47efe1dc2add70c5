"""Connects an organisation to its own sign-in provider, and switches it on once a trial went well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sleutelwerk.accounts.actions.sessions import end_all_sessions
from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.engine.oidc.keys import make_key
from sleutelwerk.accounts.events import PROVIDER_CHANGED, PROVIDER_SWITCHED, PROVIDER_TRIED
from sleutelwerk.accounts.models import ExternalIdentity, IdentityProvider, User
from sleutelwerk.accounts.queries.providers import confirmed_domains, emergency_account
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.assurance import may_be_compulsory, may_connect_provider, may_switch_on
from sleutelwerk.accounts.rules.people import may_manage_people
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.key_files import load_or_make_file
from sleutelwerk.core.verdict import ALLOWED, refused, require

#: What makes an earlier trial worthless when it changes.
TRIED_WITH = ("protocol", "issuer", "client_id", "metadata", "accepted_acr", "step_up_acr", "email_claim", "name_claim")
FIELDS = (*TRIED_WITH, "domains")


def own_key(provider: IdentityProvider) -> bytes:
    """Give the key by which this site makes itself known to a provider, made on first use. Raises OSError."""
    path = settings.KEYS_FOLDER / f"sso-{provider.organisation_id.hex}.pem"
    return load_or_make_file(path, b"" if path.exists() else make_key())


@transaction.atomic
def connect_provider(actor: Actor, values: Mapping[str, Any], *, now: datetime) -> IdentityProvider:
    """Keep what an administrator filled in about his organisation's provider.

    Another issuer is another provider: what was known of people at the old one is let go, as the same subject may be
    somebody else there. Where people came by it until now, their sessions end. Raises NotAllowedError.
    """
    values = {"protocol": IdentityProvider.Protocol.OIDC, "client_id": "", "metadata": "", **values}
    organisation = actor.organisation
    confirmed = confirmed_domains(organisation) if organisation else ()
    require(may_connect_provider(actor, organisation, values["domains"], confirmed=confirmed))
    assert organisation is not None
    before = IdentityProvider.objects.select_for_update().filter(organisation_id=organisation).first()
    provider = before or IdentityProvider(organisation_id=organisation)
    changed = [name for name in FIELDS if before is None or getattr(before, name) != values[name]]
    for name in changed:
        setattr(provider, name, values[name])
    was_active, ended = provider.active, 0
    if set(changed) & set(TRIED_WITH):
        provider.tried_at, provider.active, provider.compulsory = None, False, False
    provider.save()
    if was_active and not provider.active:
        ended = _end_sessions_by(provider, but=actor)
    links = ExternalIdentity.objects.filter(provider=provider) if {"protocol", "issuer"} & set(changed) else None
    lost = links.delete()[0] if links is not None else 0
    if changed:
        details = Details(fields=tuple(changed), counts={"links_lost": lost, "sessions": ended})
        trace(PROVIDER_CHANGED, actor=actor, now=now, details=details)
    return provider


@transaction.atomic
def record_trial(actor: Actor, provider: IdentityProvider, *, now: datetime) -> None:
    """Keep that somebody could sign in by this provider, with all that we ask. Raises NotAllowedError."""
    require(may_manage_people(actor, provider.organisation_id))
    provider.tried_at = now
    provider.save(update_fields=["tried_at"])
    trace(PROVIDER_TRIED, actor=actor, now=now)


@transaction.atomic
def switch_provider(
    actor: Actor, provider: IdentityProvider, *, active: bool, compulsory: bool, emergency: UUID | None, now: datetime
) -> None:
    """Offer a provider to people, or make it the only way in. Raises NotAllowedError.

    Where it becomes the only way in, sessions that began otherwise end; where it goes off, those of people who come by
    it: whoever switches it off may have learned that it cannot be trusted. The actor's own stays.
    """
    require(may_manage_people(actor, provider.organisation_id))
    if active:
        require(may_switch_on(tried=provider.tried_at is not None))
    if compulsory:
        require(ALLOWED if active else refused("Zet de provider eerst aan."))
        require(may_be_compulsory(provider.organisation_id, emergency_account(actor, emergency)))
    becomes_only_way, goes_off = compulsory and not provider.compulsory, provider.active and not active
    provider.active, provider.compulsory = active, compulsory
    provider.emergency_account_id = emergency if compulsory else None
    provider.save(update_fields=["active", "compulsory", "emergency_account"])
    ended = _end_sessions(actor, provider) if becomes_only_way else 0
    ended += _end_sessions_by(provider, but=actor) if goes_off else 0
    details = Details(flags={"active": active, "compulsory": compulsory}, counts={"sessions": ended})
    trace(PROVIDER_SWITCHED, actor=actor, now=now, details=details)


def _end_sessions(actor: Actor, provider: IdentityProvider) -> int:
    people = User.objects.filter(organisation_id=provider.organisation_id).exclude(pk=actor.id)
    return sum(end_all_sessions(person) for person in people.values_list("pk", flat=True))


def _end_sessions_by(provider: IdentityProvider, *, but: Actor) -> int:
    """End the sessions of everybody who comes by this provider; give how many."""
    people = ExternalIdentity.objects.filter(provider=provider).exclude(user_id=but.id)
    return sum(end_all_sessions(person) for person in people.values_list("user_id", flat=True))
