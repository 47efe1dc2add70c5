"""Requests for access, the links about them, and who stands in for a reviewer."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sleutelwerk.knowledge.rules.requests


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_confirmation_and_unused"),
        ("knowledge", "0001_articles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Wacht op bevestiging van het adres"),
                            ("confirmed", "Wacht op een beoordelaar"),
                            ("question", "Wacht op antwoord van de aanvrager"),
                            ("granted", "Toegekend"),
                            ("refused", "Niet toegekend"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("email", models.EmailField(max_length=254)),
                ("address", models.EmailField(db_index=True, max_length=254)),
                ("workplace", models.CharField(max_length=120)),
                ("function", models.CharField(max_length=80)),
                ("approach", models.CharField(max_length=61)),
                ("purpose", models.CharField(max_length=500)),
                (
                    "scope_kind",
                    models.CharField(
                        choices=[("library", "Alle afgeschermde stukken"), ("document", "Eén stuk")], max_length=10
                    ),
                ),
                ("scope_key", models.CharField(blank=True, max_length=64)),
                ("voucher_email", models.EmailField(blank=True, max_length=254)),
                ("vouched_at", models.DateTimeField(blank=True, null=True)),
                ("question", models.CharField(blank=True, max_length=600)),
                ("reply", models.CharField(blank=True, max_length=600)),
                ("met", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=600)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField(blank=True, null=True)),
                ("waits_since", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField()),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("site", models.CharField(max_length=200)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voucher",
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
            name="RequestLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("confirm", "confirm"), ("follow", "follow"), ("vouch", "vouch"), ("renew", "renew")],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="knowledge.accessrequest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewerSubstitute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "reviewer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["organisation", "state", "waits_since"], name="knowledge_a_organis_9b354d_idx"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("person__isnull", True),
                    models.Q(("decided_by", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="knowledge_request_not_judged_by_asker",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("entered_by__isnull", True),
                    models.Q(("decided_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="knowledge_request_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("voucher__isnull", True),
                    models.Q(("decided_by", models.F("voucher")), _negated=True),
                    _connector="OR",
                ),
                name="knowledge_request_not_judged_by_voucher",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        (
                            "state__in",
                            [
                                sleutelwerk.knowledge.rules.requests.State["GRANTED"],
                                sleutelwerk.knowledge.rules.requests.State["REFUSED"],
                            ],
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                [
                                    sleutelwerk.knowledge.rules.requests.State["GRANTED"],
                                    sleutelwerk.knowledge.rules.requests.State["REFUSED"],
                                ],
                            ),
                            _negated=True,
                        ),
                        ("decided_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="knowledge_request_decided_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewersubstitute",
            constraint=models.CheckConstraint(
                condition=models.Q(("reviewer", models.F("substitute")), _negated=True),
                name="knowledge_substitute_is_somebody_else",
            ),
        ),
    ]
