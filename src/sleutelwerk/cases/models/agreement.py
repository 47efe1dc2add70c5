"""What is agreed with a key figure, revision by revision, and what he gets for it, by three hands."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.candidate import Candidate
from sleutelwerk.core.personal import Personal

_WENT = "tests/cases/test_forgetting_ended.py::test_the_file_goes_with_his_key_on_its_day_and_what_the_law_wants_stays"
_KEPT = "Tot hij stopt voor het begon, anders zo lang als de bewaartermijn."


class Agreement(models.Model):
    """One revision. `paper` is sealed JSON: what was chosen and the text that both said yes to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="agreements")
    revision = models.PositiveSmallIntegerField()
    #: From which content it was made.
    template = models.SlugField(max_length=60)
    template_version = models.PositiveSmallIntegerField()
    template_hash = models.CharField(max_length=64)
    paper = models.BinaryField()
    #: What both say yes to: a fingerprint of the text. Empty while it is being written.
    fingerprint = models.CharField(max_length=64, blank=True)
    #: After how many days at most they agreed to speak again. Unsealed, so that a reminder opens nothing.
    contact_days = models.PositiveSmallIntegerField(null=True, blank=True)
    drafted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField()
    #: Our yes, by somebody who may bind us.
    our_yes_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    our_yes_at = models.DateTimeField(null=True, blank=True)
    #: His yes, on paper or out loud, and who of us heard it.
    his_yes_on = models.DateField(null=True, blank=True)
    his_yes_heard_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    active_from = models.DateTimeField(null=True, blank=True)
    #: When a newer revision took its place, or it ended.
    over_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "paper": Personal("Wat u samen afsprak, verzegeld.", _KEPT, _WENT),
        "contact_days": Personal("Om u te waarschuwen als het te lang stil is.", _KEPT, _WENT),
        "drafted_by": Personal("Om te weten wie het opschreef.", _KEPT, _WENT),
        "our_yes_by": Personal("Om te weten wie namens ons ja zei.", _KEPT, _WENT),
        "his_yes_on": Personal("Om te weten dat hij ja zei.", _KEPT, _WENT),
        "his_yes_heard_by": Personal("Om te weten wie zijn ja hoorde.", _KEPT, _WENT),
    }
    impersonal: ClassVar = (
        "id", "candidate", "revision", "template", "template_version", "template_hash", "fingerprint", "drafted_at",
        "our_yes_at", "active_from", "over_at",
    )  # fmt: skip

    class Meta:
        """Nothing holds before both said yes, and one holds at a time (N16)."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "revision"], name="agreement_revision_once"),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(active_from__isnull=False, over_at__isnull=True),
                name="agreement_one_holds",
            ),
            models.CheckConstraint(
                condition=Q(active_from__isnull=True)
                | (Q(our_yes_at__isnull=False, his_yes_on__isnull=False) & ~Q(fingerprint="")),
                name="agreement_by_both",
            ),
            models.CheckConstraint(
                condition=Q(contact_days__isnull=True) | Q(contact_days__gte=1), name="agreement_contact_in_days"
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class Allowance(models.Model):
    """Something that he gets or got: proposed by one, approved by another, recorded by a third (N17, N56, N57)."""

    class Origin(models.TextChoices):
        """Who gives it."""

        HERE = "here", "Wij"
        ELSEWHERE = "elsewhere", "Een andere organisatie, zo zei hij"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="allowances")
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.HERE)
    #: One of the closed list of kinds in the table of its year.
    kind = models.SlugField(max_length=60)
    #: For which month: its first day.
    month = models.DateField()
    cents = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    #: Sealed JSON: what for, in neutral words.
    note = models.BinaryField()
    proposed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    #: When it did not go on; of an amount from elsewhere, when it was taken away as it was not right.
    refused_at = models.DateTimeField(null=True, blank=True)
    #: Of an amount from elsewhere: who asked to take it away. It counts until somebody else did so.
    removal_asked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    removal_asked_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data: ClassVar = {
        "note": Personal("Waarvoor het was, verzegeld.", _KEPT, _WENT),
        "kind": Personal("Om de grenzen te bewaken.", _KEPT, _WENT),
        "cents": Personal("Om de grenzen te bewaken, in hele centen.", _KEPT, _WENT),
        "minutes": Personal("Om de grens per uur te bewaken.", _KEPT, _WENT),
        "proposed_by": Personal("Om drie handen te bewaken.", _KEPT, _WENT),
        "approved_by": Personal("Om drie handen te bewaken.", _KEPT, _WENT),
        "recorded_by": Personal("Om drie handen te bewaken.", _KEPT, _WENT),
        "removal_asked_by": Personal("Om vier ogen te bewaken bij een bedrag dat weggaat.", _KEPT, _WENT),
        "removed_by": Personal("Om vier ogen te bewaken bij een bedrag dat weggaat.", _KEPT, _WENT),
    }
    impersonal: ClassVar = (
        "id", "candidate", "origin", "month", "proposed_at", "approved_at", "recorded_at", "refused_at",
        "removal_asked_at",
    )  # fmt: skip

    class Meta:
        """Three hands, in their order."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="allowance_second_hand",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True)
                | (
                    (Q(proposed_by__isnull=True) | ~Q(recorded_by=F("proposed_by")))
                    & (Q(approved_by__isnull=True) | ~Q(recorded_by=F("approved_by")))
                ),
                name="allowance_third_hand",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True) | Q(approved_at__isnull=False), name="allowance_in_order"
            ),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True)
                | Q(removal_asked_by__isnull=True)
                | ~Q(removed_by=F("removal_asked_by")),
                name="allowance_removed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(origin="here") | Q(refused_at__isnull=True) | Q(removal_asked_at__isnull=False),
                name="allowance_removal_asked_first",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["candidate", "month"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
