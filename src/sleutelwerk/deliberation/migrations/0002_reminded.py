"""Remembers that whoever led a deliberation was asked to look back, so that he is asked once."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the moment of the letter."""

    dependencies: ClassVar = [("deliberation", "0001_sessions")]
    operations: ClassVar = [
        migrations.AddField("deliberation", "reminded_at", models.DateTimeField(blank=True, null=True)),
    ]
