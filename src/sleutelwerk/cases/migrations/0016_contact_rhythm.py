"""How often one speaks with him is agreed; of agreements from before nothing is known, and the longest term holds."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_decider_without_a_hand")]

    operations = [
        migrations.AddField("agreement", "contact_days", models.PositiveSmallIntegerField(null=True, blank=True)),
        migrations.AddConstraint(
            "agreement",
            models.CheckConstraint(
                condition=Q(contact_days__isnull=True) | Q(contact_days__gte=1), name="agreement_contact_in_days"
            ),
        ),
    ]
