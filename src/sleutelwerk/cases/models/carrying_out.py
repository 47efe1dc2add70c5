"""What is kept while somebody does the work: contact, themes, pauses, looking back, and how it ended."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.cases.models.candidate import Candidate
from sleutelwerk.cases.models.case import Case
from sleutelwerk.core.personal import Personal

_WENT = "tests/cases/test_forgetting_ended.py::test_the_file_goes_with_his_key_on_its_day_and_what_the_law_wants_stays"
_KEPT = "Zo lang als de bewaartermijn."


class Contact(models.Model):
    """One contact with him. `notes` is sealed JSON of closed lists and short texts; no suspicion has a place (N11)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="contacts")
    held_on = models.DateField()
    notes = models.BinaryField()
    #: By when what was promised is done, and when it was. Unsealed, so that a reminder opens nothing.
    follow_up_by = models.DateField(null=True, blank=True)
    follow_up_done_on = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    personal_data: ClassVar = {
        "held_on": Personal("Om te zien of u contact houdt.", _KEPT, _WENT),
        "notes": Personal("Hoe het met hem gaat en wat u nog doet, verzegeld.", _KEPT, _WENT),
        "follow_up_by": Personal("Om u te herinneren aan wat u zou doen.", _KEPT, _WENT),
        "follow_up_done_on": Personal("Om te zien dat u deed wat u zou doen.", _KEPT, _WENT),
        "held_by": Personal("Om te weten wie hem sprak.", _KEPT, _WENT),
    }
    impersonal: ClassVar = ("id", "candidate", "created_at")

    class Meta:
        """The newest first; what was promised is due no sooner than it was promised."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(follow_up_by__isnull=True) | Q(follow_up_by__gte=F("held_on")), name="contact_promise_after"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["candidate", "held_on"]),
            # each page of a case asks for the first of these, however many contacts there were
            models.Index(
                fields=["candidate", "follow_up_by"],
                condition=models.Q(follow_up_by__isnull=False, follow_up_done_on=None),
                name="contact_still_to_do",
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class ThemeSignal(models.Model):
    """Something that is going on around a theme, of no person; fed back, and gone within ninety days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="signals")
    theme = models.CharField(max_length=20)
    #: Sealed JSON under the key of the case: `said`, and `answer`: what we did with it.
    text = models.BinaryField()
    noted_on = models.DateField()
    fed_back_on = models.DateField(null=True, blank=True)

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "case", "theme", "text", "noted_on", "fed_back_on")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class Pause(models.Model):
    """The work lies still since a stop signal; it goes on only after somebody else looked at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="pauses")
    #: Sealed JSON: which signal it was, when that may be noted, and what was agreed before going on.
    about = models.BinaryField()
    began_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField()
    #: Whether it was talked through in a deliberation.
    deliberated = models.BooleanField(default=False)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "about": Personal("Waarom het werk stil ligt, verzegeld.", _KEPT, _WENT),
        "began_by": Personal("Om te weten wie het stil legde.", _KEPT, _WENT),
        "ended_by": Personal("Om vier ogen te bewaken.", _KEPT, _WENT),
    }
    impersonal: ClassVar = ("id", "candidate", "began_at", "deliberated", "ended_at")

    class Meta:
        """One at a time; whoever began it does not end it, and not without talking it through."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(ended_at__isnull=True), name="pause_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(began_by__isnull=True) | ~Q(ended_by=F("began_by")),
                name="pause_ended_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(deliberated=True), name="pause_talked_through"
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class LookBack(models.Model):
    """One evaluation: what we said, what he said, what an outsider said; sealed, and nothing is counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="look_backs")
    held_on = models.DateField()
    #: Sealed JSON: answers and recognised signals per side, who the outsider was (a function), and what was agreed.
    said = models.BinaryField()
    written_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "held_on": Personal("Om te weten wanneer u terugkeek.", _KEPT, _WENT),
        "said": Personal("Wat beide kanten zeiden, verzegeld.", _KEPT, _WENT),
        "written_by": Personal("Om te weten wie het opschreef.", _KEPT, _WENT),
    }
    impersonal: ClassVar = ("id", "candidate", "created_at", "closed_at")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class Ending(models.Model):
    """How it ends. A reason is kept only when we are the ones who stop: he needs none."""

    class Why(models.TextChoices):
        """Who ends it."""

        DONE = "done", "Het werk is klaar"
        TERM = "term", "De termijn is om"
        HE_STOPS = "he_stops", "Hij stopt"
        WE_STOP = "we_stop", "Wij stoppen"

    candidate = models.OneToOneField(Candidate, primary_key=True, on_delete=models.CASCADE, related_name="ending")
    why = models.CharField(max_length=8, choices=Why)
    ends_on = models.DateField()
    #: Sealed JSON: what is done of thanks, aftercare, feedback to people, and accesses that end.
    steps = models.BinaryField()
    begun_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "why": Personal("Om te weten hoe het eindigde, zonder zijn reden.", _KEPT, _WENT),
        "ends_on": Personal("Omdat de bewaartermijn dan begint.", _KEPT, _WENT),
        "steps": Personal("Om niets te vergeten bij het afscheid, verzegeld.", _KEPT, _WENT),
        "begun_by": Personal("Om te weten wie het afscheid begon.", _KEPT, _WENT),
    }
    impersonal: ClassVar = ("candidate", "begun_at", "finished_at")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.pk)
