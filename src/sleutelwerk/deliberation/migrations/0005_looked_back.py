"""Remembers on which day somebody looked back on a deliberation, so that it is not asked again."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the day; where it is empty nobody looked back, or did so before."""

    dependencies: ClassVar = [("deliberation", "0004_own_evaluation")]
    operations: ClassVar = [
        migrations.AddField("deliberation", "looked_back_on", models.DateField(blank=True, null=True)),
    ]
