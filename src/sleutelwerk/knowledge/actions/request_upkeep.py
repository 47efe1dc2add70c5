"""What happens to requests by themselves: reviewers are reminded, and what has had its time goes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sleutelwerk.accounts.actions.trace import trace_forgotten
from sleutelwerk.accounts.queries.readers import reviewers_of
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.knowledge.actions.request_letters import write
from sleutelwerk.knowledge.actions.request_trace import trace_request
from sleutelwerk.knowledge.events import REQUEST_FORGOTTEN, REQUEST_LINKS_FORGOTTEN, REVIEWERS_REMINDED
from sleutelwerk.knowledge.models import AccessRequest, RequestLink, ReviewerSubstitute
from sleutelwerk.knowledge.queries.requests import queues
from sleutelwerk.knowledge.rules.requests import VANISHES_AFTER, State, reminders_due, substitutes_of
from sleutelwerk.publishing.actions import forget_grants
from sleutelwerk.publishing.queries import grant_of_request
from sleutelwerk.publishing.rules import KEPT_AFTER_END


def remind_reviewers(*, now: datetime) -> int:
    """Write to the reviewers of every house in which a request waits too long; give how many letters."""
    return sum(_remind(organisation, rows, now) for organisation, rows in queues().items())


@transaction.atomic
def _remind(organisation: UUID, rows: list[AccessRequest], now: datetime) -> int:
    today, late = timezone.localdate(now), []
    for row in rows:
        due = reminders_due(timezone.localdate(row.waits_since or row.asked_at), today)
        # the condition is part of the change, so that two processes do not both remind
        if due > row.reminders and AccessRequest.objects.filter(pk=row.pk, reminders__lt=due).update(reminders=due):
            late.append(row)
    if not late:
        return 0
    people = {one.id: one for one in reviewers_of(organisation)}
    named = ReviewerSubstitute.objects.filter(organisation=organisation, until__gte=today)
    replaced = dict(named.values_list("reviewer", "substitute"))
    told = substitutes_of(people, replaced)
    for person in sorted(told):
        write("reminder", to=people[person].email, now=now, link=f"{late[0].site}kennisbank/aanvragen/")
    details = Details(counts={"requests": len(late), "letters": len(told)})
    record(chain=organisation, kind=REVIEWERS_REMINDED, actor=None, now=now, details=details)
    return len(told)


@transaction.atomic
def forget_requests(*, now: datetime) -> int:
    """Delete requests that were refused, withdrawn, never confirmed or never answered a month ago; give how many.

    A request that was granted goes with the access that came of it.
    """
    end = now - VANISHES_AFTER
    idle = Q(state__in=[State.REFUSED, State.WITHDRAWN, State.ASKED, State.QUESTION], changed_at__lt=end)
    unvouched = Q(state=State.CONFIRMED, vouched_at=None, changed_at__lt=end) & ~Q(voucher_email="")
    ended = Q(pk__in=forget_grants(now=now)) | Q(state=State.GRANTED, until__lt=now - KEPT_AFTER_END)
    gone = _forget(AccessRequest.objects.filter(idle | unvouched), now)
    return gone + _forget(_without_live_access(AccessRequest.objects.filter(ended)), now)


def _without_live_access(rows: QuerySet[AccessRequest]) -> QuerySet[AccessRequest]:
    """Leave out what still carries access: a request whose access was renewed stays as long as that."""
    return rows.exclude(pk__in=[row.pk for row in rows if grant_of_request(row.pk)])


def _forget(rows: QuerySet[AccessRequest], now: datetime) -> int:
    found = list(rows)
    for row in found:
        trace_request(REQUEST_FORGOTTEN, row, actor=None, now=now)
    AccessRequest.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


@transaction.atomic
def forget_links_and_substitutes(*, now: datetime) -> None:
    """Delete links whose time was over a month ago, and who stood in until yesterday or longer ago."""
    links = RequestLink.objects.filter(expires_at__lt=now - VANISHES_AFTER).delete()[0]
    stood_in = ReviewerSubstitute.objects.filter(until__lt=timezone.localdate(now)).delete()[0]
    trace_forgotten(REQUEST_LINKS_FORGOTTEN, {"links": links, "substitutes": stood_in}, now=now)
