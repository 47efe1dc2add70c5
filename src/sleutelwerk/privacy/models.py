"""What was left standing although the guard remarked on it, for the FG to see."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal
from sleutelwerk.privacy.rules import LONGEST_REASON, Place

_FORGOTTEN = "tests/privacy/test_exceptions.py::test_an_exception_goes_after_a_year"
_A_YEAR = "Een jaar."


class GuardException(models.Model):
    """One time that somebody let words stand. The words themselves are not here: only of which kinds they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    #: An id and no foreign key: a forgotten account leaves nothing to point at.
    actor = models.UUIDField()
    place = models.CharField(max_length=20, choices=[(place.value, place.label) for place in Place])
    kinds = models.JSONField()
    reason = models.CharField(max_length=LONGEST_REASON)
    at = models.DateTimeField()

    personal_data: ClassVar = {
        "actor": Personal("Zodat de FG kan vragen waarom iets moest blijven staan.", _A_YEAR, _FORGOTTEN),
        "reason": Personal("Zodat de FG kan nagaan of de reden klopt.", _A_YEAR, _FORGOTTEN),
        "at": Personal("Zodat de FG weet wanneer het was.", _A_YEAR, _FORGOTTEN),
    }
    impersonal: ClassVar = ("id", "organisation", "place", "kinds")

    class Meta:
        """Looked up by organisation, the latest first; forgotten by time."""

        indexes: ClassVar = [
            models.Index(fields=["organisation", "-at"], name="privacy_exception_latest"),
            models.Index(fields=["at"], name="privacy_exception_oldest"),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
