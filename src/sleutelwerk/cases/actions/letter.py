"""Leaves a trace of a letter that somebody took along; the letter itself is kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.privacy.rules import Overrule, Place


@transaction.atomic
def take_letter_along(actor: Actor, found: OpenCase, overrules: Sequence[Overrule], *, now: datetime) -> None:
    """Record that an information letter was made for a case."""
    keep_overrules(actor, Place.CANDIDATE, overrules, now, about=found.candidate or found.row)
    trace(events.LETTER_MADE, found.row, actor, now)
