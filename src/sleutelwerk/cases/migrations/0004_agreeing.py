"""What is agreed, and what he gets."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_assessing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("revision", models.PositiveSmallIntegerField()),
                ("template", models.SlugField(max_length=60)),
                ("template_version", models.PositiveSmallIntegerField()),
                ("template_hash", models.CharField(max_length=64)),
                ("paper", models.BinaryField()),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("drafted_at", models.DateTimeField()),
                ("our_yes_at", models.DateTimeField(blank=True, null=True)),
                ("his_yes_on", models.DateField(blank=True, null=True)),
                ("active_from", models.DateTimeField(blank=True, null=True)),
                ("over_at", models.DateTimeField(blank=True, null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="cases.candidate"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "his_yes_heard_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "our_yes_by",
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
                    models.UniqueConstraint(fields=("candidate", "revision"), name="agreement_revision_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("active_from__isnull", False), ("over_at__isnull", True)),
                        fields=("candidate",),
                        name="agreement_one_holds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_from__isnull", True),
                            models.Q(
                                ("his_yes_on__isnull", False),
                                ("our_yes_at__isnull", False),
                                models.Q(("fingerprint", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_by_both",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "origin",
                    models.CharField(
                        choices=[("here", "Wij"), ("elsewhere", "Een andere organisatie, zo zei hij")],
                        default="here",
                        max_length=9,
                    ),
                ),
                ("kind", models.SlugField(max_length=60)),
                ("month", models.DateField()),
                ("cents", models.PositiveIntegerField()),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("note", models.BinaryField()),
                ("proposed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="allowances", to="cases.candidate"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["candidate", "month"], name="cases_allow_candida_6bc469_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("proposed_by__isnull", True),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="allowance_second_hand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("proposed_by__isnull", True),
                                    models.Q(("recorded_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("recorded_by", models.F("approved_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="allowance_third_hand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_at__isnull", True), ("approved_at__isnull", False), _connector="OR"
                        ),
                        name="allowance_in_order",
                    ),
                ],
            },
        ),
    ]
