"""Looks up requests for access: by the link in a letter for the asker, in the queue for reviewers of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sleutelwerk.accounts.queries.links import hash_of
from sleutelwerk.accounts.queries.readers import address_of_account, reviewers_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.links import is_usable
from sleutelwerk.core.verdict import Verdict
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.knowledge.engine.access import Criterion
from sleutelwerk.knowledge.engine.addresses import Standing, compared
from sleutelwerk.knowledge.models import AccessRequest, RequestLink, ReviewerSubstitute
from sleutelwerk.knowledge.rules.requests import (
    FIGURES_OVER,
    RUNNING,
    Asked,
    Judge,
    LinkFor,
    State,
    Waiting,
    may_judge,
    waiting_figures,
)
from sleutelwerk.publishing.queries import grant_of_request
from sleutelwerk.publishing.rules import may_give_access

AT_ONCE = 200
#: The types of what is found, for pages, which do not reach for the models themselves.
FoundLink = RequestLink
FoundRequest = AccessRequest


def usable_link(secret: str, purpose: LinkFor, *, now: datetime) -> RequestLink | None:
    """Give the link with this secret while it works; wrong, foreign, used and expired links look the same."""
    found = RequestLink.objects.filter(secret_hash=hash_of(secret), purpose=purpose).select_related("request").first()
    return found if found and is_usable(found.used_at, found.expires_at, now) else None


def running_request(address: str) -> AccessRequest | None:
    """Give the request of a mailbox that waits for a reviewer or for an answer; `address` is as compared."""
    return AccessRequest.objects.filter(address=address, state__in=RUNNING).order_by("asked_at").first()


def asked_of(row: AccessRequest) -> Asked:
    """Give a kept request as what rules decide about."""
    return Asked(
        id=row.pk,
        organisation=row.organisation_id,
        state=State(row.state),
        address=row.address,
        person=row.person_id,
        entered_by=row.entered_by_id,
        voucher_address=compared(row.voucher_email) if row.voucher_email else "",
        voucher=row.voucher_id,
        vouched=row.vouched_at is not None,
    )


def judge_for(actor: Actor) -> Judge:
    """Give the actor as one who judges, with the people who vouched for him or for whom he vouched."""
    mine = compared(address_of_account(actor.id))
    rows = AccessRequest.objects.filter(Q(address=mine) | Q(voucher_email__gt="")).exclude(voucher_email="")
    bonds = set()
    for address, voucher in rows.values_list("address", "voucher_email"):
        if address == mine:
            bonds.add(compared(voucher))
        elif compared(voucher) == mine:
            bonds.add(address)
    return Judge(actor, mine, frozenset(bonds))


def _queue() -> QuerySet[AccessRequest]:
    ready = Q(voucher_email="") | Q(vouched_at__isnull=False)
    return AccessRequest.objects.filter(ready, state=State.CONFIRMED).order_by("waits_since")


def queue(viewer: Actor) -> Sequence[AccessRequest]:
    """Give the requests that wait for an answer, the oldest first; nothing for who does not review here."""
    if not may_give_access(viewer, viewer.organisation):
        return []
    return list(_queue().filter(organisation=viewer.organisation)[:AT_ONCE])


def waiting_for_others(viewer: Actor) -> dict[str, int]:
    """Count what waits for an asker or a voucher, so that nobody wonders where a request is."""
    if not may_give_access(viewer, viewer.organisation):
        return {"question": 0, "voucher": 0}
    own = AccessRequest.objects.filter(organisation=viewer.organisation)
    return {
        "question": own.filter(state=State.QUESTION).count(),
        "voucher": own.filter(state=State.CONFIRMED, vouched_at=None).exclude(voucher_email="").count(),
    }


def request_for(viewer: Actor, request: UUID) -> AccessRequest | None:
    """Give a request to who reviews here, once its address was confirmed; absent and forbidden look the same."""
    if not may_give_access(viewer, viewer.organisation):
        return None
    found = AccessRequest.objects.filter(pk=request, organisation=viewer.organisation).exclude(state=State.ASKED)
    return found.select_related("entered_by", "voucher", "decided_by").first()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What access rests on, for who traces a page; `may_open` is whether he may see the request itself."""

    id: UUID
    approach: str
    purpose: str
    scope: str
    judge: str
    decided_at: datetime | None
    until: datetime | None
    revoked_at: datetime | None
    may_open: bool


def grounds_of(viewer: Actor, row: AccessRequest) -> Grounds:
    """Give what was asked, who judged and until when; the caller has checked that the viewer traces pages."""
    grant = grant_of_request(row.pk)
    return Grounds(
        id=row.pk,
        approach=access_rules().label_of(row.approach),
        purpose=row.purpose,
        scope=f"{row.scope_label}: {row.scope_key}" if row.scope_key else row.scope_label,
        judge=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        until=grant.until if grant else row.until,
        revoked_at=grant.revoked_at if grant else None,
        may_open=request_for(viewer, row.pk) is not None,
    )


def verdict_on(viewer: Actor, row: AccessRequest) -> Verdict:
    """Tell whether this viewer may judge this request, and if not why."""
    return may_judge(judge_for(viewer), asked_of(row))


def verdicts_on(viewer: Actor, rows: Sequence[AccessRequest]) -> Sequence[tuple[AccessRequest, Verdict]]:
    """Give requests, each with whether this viewer may judge it; looks the viewer up once."""
    judge = judge_for(viewer) if rows else None
    return [(row, may_judge(judge, asked_of(row))) for row in rows if judge]


def standing_of(row: AccessRequest) -> Standing:
    """Give what the domain of the asker's address says."""
    return access_rules().domains.standing(row.email)


def criteria_met(row: AccessRequest) -> Sequence[tuple[Criterion, bool]]:
    """Give the criteria of the house, each with whether the reviewer ticked it."""
    return [(one, one.id in row.met) for one in access_rules().criteria]


def figures(viewer: Actor, *, now: datetime) -> Waiting:
    """Give how long askers waited for their first answer of late."""
    if not may_give_access(viewer, viewer.organisation):
        return Waiting(0, None, None)
    rows = AccessRequest.objects.filter(
        organisation=viewer.organisation, answered_at__gte=now - FIGURES_OVER, queued_at__isnull=False
    )
    waits = rows.annotate(waited=F("answered_at") - F("queued_at")).values_list("waited", flat=True)
    return waiting_figures(list(waits))


def substitute_of(viewer: Actor, *, today: date) -> ReviewerSubstitute | None:
    """Give who stands in for the viewer now."""
    found = ReviewerSubstitute.objects.filter(reviewer_id=viewer.id, until__gte=today)
    return found.select_related("substitute").first()


def colleague_choices(viewer: Actor) -> list[tuple[str, str]]:
    """Give the other reviewers of the house, one of whom may stand in."""
    if viewer.organisation is None or not may_give_access(viewer, viewer.organisation):
        return []
    return [(str(one.id), one.name) for one in reviewers_of(viewer.organisation) if one.id != viewer.id]


def requests_by_id(requests: Sequence[UUID]) -> dict[UUID, AccessRequest]:
    """Give requests by id, for the list of who has access."""
    return {row.pk: row for row in AccessRequest.objects.filter(pk__in=requests)}


def queues() -> dict[UUID, list[AccessRequest]]:
    """Give what waits in every organisation; for the job that reminds."""
    found: dict[UUID, list[AccessRequest]] = {}
    for row in _queue():
        found.setdefault(row.organisation_id, []).append(row)
    return found
