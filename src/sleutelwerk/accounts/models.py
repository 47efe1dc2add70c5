"""The people who sign in, as the database keeps them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Finds people by their work address, whatever capitals they type."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Look somebody up by e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A professional with a work address; the id is opaque, so that a log or link never tells who it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        """One account per address."""

        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_one_per_address")]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
