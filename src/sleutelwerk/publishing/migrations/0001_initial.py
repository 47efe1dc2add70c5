"""Makes the tables of who may read what, and until when."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sleutelwerk.publishing.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0004_confirmation_and_unused"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentVisibility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("article", "article"), ("document", "document")], max_length=10)),
                ("gated", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visibilities",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "kind"), name="publishing_visibility_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingGrant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "scope_kind",
                    models.CharField(
                        choices=[("library", "Alle afgeschermde stukken"), ("document", "Eén stuk")], max_length=10
                    ),
                ),
                ("scope_key", models.CharField(blank=True, max_length=64)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("notice_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("request", models.UUIDField(unique=True)),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading_grants",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "until"], name="publishing__organis_ef421f_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="publishing_grant_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", True), ("email", ""), _connector="XOR"),
                        name="publishing_grant_for_one_or_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted_by__isnull", True),
                            ("person__isnull", True),
                            models.Q(("granted_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="publishing_grant_not_to_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("scope_key", ""), ("scope_kind", sleutelwerk.publishing.rules.ScopeKind["LIBRARY"])
                            ),
                            models.Q(
                                ("scope_kind", sleutelwerk.publishing.rules.ScopeKind["DOCUMENT"]),
                                models.Q(("scope_key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publishing_grant_names_its_document",
                    ),
                ],
            },
        ),
    ]
