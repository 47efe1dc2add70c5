"""What can be found in the kennisbank, and by which words."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_saml"),
        ("knowledge", "0003_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchShelf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed_kind", models.CharField(blank=True, max_length=20)),
                ("edition", models.UUIDField(default=uuid.uuid4)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchPosting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=85)),
                ("packed", models.BinaryField()),
                (
                    "shelf",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="postings", to="knowledge.searchshelf"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Searchable",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True)),
                ("keywords", models.JSONField(default=list)),
                ("body", models.TextField(blank=True)),
                ("gated", models.BooleanField(default=False)),
                ("language", models.CharField(max_length=5)),
                ("theme", models.CharField(blank=True, max_length=20)),
                ("phase", models.JSONField(default=list)),
                ("audience", models.JSONField(default=list)),
                ("url_name", models.CharField(max_length=100)),
                ("url_args", models.JSONField(default=list)),
                ("content_hash", models.CharField(max_length=64)),
                ("shown", models.JSONField(default=dict)),
                ("whole", models.JSONField(default=dict)),
                ("indexed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("organisation", "kind", "key"),
                        name="knowledge_searchable_once_an_organisation",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        fields=("kind", "key"),
                        name="knowledge_searchable_once_for_all",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="searchshelf",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", False)),
                fields=("organisation", "closed_kind"),
                name="knowledge_search_shelf_once_an_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchshelf",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation__isnull", True)),
                fields=("closed_kind",),
                name="knowledge_search_shelf_once_for_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchposting",
            constraint=models.UniqueConstraint(fields=("shelf", "term"), name="knowledge_search_posting_once"),
        ),
    ]
