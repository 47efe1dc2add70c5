"""What was left standing although the guard remarked on it, for the FG to see."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.core.personal import Personal
from sleutelwerk.core.sealing import seal, unseal
from sleutelwerk.privacy.rules import KeptUnder, Place

#: The key of reasons that belong to nothing with a key of its own.
KEY_NAME = "exceptions.key"
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
    #: Sealed under the key of what the words are about, so that it can be read no longer than those.
    reason = models.BinaryField()
    kept_under = models.CharField(max_length=12, choices=[(one.value, one.value) for one in KeptUnder])
    #: The case, candidate or deliberation whose key that is: an id and no foreign key, as this room knows of none.
    key_of = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    personal_data: ClassVar = {
        "actor": Personal("Zodat de FG kan vragen waarom iets moest blijven staan.", _A_YEAR, _FORGOTTEN),
        "reason": Personal("Zodat de FG kan nagaan of de reden klopt.", _A_YEAR, _FORGOTTEN),
        "at": Personal("Zodat de FG weet wanneer het was.", _A_YEAR, _FORGOTTEN),
    }
    impersonal: ClassVar = ("id", "organisation", "place", "kinds", "kept_under", "key_of")

    class Meta:
        """Looked up by organisation, the latest first; forgotten by time."""

        indexes: ClassVar = [
            models.Index(fields=["organisation", "-at"], name="privacy_exception_latest"),
            models.Index(fields=["at"], name="privacy_exception_oldest"),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


def seal_for_site(number: uuid.UUID, reason: str) -> bytes:
    """Seal a reason under the key of the site."""
    return seal(_key(), reason.encode(), _place(number))


def open_for_site(number: uuid.UUID, sealed: bytes) -> str:
    """Give it back. Raises CannotOpenError."""
    return unseal(_key(), sealed, _place(number)).decode()


def _key() -> bytes:
    return load_or_make_key(settings.KEYS_FOLDER / KEY_NAME)


def _place(number: uuid.UUID) -> str:
    return f"privacy_guardexception/reason/{number}"
