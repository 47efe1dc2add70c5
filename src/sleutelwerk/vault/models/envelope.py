"""An envelope with who somebody is, sealed, and its key; neither knows of any case file."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_GONE = "tests/vault/test_destroying.py::test_what_is_destroyed_opens_nowhere"


class Envelope(models.Model):
    """Who somebody is. `contents` is sealed and padded, so that not even the length of a name can be seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    contents = models.BinaryField()
    put_in_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    personal_data: ClassVar = {
        "contents": Personal(
            "Wie hij is, hoe hij veilig te bereiken is en wat nooit mag, verzegeld.",
            "Tot hij stopt of zijn termijn voorbij is, met zijn sleutel.",
            _GONE,
        ),
    }
    impersonal: ClassVar = ("id", "organisation", "put_in_at", "changed_at")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class EnvelopeKey(models.Model):
    """The data key of an envelope, wrapped by a master key outside the database. Destroying it is deleting this row."""

    envelope = models.OneToOneField(Envelope, on_delete=models.CASCADE, related_name="key")
    wrapped = models.BinaryField()

    #: What names a key for good: a key that was destroyed stays destroyed when an older backup comes back.
    remembered_by: ClassVar = ("envelope_id",)
    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "envelope", "wrapped")

    def __str__(self) -> str:
        """Give what it is, never what it holds."""
        return "envelope key"
