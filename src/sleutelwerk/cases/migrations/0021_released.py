"""Whether whoever decided let a condition go."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_earlier_no"),
    ]

    operations = [
        migrations.AddField(
            model_name="decisioncondition",
            name="released_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
