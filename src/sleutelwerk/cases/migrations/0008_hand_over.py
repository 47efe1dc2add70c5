"""Offer the place of the lead to a colleague, and keep which content a team knows of."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Offer the place of the lead to a colleague, and keep which content a team knows of."""

    dependencies: ClassVar = [("cases", "0007_hands")]
    operations: ClassVar = [
        migrations.AddField("case", "content_seen", models.JSONField(blank=True, default=dict)),
        migrations.AddField("member", "lead_offered_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "member",
            models.UniqueConstraint(
                condition=Q(lead_offered_at__isnull=False), fields=["case"], name="case_lead_offered_to_one"
            ),
        ),
        migrations.AddConstraint(
            "member",
            models.CheckConstraint(
                condition=Q(lead_offered_at__isnull=True) | Q(part="member"), name="case_lead_offered_to_colleague"
            ),
        ),
    ]
