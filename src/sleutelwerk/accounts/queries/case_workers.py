"""Looks up who can be let into a case file: colleagues by name, and somebody of a partner by his address only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.actors import of_police
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.people import may_open_case_files
from sleutelwerk.accounts.rules.roles import OPENS_CASES, Role


@dataclass(frozen=True, slots=True)
class CaseWorker:
    """Somebody whose role lets him have case files. The address is for a letter only: no page shows it."""

    id: UUID
    name: str
    organisation: UUID
    email: str


def colleagues_for_cases(viewer: Actor) -> list[CaseWorker]:
    """Give the colleagues who may have case files, by name; nobody for who may not have them himself."""
    if viewer.organisation is None or not may_open_case_files(viewer):
        return []
    people = _holders().filter(organisation_id=viewer.organisation).exclude(pk=viewer.id)
    return [_worker(user) for user in people.order_by("name", "pk") if not of_police(user)]


def deciders_for_cases(viewer: Actor) -> list[CaseWorker]:
    """Give the colleagues who may be asked to decide in a case file, by name."""
    people = colleagues_for_cases(viewer)
    held = User.objects.filter(pk__in=[one.id for one in people], grants__role=Role.DECISION_MAKER)
    deciders = set(held.values_list("pk", flat=True))
    return [one for one in people if one.id in deciders]


def colleague_for_cases(viewer: Actor, person: UUID) -> CaseWorker | None:
    """Give one of them."""
    return next((one for one in colleagues_for_cases(viewer) if one.id == person), None)


def partner_for_cases(viewer: Actor, address: str) -> CaseWorker | None:
    """Give whoever has this address at another organisation and may have case files; the caller tells nobody."""
    if viewer.organisation is None:
        return None
    people = _holders().filter(email__iexact=address.strip()).exclude(organisation_id=viewer.organisation)
    found = people.first()
    return _worker(found) if found is not None and not of_police(found) else None


def receiver_for_cases(viewer: Actor, address: str) -> CaseWorker | None:
    """Give whoever has this address at another organisation and may lead a case there; the caller tells nobody."""
    if viewer.organisation is None:
        return None
    people = _holders(Role.PROFESSIONAL).filter(email__iexact=address.strip())
    found = people.exclude(organisation_id=viewer.organisation).first()
    return _worker(found) if found is not None and not of_police(found) else None


@dataclass(frozen=True, slots=True)
class Facilitator:
    """A colleague who leads deliberations, as whoever wants to ask him sees him: by name and work address."""

    name: str
    email: str


def facilitators_for_cases(viewer: Actor) -> list[Facilitator]:
    """Give the facilitators of the viewer's own organisation, to ask in person; nobody for who may not have cases."""
    if viewer.organisation is None or not may_open_case_files(viewer):
        return []
    people = _holders(Role.FACILITATOR).filter(organisation_id=viewer.organisation).exclude(pk=viewer.id)
    return [Facilitator(one.name or one.email, one.email) for one in people.order_by("name", "pk")]


def _holders(*roles: Role) -> QuerySet[User]:
    people = User.objects.filter(is_active=True, organisation__isnull=False, grants__role__in=roles or OPENS_CASES)
    return people.select_related("organisation").distinct()


def _worker(user: User) -> CaseWorker:
    assert user.organisation_id is not None
    return CaseWorker(user.pk, user.name or user.email, user.organisation_id, user.email)
