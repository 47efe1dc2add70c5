"""What happens to access and requests by itself: letters in time, ends that are noted, and what is over goes."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.accounts.actions.readers import close_readers
from sleutelwerk.audit.engine.body import Via, came_by
from sleutelwerk.knowledge.actions import renewal, request_upkeep
from sleutelwerk.publishing.queries import grants_ending, grants_over, people_with_access


def remind_reviewers(now: datetime) -> None:
    """Remind reviewers, or who stands in for them, of what waits three and seven working days."""
    with came_by(Via.TASK):
        request_upkeep.remind_reviewers(now=now)


def see_to_ends(now: datetime) -> None:
    """Tell readers two weeks before that their access ends, and note what has ended."""
    with came_by(Via.TASK):
        for grant in grants_ending(now=now):
            renewal.offer_renewal(grant, now=now)
        for grant in grants_over(now=now):
            renewal.end_access(grant, now=now)


def forget_what_is_over(now: datetime) -> None:
    """Delete requests, access and links that had their time, and close accounts that have nothing to read any more."""
    with came_by(Via.TASK):
        request_upkeep.forget_requests(now=now)
        request_upkeep.forget_links_and_substitutes(now=now)
        close_readers(keep=people_with_access(), now=now)
