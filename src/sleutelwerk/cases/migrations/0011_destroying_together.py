"""Terms that somebody confirmed, destroying together with a certificate, and what nobody read yet."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sleutelwerk.cases.content import newest_retention, newest_retention_data
from sleutelwerk.publishing.content import NoSuchContent


def confirm_current(apps: Any, _schema: Any) -> None:
    """Let the terms of today go on to hold wherever there are cases: nobody has to confirm what held already."""
    cases, terms = apps.get_model("cases", "Case"), apps.get_model("cases", "ConfirmedTerms")
    organisations = sorted(set(cases.objects.values_list("organisation_id", flat=True)))
    try:
        newest = newest_retention()
    except NoSuchContent:
        return  # the site says so elsewhere; the first terms that are right hold by themselves
    for one in organisations:
        terms.objects.create(
            organisation_id=one, version=newest.version, content_hash=newest.content_hash,
            data=newest_retention_data(), confirmed_at=datetime.now(UTC),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_saml"),
        ("cases", "0010_orders_and_emergencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="input_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="input_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="hold",
            name="reason",
            field=models.CharField(
                choices=[
                    ("complaint", "Er loopt een klacht"),
                    ("his_request", "Hij vroeg er zelf om"),
                    ("legal_claim", "Er loopt een rechtszaak of onderzoek"),
                    ("archive", "De archivaris zoekt het uit"),
                    ("retain_arch", "De archivaris wil de opdracht bewaren"),
                    ("retain_law", "Een wet vraagt de opdracht te bewaren"),
                ],
                max_length=11,
            ),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("proposed_role", models.CharField(max_length=20)),
                ("proposed_mark", models.CharField(max_length=64)),
                ("confirmed_role", models.CharField(blank=True, max_length=20)),
                ("confirmed_mark", models.CharField(blank=True, max_length=64)),
                (
                    "confirmed_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
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
            ],
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=10)),
                ("due_on", models.DateField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="cases.batch"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("destroyed_on", models.DateField()),
                ("batch", models.UUIDField(blank=True, null=True)),
                ("counts", models.JSONField(default=dict)),
                ("terms_version", models.PositiveSmallIntegerField()),
                ("terms_hash", models.CharField(max_length=64)),
                ("grounds", models.JSONField(default=dict)),
                ("proposed_role", models.CharField(blank=True, max_length=20)),
                ("proposed_mark", models.CharField(blank=True, max_length=64)),
                ("confirmed_role", models.CharField(blank=True, max_length=20)),
                ("confirmed_mark", models.CharField(blank=True, max_length=64)),
                ("entries", models.JSONField(default=list)),
                ("entries_hash", models.CharField(max_length=64)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConfirmedTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                ("data", models.JSONField()),
                ("confirmed_at", models.DateTimeField()),
                (
                    "confirmed_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    ("proposed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="batch_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_mark", "")),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        models.Q(("confirmed_mark", ""), _negated=True),
                        models.Q(("confirmed_mark", models.F("proposed_mark")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="batch_confirmed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(fields=("case", "what", "due_on"), name="batch_item_once"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("organisation", "number"), name="certificate_number_once"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_mark", ""),
                    models.Q(("confirmed_mark", models.F("proposed_mark")), _negated=True),
                    _connector="OR",
                ),
                name="certificate_two_people",
            ),
        ),
        migrations.AddIndex(
            model_name="confirmedterms",
            index=models.Index(fields=["organisation", "-id"], name="cases_terms_newest_idx"),
        ),
        migrations.RunPython(confirm_current, migrations.RunPython.noop),
    ]
