"""Writes the proof that something was destroyed, in the same transaction: neither is there without the other.

One day, one proposal and one version of the terms make one certificate; should a process die half-way, the next run
writes on in it, and it says exactly what went.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.actions import record
from sleutelwerk.audit.engine.body import Details
from sleutelwerk.audit.queries import pseudonym as in_trail
from sleutelwerk.audit.queries.chains import hash_at
from sleutelwerk.cases import events
from sleutelwerk.cases.actions.trace import trace_list
from sleutelwerk.cases.engine.retention import Result, Retention
from sleutelwerk.cases.models import Batch, BatchItem, Case, Certificate
from sleutelwerk.cases.queries.going import looked_at
from sleutelwerk.cases.rules.destroying import may_look_afterwards
from sleutelwerk.cases.rules.ending import Gone
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.core.verdict import refused, require

#: How something stood on the list: what, and its day.
Looked = tuple[Gone, date]

NO_CERTIFICATE = refused("Dit is er niet.")
_RESULTS = {
    Gone.FILE: Result.ENDED, Gone.PAYMENT: Result.PAYMENTS, Gone.AGREEMENT: Result.AGREEMENT,
    Gone.NAME: Result.AGREEMENT, Gone.CASE: Result.AGREEMENT, Gone.ASSIGNMENT: Result.ASSIGNMENT,
}  # fmt: skip


def certify(case: Case, what: Gone, looked: Looked | None, terms: Retention, *, now: datetime) -> None:
    """Tell the trail what goes, and write it on a certificate; of an exercise only the trail tells.

    `looked` is how it stood on the list: what goes last goes along with what it was kept for.
    """
    number = record(
        chain=case.organisation_id, kind=events.ENDED_FORGOTTEN, actor=None, subject=in_trail("case", case.pk), now=now,
        details=Details(codes={"what": what}),
    )  # fmt: skip
    if case.practice:
        return
    batch = None if looked is None else looked_at(case.pk, *looked)
    row = _of_today(case.organisation_id, batch, terms, timezone.localdate(now))
    row.counts = {**row.counts, what.value: row.counts.get(what.value, 0) + 1}
    grounds = [one.number for one in terms.rule(_RESULTS[what]).selection if one.use]
    row.grounds = {**row.grounds, what.value: grounds}
    line = (hash_at(case.organisation_id, number) or b"").hex()
    row.entries, row.entries_hash = [*row.entries, number], sha256((row.entries_hash + line).encode()).hexdigest()
    row.save()


def _of_today(organisation: UUID, batch: Batch | None, terms: Retention, today: date) -> Certificate:
    """Give the certificate to write on. That the trail of the organisation is held keeps its numbers apart."""
    of = Certificate.objects.filter(organisation=organisation)
    known = of.filter(
        destroyed_on=today, batch=batch.pk if batch else None, terms_hash=terms.content_hash, seen_at=None
    ).order_by("-number")  # fmt: skip
    # what was proposed and confirmed only later is another proof
    if (row := known.first()) is not None and row.confirmed_mark == (batch.confirmed_mark if batch else ""):
        return row
    row = Certificate(
        organisation_id=organisation, number=(of.aggregate(last=Max("number"))["last"] or 0) + 1, destroyed_on=today,
        terms_version=terms.version, terms_hash=terms.content_hash,
    )  # fmt: skip
    if batch is not None:
        row.batch, row.proposed_role, row.proposed_mark = batch.pk, batch.proposed_role, batch.proposed_mark
        row.confirmed_role, row.confirmed_mark = batch.confirmed_role, batch.confirmed_mark
    return row


def off_the_list(case: UUID, whats: Collection[Gone], today: date) -> None:
    """Take off the list what went."""
    BatchItem.objects.filter(case=case, what__in=whats, due_on__lte=today).delete()


def look_at_certificates(actor: Actor, *, now: datetime) -> None:
    """Record that somebody looked through them."""
    trace_list(events.CERTIFICATES_LISTED, actor, now=now)


@transaction.atomic
def read_certificate(actor: Actor, row: Certificate, *, now: datetime) -> None:
    """Record that somebody looked at one."""
    record(
        chain=row.organisation_id, kind=events.CERTIFICATE_READ, actor=actor.id, now=now,
        details=Details(ids={"certificate": row.pk}),
    )  # fmt: skip


@transaction.atomic
def print_certificate(actor: Actor, row: Certificate, *, now: datetime) -> None:
    """Record that somebody put it on paper."""
    record(
        chain=row.organisation_id, kind=events.CERTIFICATE_PRINTED, actor=actor.id, now=now,
        details=Details(ids={"certificate": row.pk}),
    )  # fmt: skip


@transaction.atomic
def look_afterwards(actor: Actor, certificate: UUID, *, now: datetime) -> Certificate:
    """Say as FG that one looked at what went while nobody had looked before. Raises NotAllowedError."""
    row = Certificate.objects.select_for_update().filter(pk=certificate, organisation=actor.organisation).first()
    if row is None or not may_watch(actor):
        require(NO_CERTIFICATE)
    assert row is not None
    require(may_look_afterwards(actor, looked_before=row.looked_before, seen=row.seen_at is not None))
    row.seen_at = now
    row.save(update_fields=["seen_at"])
    record(
        chain=row.organisation_id, kind=events.CERTIFICATE_LOOKED_AT, actor=actor.id, now=now,
        details=Details(ids={"certificate": row.pk}),
    )  # fmt: skip
    return row
