"""One time that somebody opened an envelope alone because of danger, and how others looked back at it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.candidate import Candidate
from sleutelwerk.cases.rules.emergency import Needed, Reason
from sleutelwerk.core.personal import Personal

_GONE = "tests/cases/test_emergency.py::test_an_emergency_goes_with_whom_it_is_about"
_KEPT = "Zolang wat over hem bewaard wordt."


class Emergency(models.Model):
    """Reason, what was tried, and what came of it, all from closed lists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="emergencies")
    #: The number of the opening in the vault, which holds when it ended.
    opening = models.UUIDField()
    opened_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Reason])
    tried = models.JSONField(default=list)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=20, blank=True, choices=Candidate.ToldHow)
    told_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    needed = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Needed])
    number_changes = models.BooleanField(null=True, blank=True)
    changes = models.JSONField(default=list, blank=True)
    first_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    second_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    looked_back_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "opened_by": Personal("Om te laten zien wie alleen opende.", _KEPT, _GONE),
        "opened_at": Personal("Om te laten zien wanneer dat was.", _KEPT, _GONE),
        "reason": Personal("Om te laten zien waarom het niet kon wachten.", _KEPT, _GONE),
        "tried": Personal("Om te laten zien wie eerst gebeld is.", _KEPT, _GONE),
        "told_on": Personal("Om te laten zien dat hij het weet.", _KEPT, _GONE),
        "told_how": Personal("Om te laten zien hoe hij het hoorde.", _KEPT, _GONE),
        "told_by": Personal("Om te weten wie het hem vertelde.", _KEPT, _GONE),
        "needed": Personal("Om te leren of het nodig was.", _KEPT, _GONE),
        "number_changes": Personal("Om te weten of hij anders bereikt moet worden.", _KEPT, _GONE),
        "changes": Personal("Om te laten zien wat wij sindsdien anders doen.", _KEPT, _GONE),
        "first_by": Personal("Omdat twee anderen terugkijken.", _KEPT, _GONE),
        "second_by": Personal("Omdat twee anderen terugkijken.", _KEPT, _GONE),
    }
    impersonal: ClassVar = ("id", "organisation", "candidate", "opening", "until", "looked_back_at")

    class Meta:
        """No second one before others looked back at the first, and two different people who did."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opened_by"], condition=Q(looked_back_at__isnull=True), name="emergency_one_each"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="emergency_has_an_end"),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True) | Q(second_by__isnull=True) | ~Q(first_by=F("second_by")),
                name="emergency_two_look_back",
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True)
                | ((Q(first_by__isnull=True) | ~Q(first_by=F("opened_by")))
                & (Q(second_by__isnull=True) | ~Q(second_by=F("opened_by")))),
                name="emergency_others_look_back",
            ),
            models.CheckConstraint(
                condition=Q(looked_back_at__isnull=True) | ~Q(needed=""), name="emergency_answered_before_closed"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["organisation", "looked_back_at"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
