"""What he asks about what is kept of him."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_carrying_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RightsRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("access", "Inzien"),
                            ("rectify", "Verbeteren"),
                            ("restrict", "Op slot zetten"),
                            ("object", "Bezwaar maken"),
                            ("erase", "Wissen"),
                        ],
                        max_length=8,
                    ),
                ),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("texts", models.BinaryField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("lifted_on", models.DateField(blank=True, null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rights", to="cases.candidate"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("received_on"))), name="right_within_a_term"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_on__isnull", True),
                            models.Q(("answered_on__isnull", False), ("right", "restrict")),
                            _connector="OR",
                        ),
                        name="right_lifted_after_answer",
                    ),
                ],
            },
        ),
    ]
