"""Which roles somebody holds in his organisation, who gave them and when that was last looked at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.personal import Personal

_CLOSED = "tests/accounts/test_forgetting.py::test_a_closed_account_is_forgotten_after_half_a_year"


class RoleGrant(models.Model):
    """One role of one person, in his own organisation."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="grants")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    #: Nobody, for the first administrator: he comes in by the set-up link.
    granted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()

    personal_data: ClassVar = {
        "user": Personal(
            "Om te weten wie welke rol heeft.",
            "Tot de rol eindigt, of zes maanden nadat het account is gesloten.",
            _CLOSED,
        ),
        "role": Personal(
            "Om te bepalen wat iemand mag.",
            "Tot de rol eindigt, of zes maanden nadat het account is gesloten.",
            _CLOSED,
        ),
        "granted_by": Personal("Om na te gaan wie een rol gaf.", "Zolang de rol duurt.", _CLOSED),
        "granted_at": Personal("Om na te gaan sinds wanneer iemand een rol heeft.", "Zolang de rol duurt.", _CLOSED),
        "reviewed_at": Personal(
            "Om op tijd na te kijken of iemand een rol nog nodig heeft (N36).", "Zolang de rol duurt.", _CLOSED
        ),
    }
    impersonal: ClassVar = ("id", "organisation")

    class Meta:
        """A role is held once, and never given to oneself."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="accounts_role_held_once"),
            models.CheckConstraint(
                condition=models.Q(granted_by__isnull=True) | ~models.Q(granted_by=models.F("user")),
                name="accounts_role_not_given_to_oneself",
            ),
        ]

    def __str__(self) -> str:
        """Give the role, not the person."""
        return self.role
