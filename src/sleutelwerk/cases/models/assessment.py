"""What two assessors found, each by himself, what he answered, and what somebody else decided, with reasons."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.candidate import Candidate
from sleutelwerk.core.personal import Personal

_STOPPED = "tests/cases/test_candidate.py::test_who_stops_leaves_nothing_behind"


class Assessment(models.Model):
    """What one assessor found; `findings` is sealed JSON under the key of the candidate. There are two at most."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="assessments")
    assessor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    #: First or second; each sees the other's only when both have handed in (N19).
    place = models.PositiveSmallIntegerField()
    findings = models.BinaryField()
    named_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "assessor": Personal("Om te weten wie keek.", "Tot hij stopt.", _STOPPED),
        "findings": Personal("Wat er nodig is voor de taak, verzegeld.", "Tot hij stopt, met zijn sleutel.", _STOPPED),
    }
    impersonal: ClassVar = ("id", "candidate", "place", "named_at", "handed_in_at")

    class Meta:
        """Two places, and a place each."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__in=(1, 2)), name="assessment_by_two"),
            models.UniqueConstraint(fields=["candidate", "place"], name="assessment_place_once"),
            models.UniqueConstraint(fields=["candidate", "assessor"], name="assessment_assessor_once"),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class Weighing(models.Model):
    """What both came to together, sealed: his answer, what he can learn, and what we must still arrange."""

    candidate = models.OneToOneField(Candidate, primary_key=True, on_delete=models.CASCADE, related_name="weighing")
    #: Sealed JSON: `plan` for him, `ours` for what we have not arranged, `answer` from him.
    together = models.BinaryField()
    #: The day on which he saw the assessment, before anybody decided.
    shown_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    personal_data: ClassVar = {
        "together": Personal("Wat hij kan leren en wat hij zelf zei.", "Tot hij stopt, met zijn sleutel.", _STOPPED),
        "shown_on": Personal("Om te laten zien dat hij het las.", "Tot hij stopt.", _STOPPED),
    }
    impersonal: ClassVar = ("candidate", "changed_at")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.pk)


class Decision(models.Model):
    """Whether we go on with him, by somebody who had no part in it; `reasons` is sealed JSON (N19)."""

    class Outcome(models.TextChoices):
        """What was decided."""

        GO = "go", "Ja"
        CONDITIONS = "conditions", "Ja, als"
        NO = "no", "Nee"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="decision")
    asked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    #: Who told him of it, and who assessed him: they stand here so that the database can refuse them as well.
    told_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    first_assessor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    second_assessor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    #: Who was asked to decide; he sees this and nothing else of the case.
    decider = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    #: He says that he stands under none of them.
    independent = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    #: Sealed JSON: `reasons` and `conditions`, each with who sees to it and until when.
    reasons = models.BinaryField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    #: The day on which he heard it; for a no the 28 days run from here (N53).
    told_on = models.DateField(null=True, blank=True)

    personal_data: ClassVar = {
        "asked_by": Personal("Om te weten wie het vroeg.", "Tot hij stopt.", _STOPPED),
        "told_by": Personal("Om vier ogen te bewaken.", "Tot hij stopt.", _STOPPED),
        "first_assessor": Personal("Om vier ogen te bewaken.", "Tot hij stopt.", _STOPPED),
        "second_assessor": Personal("Om vier ogen te bewaken.", "Tot hij stopt.", _STOPPED),
        "decider": Personal("Om te weten wie besliste.", "Tot hij stopt.", _STOPPED),
        "outcome": Personal("Om te weten wat er is besloten.", "Tot hij stopt.", _STOPPED),
        "reasons": Personal("Om het hem uit te leggen, verzegeld.", "Tot hij stopt, met zijn sleutel.", _STOPPED),
        "told_on": Personal("Om te weten dat hij het hoorde.", "Tot hij stopt.", _STOPPED),
    }
    impersonal: ClassVar = ("id", "candidate", "asked_at", "independent", "decided_at")

    class Meta:
        """Nobody decides on what he had a hand in, and never without reasons."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(decider__isnull=True)
                    | (
                        (Q(asked_by__isnull=True) | ~Q(decider=F("asked_by")))
                        & (Q(told_by__isnull=True) | ~Q(decider=F("told_by")))
                        & (Q(first_assessor__isnull=True) | ~Q(decider=F("first_assessor")))
                        & (Q(second_assessor__isnull=True) | ~Q(decider=F("second_assessor")))
                    )
                ),
                name="decision_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(reasons__isnull=False, decided_at__isnull=False, independent=True),
                name="decision_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class EarlierNo(models.Model):
    """That there was a no before two people looked anew because he asked: its day and no reasons (N19, N53).

    It has the number of the decision that it stands for. Until another of the team said that he asked, nothing is done.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="earlier_nos")
    decided_on = models.DateField()
    decider = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: The day on which whoever decided saw that two people look anew.
    seen_on = models.DateField(null=True, blank=True)

    personal_data: ClassVar = {
        "decided_on": Personal("Zodat wie nu beslist weet dat er een nee was.", "Tot hij stopt.", _STOPPED),
        "decider": Personal("Om wie nee zei te laten weten dat u opnieuw kijkt.", "Tot hij stopt.", _STOPPED),
        "asked_by": Personal("Om vier ogen te bewaken.", "Tot hij stopt.", _STOPPED),
        "confirmed_by": Personal("Om te weten wie zei dat hij het vroeg.", "Tot hij stopt.", _STOPPED),
    }
    impersonal: ClassVar = ("id", "candidate", "asked_at", "confirmed_at", "seen_on")

    class Meta:
        """Nobody undoes a no alone."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="anew_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class DecisionCondition(models.Model):
    """Whether what had to be so first was arranged. What it is and who sees to it lies sealed with the reasons.

    Its days are unsealed, so that a reminder opens nothing.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    #: Which one of the decision, from 1.
    number = models.PositiveSmallIntegerField()
    until = models.DateField()
    arranged_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: The day on which whoever decided said that work may begin without it.
    released_on = models.DateField(null=True, blank=True)

    personal_data: ClassVar = {
        "released_on": Personal("Om te zien dat het zonder deze voorwaarde mag.", "Tot hij stopt.", _STOPPED),
        "until": Personal("Om u te herinneren aan wat eerst geregeld moest zijn.", "Tot hij stopt.", _STOPPED),
        "arranged_on": Personal("Om te zien of het geregeld is.", "Tot hij stopt.", _STOPPED),
        "noted_by": Personal("Om te weten wie zei dat het geregeld is.", "Tot hij stopt.", _STOPPED),
    }
    impersonal: ClassVar = ("id", "decision", "number")

    class Meta:
        """Each condition once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["decision", "number"], name="condition_once")]

    def __str__(self) -> str:
        """Give what it is, never of whom."""
        return "condition of a decision"
