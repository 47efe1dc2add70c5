"""The jobs that the site does by itself, as the database keeps them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Job(models.Model):
    """One job: when it is due, and until when a process has it in hand."""

    name = models.CharField(primary_key=True, max_length=40)
    due_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar[dict[str, object]] = {}
    impersonal: ClassVar = ("name", "due_at", "taken_until", "done_at", "failed_at")

    def __str__(self) -> str:
        """Give the name."""
        return self.name
