"""Reasons lie sealed; of those that are there it is not known which case they are of: the key of the site seals them."""

from typing import Any

from django.db import migrations, models


def seal_reasons(apps: Any, _editor: Any) -> None:
    """Seal each reason that stands there in plain text."""
    from sleutelwerk.privacy.models import seal_for_site  # noqa: PLC0415 - a migration without rows needs no key

    model = apps.get_model("privacy", "GuardException")
    for row in model.objects.iterator():
        row.sealed = seal_for_site(row.pk, row.reason)
        row.save(update_fields=["sealed"])


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.AddField("guardexception", "sealed", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField(
            "guardexception",
            "kept_under",
            models.CharField(
                choices=[
                    ("case", "case"),
                    ("candidate", "candidate"),
                    ("deliberation", "deliberation"),
                    ("site", "site"),
                ],
                default="site",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField("guardexception", "key_of", models.UUIDField(blank=True, null=True)),
        migrations.RunPython(seal_reasons, elidable=True),
        migrations.RemoveField("guardexception", "reason"),
        migrations.RenameField("guardexception", "sealed", "reason"),
    ]
