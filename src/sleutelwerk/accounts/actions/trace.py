"""Leaves a trace of what happened to an account, in the trail of its organisation."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.events import ACCESS_REFUSED
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import NO_DETAILS, Details, Via, came_by
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event

#: The trail takes no longer names.
_LONGEST_PAGE = 48


def trace(
    kind: Event, *, actor: Actor | None, now: datetime, person: UUID | None = None, details: Details = NO_DETAILS
) -> None:
    """Record what an actor did, to a person when one is named, in the trail of the actor's organisation."""
    record(
        chain=(actor.organisation if actor else None) or SITE_CHAIN,
        kind=kind,
        actor=actor.id if actor else None,
        subject=pseudonym("person", person) if person else None,
        now=now,
        details=details,
    )


def trace_account(kind: Event, user: User, *, now: datetime, details: Details = NO_DETAILS) -> None:
    """Record what somebody did with his own account, or what happened to it without anybody signed in."""
    with transaction.atomic():
        record(
            chain=user.organisation_id or SITE_CHAIN,
            kind=kind,
            actor=user.pk,
            subject=pseudonym("person", user.pk),
            now=now,
            details=details,
        )


def trace_by_task(kind: Event, user: User, *, now: datetime, details: Details = NO_DETAILS) -> None:
    """Record what the site itself did to an account."""
    with came_by(Via.TASK):
        record(
            chain=user.organisation_id or SITE_CHAIN,
            kind=kind,
            actor=None,
            subject=pseudonym("person", user.pk),
            now=now,
            details=details,
        )


def trace_forgotten(kind: Event, counts: Mapping[str, int], *, chain: UUID = SITE_CHAIN, now: datetime) -> None:
    """Record that the site let go of what was over: how many of each, and nothing of what it was.

    Where nothing went nothing is recorded.
    """
    if any(counts.values()):
        with came_by(Via.TASK):
            record(chain=chain, kind=kind, actor=None, now=now, details=Details(counts=dict(counts)))


def trace_refusal(actor: Actor | None, page: str, case: UUID | None, *, now: datetime) -> None:
    """Record that a page was refused, and of which case file it was; whether there is such a case is not looked up."""
    record(
        chain=(actor.organisation if actor else None) or SITE_CHAIN,
        kind=ACCESS_REFUSED,
        actor=actor.id if actor else None,
        subject=pseudonym("case", case) if case else None,
        now=now,
        details=Details(fields=(page_in_trail(page),) if page else ()),
    )


def page_in_trail(name: str) -> str:
    """Give how the trail writes down the name of an address: `cases:open-case` is `cases_open_case` there."""
    return re.sub(r"[^a-z0-9]+", "_", name)[:_LONGEST_PAGE].strip("_")


def role_details(*, given: Collection[Role] = (), taken: Collection[Role] = ()) -> Details:
    """Write which roles somebody got and lost."""
    return Details(flags={f"{role}": True for role in given} | {f"{role}": False for role in taken})


def trace_stranger(kind: Event, address: str, *, now: datetime) -> None:
    """Record what somebody did who is not signed in; of the address that he typed only a pseudonym stays."""
    with transaction.atomic():
        subject = pseudonym("address", address.strip().lower()) if address else None
        record(chain=SITE_CHAIN, kind=kind, actor=None, subject=subject, now=now)
