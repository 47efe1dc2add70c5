"""What the mark on a copy says, and the request that let its reader in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0004_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="handout",
            name="name",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="handout",
            name="organisation",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="handout",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="knowledge.accessrequest",
            ),
        ),
    ]
