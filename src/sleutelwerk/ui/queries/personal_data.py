"""Collects what the models of all rooms say of their personal fields, without importing any room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models

from sleutelwerk.core.personal import Personal

_OURS = "sleutelwerk."


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One field about a person: where it stands, and the account that it gives of itself."""

    room: str
    model: str
    field: str
    account: Personal

    @property
    def name(self) -> str:
        """Give the name by which a template asks for it: `accounts.User.email`."""
        return f"{self.room}.{self.model}.{self.field}"


class NotDeclared(LookupError):
    """A template asks about a field of which no model gives an account."""


@cache
def personal_fields() -> tuple[PersonalField, ...]:
    """Give every personal field of our own models, by room, model and field."""
    return tuple(sorted(_of_models(_our_models()), key=lambda found: found.name))


def personal_field(name: str) -> PersonalField:
    """Give the account of one field, named as `accounts.User.email`. Raises NotDeclared."""
    found = next((one for one in personal_fields() if one.name == name), None)
    if found is None:
        raise NotDeclared(name)
    return found


def _our_models() -> Iterable[type[models.Model]]:
    configs = (config for config in apps.get_app_configs() if config.name.startswith(_OURS))
    return (model for config in configs for model in config.get_models())


def _of_models(found: Iterable[type[models.Model]]) -> Iterable[PersonalField]:
    for model in found:
        room, name = model._meta.label.split(".")
        declared: dict[str, Personal] = getattr(model, "personal_data", {})
        for field, account in declared.items():
            yield PersonalField(room, name, field, account)
