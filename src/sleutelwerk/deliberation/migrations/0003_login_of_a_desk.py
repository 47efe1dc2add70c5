"""Ties a facilitator's desk to the sign-in with which he took it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the sign-in; a desk from before has none, and asks its facilitator to take it again."""

    dependencies: ClassVar = [("deliberation", "0002_reminded")]
    operations: ClassVar = [
        migrations.AddField("device", "login", models.CharField(blank=True, max_length=40)),
    ]
