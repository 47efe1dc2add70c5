"""Keeps who a candidate is in an envelope, and opens it with two people of the team; the vault guards the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import (
    NOT_THERE,
    held_with_candidate,
    locked_with_candidate,
    readable_with_candidate,
)
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.queries.cases import OpenCase, case_for
from sleutelwerk.cases.queries.envelope import keepers_in
from sleutelwerk.cases.rules.ending import may_read_about_him
from sleutelwerk.cases.rules.envelope import may_change, may_open, may_put_in
from sleutelwerk.cases.rules.examples import may_keep_somebody
from sleutelwerk.core.verdict import require
from sleutelwerk.privacy.rules import Overrule, Place
from sleutelwerk.vault import actions as vault
from sleutelwerk.vault.queries import OpeningView, openings_of
from sleutelwerk.vault.rules import NO_ENVELOPE, Field


@transaction.atomic
def put_in_envelope(
    actor: Actor, case: UUID, texts: Mapping[Field, str], overrules: Sequence[Overrule] = (), *, now: datetime
) -> UUID:
    """Seal who a candidate is, and keep only the number of the envelope with him. Raises NotAllowedError."""
    found, row = locked_with_candidate(actor, case, now)
    require(may_keep_somebody(example=found.example, practice=found.row.practice))
    require(
        may_put_in(
            agreed=row.agreed_on is not None, present=row.envelope is not None, ended=found.row.ended_at is not None
        )
    )
    row.envelope = vault.put_in(
        actor=actor, organisation=found.row.organisation_id, keepers=keepers_in(found), texts=texts, now=now
    )
    row.save(update_fields=["envelope"])
    keep_overrules(actor, Place.CANDIDATE, overrules, now, about=row)
    trace(events.ENVELOPE_ADDED, found.row, actor, now)
    return row.envelope


@transaction.atomic
def change_envelope(
    actor: Actor,
    case: UUID,
    texts: Mapping[Field, str],
    overrules: Sequence[Overrule] = (),
    *,
    now: datetime,
    adding: bool = False,
) -> None:
    """Replace one of its texts, or add to it, without anybody seeing what stood there. Raises NotAllowedError.

    What must never be used again is added also while his file is locked: that cannot wait.
    """
    spares_him = adding and set(texts) == {Field.NEVER}
    found, row = (readable_with_candidate if spares_him else locked_with_candidate)(actor, case, now)
    require(may_change(present=row.envelope is not None, ended=found.row.ended_at is not None))
    vault.change(actor=actor, envelope=_number(row), keepers=keepers_in(found), texts=texts, now=now, adding=adding)
    keep_overrules(actor, Place.CANDIDATE, overrules, now, about=row)


@transaction.atomic
def ask_to_open(actor: Actor, case: UUID, reason: str, overrules: Sequence[Overrule] = (), *, now: datetime) -> UUID:
    """Ask the team to let one open it; give the number of the question. Raises NotAllowedError.

    Once the case is over only its lead asks.
    """
    found, row = readable_with_candidate(actor, case, now)
    number = vault.ask_to_open(actor=actor, envelope=_number(row), keepers=keepers_in(found), reason=reason, now=now)
    keep_overrules(actor, Place.CANDIDATE, overrules, now, about=row)
    return number


@transaction.atomic
def agree_to_open(actor: Actor, case: UUID, opening: UUID, lasting: timedelta, *, now: datetime) -> datetime:
    """Let a colleague open it for so long; give until when. Raises NotAllowedError."""
    found, one = _with_opening(actor, case, opening, now)
    require(may_open(one.asked_by, found.team, over=found.over))
    return vault.agree_to_open(actor=actor, opening=opening, keepers=keepers_in(found), now=now, lasting=lasting)


@transaction.atomic
def refuse_to_open(actor: Actor, case: UUID, opening: UUID, *, now: datetime) -> None:
    """Say no to a colleague. Raises NotAllowedError."""
    found, _one = _with_opening(actor, case, opening, now)
    vault.refuse_to_open(actor=actor, opening=opening, keepers=keepers_in(found), now=now)


@transaction.atomic
def close_opening(actor: Actor, case: UUID, opening: UUID, *, now: datetime) -> None:
    """End an opening at once, or take back a question of one's own. Raises NotAllowedError."""
    found, _one = _with_opening(actor, case, opening, now)
    vault.close_opening(actor=actor, opening=opening, keepers=keepers_in(found), now=now)


def read_envelope(actor: Actor, case: UUID, *, now: datetime) -> dict[Field, str]:
    """Give who a candidate is, in an opening of one's own that runs. Raises NotAllowedError.

    No transaction lies around it: that somebody was refused stays recorded in the vault's own.
    """
    today = timezone.localdate(now)
    found = case_for(actor, case, today=today)
    if found is None or found.candidate is None:
        require(NOT_THERE)
    assert found is not None
    require(may_read_about_him(actor, found.team, today, over=found.over))
    assert found.candidate is not None
    return vault.read_envelope(actor=actor, envelope=_number(found.candidate), keepers=keepers_in(found), now=now)


def destroy_envelope(row: Candidate, *, now: datetime) -> None:
    """Make it unreadable for good who a candidate was. It may be asked again for what is gone, as stopping is free.

    Whose wish it was stands with what the caller records. Outside a transaction its key is gone even if the process
    dies before its row is; what is left then opens nowhere, and the vault's sweep removes it.
    """
    if row.envelope is not None:
        vault.destroy(actor=None, envelope=row.envelope, keepers=None, now=now)


def _number(row: Candidate) -> UUID:
    if row.envelope is None:
        require(NO_ENVELOPE)
    assert row.envelope is not None
    return row.envelope


def _with_opening(actor: Actor, case: UUID, opening: UUID, now: datetime) -> tuple[OpenCase, OpeningView]:
    """Hold a case whose envelope this opening is of: that of another case is not there, whoever asked for it."""
    found, row = held_with_candidate(actor, case, now)
    known = openings_of(actor, _number(row), keepers_in(found))
    one = next((one for one in known if one.id == opening), None)
    if one is None:
        require(NO_ENVELOPE)
    assert one is not None
    return found, one
