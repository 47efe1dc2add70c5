"""The candidate of a case: told first, known by a made-up name, and gone with his key when he stops."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.case import Case
from sleutelwerk.core.personal import Personal

_STOPPED = "tests/cases/test_candidate.py::test_who_stops_leaves_nothing_behind"
_FORGOTTEN = "tests/cases/test_candidate.py::test_who_does_not_say_yes_is_forgotten_after_four_weeks"


class Candidate(models.Model):
    """One person in one case (N4). Who he is stands in no field here; `papers` is sealed under a key of his own."""

    class ToldHow(models.TextChoices):
        """How he was told."""

        FACE_TO_FACE = "face_to_face", "In een gesprek"
        FACE_TO_FACE_TRUSTED = "face_to_face_trusted", "In een gesprek, met iemand die hij vertrouwt erbij"
        PHONE = "phone", "Aan de telefoon"
        VIDEO = "video", "Via beeldbellen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="candidate")
    #: Made up, pronounceable, and from nothing that belongs to him.
    pseudonym = models.CharField(max_length=20)
    told_on = models.DateField()
    #: The day here on which this row was made; `created_at` is a moment, and which day that was depends on the place.
    written_on = models.DateField(editable=False)
    told_how = models.CharField(max_length=20, choices=ToldHow)
    told_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    #: When he said that he wants to go on.
    agreed_on = models.DateField(null=True, blank=True)
    papers = models.BinaryField()
    #: The number of the sealed envelope with who he is; what lies in it only the vault can tell.
    envelope = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    personal_data: ClassVar = {
        "pseudonym": Personal("Om over hem te kunnen praten zonder zijn naam.", "Tot hij stopt.", _STOPPED),
        "told_on": Personal(
            "Om te laten zien dat hij het wist.", "Tot hij stopt, of hoogstens 28 dagen zonder ja.", _FORGOTTEN
        ),
        "told_how": Personal("Om te laten zien dat hij kon vragen.", "Tot hij stopt.", _STOPPED),
        "told_by": Personal("Om te weten wie het vertelde.", "Tot hij stopt.", _STOPPED),
        "agreed_on": Personal("Om te weten dat hij zelf wil.", "Tot hij stopt.", _STOPPED),
        "papers": Personal("Om hem veilig te bereiken, verzegeld.", "Tot hij stopt, met zijn sleutel.", _STOPPED),
    }
    impersonal: ClassVar = ("id", "case", "envelope", "written_on", "created_at")

    class Meta:
        """He was told before anything was written, and had a night to think before he said yes."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(agreed_on__gt=F("told_on")), name="candidate_thought_it_over"
            ),
            models.CheckConstraint(condition=Q(told_on__lte=F("written_on")), name="candidate_told_first"),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class CandidateKey(models.Model):
    """The data key of a candidate, wrapped by the master key outside the database. Destroying it is deleting it."""

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="key")
    wrapped = models.BinaryField()

    #: What names a key for good: a key that was destroyed stays destroyed when an older backup comes back.
    #: With its own number, as what stays longer than the file gets a new one (`actions.forgetting_ended`).
    remembered_by: ClassVar = ("candidate_id", "pk")
    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "candidate", "wrapped")

    def __str__(self) -> str:
        """Give what it is, never what it holds."""
        return "candidate key"


class Hand(models.Model):
    """Somebody of us who ever wrote or decided anything about a candidate: he never decides on him (N19)."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="hands")
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")

    personal_data: ClassVar = {
        "person": Personal("Om vier ogen te bewaken, ook na een vertrek uit het team.", "Tot hij stopt.", _STOPPED),
    }
    impersonal: ClassVar = ("id", "candidate")

    class Meta:
        """Once is enough."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["candidate", "person"], name="hand_once")]

    def __str__(self) -> str:
        """Give what it is, never whose."""
        return "hand"
