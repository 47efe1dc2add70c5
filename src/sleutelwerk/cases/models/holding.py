"""What keeps a case from being destroyed for a while: why, until when, who asked for it and who let go."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sleutelwerk.cases.models.case import Case
from sleutelwerk.core.personal import Personal

_GONE = "tests/cases/test_holding.py::test_a_hold_goes_with_what_it_held"
_KEPT = "Zo lang als wat over hem bewaard wordt."


class Hold(models.Model):
    """One reason for which nothing of a case may be destroyed, until a day or until somebody else lets go."""

    class Reason(models.TextChoices):
        """Why."""

        COMPLAINT = "complaint", "Er loopt een klacht"
        HIS_REQUEST = "his_request", "Hij vroeg er zelf om"
        LEGAL_CLAIM = "legal_claim", "Er loopt een rechtszaak of onderzoek"
        ARCHIVE = "archive", "De archivaris zoekt het uit"
        RETAIN_ARCHIVE = "retain_arch", "De archivaris wil de opdracht bewaren"
        RETAIN_LAW = "retain_law", "Een wet vraagt de opdracht te bewaren"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=11, choices=Reason)
    #: The last day on which it holds.
    until = models.DateField()
    put_on_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    put_on_at = models.DateTimeField()
    lifted_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "reason": Personal("Om te weten waarom er nog niets weg mag.", _KEPT, _GONE),
        "put_on_by": Personal("Zodat een ander het weer vrijgeeft.", _KEPT, _GONE),
        "lifted_by": Personal("Om te weten wie het vrijgaf.", _KEPT, _GONE),
    }
    impersonal: ClassVar = ("id", "case", "until", "put_on_at", "lifted_at")

    class Meta:
        """Nobody lifts his own."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | Q(put_on_by__isnull=True) | ~Q(lifted_by=models.F("put_on_by")),
                name="hold_lifted_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "until"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
