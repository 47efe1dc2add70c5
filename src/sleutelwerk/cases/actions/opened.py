"""Opens a case for whoever is about to change it, and holds its row until he is done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Candidate, Hand
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.cases.queries.rights import known_rights
from sleutelwerk.cases.rules.ending import may_read_about_him
from sleutelwerk.cases.rules.rights import may_change
from sleutelwerk.cases.rules.stages import may_write_on
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.core.verdict import first_refusal, refused, require

NOT_THERE = refused("Dit dossier is er niet.")
NOBODY = refused("Er is geen kandidaat meer in dit dossier.")


def locked(actor: Actor, case: UUID, now: datetime) -> OpenCase:
    """Give a case and hold it. Raises NotAllowedError when there is none for him. Call it in a transaction."""
    found = case_for(actor, case, today=timezone.localdate(now), lock=True)
    if found is None:
        require(NOT_THERE)
    assert found is not None
    return found


def readable_with_candidate(actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Candidate]:
    """Give a case with its candidate to somebody who may read about him, also while the file is locked.

    Only for what a lock never stops: answering him, and letting him go. Once the case is over, its lead is the only
    one. Raises NotAllowedError.
    """
    found, candidate = held_with_candidate(actor, case, now)
    require(may_read_about_him(actor, found.team, timezone.localdate(now), over=found.over))
    return found, candidate


def held_with_candidate(actor: Actor, case: UUID, now: datetime) -> tuple[OpenCase, Candidate]:
    """Give a case with its candidate to the team of its organisation, over or not. Raises NotAllowedError.

    Only for what shows nothing about him: a colleague of the lead says yes or no to opening the envelope.
    """
    found = locked(actor, case, now)
    require(may_record(actor, found.team, timezone.localdate(now)))
    if found.candidate is None:
        require(NOBODY)
    assert found.candidate is not None
    return found, found.candidate


def locked_with_candidate(
    actor: Actor, case: UUID, now: datetime, *, unsettled: bool = False
) -> tuple[OpenCase, Candidate]:
    """Give a case with its candidate to somebody who may write about him. Raises NotAllowedError.

    While the file is locked, as he asked (AVG art. 18; requirement N24), and once it is rounded off, nobody may. While
    a case that was taken over has no assignment of its own, only what is `unsettled` goes on: what keeps him safe, and
    saying goodbye.
    """
    found, candidate = held_with_candidate(actor, case, now)
    row = found.row
    writes = may_write_on(row.ended_at, resettle_due=row.resettle_due and not unsettled)
    require(first_refusal(writes, may_change(known_rights(candidate))))
    # whoever writes here never decides on him, also not after he left the team
    Hand.objects.get_or_create(candidate=candidate, person_id=actor.id)
    return found, candidate
