"""Assessing, weighing and deciding; the number of the envelope, and when a case ended."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_candidate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Weighing",
            fields=[
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="weighing",
                        serialize=False,
                        to="cases.candidate",
                    ),
                ),
                ("together", models.BinaryField()),
                ("shown_on", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="candidate",
            name="envelope",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.PositiveSmallIntegerField()),
                ("findings", models.BinaryField()),
                ("named_at", models.DateTimeField()),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="cases.candidate"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("place__in", (1, 2))), name="assessment_by_two"),
                    models.UniqueConstraint(fields=("candidate", "place"), name="assessment_place_once"),
                    models.UniqueConstraint(fields=("candidate", "assessor"), name="assessment_assessor_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("independent", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("go", "Ja"), ("conditions", "Ja, als"), ("no", "Nee")], max_length=10
                    ),
                ),
                ("reasons", models.BinaryField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("told_on", models.DateField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decision", to="cases.candidate"
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_assessor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_assessor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decider__isnull", True),
                            models.Q(
                                models.Q(
                                    ("asked_by__isnull", True),
                                    models.Q(("decider", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("told_by__isnull", True),
                                    models.Q(("decider", models.F("told_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("first_assessor__isnull", True),
                                    models.Q(("decider", models.F("first_assessor")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("second_assessor__isnull", True),
                                    models.Q(("decider", models.F("second_assessor")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="decision_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("decided_at__isnull", False), ("independent", True), ("reasons__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_with_reasons",
                    ),
                ],
            },
        ),
    ]
