"""Links that confirm an address, accounts without a role that nobody uses, and founders whose address is unproved."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def doubt_founders(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take back that the address of a founder was confirmed: he typed it, and nothing came out of its mailbox.

    A founder is who holds the role of administrator without anybody having given it.
    """
    founders = apps.get_model("accounts", "RoleGrant").objects.filter(role="administrator", granted_by__isnull=True)
    addresses = apps.get_model("account", "EmailAddress").objects.filter(user__in=founders.values("user"))
    addresses.update(verified=False)


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0001_initial"),
        ("accounts", "0003_identity_providers"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="unused_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="onetimelink",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("set_up", "Inrichten"),
                    ("invitation", "Uitnodiging"),
                    ("new_factor", "Nieuw inlogmiddel"),
                    ("confirm_address", "Werkadres bevestigen"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="suspended_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("review_overdue", "toegang niet op tijd nagekeken"),
                    ("unused", "geen rol en lang niet gebruikt"),
                    ("by_administrator", "stopgezet door een beheerder"),
                    ("by_security_officer", "stopgezet door de security officer"),
                    ("by_fg", "stopgezet door de functionaris gegevensbescherming"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(doubt_founders, migrations.RunPython.noop),
    ]
