"""Sign-in providers of organisations, and which of their identities belong to which account."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sleutelwerk.accounts.models.provider


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_organisations_roles_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.SlugField(
                        default=sleutelwerk.accounts.models.provider.random_slug,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("issuer", models.CharField(max_length=300)),
                ("client_id", models.CharField(max_length=255)),
                ("domains", models.JSONField(default=list)),
                ("accepted_acr", models.JSONField(default=list)),
                ("step_up_acr", models.CharField(blank=True, max_length=200)),
                ("email_claim", models.CharField(default="email", max_length=100)),
                ("name_claim", models.CharField(default="name", max_length=100)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("active", models.BooleanField(default=False)),
                ("compulsory", models.BooleanField(default=False)),
                (
                    "emergency_account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="providers",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExternalIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to="accounts.identityprovider",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="identityprovider",
            constraint=models.UniqueConstraint(fields=("organisation",), name="accounts_provider_one_per_organisation"),
        ),
        migrations.AddConstraint(
            model_name="identityprovider",
            constraint=models.CheckConstraint(
                condition=models.Q(("active", False), ("tried_at__isnull", False), _connector="OR"),
                name="accounts_provider_was_tried",
            ),
        ),
        migrations.AddConstraint(
            model_name="identityprovider",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("compulsory", False),
                    models.Q(("active", True), ("emergency_account__isnull", False)),
                    _connector="OR",
                ),
                name="accounts_provider_leaves_a_way_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalidentity",
            constraint=models.UniqueConstraint(
                fields=("provider", "subject"), name="accounts_identity_opens_one_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="externalidentity",
            constraint=models.UniqueConstraint(fields=("provider", "user"), name="accounts_identity_one_per_account"),
        ),
    ]
