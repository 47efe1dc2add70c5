"""Orders of a prosecutor, and access in an emergency."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_saml"),
        ("cases", "0009_destroying"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("drill", models.BooleanField(default=False)),
                (
                    "official",
                    models.CharField(
                        choices=[
                            ("prosecutor", "prosecutor"),
                            ("examining_judge", "examining_judge"),
                            ("investigator", "investigator"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "article",
                    models.CharField(
                        choices=[
                            ("126nc", "126nc"),
                            ("126nd", "126nd"),
                            ("126nf", "126nf"),
                            ("126ni", "126ni"),
                            ("other", "other"),
                            ("not_named", "not_named"),
                        ],
                        max_length=10,
                    ),
                ),
                ("came_at", models.DateTimeField()),
                ("respond_by", models.DateField(blank=True, null=True)),
                ("secrecy", models.BooleanField(default=False)),
                ("valid", models.CharField(blank=True, max_length=10)),
                ("may_tell", models.CharField(blank=True, max_length=3)),
                ("kinds", models.JSONField(blank=True, default=list)),
                ("decided", models.CharField(blank=True, max_length=8)),
                ("handed_kinds", models.JSONField(blank=True, default=list)),
                ("pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "handed_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prosecutor", "prosecutor"),
                            ("examining_judge", "examining_judge"),
                            ("investigator", "investigator"),
                        ],
                        max_length=16,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("handed_over", "handed_over"),
                            ("not_valid", "not_valid"),
                            ("nothing", "nothing"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("lessons", models.JSONField(blank=True, default=list)),
                ("recorded_at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="orders",
                        to="cases.candidate",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="orders",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("paper", "paper"),
                            ("lawyer", "lawyer"),
                            ("fg", "fg"),
                            ("valid", "valid"),
                            ("prepare", "prepare"),
                            ("decide", "decide"),
                            ("told", "told"),
                            ("hand", "hand"),
                            ("receipt", "receipt"),
                            ("lift", "lift"),
                            ("end", "end"),
                        ],
                        max_length=8,
                    ),
                ),
                ("done_at", models.DateTimeField()),
                ("noted_at", models.DateTimeField()),
                ("anew", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.order"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Emergency",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("opening", models.UUIDField()),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("he_is_in_danger", "he_is_in_danger"),
                            ("somebody_else", "somebody_else"),
                            ("warn_him", "warn_him"),
                            ("number_leaked", "number_leaked"),
                        ],
                        max_length=16,
                    ),
                ),
                ("tried", models.JSONField(default=list)),
                ("told_on", models.DateField(blank=True, null=True)),
                (
                    "told_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("face_to_face", "In een gesprek"),
                            ("face_to_face_trusted", "In een gesprek, met iemand die hij vertrouwt erbij"),
                            ("phone", "Aan de telefoon"),
                            ("video", "Via beeldbellen"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "needed",
                    models.CharField(
                        blank=True, choices=[("yes", "yes"), ("other_way", "other_way"), ("no", "no")], max_length=10
                    ),
                ),
                ("number_changes", models.BooleanField(blank=True, null=True)),
                ("changes", models.JSONField(blank=True, default=list)),
                ("looked_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="emergencies", to="cases.candidate"
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "looked_back_at"], name="cases_emerg_organis_f714b6_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("looked_back_at__isnull", True)),
                        fields=("opened_by",),
                        name="emergency_one_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("opened_at"))), name="emergency_has_an_end"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_by__isnull", True),
                            ("second_by__isnull", True),
                            models.Q(("first_by", models.F("second_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="emergency_two_look_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("first_by__isnull", True),
                                    models.Q(("first_by", models.F("opened_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("second_by__isnull", True),
                                    models.Q(("second_by", models.F("opened_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_others_look_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("looked_back_at__isnull", True), models.Q(("needed", ""), _negated=True), _connector="OR"
                        ),
                        name="emergency_answered_before_closed",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["organisation", "ended_at"], name="cases_order_organis_c04cf6_idx"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("handed_to", ""), ("decided", "hand"), _connector="OR"),
                name="order_decided_before_handed",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_how", "")),
                    models.Q(("ended_at__isnull", False), models.Q(("ended_how", ""), _negated=True)),
                    _connector="OR",
                ),
                name="order_ended_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("anew", False)), fields=("order", "step"), name="order_step_once"
            ),
        ),
    ]
