"""By when something was promised, and when it was done; of contacts from before it lies sealed, and nothing reminds."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_contact_rhythm")]

    operations = [
        migrations.AddField("contact", "follow_up_by", models.DateField(null=True, blank=True)),
        migrations.AddField("contact", "follow_up_done_on", models.DateField(null=True, blank=True)),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(
                condition=Q(follow_up_by__isnull=True) | Q(follow_up_by__gte=F("held_on")), name="contact_promise_after"
            ),
        ),
    ]
