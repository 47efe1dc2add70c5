"""Gives, extends and ends access to what stands behind the gate, and opens or closes a kind of content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from sleutelwerk.accounts.actions.trace import trace
from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details, Via, came_by
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event
from sleutelwerk.core.verdict import refused, require
from sleutelwerk.publishing.content import write_whole
from sleutelwerk.publishing.events import (
    READING_ENDED,
    READING_EXTENDED,
    READING_GRANTED,
    READING_REVOKED,
    VISIBILITY_SET,
)
from sleutelwerk.publishing.models import ContentVisibility, ReadingGrant
from sleutelwerk.publishing.queries import chosen_closed, look_anew, mirror_path
from sleutelwerk.publishing.rules import (
    CLOSED_AT_FIRST,
    KEPT_AFTER_END,
    Kind,
    Scope,
    may_give_access,
    may_last,
    may_set_visibility,
)

ENDED = refused("Deze toegang is al geëindigd.")


@dataclass(frozen=True, slots=True)
class Access:
    """The access to give: to which mailbox, to what, until when, and on which request it rests."""

    email: str
    scope: Scope
    until: datetime
    request: UUID


@transaction.atomic
def grant_reading(actor: Actor, access: Access, *, now: datetime) -> ReadingGrant:
    """Give a mailbox access. It is for the account of that mailbox, or waits until there is one.

    An account counts only when its address was confirmed: the mailbox asked, and not whoever typed its name.
    Raises NotAllowedError.
    """
    own = house()
    require(may_give_access(actor, own.pk if own else None))
    require(may_last(now, access.until))
    assert own is not None
    person = _account_of(access.email)
    grant = ReadingGrant.objects.create(
        organisation=own, person_id=person, email="" if person else access.email.lower(),
        scope_kind=access.scope.kind, scope_key=access.scope.key, since=now, until=access.until,
        granted_by_id=actor.id, request=access.request,
    )  # fmt: skip
    trace(READING_GRANTED, actor=actor, person=person, now=now, details=_details(grant))
    return grant


def _account_of(email: str) -> UUID | None:
    found = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    person: UUID | None = found.values_list("user", flat=True).first()
    return person


@transaction.atomic
def extend_reading(grant: UUID, *, until: datetime, now: datetime) -> ReadingGrant:
    """Let live access end later, at the wish of its reader, which the caller has checked. Raises NotAllowedError."""
    held = _held(grant)
    require(may_last(now, until))
    if held is None or held.revoked_at or held.until < now:
        require(ENDED)
    assert held is not None
    held.until, held.notice_at = max(held.until, until), None
    held.save(update_fields=["until", "notice_at"])
    _record(READING_EXTENDED, held, now)
    return held


@transaction.atomic
def revoke_reading(actor: Actor, grant: UUID, *, now: datetime) -> ReadingGrant:
    """End access at once. Every page and download asks anew, so it holds for open pages as well.

    Raises NotAllowedError when the actor may not, or when it ended already.
    """
    held = _held(grant)
    require(may_give_access(actor, held.organisation_id if held else None))
    if held is None or held.revoked_at or held.until < now:
        require(ENDED)
    assert held is not None
    held.revoked_at, held.revoked_by_id = now, actor.id
    held.save(update_fields=["revoked_at", "revoked_by"])
    trace(READING_REVOKED, actor=actor, person=held.person_id, now=now, details=_details(held))
    return held


@transaction.atomic
def set_visibility(actor: Actor, kind: Kind, *, gated: bool, now: datetime) -> bool:
    """Close a kind of content of the house, or open it; give whether that changed anything. Raises NotAllowedError."""
    own = house()
    require(may_set_visibility(actor, own.pk if own else None))
    assert own is not None
    _, fresh = ContentVisibility.objects.get_or_create(
        organisation=own, kind=kind, defaults={"gated": kind in CLOSED_AT_FIRST, "set_at": now}
    )
    found = ContentVisibility.objects.select_for_update().get(organisation=own, kind=kind)
    if found.gated == gated:
        if fresh:
            found.delete()  # nobody chose anything
        return False
    found.gated, found.set_at, found.set_by_id = gated, now, actor.id
    found.save(update_fields=["gated", "set_at", "set_by"])
    trace(VISIBILITY_SET, actor=actor, now=now, details=Details(codes={"kind": kind}, flags={"gated": gated}))
    transaction.on_commit(mirror_visibility)
    return True


def mirror_visibility() -> None:
    """Write what is closed to the data folder, where every page looks. At the start of the site, and after a change.

    A mirror that cannot be written goes away: pages then ask the database. Raises OSError when even that fails.
    """
    path = mirror_path()
    if path:
        with transaction.atomic():  # one at a time, so that the last to write read the last change
            try:
                write_whole(path, json.dumps({"closed": sorted(chosen_closed())}).encode())
            except OSError:
                path.unlink(missing_ok=True)
    look_anew()


def bind_waiting(user: Any, **_: Any) -> None:
    """Hand access that waits for a mailbox to its account, when somebody signs in.

    Coming in by the link out of that mailbox confirms the address; an address that was only typed gets nothing.
    """
    waiting = ReadingGrant.objects.filter(email__iexact=user.email)
    if (
        not waiting.exists()
        or not EmailAddress.objects.filter(user_id=user.pk, email__iexact=user.email, verified=True).exists()
    ):
        return
    # nobody holds access that he gave himself, so what a reviewer gave to his own later account stays where it is
    waiting.exclude(granted_by_id=user.pk).update(person_id=user.pk, email="")


@transaction.atomic
def note_notice(grant: UUID, *, now: datetime) -> bool:
    """Note that the letter about the end is being written; give whether nobody did so before."""
    return bool(ReadingGrant.objects.filter(pk=grant, notice_at=None, revoked_at=None).update(notice_at=now))


@transaction.atomic
def close_ended(grant: UUID, *, now: datetime) -> bool:
    """Note that access ran out; give whether nobody did so before. It had stopped working by itself."""
    closed = ReadingGrant.objects.filter(pk=grant, ended_at=None, revoked_at=None, until__lt=now).update(ended_at=now)
    if closed:
        _record(READING_ENDED, ReadingGrant.objects.get(pk=grant), now)
    return bool(closed)


@transaction.atomic
def forget_grants(*, now: datetime) -> list[UUID]:
    """Delete access that ended a month ago or longer; give the requests that it rested on."""
    end = now - KEPT_AFTER_END
    over = ReadingGrant.objects.filter(until__lt=end) | ReadingGrant.objects.filter(revoked_at__lt=end)
    requests = list(over.values_list("request", flat=True))
    over.delete()
    return requests


def _held(grant: UUID) -> ReadingGrant | None:
    return ReadingGrant.objects.select_for_update().filter(pk=grant).first()


def _record(kind: Event, grant: ReadingGrant, now: datetime) -> None:
    """Record what happened to access without a reviewer: by its reader's own link, or by itself."""
    person = pseudonym("person", grant.person_id) if grant.person_id else None
    details = _details(grant)
    if kind is READING_ENDED:
        with came_by(Via.TASK):
            record(chain=grant.organisation_id, kind=kind, actor=None, subject=person, now=now, details=details)
    else:
        record(chain=grant.organisation_id, kind=kind, actor=grant.person_id, subject=person, now=now, details=details)


def _details(grant: ReadingGrant) -> Details:
    return Details(ids={"grant": grant.pk, "request": grant.request}, counts={"days": (grant.until - grant.since).days})
