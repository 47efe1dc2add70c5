"""Articles that content owners of the house write: every version stays, and readers see only what two people signed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.core.personal import Personal
from sleutelwerk.knowledge.rules.articles import LONGEST_NOTE, OPEN, SEEN, State

_FORGOTTEN = "tests/knowledge/authoring/test_forgetting.py::test_the_name_of_a_writer_goes_with_his_account"
_KEPT = "Zolang de versie bestaat; de naam verdwijnt als het account wordt vergeten."
_PROPOSER = Personal("Om aan te tonen dat een ander tekende dan wie schreef.", _KEPT, _FORGOTTEN)


class Article(models.Model):
    """An article of the house, known by its slug; its texts are its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=61)

    personal_data: ClassVar[dict[str, Personal]] = {}
    impersonal: ClassVar = ("id", "organisation", "slug")

    class Meta:
        """A slug stands for one article of an organisation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="knowledge_article_one_a_slug")
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class ArticleVersion(models.Model):
    """One version of an article. Its number goes on from the versions that ship with the site.

    `hides` takes the article out of the library once it is signed; its text then is what readers saw last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    front = models.JSONField()
    body = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    #: The hash of the newest shipped text when this one was begun; empty where none ships.
    based_on = models.CharField(max_length=64, blank=True)
    hides = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in State])
    #: Counts every change, so that nobody saves over, or signs, what he has not seen.
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    #: Everybody who changed the text, as ids: none of them may sign.
    writers = models.JSONField(default=list)
    proposed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    signed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(max_length=LONGEST_NOTE, blank=True)

    personal_data: ClassVar = {
        "written_by": _PROPOSER,
        "written_at": _PROPOSER,
        "writers": _PROPOSER,
        "proposed_at": _PROPOSER,
        "note": Personal("Zodat collega's weten waarom een tekst veranderde.", _KEPT, _FORGOTTEN),
        "signed_by": _PROPOSER,
        "signed_at": _PROPOSER,
        "returned_reason": Personal("Zodat de schrijver weet wat er beter kan.", _KEPT, _FORGOTTEN),
    }
    impersonal: ClassVar = (
        "id", "article", "number", "front", "body", "content_hash", "based_on", "hides", "state", "revision",
    )  # fmt: skip

    class Meta:
        """Four eyes and one truth, stated once more where no code can pass them by."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="knowledge_version_one_a_number"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(state=State.PUBLISHED.value), name="knowledge_version_one_published"
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=[one.value for one in OPEN]),
                name="knowledge_version_one_open",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("written_by")), name="knowledge_version_signed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[one.value for one in SEEN])
                | Q(signed_by__isnull=False, signed_at__isnull=False, proposed_at__isnull=False),
                name="knowledge_version_published_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PROPOSED.value) | (Q(proposed_at__isnull=False) & ~Q(note="")),
                name="knowledge_version_proposed_says_why",
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
