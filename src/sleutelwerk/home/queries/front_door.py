"""Looks up what the front door shows: the operator's adviser and the published profiles as a staircase."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from sleutelwerk.function_profiles import content
from sleutelwerk.function_profiles.engine.inherit import steps
from sleutelwerk.function_profiles.engine.model import Layer


@dataclass(frozen=True, slots=True)
class Adviser:
    """Whom a professional can turn to; every part may be empty."""

    organisation: str
    name: str
    address: tuple[str, ...]
    phone: str
    email: str

    @property
    def reachable(self) -> bool:
        """Tell whether there is any way to reach the adviser."""
        return bool(self.phone or self.email or self.address)

    @property
    def phone_link(self) -> str:
        """Give the number as a telephone link wants it: digits and a leading plus only."""
        return re.sub(r"(?!^\+)\D", "", self.phone.strip())


def adviser() -> Adviser:
    """Give the adviser as the settings name him."""
    return Adviser(
        organisation=settings.ORGANISATION_NAME,
        name=settings.CONTACT_NAME,
        address=tuple(line.strip() for line in settings.CONTACT_ADDRESS.split("|") if line.strip()),
        phone=settings.CONTACT_PHONE,
        email=settings.CONTACT_EMAIL,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One profile on the staircase, with the steps that it rests on, nearest first."""

    layer: Layer
    below: tuple[Layer, ...]


def staircase() -> tuple[Step, ...]:
    """Give the published profiles from the lowest step upward."""
    layers = steps(content.current().profiles)
    return tuple(Step(layer, tuple(reversed(layers[:number]))) for number, layer in enumerate(layers))
