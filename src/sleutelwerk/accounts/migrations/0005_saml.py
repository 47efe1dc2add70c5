"""Providers that speak SAML instead of OpenID Connect."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_confirmation_and_unused"),
    ]

    operations = [
        migrations.AddField(
            model_name="identityprovider",
            name="protocol",
            field=models.CharField(
                choices=[("oidc", "OpenID Connect"), ("saml", "SAML 2.0")], default="oidc", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="metadata",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="identityprovider",
            name="client_id",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AlterField(
            model_name="identityprovider",
            name="email_claim",
            field=models.CharField(default="email", max_length=200),
        ),
        migrations.AlterField(
            model_name="identityprovider",
            name="name_claim",
            field=models.CharField(default="name", max_length=200),
        ),
    ]
