"""Signatures over heads of chains, and the public keys of all times by which they are checked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SigningKey(models.Model):
    """A public key and when it was in use; the private half never comes near the database (N50)."""

    #: The first 16 hex digits of the SHA-256 of the public key.
    key_id = models.CharField(max_length=16, primary_key=True)
    public_pem = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    impersonal: ClassVar = ("key_id", "public_pem", "valid_from", "valid_until")

    class Meta:
        """One key is in use at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(valid_until__isnull=True), name="audit_one_key_in_use"
            )
        ]

    def __str__(self) -> str:
        """Give the id, which is part of every seal."""
        return self.key_id


class Seal(models.Model):
    """A signed head: at this moment the chain had this length and this hash."""

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.UUIDField(editable=False)
    number = models.BigIntegerField(editable=False)
    hash = models.BinaryField(max_length=32, editable=False)
    #: As text, just as it was signed.
    at = models.CharField(max_length=24, editable=False)
    key_id = models.CharField(max_length=16, editable=False)
    signature = models.BinaryField(max_length=64, editable=False)

    impersonal: ClassVar = ("chain", "number", "hash", "at", "key_id", "signature")

    def __str__(self) -> str:
        """Give its place."""
        return f"{self.chain} {self.number}"
