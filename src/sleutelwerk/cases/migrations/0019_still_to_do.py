"""What was promised and is not done yet is found at once, however many contacts there were."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_conditions")]

    operations = [
        migrations.AddIndex(
            "contact",
            models.Index(
                fields=["candidate", "follow_up_by"],
                condition=Q(follow_up_by__isnull=False, follow_up_done_on=None),
                name="contact_still_to_do",
            ),
        ),
    ]
