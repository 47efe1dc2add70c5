"""Invitations of partners apart from the team; those that wait already move there, without the address that was typed."""

from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def move(apps: Any, _editor: Any) -> None:
    """Let what waits for a yes go on waiting, where the team does not see whose it is."""
    member, invitation = apps.get_model("cases", "Member"), apps.get_model("cases", "Invitation")
    for one in member.objects.filter(part="partner", accepted_at=None):
        invitation.objects.create(
            pk=one.pk, case_id=one.case_id, person_id=one.person_id, organisation_id=one.organisation_id, address=b"",
            until=one.until, invited_by_id=one.added_by_id, invited_at=one.added_at,
        )  # fmt: skip
        one.delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_removal_by_two"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("address", models.BinaryField()),
                ("until", models.DateField()),
                ("invited_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="cases.case"
                    ),
                ),
                (
                    "invited_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "person"), name="invitation_once")],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
    ]
