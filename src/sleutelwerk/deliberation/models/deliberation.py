"""A deliberation: who prepares it, by which method, and its texts, which lie sealed under keys of their own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.core.personal import Personal

_GONE = "tests/deliberation/test_forgetting.py::test_a_deliberation_goes_when_its_terms_are_over"


class Deliberation(models.Model):
    """One deliberation of an organisation. `plan` is sealed JSON: every free text of the preparation."""

    class State(models.TextChoices):
        """How far it is."""

        PREPARING = "preparing", "In voorbereiding"
        LIVE = "live", "Bezig"
        CONCEPT = "concept", "Verslag in concept"
        FINAL = "final", "Afgerond"

    class Phase(models.TextChoices):
        """Where the collaboration stands."""

        BEFORE = "vooraf", "Vooraf"
        DURING = "tijdens", "Tijdens"
        AFTER = "achteraf", "Achteraf"

    class Aim(models.TextChoices):
        """What the outcome is for; it stands on every screen."""

        LEARN = "learn", "Leren"
        ADVISE = "advise", "Adviseren"
        DECIDE = "decide", "Beslissen"

    class Decider(models.TextChoices):
        """When whoever decides hears what was said: later by default, as people speak more freely then."""

        LATER = "later", "Hoort het resultaat later"
        SPEAKS_LAST = "last", "Is erbij en spreekt als laatste"
        NONE = "none", "Er hoeft niets besloten te worden"

    class Voice(models.TextChoices):
        """How the key figure himself is heard."""

        PRESENT = "present", "Hij is erbij"
        ASKED = "asked", "Hij is vooraf gevraagd"
        TOLD = "told", "Hij hoort het achteraf"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="deliberations")
    facilitator = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    second_facilitator = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    method_slug = models.SlugField(max_length=60)
    method_version = models.PositiveSmallIntegerField()
    method_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    phase = models.CharField(max_length=10, choices=Phase)
    aim = models.CharField(max_length=10, choices=Aim)
    decider = models.CharField(max_length=10, choices=Decider, default=Decider.LATER)
    voice = models.CharField(max_length=10, choices=Voice)
    #: Whether police or a prosecutor take part, which everybody hears, and whether the key figure was told so.
    justice_takes_part = models.BooleanField(default=False)
    justice_told_to_key_figure = models.BooleanField(default=False)
    #: An invented case, to practise with.
    practice = models.BooleanField(default=False)
    #: One device in the room: the facilitator types for everybody.
    one_device = models.BooleanField(default=False)
    #: The earlier deliberation on the same dilemma.
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by")
    plan = models.BinaryField()
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    review_on = models.DateField(null=True, blank=True)
    #: How many months the reflection report and the decision note are kept after they are final.
    keep_reflection_months = models.PositiveSmallIntegerField(default=12)
    keep_decision_months = models.PositiveSmallIntegerField(default=60)
    #: What people type to come in; empty while nobody can. A guess is counted, whoever makes it.
    join_code = models.CharField(max_length=6, null=True, blank=True, unique=True)
    screen_code = models.CharField(max_length=6, null=True, blank=True, unique=True)
    #: Opens the draft of the report for those who took part, from closing until it is final.
    check_token = models.CharField(max_length=32, blank=True)
    check_until = models.DateTimeField(null=True, blank=True)
    #: Grows with every change of the live session.
    live_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    #: When what people wrote was made unreadable, at the latest 14 days after closing.
    raw_gone_at = models.DateTimeField(null=True, blank=True)
    #: When whoever led it was asked to look back.
    reminded_at = models.DateTimeField(null=True, blank=True)
    #: When somebody last looked back: it need not be asked again for that day.
    looked_back_on = models.DateField(null=True, blank=True)

    personal_data: ClassVar = {
        "facilitator": Personal(
            "Om te weten wie het gesprek leidt en het verslag mag zien.", "Zolang het beraad wordt bewaard.", _GONE
        ),
        "second_facilitator": Personal(
            "Om te weten wie het gesprek kan overnemen.", "Zolang het beraad wordt bewaard.", _GONE
        ),
        "plan": Personal(
            "De voorbereiding, verzegeld: functies, geen namen.", "Tot het verslag weggaat, met zijn sleutel.", _GONE
        ),
    }
    impersonal: ClassVar = (
        "id", "organisation", "method_slug", "method_version", "method_hash", "state", "phase", "aim", "decider",
        "voice", "justice_takes_part", "justice_told_to_key_figure", "practice", "one_device", "follows", "starts_at",
        "minutes", "review_on", "keep_reflection_months", "keep_decision_months", "join_code", "screen_code",
        "check_token", "check_until", "live_version", "created_at", "opened_at", "closed_at", "final_at", "raw_gone_at",
        "reminded_at", "looked_back_on",
    )  # fmt: skip

    class Meta:
        """Two facilitators are two persons, and police takes part only when the key figure was told."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second_facilitator__isnull=True)
                | Q(facilitator__isnull=True)
                | ~Q(facilitator=F("second_facilitator")),
                name="deliberation_two_facilitators",
            ),
            models.CheckConstraint(
                condition=Q(justice_takes_part=False) | Q(justice_told_to_key_figure=True),
                name="deliberation_justice_only_when_told",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class DeliberationKey(models.Model):
    """A data key of a deliberation, wrapped by the master key outside the database. Destroying it is deleting."""

    class Kind(models.TextChoices):
        """What it opens: what was written live, or what is kept (plan, report, note)."""

        RAW = "raw", "raw"
        KEPT = "kept", "kept"

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=5, choices=Kind)
    wrapped = models.BinaryField()

    #: What names a key for good: a key that was destroyed stays destroyed when an older backup comes back.
    remembered_by: ClassVar = ("deliberation_id", "kind")
    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "deliberation", "kind", "wrapped")

    class Meta:
        """One key of a kind."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["deliberation", "kind"], name="deliberation_key_once")]

    def __str__(self) -> str:
        """Give what it is, never what it holds."""
        return f"{self.kind} key"
