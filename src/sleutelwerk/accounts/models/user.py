"""The people who sign in, as the database keeps them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from sleutelwerk.accounts.rules.suspension import Why
from sleutelwerk.core.personal import Personal

_CLOSED = "tests/accounts/test_forgetting.py::test_a_closed_account_is_forgotten_after_half_a_year"


class UserManager(BaseUserManager["User"]):
    """Finds people by their work address, whatever capitals they type."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Look somebody up by e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A professional with a work address; the id is opaque, so that a log or link never tells who it is.

    Somebody who reads the library may have an account without an organisation. `is_active` is off while an account is
    suspended; `suspended_at` tells since when and `suspended_for` why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=80, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_for = models.CharField(max_length=20, choices=[(why.value, why.label) for why in Why], blank=True)
    #: A made-up colleague of the demonstration: shown as such, and never able to sign in.
    is_fictional = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    #: From when an account without a role counts as unused: when it was opened again, or when it lost its last role.
    unused_from = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "email": Personal(
            "Om in te loggen en om u te kunnen mailen.", "Tot zes maanden nadat uw account is gesloten.", _CLOSED
        ),
        "name": Personal(
            "Zodat collega's zien wie iets besliste of bekeek.",
            "Tot zes maanden nadat uw account is gesloten.",
            _CLOSED,
        ),
        "password": Personal(
            "Om in te loggen, als u een wachtwoord koos. Alleen een niet terug te rekenen afdruk.",
            "Tot zes maanden nadat uw account is gesloten.",
            _CLOSED,
        ),
        "last_login": Personal(
            "Om te zien of een account nog wordt gebruikt.", "Tot zes maanden nadat uw account is gesloten.", _CLOSED
        ),
        "organisation": Personal(
            "Om te weten bij welke organisatie u hoort.", "Zolang het account bestaat, ook zonder naam.", _CLOSED
        ),
        "joined_at": Personal(
            "Om te zien sinds wanneer iemand meewerkt.", "Tot zes maanden nadat uw account is gesloten.", _CLOSED
        ),
        "unused_from": Personal(
            "Om een account zonder rol niet te vroeg te sluiten.",
            "Tot zes maanden nadat uw account is gesloten.",
            _CLOSED,
        ),
        "suspended_at": Personal(
            "Om te weten sinds wanneer een account gesloten is.",
            "Zolang het account bestaat, ook zonder naam.",
            _CLOSED,
        ),
        "suspended_for": Personal(
            "Om uit te leggen waarom een account gesloten is.", "Zolang het account bestaat, ook zonder naam.", _CLOSED
        ),
    }
    impersonal: ClassVar = ("id", "is_active", "is_fictional")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        """One account per address."""

        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_one_per_address")]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in small letters: the sign-in library looks it up so, whatever is typed there."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)
