"""Documents of the library, the files in which they are kept, and to whom a copy was handed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_FILES = "tests/knowledge/documents/test_forgetting.py::test_who_added_a_file_is_let_go_with_the_account"
_HANDOUTS = "tests/knowledge/documents/test_forgetting.py::test_handouts_go_a_year_after_the_last_copy"
_MARKED = "tests/knowledge/documents/test_forgetting.py::test_what_a_mark_said_goes_with_the_account"
_WITH_ACCOUNT = "Een jaar, of tot dat account wordt vergeten."
_ASKED = "tests/knowledge/documents/test_forgetting.py::test_a_handout_outlives_its_request"


class LibraryDocument(models.Model):
    """A document (PDF) behind the gate. Its files are sealed and lie in the data folder."""

    class Origin(models.TextChoices):
        """Where it comes from: a content owner added it, or the site composed it."""

        ADDED = "added", "Toegevoegd"
        COMPOSED = "composed", "Door de site gemaakt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=70)
    summary = models.CharField(max_length=220)
    theme = models.CharField(max_length=20)
    origin = models.CharField(max_length=10, choices=Origin)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = (
        "id", "organisation", "slug", "title", "summary", "theme", "origin", "created_at", "withdrawn_at",
    )  # fmt: skip

    class Meta:
        """A name stands for one document of an organisation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="knowledge_document_one_a_name")
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class DocumentFile(models.Model):
    """One version of a document. The newest is the one that readers get."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(LibraryDocument, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    #: In bytes, and pages of paper.
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    #: What was taken out of the file when it came in, in words for content owners.
    removed = models.JSONField(default=list)
    #: What a composed document rests on, so that the same is not made twice.
    made_from = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    personal_data: ClassVar = {
        "added_by": Personal("Om na te gaan wie een stuk toevoegde.", "Tot dat account wordt vergeten.", _FILES),
    }
    impersonal: ClassVar = (
        "id", "document", "number", "sha256", "size", "pages", "removed", "made_from", "added_at",
    )  # fmt: skip

    class Meta:
        """Versions of a document are numbered without gaps."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="knowledge_file_one_a_number")
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class Handout(models.Model):
    """A copy that somebody got on a day, with the code that stands on it. It tells whose copy a found page is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    #: `article`, `document` or `room`, and which; a room has no version.
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    #: What the text was called on that day.
    title = models.CharField(max_length=70)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    #: What the mark says: who was judged, or else whose account it is. Empty where that was not kept yet.
    name = models.CharField(max_length=254, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    #: What let him in, when that was a request.
    request = models.ForeignKey(
        "knowledge.AccessRequest", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    personal_data: ClassVar = {
        "code": Personal("Om een gevonden bladzijde te herleiden tot wie haar kreeg.", "Een jaar.", _HANDOUTS),
        "person": Personal("Om een gevonden bladzijde te herleiden tot wie haar kreeg.", "Een jaar.", _HANDOUTS),
        "day": Personal("Om te weten wanneer die bladzijde is gegeven.", "Een jaar.", _HANDOUTS),
        "name": Personal("Om te weten welke naam in het merk staat.", _WITH_ACCOUNT, _MARKED),
        "organisation": Personal("Om te weten welke organisatie in het merk staat.", _WITH_ACCOUNT, _MARKED),
        "request": Personal("Om te weten op welke aanvraag iemand las.", "Zolang de aanvraag er is.", _ASKED),
    }
    impersonal: ClassVar = ("id", "kind", "key", "version", "title")

    class Meta:
        """One code for a person, a text and a day: who prints twice has one mark."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "key", "version", "day"], name="knowledge_handout_one_a_day"
            )
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
