"""Keeps what is going on around a theme, tells that he heard what came of it, and forgets it on its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.opened import locked_with_candidate
from sleutelwerk.cases.actions.overruled import keep_overrules
from sleutelwerk.cases.actions.trace import trace
from sleutelwerk.cases.actions.unread import written
from sleutelwerk.cases.models import ThemeSignal
from sleutelwerk.cases.queries.contact import EMPTY_SIGNAL, gone_on, opened, paused_of, signal_column
from sleutelwerk.cases.queries.holding import held_back
from sleutelwerk.cases.queries.terms import terms_of
from sleutelwerk.cases.rules.assignment import Theme
from sleutelwerk.cases.rules.contact import may_feed_back, may_note_signal
from sleutelwerk.cases.rules.stages import Stage
from sleutelwerk.core.verdict import ALLOWED, first_refusal, refused, require
from sleutelwerk.privacy.rules import Overrule, Place

_NOT_THERE = refused("Dit signaal is er niet meer.")


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that is going on around a theme, of no person."""

    theme: str
    said: str
    overrules: Sequence[Overrule] = ()


@transaction.atomic
def note_signal(actor: Actor, case: UUID, heard: Heard, *, now: datetime) -> ThemeSignal:
    """Keep it for as long as it is needed to answer. Raises NotAllowedError."""
    found, _candidate = locked_with_candidate(actor, case, now)
    paused = paused_of(found) is not None
    complete = heard.theme in list(Theme) and heard.said.strip()
    require(
        first_refusal(
            may_note_signal(Stage(found.row.stage), found.row.profile, paused=paused),
            ALLOWED if complete else refused("Kies een thema en schrijf op wat er speelt."),
        )
    )
    row = ThemeSignal(case=found.row, theme=heard.theme, noted_on=timezone.localdate(now))
    row.text = found.vault.seal(signal_column(row.pk), {**EMPTY_SIGNAL, "said": heard.said})
    row.save(force_insert=True)
    keep_overrules(actor, Place.CONTACT_MOMENT, heard.overrules, now, about=found.row)
    written(found.row, actor.id, now)
    trace(events.SIGNAL_NOTED, found.row, actor, now)
    return row


@transaction.atomic
def feed_back(
    actor: Actor, case: UUID, signal: UUID, answer: str, overrules: Sequence[Overrule] = (), *, now: datetime
) -> None:
    """Note that he heard what came of it, or why nothing did. Raises NotAllowedError."""
    found, _candidate = locked_with_candidate(actor, case, now)
    row = ThemeSignal.objects.filter(pk=signal, case=found.row).first()
    if row is None:
        require(_NOT_THERE)
    assert row is not None
    require(may_feed_back(Stage(found.row.stage), fed_back=row.fed_back_on is not None, answer=answer))
    said = opened(found.vault, signal_column(row.pk), row.text, EMPTY_SIGNAL)
    row.text = found.vault.seal(signal_column(row.pk), {**said, "answer": answer})
    row.fed_back_on = timezone.localdate(now)
    row.save(update_fields=["text", "fed_back_on"])
    keep_overrules(actor, Place.CONTACT_MOMENT, overrules, now, about=found.row)
    trace(events.SIGNAL_FED_BACK, found.row, actor, now)


def forget_signals(*, now: datetime) -> int:
    """Forget every signal of which the day has come; give how many."""
    today = timezone.localdate(now)
    rows = ThemeSignal.objects.defer("text").select_related("case")
    due = [row.pk for row in rows.iterator() if gone_on(row, terms_of(row.case.organisation_id)) <= today]
    return sum(_forget(key, now) for key in due)


@transaction.atomic
def _forget(key: UUID, now: datetime) -> int:
    row = ThemeSignal.objects.select_for_update(of=("self",)).select_related("case").filter(pk=key).first()
    if row is None or held_back(row.case_id, now):
        return 0
    if gone_on(row, terms_of(row.case.organisation_id)) > timezone.localdate(now):
        return 0
    record(
        chain=row.case.organisation_id, kind=events.SIGNAL_FORGOTTEN, actor=None,
        subject=in_trail("case", row.case_id), now=now,
    )  # fmt: skip
    row.delete()
    return 1
