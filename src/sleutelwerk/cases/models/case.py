"""A case file: whose it is, how far it is and who takes part; what people wrote lies sealed under a key of its own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sleutelwerk.core.personal import Personal

_GONE = "tests/cases/test_deleting.py::test_a_case_that_is_thrown_away_takes_everything_along"
_SEEN = "tests/cases/test_unread.py::test_who_wrote_last_is_known_until_somebody_looked"
_LEFT = "tests/cases/test_team.py::test_who_leaves_is_no_longer_known"
_ANSWERED = "tests/cases/test_team.py::test_an_invitation_goes_when_it_is_answered_or_over"


class Case(models.Model):
    """One collaboration of an organisation. `assignment` is sealed JSON: every free text of the assignment."""

    class Stage(models.TextChoices):
        """How far it is."""

        ASSIGNMENT = "assignment", "Opdracht"
        CANDIDATE = "candidate", "Kandidaat"
        ASSESSMENT = "assessment", "Afwegen"
        DECISION = "decision", "Besluiten"
        AGREEMENT = "agreement", "Afspreken"
        REWARD = "reward", "Waarderen"
        CARRYING_OUT = "carrying_out", "Uitvoeren"
        EVALUATION = "evaluation", "Evalueren"
        ENDING = "ending", "Afronden"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="cases")
    #: A neutral name that people can say out loud; it tells nothing about anybody.
    code = models.CharField(max_length=20)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.ASSIGNMENT)
    #: An invented case, to practise with.
    practice = models.BooleanField(default=False)
    theme = models.CharField(max_length=20, blank=True)
    #: The profile that was chosen, at a version that stays the same for this case.
    profile = models.SlugField(max_length=60, blank=True)
    profile_set = models.SlugField(max_length=60, blank=True)
    profile_version = models.PositiveSmallIntegerField(null=True, blank=True)
    profile_hash = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    assignment = models.BinaryField()
    #: The sealed receipt of a route-map run: answers about the assignment, never about a person.
    receipt = models.BinaryField(null=True, blank=True)
    created_at = models.DateTimeField()
    #: When its assignment last changed, or became free again; without a candidate retention counts from here.
    changed_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    #: When the collaboration was rounded off; retention counts from here.
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Another organisation took it over: whoever leads it now settles the assignment anew before it goes on.
    resettle_due = models.BooleanField(default=False)
    settled_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: What was written last and nobody else looked at yet: destroying waits for that (`rules.destroying`).
    input_at = models.DateTimeField(null=True, blank=True)
    input_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: Which version of each kind of content its team last looked at: number and fingerprint by kind (`rules.drift`).
    content_seen = models.JSONField(default=dict, blank=True)

    personal_data: ClassVar = {
        "assignment": Personal(
            "De opdracht, verzegeld: doel en functies, geen namen.", "Zolang het dossier bestaat.", _GONE
        ),
        "input_by": Personal(
            "Zodat een ander ernaar kijkt voor er iets weggaat.", "Tot iemand keek, hoogstens 30 dagen.", _SEEN
        ),
        "settled_by": Personal("Om te weten wie de opdracht vaststelde.", "Zolang het dossier bestaat.", _GONE),
    }
    impersonal: ClassVar = (
        "id", "organisation", "code", "stage", "practice", "theme", "profile", "profile_set", "profile_version",
        "profile_hash", "starts_on", "ends_on", "receipt", "created_at", "settled_at", "ended_at", "content_seen",
        "input_at", "resettle_due", "changed_at",
    )  # fmt: skip

    class Meta:
        """Nothing past the assignment without a settled one, and a term that ends after it begins."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "code"], name="case_code_once"),
            models.CheckConstraint(
                condition=Q(stage="assignment") | Q(settled_at__isnull=False), name="case_purpose_before_person"
            ),
            models.CheckConstraint(
                condition=Q(resettle_due=False) | Q(settled_at__isnull=False), name="case_resettled_was_settled"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="case_term_has_an_end",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "stage"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class CaseKey(models.Model):
    """The data key of a case, wrapped by the master key outside the database. Destroying it is deleting this row."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="key")
    wrapped = models.BinaryField()

    #: What names a key for good: a key that was destroyed stays destroyed when an older backup comes back.
    remembered_by: ClassVar = ("case_id",)
    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "case", "wrapped")

    def __str__(self) -> str:
        """Give what it is, never what it holds."""
        return "case key"


class AssignmentHand(models.Model):
    """Somebody of us who ever wrote in the assignment of a case, or settled it: he decides on nobody in it (N19)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignment_hands")
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")

    personal_data: ClassVar = {
        "person": Personal(
            "Om vier ogen te bewaken, ook na een vertrek uit het team.", "Zolang het dossier bestaat.", _GONE
        ),
    }
    impersonal: ClassVar = ("id", "case")

    class Meta:
        """Once is enough."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="assignment_hand_once")]

    def __str__(self) -> str:
        """Give what it is, never whose."""
        return "hand in an assignment"


class Member(models.Model):
    """Somebody's place in the team of a case: the only thing that lets him know of it."""

    class Part(models.TextChoices):
        """What he is in the team."""

        LEAD = "lead", "Trekker"
        MEMBER = "member", "Collega"
        PARTNER = "partner", "Partner"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    #: Of which organisation he was when he was let in; who moves to another one is out.
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=8, choices=Part)
    until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    #: When he said that he takes part; a partner gets in from then on.
    accepted_at = models.DateTimeField(null=True, blank=True)
    #: When the lead asked him to take his place; empty once he answered, or it was taken back.
    lead_offered_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "person": Personal("Om te weten wie in dit dossier mag.", "Zolang hij bij het team hoort.", _LEFT),
        "added_by": Personal("Om te weten wie hem toegang gaf.", "Zolang hij bij het team hoort.", _LEFT),
    }
    impersonal: ClassVar = (
        "id", "case", "organisation", "part", "until", "added_at", "accepted_at", "lead_offered_at",
    )  # fmt: skip

    class Meta:
        """One place each, one lead, and an end for whoever comes from elsewhere."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="case_member_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(part="lead"), name="case_one_lead"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(lead_offered_at__isnull=False), name="case_lead_offered_to_one"
            ),
            models.CheckConstraint(
                condition=Q(lead_offered_at__isnull=True) | Q(part="member"), name="case_lead_offered_to_colleague"
            ),
            models.CheckConstraint(
                condition=~Q(part="partner") | Q(until__isnull=False), name="case_partner_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class Invitation(models.Model):
    """A place that was offered to somebody of a partner and waits for a yes.

    Without a person nobody here who may have it has the address that was typed; the lead cannot see the difference.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    #: Of which organisation he was when he was invited.
    organisation = models.ForeignKey("accounts.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    #: The address as the lead typed it, sealed under the key of the case.
    address = models.BinaryField()
    #: The last day on which he would get in; it is gone after that day.
    until = models.DateField()
    invited_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()

    personal_data: ClassVar = {
        "person": Personal("Om te weten wie mag antwoorden.", "Tot hij antwoordt, of de dag voorbij is.", _ANSWERED),
        "address": Personal(
            "Zodat de trekker ziet wie hij uitnodigde, verzegeld.", "Tot er antwoord is, of de dag voorbij is.",
            _ANSWERED,
        ),
        "invited_by": Personal("Om te weten wie het vroeg.", "Tot hij antwoordt, of de dag voorbij is.", _ANSWERED),
    }  # fmt: skip
    impersonal: ClassVar = ("id", "case", "organisation", "until", "invited_at")

    class Meta:
        """One for each person: asking twice helps nobody."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="invitation_once")]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
