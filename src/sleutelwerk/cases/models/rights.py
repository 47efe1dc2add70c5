"""What a candidate or key figure asked about what is kept of him, and what he heard."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.candidate import Candidate
from sleutelwerk.core.personal import Personal

_STOPPED = "tests/cases/test_candidate.py::test_who_stops_leaves_nothing_behind"
_KEPT = "Zo lang als de rest van wat over hem bewaard wordt."


class RightsRequest(models.Model):
    """One question of his. `texts` is sealed JSON: what he wants, and the answer that he got."""

    class Right(models.TextChoices):
        """What he may ask."""

        ACCESS = "access", "Inzien"
        RECTIFY = "rectify", "Verbeteren"
        RESTRICT = "restrict", "Op slot zetten"
        OBJECT = "object", "Bezwaar maken"
        ERASE = "erase", "Wissen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="rights")
    right = models.CharField(max_length=8, choices=Right)
    received_on = models.DateField()
    #: The last day on which he must have heard.
    due_on = models.DateField()
    texts = models.BinaryField()
    noted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    #: When a locked file was opened again; he was told before.
    lifted_on = models.DateField(null=True, blank=True)

    personal_data: ClassVar = {
        "right": Personal("Om te weten wat hij vroeg.", _KEPT, _STOPPED),
        "received_on": Personal("Omdat de termijn dan begint.", _KEPT, _STOPPED),
        "texts": Personal("Wat hij wil en wat hij hoorde, verzegeld.", _KEPT, _STOPPED),
        "noted_by": Personal("Om te weten wie zijn vraag opschreef.", _KEPT, _STOPPED),
        "answered_on": Personal("Om te laten zien dat hij op tijd antwoord kreeg.", _KEPT, _STOPPED),
    }
    impersonal: ClassVar = ("id", "candidate", "due_on", "lifted_on")

    class Meta:
        """A term that ends after it begins, and only a locked file can be opened again."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(due_on__gt=F("received_on")), name="right_within_a_term"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | Q(right="restrict", answered_on__isnull=False),
                name="right_lifted_after_answer",
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
