"""An offer of a whole case to another organisation, with his yes to it, and what became of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.candidate import Candidate
from sleutelwerk.cases.models.case import Case
from sleutelwerk.cases.rules.hand_over import Ended
from sleutelwerk.core.personal import Personal

_GONE = "tests/cases/test_hand_over.py::test_an_offer_goes_with_whom_it_is_about"
_KEPT = "Zo lang als wat over hem bewaard wordt."
_WAITS = "Tot er antwoord is, hooguit veertien dagen."
_ANSWERED = "tests/cases/test_hand_over.py::test_who_was_asked_is_not_kept_after_a_no"


class HandOver(models.Model):
    """One offer. Without a receiver nobody here has the address that was typed; the lead cannot see the difference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    #: Whom the case was about when it was offered: the offer goes when he does.
    candidate = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.CASCADE, related_name="hand_overs")
    from_organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    offered_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    offered_at = models.DateTimeField()
    receiver = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: The address as the lead typed it, sealed under the key of the case; emptied when it ended.
    address = models.BinaryField(blank=True)
    #: The last day on which it can be answered.
    until = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=20, blank=True, choices=Candidate.ToldHow)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Ended])

    personal_data: ClassVar = {
        "offered_by": Personal("Om te weten wie het dossier aanbood.", _KEPT, _GONE),
        "receiver": Personal("Om te weten wie mag antwoorden, en wie het overnam.", _WAITS, _ANSWERED),
        "address": Personal("Zodat de trekker ziet aan wie hij het aanbood, verzegeld.", _WAITS, _ANSWERED),
        "agreed_on": Personal("Om te laten zien dat hij het zelf wilde.", _KEPT, _GONE),
        "told_how": Personal("Om te laten zien dat hij kon vragen.", _KEPT, _GONE),
    }
    impersonal: ClassVar = (
        "id", "case", "candidate", "from_organisation", "to_organisation", "offered_at", "until", "ended_at",
        "ended_how",
    )  # fmt: skip

    class Meta:
        """One offer waits at a time, never without his yes, and never to where the case is already."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="hand_over_one_waits"),
            models.CheckConstraint(
                condition=Q(candidate__isnull=True) | (Q(agreed_on__isnull=False) & ~Q(told_how="")),
                name="hand_over_with_his_yes",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="hand_over_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(from_organisation__isnull=True)
                | Q(to_organisation__isnull=True)
                | ~Q(from_organisation=F("to_organisation")),
                name="hand_over_to_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ended_at", "until"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
