"""Envelopes, their keys and their openings."""

import uuid

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import sleutelwerk.vault.models.opening


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0005_saml"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("contents", models.BinaryField()),
                ("put_in_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EnvelopeKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wrapped", models.BinaryField()),
                (
                    "envelope",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key", to="vault.envelope"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.BinaryField()),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                            ("refused", "refused"),
                            ("over", "over"),
                            ("unanswered", "unanswered"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="vault.envelope"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ended_at", "until"], name="vault_openi_ended_a_3acd15_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_by__isnull", True),
                            ("agreed_by__isnull", True),
                            models.Q(("asked_by", models.F("agreed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="vault_opening_two_persons",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("envelope", "asked_by"),
                        name="vault_opening_one_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True), ("until__isnull", True)),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("until__gt", models.F("agreed_at")),
                                ("until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="vault_opening_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            sleutelwerk.vault.models.opening.SecondsBetween(models.F("until"), models.F("agreed_at")),
                            28801.0,
                        ),
                        name="vault_opening_not_too_long",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_how", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="vault_opening_ended_somehow",
                    ),
                ],
            },
        ),
    ]
