"""Organisations, strictly apart from each other, and the advice of the FG without which no case file opens."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_OWN = "tests/accounts/test_forgetting.py::test_the_contact_point_is_replaced_at_once"
_CLOSED = "tests/accounts/test_forgetting.py::test_a_closed_account_is_forgotten_after_half_a_year"


class Organisation(models.Model):
    """One organisation that works with the site. The house organisation owns the public content and the theme."""

    class Kind(models.TextChoices):
        """What kind of organisation it is; police accounts never open a case file (N15)."""

        MUNICIPALITY = "municipality", "Gemeente"
        SAFETY_HOUSE = "safety_house", "Zorg- en Veiligheidshuis"
        HOUSING = "housing", "Woningcorporatie"
        SOCIAL_WORK = "social_work", "Welzijn, jeugd of zorg"
        KNOWLEDGE_CENTRE = "knowledge_centre", "Kenniscentrum"
        POLICE = "police", "Politie"
        PROSECUTION = "prosecution", "Openbaar Ministerie"
        OTHER = "other", "Andere organisatie"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    is_house = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="nl")
    #: Who answers for the data (verwerkingsverantwoordelijke) and where people turn with a question about it (N25).
    controller = models.CharField(max_length=160, blank=True)
    contact_point = models.CharField(max_length=160, blank=True)
    contact_email = models.EmailField(blank=True)
    #: Alarms on what staff do are off until the works council has agreed to them.
    works_council_agreed_on = models.DateField(null=True, blank=True)
    shows_fiction = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    set_up_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "contact_point": Personal(
            "Zodat een sleutelfiguur weet waar hij met vragen terecht kan. Bij voorkeur een loket, geen persoon.",
            "Tot de beheerder het verandert.",
            _OWN,
        ),
        "contact_email": Personal(
            "Zodat een sleutelfiguur dat contactpunt kan bereiken.", "Tot de beheerder het verandert.", _OWN
        ),
    }
    impersonal: ClassVar = (
        "id",
        "name",
        "kind",
        "is_house",
        "language",
        "controller",
        "works_council_agreed_on",
        "shows_fiction",
        "created_at",
        "set_up_at",
    )

    class Meta:
        """There is one house."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_house"], condition=models.Q(is_house=True), name="accounts_organisation_one_house"
            )
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class FgAdvice(models.Model):
    """What the FG himself advised on the DPIA of his organisation (N27). A later advice replaces an earlier one."""

    class Risk(models.TextChoices):
        """What risk remains after the measures."""

        LOW = "low", "Laag"
        MEDIUM = "medium", "Midden"
        HIGH = "high", "Hoog"

    class Consultation(models.TextChoices):
        """Whether the Autoriteit Persoonsgegevens was asked beforehand (art. 36 AVG)."""

        NOT_NEEDED = "not_needed", "Niet nodig"
        DONE = "done", "Gedaan"
        RUNNING = "running", "Loopt nog"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="advices")
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    dpia_date = models.DateField()
    residual_risk = models.CharField(max_length=10, choices=Risk)
    prior_consultation = models.CharField(max_length=12, choices=Consultation)
    valid_until = models.DateField()

    personal_data: ClassVar = {
        "given_by": Personal(
            "Om aan te tonen dat de FG zelf het advies gaf (N27).",
            "Zolang de organisatie bestaat; de naam verdwijnt als het account wordt vergeten.",
            _CLOSED,
        ),
    }
    impersonal: ClassVar = (
        "id",
        "organisation",
        "given_at",
        "dpia_date",
        "residual_risk",
        "prior_consultation",
        "valid_until",
    )

    class Meta:
        """An advice ends after the assessment that it rests on."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("dpia_date")), name="accounts_fg_advice_ends_after_dpia"
            )
        ]

    def __str__(self) -> str:
        """Give what it is, not whose."""
        return f"advice {self.pk}"
