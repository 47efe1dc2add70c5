"""Puts somebody's identity in an envelope, changes it unseen, and reads it in an opening that runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.core.sealing import new_key
from sleutelwerk.core.verdict import ALLOWED, first_refusal, refused, require
from sleutelwerk.vault import events
from sleutelwerk.vault.actions.trace import ids_of, locked, trace
from sleutelwerk.vault.models import Envelope, EnvelopeKey, Opening
from sleutelwerk.vault.models.sealed import Seal, identities
from sleutelwerk.vault.rules import Field, Keepers, may_hold, may_read, may_write

_FULL = refused("Met wat er al in staat, wordt dit te lang. Schrijf het korter, of open eerst de envelop.")


@transaction.atomic
def put_in(*, actor: Actor, organisation: UUID, keepers: Keepers, texts: Mapping[Field, str], now: datetime) -> UUID:
    """Seal who somebody is in a new envelope of an organisation; give its number. Raises NotAllowedError.

    The number is all that whoever holds the envelope keeps: the vault does not know whose it is.
    """
    require(first_refusal(may_write(actor, keepers, now), may_hold({Field.NAME: ""} | dict(texts))))
    key, number = new_key(), uuid4()
    sealed = Seal(key).seal_contents(number, texts)
    row = Envelope.objects.create(
        pk=number, organisation_id=organisation, contents=sealed, put_in_at=now, changed_at=now
    )
    EnvelopeKey.objects.create(envelope=row, wrapped=identities().wrap([key])[0])
    trace(events.ENVELOPE_SEALED, row, actor.id, now)
    return number


@transaction.atomic
def change(
    *, actor: Actor, envelope: UUID, keepers: Keepers, texts: Mapping[Field, str], now: datetime, adding: bool = False
) -> None:
    """Replace the texts that are given and leave the others, without showing any. Raises NotAllowedError.

    'Never use this number again' must not wait for a colleague; so writing needs no opening, and shows nothing.
    `adding` puts each below what stands there: who cannot see what he replaces must be able to lose nothing.
    """
    require(first_refusal(may_write(actor, keepers, now), may_hold(texts)))
    row, seal = locked(envelope)
    there = seal.open_contents(row.pk, bytes(row.contents))
    new = {one: f"{there[one]}\n{text}".strip() for one, text in texts.items()} if adding else dict(texts)
    require(ALLOWED if may_hold(new) else _FULL)
    row.contents = seal.seal_contents(row.pk, there | new)
    row.changed_at = now
    row.save(update_fields=["contents", "changed_at"])
    trace(events.ENVELOPE_CHANGED, row, actor.id, now, Details(fields=tuple(field.value for field in texts)))


def read_envelope(*, actor: Actor, envelope: UUID, keepers: Keepers, now: datetime) -> dict[Field, str]:
    """Give who it is, in an opening of his own that runs; being refused is recorded as well. Raises NotAllowedError."""
    with transaction.atomic():
        row, seal = locked(envelope)
        opening = Opening.objects.filter(envelope=row, asked_by=actor.id, ended_at=None).first()
        verdict = may_read(actor, keepers, opening.as_asked() if opening else None, now)
        ids = Details(ids=ids_of(opening)) if opening else Details()
        trace(events.ENVELOPE_READ if verdict else events.ENVELOPE_WITHHELD, row, actor.id, now, ids)
        found = seal.open_contents(row.pk, bytes(row.contents)) if verdict else {}
    require(verdict)
    return found
