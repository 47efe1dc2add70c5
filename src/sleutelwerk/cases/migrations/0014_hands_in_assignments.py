"""Who ever wrote in an assignment or settled it; of what is there already only who settled it is known."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def note_who_settled(apps: Any, _editor: Any) -> None:
    """Keep a hand of everybody who settled an assignment that stands."""
    case, hand = apps.get_model("cases", "Case"), apps.get_model("cases", "AssignmentHand")
    settled = case.objects.filter(settled_by__isnull=False).values_list("pk", "settled_by")
    hand.objects.bulk_create(
        [hand(case_id=row, person_id=person) for row, person in settled.iterator()], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_told_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssignmentHand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignment_hands",
                        to="cases.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "person"), name="assignment_hand_once")],
            },
        ),
        migrations.RunPython(note_who_settled, migrations.RunPython.noop),
    ]
