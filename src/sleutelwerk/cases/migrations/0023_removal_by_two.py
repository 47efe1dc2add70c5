"""An amount from elsewhere goes only after a second person said so, and until then it counts."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+"
    )


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("cases", "0022_assignment_changed")]

    operations = [
        migrations.AddField("allowance", "removal_asked_by", _person()),
        migrations.AddField("allowance", "removal_asked_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("allowance", "removed_by", _person()),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True)
                | Q(removal_asked_by__isnull=True)
                | ~Q(removed_by=F("removal_asked_by")),
                name="allowance_removed_by_another",
            ),
        ),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(
                condition=Q(origin="here") | Q(refused_at__isnull=True) | Q(removal_asked_at__isnull=False),
                name="allowance_removal_asked_first",
            ),
        ),
    ]
