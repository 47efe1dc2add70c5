"""Holds: what keeps a case from being destroyed for a while."""

import uuid
from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_USER: dict[str, Any] = {
    "on_delete": django.db.models.deletion.SET_NULL,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    """Holds, with who put each on and who let go."""

    dependencies: ClassVar = [
        ("cases", "0008_hand_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("complaint", "Er loopt een klacht"),
                            ("his_request", "Hij vroeg er zelf om"),
                            ("legal_claim", "Er loopt een rechtszaak of onderzoek"),
                            ("archive", "De archivaris zoekt het uit"),
                        ],
                        max_length=11,
                    ),
                ),
                ("until", models.DateField()),
                ("put_on_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="cases.case"
                    ),
                ),
                ("lifted_by", models.ForeignKey(blank=True, null=True, **_USER)),
                ("put_on_by", models.ForeignKey(null=True, **_USER)),
            ],
            options={
                "indexes": [models.Index(fields=["case", "until"], name="cases_hold_case_id_5ac684_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(lifted_by__isnull=True)
                        | models.Q(put_on_by__isnull=True)
                        | ~models.Q(lifted_by=models.F("put_on_by")),
                        name="hold_lifted_by_another",
                    ),
                ],
            },
        ),
    ]
