"""Which terms hold for an organisation, what two people looked at before it goes, and the proof of what went."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.case import Case
from sleutelwerk.core.personal import Personal

_WENT = "tests/cases/test_batches.py::test_a_batch_goes_with_the_last_of_it"
_FORGOTTEN = "tests/cases/test_confirmed_terms.py::test_whoever_confirmed_is_forgotten_and_the_terms_stay"
_PROOF = "tests/cases/test_batches.py::test_a_certificate_tells_nothing_of_anybody"


class ConfirmedTerms(models.Model):
    """The terms that hold for an organisation since somebody looked at what they touch; the newest row holds.

    Their data stays here, so that a version that was withdrawn or changed goes on to hold as it was confirmed.
    """

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    content_hash = models.CharField(max_length=64)
    data = models.JSONField()
    confirmed_at = models.DateTimeField()
    #: Empty for the terms with which an organisation began.
    confirmed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data: ClassVar = {
        "confirmed_by": Personal(
            "Om te weten wie keek wat nieuwe termijnen raken.",
            "Zolang de organisatie hier is; de naam verdwijnt als het account wordt vergeten.", _FORGOTTEN,
        ),
    }  # fmt: skip
    impersonal: ClassVar = ("id", "organisation", "version", "content_hash", "data", "confirmed_at")

    class Meta:
        """Looked up by organisation, the newest first."""

        indexes: ClassVar = [models.Index(fields=["organisation", "-id"], name="cases_terms_newest_idx")]

    def __str__(self) -> str:
        """Give the version."""
        return str(self.version)


class Batch(models.Model):
    """What one person proposed to destroy on its day and another looked at as well."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: What the certificate will say of both: a function, and a pseudonym of the trail.
    proposed_role = models.CharField(max_length=20)
    proposed_mark = models.CharField(max_length=64)
    confirmed_role = models.CharField(max_length=20, blank=True)
    confirmed_mark = models.CharField(max_length=64, blank=True)

    personal_data: ClassVar = {
        "proposed_by": Personal("Om vier ogen te bewaken.", "Tot alles uit het voorstel weg is.", _WENT),
        "confirmed_by": Personal("Om vier ogen te bewaken.", "Tot alles uit het voorstel weg is.", _WENT),
        "proposed_mark": Personal("Voor het bewijs, zonder naam.", "Tot alles uit het voorstel weg is.", _WENT),
        "confirmed_mark": Personal("Voor het bewijs, zonder naam.", "Tot alles uit het voorstel weg is.", _WENT),
    }
    impersonal: ClassVar = (
        "id", "organisation", "proposed_at", "confirmed_at", "proposed_role", "confirmed_role",
    )  # fmt: skip

    class Meta:
        """Nobody confirms his own."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(confirmed_by=F("proposed_by")),
                name="batch_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=(Q(confirmed_at__isnull=True) & Q(confirmed_mark=""))
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_mark="") & ~Q(confirmed_mark=F("proposed_mark"))),
                name="batch_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class BatchItem(models.Model):
    """One kind of paper of one case, with the day on which it goes. It goes with what it names."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=10)
    due_on = models.DateField()

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "batch", "case", "what", "due_on")

    class Meta:
        """Proposed once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "what", "due_on"], name="batch_item_once"),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.pk)


class Certificate(models.Model):
    """Proof that something was destroyed: what kinds and how many, why, how, and who looked. It stays for ever.

    It leads to nobody: no case, no code, and of people a function with a pseudonym of the trail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    destroyed_on = models.DateField()
    #: Which proposal it was of: an opaque number that leads to nothing once all of it went. Empty when nobody looked.
    batch = models.UUIDField(null=True, blank=True)
    #: How many of each kind went.
    counts = models.JSONField(default=dict)
    terms_version = models.PositiveSmallIntegerField()
    terms_hash = models.CharField(max_length=64)
    #: The results of the selection list by which each kind went.
    grounds = models.JSONField(default=dict)
    #: Functions with pseudonyms of the trail, as `fg` and `user:…`; empty when nobody did.
    proposed_role = models.CharField(max_length=20, blank=True)
    proposed_mark = models.CharField(max_length=64, blank=True)
    confirmed_role = models.CharField(max_length=20, blank=True)
    confirmed_mark = models.CharField(max_length=64, blank=True)
    #: The lines of the trail that tell it, and one hash over theirs.
    entries = models.JSONField(default=list)
    entries_hash = models.CharField(max_length=64)
    #: When the FG looked afterwards at what nobody had looked at before.
    seen_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "proposed_mark": Personal("Om te bewijzen dat twee mensen keken, zonder naam.", "Blijft.", _PROOF),
        "confirmed_mark": Personal("Om te bewijzen dat twee mensen keken, zonder naam.", "Blijft.", _PROOF),
    }
    impersonal: ClassVar = (
        "id", "organisation", "number", "destroyed_on", "batch", "counts", "terms_version", "terms_hash", "grounds",
        "proposed_role", "confirmed_role", "entries", "entries_hash", "seen_at",
    )  # fmt: skip

    class Meta:
        """Numbered by organisation; two different people or none."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_mark="") | ~Q(confirmed_mark=F("proposed_mark")), name="certificate_two_people"
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)

    @property
    def looked_before(self) -> bool:
        """Tell whether two people looked before it went."""
        return bool(self.confirmed_mark)
