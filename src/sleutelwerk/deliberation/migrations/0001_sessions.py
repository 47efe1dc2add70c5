"""Deliberations, their keys and records, and what a live session keeps."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0005_saml"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deliberation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("method_slug", models.SlugField(max_length=60)),
                ("method_version", models.PositiveSmallIntegerField()),
                ("method_hash", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "In voorbereiding"),
                            ("live", "Bezig"),
                            ("concept", "Verslag in concept"),
                            ("final", "Afgerond"),
                        ],
                        default="preparing",
                        max_length=12,
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("vooraf", "Vooraf"), ("tijdens", "Tijdens"), ("achteraf", "Achteraf")], max_length=10
                    ),
                ),
                (
                    "aim",
                    models.CharField(
                        choices=[("learn", "Leren"), ("advise", "Adviseren"), ("decide", "Beslissen")], max_length=10
                    ),
                ),
                (
                    "decider",
                    models.CharField(
                        choices=[
                            ("later", "Hoort het resultaat later"),
                            ("last", "Is erbij en spreekt als laatste"),
                            ("none", "Er hoeft niets besloten te worden"),
                        ],
                        default="later",
                        max_length=10,
                    ),
                ),
                (
                    "voice",
                    models.CharField(
                        choices=[
                            ("present", "Hij is erbij"),
                            ("asked", "Hij is vooraf gevraagd"),
                            ("told", "Hij hoort het achteraf"),
                        ],
                        max_length=10,
                    ),
                ),
                ("justice_takes_part", models.BooleanField(default=False)),
                ("justice_told_to_key_figure", models.BooleanField(default=False)),
                ("practice", models.BooleanField(default=False)),
                ("one_device", models.BooleanField(default=False)),
                ("plan", models.BinaryField()),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("review_on", models.DateField(blank=True, null=True)),
                ("keep_reflection_months", models.PositiveSmallIntegerField(default=12)),
                ("keep_decision_months", models.PositiveSmallIntegerField(default=60)),
                ("join_code", models.CharField(blank=True, max_length=6, null=True, unique=True)),
                ("screen_code", models.CharField(blank=True, max_length=6, null=True, unique=True)),
                ("check_token", models.CharField(blank=True, max_length=32)),
                ("check_until", models.DateTimeField(blank=True, null=True)),
                ("live_version", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("final_at", models.DateTimeField(blank=True, null=True)),
                ("raw_gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "facilitator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="deliberation.deliberation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliberations",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "second_facilitator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeliberationKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("raw", "raw"), ("kept", "kept")], max_length=5)),
                ("wrapped", models.BinaryField()),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="deliberation.deliberation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("words_hash", models.CharField(blank=True, max_length=64)),
                ("role", models.CharField(max_length=16)),
                ("called", models.BinaryField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to="deliberation.deliberation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LiveEntry",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("body", models.BinaryField()),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="deliberation.deliberation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LiveHappening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("body", models.BinaryField()),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="happenings",
                        to="deliberation.deliberation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LiveSend",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sends",
                        to="deliberation.deliberation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("reflection", "Reflectieverslag"), ("note", "Besluit- en afsprakennota")],
                        max_length=12,
                    ),
                ),
                ("body", models.BinaryField()),
                ("final_at", models.DateTimeField(blank=True, null=True)),
                ("keep_until", models.DateField(blank=True, null=True)),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="deliberation.deliberation",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="deliberation",
            index=models.Index(fields=["organisation", "state"], name="deliberatio_organis_9fbbfb_idx"),
        ),
        migrations.AddConstraint(
            model_name="deliberation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_facilitator__isnull", True),
                    ("facilitator__isnull", True),
                    models.Q(("facilitator", models.F("second_facilitator")), _negated=True),
                    _connector="OR",
                ),
                name="deliberation_two_facilitators",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliberation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("justice_takes_part", False), ("justice_told_to_key_figure", True), _connector="OR"
                ),
                name="deliberation_justice_only_when_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliberationkey",
            constraint=models.UniqueConstraint(fields=("deliberation", "kind"), name="deliberation_key_once"),
        ),
        migrations.AddConstraint(
            model_name="livehappening",
            constraint=models.UniqueConstraint(fields=("deliberation", "number"), name="deliberation_happening_once"),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(fields=("deliberation", "kind"), name="deliberation_record_once"),
        ),
    ]
