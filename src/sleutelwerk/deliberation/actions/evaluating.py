"""Keeps how whoever led a talk looks at his own part: sealed, for the facilitators alone, in no report and no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation import events
from sleutelwerk.deliberation.actions.overruled import keep_overrules
from sleutelwerk.deliberation.actions.reporting import NOT_THERE
from sleutelwerk.deliberation.actions.vault import KEPT, vault_of
from sleutelwerk.deliberation.engine.session.entries import clean_text
from sleutelwerk.deliberation.models import Record
from sleutelwerk.deliberation.queries.after import after_of
from sleutelwerk.deliberation.queries.evaluating import QUESTIONS, SEALED_FOR
from sleutelwerk.privacy.rules import Overrule


@transaction.atomic
def keep_own_evaluation(
    actor: Actor, deliberation: UUID, answers: Mapping[str, str], *, now: datetime, overrules: Sequence[Overrule] = ()
) -> None:
    """Keep the answers in the place of earlier ones; empty ones throw them away. Raises NotAllowedError.

    Also when the report is final: it is no part of the report, and goes with it.
    """
    after = after_of(actor, deliberation)
    kept = after.reflection if after else None
    if after is None or kept is None:
        raise NotAllowedError(NOT_THERE.reason)
    said = {name: text for name in QUESTIONS if (text := clean_text(answers.get(name, "")))}
    sealed = vault_of(after.row.pk).seal(KEPT, SEALED_FOR, said) if said else None
    Record.objects.filter(pk=kept.row.pk).update(own_evaluation=sealed)
    keep_overrules(actor, after.row.pk, overrules, now)
    record(
        chain=after.row.organisation_id,
        kind=events.RECORD_SAVED,
        actor=actor.id,
        subject=pseudonym("deliberation", after.row.pk),
        now=now,
        details=Details(fields=("own_evaluation",)),
    )
