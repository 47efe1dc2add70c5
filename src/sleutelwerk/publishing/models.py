"""What the database keeps of who may read what, and until when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sleutelwerk.core.personal import Personal
from sleutelwerk.publishing.rules import Kind, ScopeKind

_GONE = "tests/publishing/test_forgetting.py::test_access_goes_four_weeks_after_its_end"
_BOUND = "tests/publishing/test_actions.py::test_a_grant_waits_for_the_account_of_a_mailbox"
_AFTER = "Tot 28 dagen na het einde van de toegang."


class ReadingGrant(models.Model):
    """Access of one person, to what he asked for, until a date. It waits for a mailbox while there is no account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="reading_grants")
    person = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.CASCADE, related_name="reading_grants"
    )
    #: For whom it waits; empty as soon as that address has an account.
    email = models.EmailField(blank=True)
    scope_kind = models.CharField(max_length=10, choices=[(kind.value, kind.label) for kind in ScopeKind])
    scope_key = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    granted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: When the letter about the coming end was written, and when the site noted that the end had come.
    notice_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: What it rests on, for the room above that knows.
    request = models.UUIDField(unique=True)

    personal_data: ClassVar = {
        "person": Personal("Om te weten wie mag lezen.", _AFTER, _GONE),
        "email": Personal(
            "Om toegang te geven aan wie nog geen account heeft.", "Tot er een account is, of 28 dagen na het einde.",
            _BOUND,
        ),
        "scope_kind": Personal("Om te weten wat iemand mag lezen.", _AFTER, _GONE),
        "scope_key": Personal("Om te weten welk stuk iemand mag lezen.", _AFTER, _GONE),
        "since": Personal("Om te weten sinds wanneer iemand mag lezen.", _AFTER, _GONE),
        "until": Personal("Om de toegang vanzelf te laten eindigen.", _AFTER, _GONE),
        "granted_by": Personal("Om na te gaan wie toegang gaf.", _AFTER, _GONE),
        "revoked_by": Personal("Om na te gaan wie toegang introk.", _AFTER, _GONE),
    }  # fmt: skip
    impersonal: ClassVar = ("id", "organisation", "revoked_at", "notice_at", "ended_at", "request")

    class Meta:
        """Access has an end, is for a person or waits for one, and is not given to oneself."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="publishing_grant_ends"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(email=""), name="publishing_grant_for_one_or_waits"
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | Q(person__isnull=True) | ~Q(granted_by=F("person")),
                name="publishing_grant_not_to_oneself",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.LIBRARY, scope_key="")
                | (Q(scope_kind=ScopeKind.DOCUMENT) & ~Q(scope_key="")),
                name="publishing_grant_names_its_document",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "until"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class ContentVisibility(models.Model):
    """Whether a kind of content of an organisation is closed. Without a row it is as it was at first."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="visibilities")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    gated = models.BooleanField(default=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    personal_data: ClassVar[dict[str, Personal]] = {
        "set_by": Personal(
            "Om te weten wie een soort inhoud opende of sloot.",
            "Tot een ander kiest; de naam verdwijnt als het account wordt vergeten.",
            "tests/publishing/test_visibility.py::test_whoever_chose_is_forgotten_and_the_choice_stays",
        )
    }
    impersonal: ClassVar = ("id", "organisation", "kind", "gated", "set_at")

    class Meta:
        """One answer for a kind."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="publishing_visibility_once")
        ]

    def __str__(self) -> str:
        """Give the kind."""
        return self.kind
