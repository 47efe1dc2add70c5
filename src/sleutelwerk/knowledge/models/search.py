"""What can be found, and by which words: an index in ordinary tables, the same on every database."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from sleutelwerk.core.personal import Personal


class Searchable(models.Model):
    """An item that can be found, with the weights of its words.

    `shown` has the words that everybody may find it by who may know of it. For a gated item `whole` has the words of
    its whole text, and is kept apart; for another it is empty.
    """

    id = models.BigAutoField(primary_key=True)
    #: Whose own item it is; none where every organisation may know of it.
    organisation = models.ForeignKey("accounts.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    body = models.TextField(blank=True)
    gated = models.BooleanField(default=False)
    language = models.CharField(max_length=5)
    theme = models.CharField(max_length=20, blank=True)
    phase = models.JSONField(default=list)
    audience = models.JSONField(default=list)
    url_name = models.CharField(max_length=100)
    url_args = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    shown = models.JSONField(default=dict)
    whole = models.JSONField(default=dict)
    indexed_at = models.DateTimeField()

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = (
        "id", "organisation", "kind", "key", "title", "summary", "keywords", "body", "gated", "language", "theme",
        "phase", "audience", "url_name", "url_args", "content_hash", "shown", "whole", "indexed_at",
    )  # fmt: skip

    class Meta:
        """An item is kept once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key"],
                condition=Q(organisation__isnull=False),
                name="knowledge_searchable_once_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(organisation__isnull=True),
                name="knowledge_searchable_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        """Give the number: texts end up in logs."""
        return str(self.pk)


class SearchShelf(models.Model):
    """A part of the index that somebody may look into as a whole, or not at all.

    For each organisation (or for all): one shelf with the words that show, and one for the whole texts of each kind of
    gated items. `edition` is another one after every change.
    """

    organisation = models.ForeignKey("accounts.Organisation", null=True, on_delete=models.CASCADE, related_name="+")
    #: The kind of the gated items whose whole texts are on it; empty for the words that show.
    closed_kind = models.CharField(max_length=20, blank=True)
    edition = models.UUIDField(default=uuid.uuid4)

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "organisation", "closed_kind", "edition")

    class Meta:
        """One shelf of a sort."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "closed_kind"],
                condition=Q(organisation__isnull=False),
                name="knowledge_search_shelf_once_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["closed_kind"],
                condition=Q(organisation__isnull=True),
                name="knowledge_search_shelf_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        """Give the number."""
        return str(self.pk)


class SearchPosting(models.Model):
    """A term of a shelf, with the numbers of the items that have it and what it weighs in each, as packed bytes."""

    shelf = models.ForeignKey(SearchShelf, on_delete=models.CASCADE, related_name="postings")
    term = models.CharField(max_length=85)
    packed = models.BinaryField()

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "shelf", "term", "packed")

    class Meta:
        """A term stands on a shelf once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shelf", "term"], name="knowledge_search_posting_once")
        ]

    def __str__(self) -> str:
        """Give the number."""
        return str(self.pk)
