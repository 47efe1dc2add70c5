"""An opening that somebody takes alone, because of danger."""

import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import sleutelwerk.vault.models.opening


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0001_envelopes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="alone",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("alone", False),
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("agreed_by__isnull", True),
                        django.db.models.lookups.LessThanOrEqual(
                            sleutelwerk.vault.models.opening.SecondsBetween(models.F("until"), models.F("agreed_at")),
                            7201.0,
                        ),
                    ),
                    _connector="OR",
                ),
                name="vault_opening_alone_is_short",
            ),
        ),
    ]
