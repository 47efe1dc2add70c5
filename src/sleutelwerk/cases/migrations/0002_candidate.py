"""The candidate of a case and his key."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_case_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("pseudonym", models.CharField(max_length=20)),
                ("told_on", models.DateField()),
                (
                    "told_how",
                    models.CharField(
                        choices=[
                            ("face_to_face", "In een gesprek"),
                            ("face_to_face_trusted", "In een gesprek, met iemand die hij vertrouwt erbij"),
                            ("phone", "Aan de telefoon"),
                            ("video", "Via beeldbellen"),
                        ],
                        max_length=20,
                    ),
                ),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("papers", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="candidate", to="cases.case"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CandidateKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wrapped", models.BinaryField()),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key", to="cases.candidate"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_on__isnull", True), ("agreed_on__gt", models.F("told_on")), _connector="OR"
                ),
                name="candidate_thought_it_over",
            ),
        ),
    ]
