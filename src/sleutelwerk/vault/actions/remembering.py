"""Remembers outside the database which keys were destroyed, and destroys them again when a backup brought them back.

Whoever restores an older database would otherwise bring people back who asked to be forgotten (N45). A table with keys
says in `remembered_by` which of its fields name a key for good, and the vault hears of each that is deleted. Until
then such a key opens nothing already: whoever opens one asks the list (`core.destroyed.is_destroyed`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model

from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.core.destroyed import destroyed_names, key_name, note_destroyed
from sleutelwerk.vault import events


def key_deleted(sender: type[Model], instance: Model, **_more: Any) -> None:
    """Note a key that was deleted, once that cannot be taken back any more."""
    values = [getattr(instance, field) for field in _fields(sender)]
    # robust: the row is gone by then, whatever the disk says; Django logs what went wrong
    transaction.on_commit(
        partial(note_destroyed, settings.KEYS_FOLDER, [key_name(sender._meta.label, *values)]), robust=True
    )


@transaction.atomic
def destroy_again(*, now: datetime) -> int:
    """Destroy every key that was destroyed before and is there again; give how many there were."""
    gone, found = destroyed_names(settings.KEYS_FOLDER), 0
    for model in tables_that_remember() if gone else ():
        rows = model._default_manager.values_list("pk", *_fields(model))
        back = [key for key, *values in rows if key_name(model._meta.label, *values) in gone]
        model._default_manager.filter(pk__in=back).delete()
        found += len(back)
    if found:
        details = Details(counts={"keys": found})
        record(chain=SITE_CHAIN, kind=events.KEYS_DESTROYED_AGAIN, actor=None, now=now, details=details)
    return found


def tables_that_remember() -> Iterator[type[Model]]:
    """Give the tables of which a destroyed key must never come back."""
    return (model for model in apps.get_models() if _fields(model))


def _fields(model: type[Model]) -> Sequence[str]:
    return getattr(model, "remembered_by", ())
