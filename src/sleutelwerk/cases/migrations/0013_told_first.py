"""He was told before anything about him was written; the database says so as well."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q
from django.utils import timezone


def fill_written_on(apps: Any, _schema: Any) -> None:
    """Take the day of the moment at which each row was made; the rule kept the day of telling at or before it."""
    for row in apps.get_model("cases", "Candidate").objects.only("told_on", "created_at"):
        row.written_on = max(row.told_on, timezone.localdate(row.created_at))
        row.save(update_fields=["written_on"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_destroying_together")]

    operations = [
        migrations.AddField("candidate", "written_on", models.DateField(editable=False, null=True)),
        migrations.RunPython(fill_written_on, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("candidate", "written_on", models.DateField(editable=False)),
        migrations.AddConstraint(
            "candidate", models.CheckConstraint(condition=Q(told_on__lte=F("written_on")), name="candidate_told_first")
        ),
    ]
