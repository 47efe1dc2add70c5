"""Looks up organisations: the house, that of a person, and how far its set-up has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from sleutelwerk.accounts.models import FgAdvice, OneTimeLink, Organisation, User
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import Advice, may_have_case_files
from sleutelwerk.core.verdict import Verdict

#: The type of an organisation, for rooms above, which may not reach for the models themselves.
OwnOrganisation = Organisation


def house() -> Organisation | None:
    """Give the organisation that owns the public content, once there is one."""
    return Organisation.objects.filter(is_house=True).first()


def own_organisation(viewer: Actor) -> Organisation | None:
    """Give the viewer's own organisation, if he has one."""
    return Organisation.objects.filter(pk=viewer.organisation).first() if viewer.organisation else None


def all_organisations() -> list[Organisation]:
    """Give every organisation by name, for the command line of the operator only."""
    return list(Organisation.objects.order_by("-is_house", "name"))


def latest_advice(organisation: UUID) -> FgAdvice | None:
    """Give the FG's latest advice for an organisation."""
    return FgAdvice.objects.filter(organisation_id=organisation).order_by("-given_at", "-pk").first()


def case_files_verdict(organisation: UUID, today: date) -> Verdict:
    """Tell whether this organisation may open case files, and if not why."""
    # outside production nothing is refused, so nothing needs to be looked up for it
    found = latest_advice(organisation) if settings.PRODUCTION else None
    advice = Advice(found.residual_risk, found.prior_consultation, found.valid_until) if found else None
    return may_have_case_files(advice, today, production=settings.PRODUCTION)


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a page says about the one who is signed in."""

    name: str
    email: str
    organisation: str


def greeting(user: User) -> Greeting:
    """Give the name and organisation of the signed-in person, for his own screen only."""
    return Greeting(shown_name(user), user.email, user.organisation.name if user.organisation else "")


def shown_name(user: User) -> str:
    """Give how the signed-in person is called on his own screen."""
    return user.name or user.email


def set_up_link_waits() -> bool:
    """Tell whether nobody has set the house up yet."""
    return not Organisation.objects.filter(is_house=True, set_up_at__isnull=False).exists()


def open_links(organisation: UUID) -> int:
    """Count the links of an organisation that still wait."""
    return OneTimeLink.objects.filter(organisation_id=organisation, used_at=None).count()
