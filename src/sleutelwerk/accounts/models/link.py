"""Links that work once and for a while: to set an organisation up, join it, renew a factor or confirm an address."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_LINKS = "tests/accounts/test_forgetting.py::test_links_go_four_weeks_after_their_end"


class OneTimeLink(models.Model):
    """A link that somebody got; only the hash of its secret is kept, so that a copy of the database opens nothing."""

    class Purpose(models.TextChoices):
        """What the link is for."""

        SET_UP = "set_up", "Inrichten"
        INVITATION = "invitation", "Uitnodiging"
        NEW_FACTOR = "new_factor", "Nieuw inlogmiddel"
        CONFIRM_ADDRESS = "confirm_address", "Werkadres bevestigen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    organisation = models.ForeignKey("accounts.Organisation", null=True, on_delete=models.CASCADE, related_name="links")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    roles = models.JSONField(default=list)
    #: What was filled in so far, so that nothing is lost when the browser closes halfway.
    draft = models.JSONField(default=dict)
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "email": Personal(
            "Om de link te sturen en te weten voor wie hij is.", "Tot 28 dagen nadat de link is verlopen.", _LINKS
        ),
        "name": Personal("Om de uitnodiging te herkennen.", "Tot 28 dagen nadat de link is verlopen.", _LINKS),
        "roles": Personal("Om te weten welke rol iemand krijgt.", "Tot 28 dagen nadat de link is verlopen.", _LINKS),
        "draft": Personal(
            "Zodat bij het inrichten niets verloren gaat.",
            "Tot de link is gebruikt, of 28 dagen nadat hij is verlopen.",
            _LINKS,
        ),
        "made_by": Personal("Om na te gaan wie de link maakte.", "Tot 28 dagen nadat de link is verlopen.", _LINKS),
    }
    impersonal: ClassVar = ("id", "secret_hash", "purpose", "organisation", "made_at", "expires_at", "used_at")

    class Meta:
        """Used links stay until they expire, so that a second use can be told apart from a wrong link."""

        indexes: ClassVar = [models.Index(fields=["organisation", "purpose"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
