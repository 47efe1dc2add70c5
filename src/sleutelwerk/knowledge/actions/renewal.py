"""Lets access go on at its reader's own wish, out of his own mailbox, and tells him in time that it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sleutelwerk.core.verdict import ALLOWED, require
from sleutelwerk.knowledge.actions.request_letters import make_link, write
from sleutelwerk.knowledge.actions.request_trace import trace_request
from sleutelwerk.knowledge.actions.requests import LINK_GONE
from sleutelwerk.knowledge.events import RENEWAL_OFFERED
from sleutelwerk.knowledge.models import AccessRequest, RequestLink
from sleutelwerk.knowledge.queries.requests import usable_link
from sleutelwerk.knowledge.rules.requests import LinkFor
from sleutelwerk.publishing.actions import close_ended, extend_reading, note_notice
from sleutelwerk.publishing.queries import GivenAccess, address_of, as_grant, grant_of_request
from sleutelwerk.publishing.rules import LONGEST


@dataclass(frozen=True, slots=True)
class Renewable:
    """Access that its reader can let go on, with the link that he came by."""

    link: RequestLink
    grant: GivenAccess


def renewable(secret: str, *, now: datetime) -> Renewable | None:
    """Give the access that a link can renew: the link works, and the access was not ended meanwhile."""
    link = usable_link(secret, LinkFor.RENEW, now=now)
    grant = grant_of_request(link.request_id) if link else None
    if link is None or grant is None or not as_grant(grant).is_live(now):
        return None
    if grant.person and not grant.person.is_active:
        return None
    return Renewable(link, grant)


@transaction.atomic
def renew(found: Renewable, *, now: datetime) -> datetime:
    """Let access go on as long as it was first given for, a year at most; give until when. Raises NotAllowedError."""
    used = RequestLink.objects.filter(pk=found.link.pk, used_at=None).update(used_at=now)
    require(ALLOWED if used else LINK_GONE)
    row = AccessRequest.objects.select_for_update().get(pk=found.link.request_id)
    assert row.until is not None
    assert row.decided_at is not None
    length = min(row.until - row.decided_at, LONGEST)
    grant = extend_reading(found.grant.pk, until=now + length, now=now)
    return grant.until


@transaction.atomic
def offer_renewal(grant: GivenAccess, *, now: datetime) -> bool:
    """Write to a reader that his access ends soon; give whether that was done, which is once for an end."""
    row = AccessRequest.objects.filter(pk=grant.request).first()
    if row is None or not note_notice(grant.pk, now=now):
        return False
    link = make_link(row, LinkFor.RENEW, now=now, lasts=grant.until - now)
    write("renewal", to=address_of(grant), now=now, link=link)
    trace_request(RENEWAL_OFFERED, row, actor=None, now=now)
    return True


@transaction.atomic
def end_access(grant: GivenAccess, *, now: datetime) -> bool:
    """Note that access ran out and tell its reader; give whether that was done, which is once."""
    row = AccessRequest.objects.filter(pk=grant.request).first()
    if not close_ended(grant.pk, now=now):
        return False
    if row is not None:
        write("access_ended", to=address_of(grant), now=now, link=f"{row.site}kennisbank/toegang/")
    return True
