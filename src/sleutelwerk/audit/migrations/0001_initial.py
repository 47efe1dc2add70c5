"""Chains, entries, seals and keys of the very first trail."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import sleutelwerk.audit.models.from_body

ENTRY = "audit_entry"


def store_in_order(_: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let SQLite store entries in the order of the chain itself, and nothing but what was written.

    Reading a chain is then one walk, twice as quick. The searched columns are computed when asked for and lie in the
    indexes only; PostgreSQL knows stored ones only. Django has no words for either, so the table is made once more, from
    its own description. It is still empty.
    """
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY rootpage", [ENTRY]
        )
        table, *indexes = [row[0] for row in cursor.fetchall()]
        cursor.execute(f"DROP TABLE {ENTRY}")
        for statement in (f"{table.replace(' STORED', ' VIRTUAL')} WITHOUT ROWID", *indexes):
            cursor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("length", models.BigIntegerField()),
                ("head", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "chain", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("chain", models.UUIDField(editable=False)),
                ("number", models.BigIntegerField(editable=False)),
                ("hash", models.BinaryField(max_length=32)),
                ("at", models.CharField(editable=False, max_length=24)),
                ("key_id", models.CharField(editable=False, max_length=16)),
                ("signature", models.BinaryField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("key_id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("public_pem", models.TextField()),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1),
                        condition=models.Q(("valid_until__isnull", True)),
                        name="audit_one_key_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "chain", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("chain", models.UUIDField(editable=False)),
                ("number", models.BigIntegerField(editable=False)),
                ("body", models.TextField(editable=False, verbose_name="inhoud")),
                ("hash", models.BinaryField(max_length=32)),
                *(
                    (
                        key,
                        models.GeneratedField(
                            db_persist=True,
                            expression=sleutelwerk.audit.models.from_body.FromBody(key),
                            output_field=models.TextField(null=True),
                            verbose_name=name,
                        ),
                    )
                    for key, name in (
                        ("at", "moment"),
                        ("kind", "gebeurtenis"),
                        ("actor", "wie"),
                        ("subject", "over"),
                    )
                ),
            ],
            options={
                "verbose_name": "Regel in het logboek",
                "verbose_name_plural": "Regels in het logboek",
                "indexes": [
                    models.Index(fields=["chain", "at"], name="audit_entry_at"),
                    models.Index(
                        condition=models.Q(("subject__isnull", False)),
                        fields=["chain", "subject"],
                        name="audit_entry_subject",
                    ),
                    models.Index(
                        condition=models.Q(("actor__isnull", False)),
                        fields=["chain", "actor"],
                        name="audit_entry_actor",
                    ),
                ],
            },
        ),
        migrations.RunPython(store_in_order, migrations.RunPython.noop),
    ]
