"""The first tables of this room: its jobs, and the cache that all processes share."""

from typing import Any

from django.core.management import call_command
from django.db import migrations, models


def make_cache(_apps: Any, schema_editor: Any) -> None:
    """Make the table of the shared cache."""
    call_command("createcachetable", "upkeep_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
                ("taken_until", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RunPython(make_cache, migrations.RunPython.noop),
    ]
