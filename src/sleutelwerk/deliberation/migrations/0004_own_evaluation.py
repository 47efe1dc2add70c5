"""Lets whoever led a talk keep how he looks at his own part, sealed beside the reflection report."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the sealed answers."""

    dependencies: ClassVar = [("deliberation", "0003_login_of_a_desk")]
    operations: ClassVar = [
        migrations.AddField("record", "own_evaluation", models.BinaryField(blank=True, null=True)),
    ]
