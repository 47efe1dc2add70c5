"""Lets an organisation open and close every kind of content, and keeps who chose that."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("publishing", "0001_initial"),
    ]

    operations = [
        # no page could write these, and what is closed when in doubt is right
        migrations.RunSQL(
            "DELETE FROM publishing_contentvisibility WHERE kind IN ('article', 'document')", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="contentvisibility",
            name="kind",
            field=models.CharField(
                choices=[
                    ("articles", "articles"),
                    ("gated", "gated"),
                    ("profiles", "profiles"),
                    ("route_map", "route_map"),
                    ("deliberation", "deliberation"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="contentvisibility",
            name="set_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="contentvisibility",
            name="set_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
