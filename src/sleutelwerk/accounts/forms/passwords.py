"""Refuses weak passwords in plain Dutch, and those that are in the operator's list of leaked ones."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext as _

from sleutelwerk.accounts.rules.passwords import is_in_list


class LongEnough(MinimumLengthValidator):
    """Django's check on length, in our words."""

    def get_error_message(self) -> str:
        """Say how long a password has to be."""
        return _("Dit wachtwoord is te kort. Neem minstens %(least)s tekens.") % {"least": self.min_length}


class NotLikeYourself(UserAttributeSimilarityValidator):
    """Django's check on likeness to a name or address, in our words."""

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return _("Dit wachtwoord lijkt te veel op uw naam of adres.")


class NotCommon(CommonPasswordValidator):
    """Django's list of 20,000 passwords that everybody tries, in our words."""

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return _("Dit wachtwoord gebruiken veel mensen. Kies een ander.")


class BreachedPasswordValidator:
    """Checks a password against a local file of SHA-1 hashes; without a file it checks nothing."""

    def __init__(self, path: str = "") -> None:
        self._path = Path(path) if path else None

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - the signature is Django's
        """Raise ValidationError when the password has leaked somewhere."""
        if self._path is None:
            return
        try:
            leaked = is_in_list(password, self._path)
        except OSError as problem:
            raise ImproperlyConfigured("SLEUTELWERK_BREACHED_PASSWORDS cannot be read") from problem
        if leaked:
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _("Dit wachtwoord is ooit uitgelekt bij een andere site. Kies een ander wachtwoord.")
