"""One time that somebody asked to open an envelope: who agreed, until when, and how it ended."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import LessThanOrEqual

from sleutelwerk.core.personal import Personal
from sleutelwerk.vault.models.envelope import Envelope
from sleutelwerk.vault.rules import ALONE, LONGEST, Asked, Ended

_GONE = "tests/vault/test_destroying.py::test_what_is_destroyed_opens_nowhere"
#: SQLite reckons in days with a fraction, which may be off by less than this.
_ROUNDING = 1


class SecondsBetween(Func):
    """The seconds from one moment to another, as the database itself reckons them: also for other programs."""

    arity = 2
    output_field = models.FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Reckon with days, as SQLite keeps moments as text."""
        template = "((julianday(%(expressions)s)) * 86400)"
        return super().as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Take the difference of two moments."""
        template = "EXTRACT(EPOCH FROM (%(expressions)s))"
        return super().as_sql(compiler, connection, template=template, arg_joiner=" - ", **extra)


class Opening(models.Model):
    """A question to open an envelope, and what became of it. `reason` is sealed under the envelope's own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="openings")
    asked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.BinaryField()
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Opened by one person because of danger: nobody agreed, and it is short.
    alone = models.BooleanField(default=False)
    ended_how = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Ended])

    personal_data: ClassVar = {
        "asked_by": Personal("Om te laten zien wie wilde openen.", "Zolang de envelop bestaat.", _GONE),
        "reason": Personal("Waarom het nodig was, verzegeld.", "Zolang de envelop bestaat, met zijn sleutel.", _GONE),
        "agreed_by": Personal("Om te laten zien wie het goed vond.", "Zolang de envelop bestaat.", _GONE),
    }
    impersonal: ClassVar = ("id", "envelope", "asked_at", "agreed_at", "until", "ended_at", "ended_how", "alone")

    class Meta:
        """Two persons, one opening each at a time, and none without an end."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | Q(agreed_by__isnull=True) | ~Q(asked_by=F("agreed_by")),
                name="vault_opening_two_persons",
            ),
            models.UniqueConstraint(
                fields=["envelope", "asked_by"], condition=Q(ended_at__isnull=True), name="vault_opening_one_each"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, until__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, until__isnull=False, until__gt=F("agreed_at")),
                name="vault_opening_has_an_end",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    SecondsBetween(F("until"), F("agreed_at")), LONGEST.total_seconds() + _ROUNDING
                ),
                name="vault_opening_not_too_long",
            ),
            models.CheckConstraint(
                condition=Q(alone=False)
                | (
                    Q(agreed_by__isnull=True, agreed_at__isnull=False)
                    & Q(LessThanOrEqual(SecondsBetween(F("until"), F("agreed_at")), ALONE.total_seconds() + _ROUNDING))
                ),
                name="vault_opening_alone_is_short",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="vault_opening_ended_somehow",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ended_at", "until"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)

    def as_asked(self) -> Asked:
        """Give it as a decision sees it."""
        return Asked(
            by=self.asked_by_id, at=self.asked_at, until=self.until, ended=self.ended_at is not None,
            agreed_at=self.agreed_at,
        )  # fmt: skip
