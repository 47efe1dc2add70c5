"""The chains, one per organisation and one of the installation itself, and their entries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sleutelwerk.audit.models.from_body import FromBody
from sleutelwerk.core.personal import Personal

_KEPT = "Zes maanden (inloggen), drie jaar (incidenten), vijf jaar (inzien) of zeven jaar (veranderen); daarna leeg."
_PROOF = "Bewijs van vernietiging blijft altijd."
_TERMS = "tests/audit/test_purge.py::test_each_class_goes_after_its_own_term"


class Chain(models.Model):
    """The head of one chain. Whoever adds an entry holds this row until his transaction ends: so there are no gaps."""

    #: The organisation's id, or `SITE_CHAIN`; no foreign key, as this room lies below the organisations.
    id = models.UUIDField(primary_key=True, editable=False)
    length = models.BigIntegerField()
    head = models.BinaryField(max_length=32)

    impersonal: ClassVar = ("id", "length", "head")

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class Entry(models.Model):
    """One thing that happened. `hash` is SHA-256 over the hash before it and the very bytes of `body`.

    The other columns are computed from the body by the database itself: for searching, never for proof. On SQLite rows
    are stored in the order of the chain, which makes verifying twice as quick (see the first migration).
    """

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.UUIDField(editable=False)
    number = models.BigIntegerField(editable=False)
    body = models.TextField("inhoud", editable=False)
    hash = models.BinaryField(max_length=32, editable=False)
    at = models.GeneratedField(
        verbose_name="moment", expression=FromBody("at"), output_field=models.TextField(null=True), db_persist=True
    )
    kind = models.GeneratedField(
        verbose_name="gebeurtenis",
        expression=FromBody("kind"),
        output_field=models.TextField(null=True),
        db_persist=True,
    )
    actor = models.GeneratedField(
        verbose_name="wie", expression=FromBody("actor"), output_field=models.TextField(null=True), db_persist=True
    )
    subject = models.GeneratedField(
        verbose_name="over", expression=FromBody("subject"), output_field=models.TextField(null=True), db_persist=True
    )

    personal_data: ClassVar = {
        "at": Personal("Om na te gaan wanneer iemand iets deed of zag.", f"{_KEPT} {_PROOF}", _TERMS),
        "kind": Personal("Om na te gaan wat iemand deed of zag.", f"{_KEPT} {_PROOF}", _TERMS),
        "actor": Personal("Om na te gaan wie iets deed of zag. Een nummer, geen naam.", f"{_KEPT} {_PROOF}", _TERMS),
        "subject": Personal(
            "Om na te gaan over wie of wat het ging. Een pseudoniem dat alleen met de sleutel is te herleiden.",
            f"{_KEPT} Wie een dossier inzag, verdwijnt met dat dossier. {_PROOF}",
            "tests/audit/test_purge.py::test_who_looked_goes_with_the_file_that_was_looked_at",
        ),
        "body": Personal(
            "Het voorgaande, en namen van velden, aantallen en hashes. Nooit wat er in een veld stond.",
            f"{_KEPT} {_PROOF}",
            "tests/audit/test_purge.py::test_nothing_of_a_purged_entry_is_left_to_find",
        ),
    }
    impersonal: ClassVar = ("chain", "number", "hash")

    class Meta:
        """Searched per chain: by time, by whom it is about, by who did it."""

        verbose_name = "Regel in het logboek"
        verbose_name_plural = "Regels in het logboek"
        indexes: ClassVar = [
            models.Index(fields=["chain", "at"], name="audit_entry_at"),
            models.Index(
                fields=["chain", "subject"], condition=models.Q(subject__isnull=False), name="audit_entry_subject"
            ),
            models.Index(fields=["chain", "actor"], condition=models.Q(actor__isnull=False), name="audit_entry_actor"),
        ]

    def __str__(self) -> str:
        """Give its place, not what it says."""
        return f"{self.chain} {self.number}"
