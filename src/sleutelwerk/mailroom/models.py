"""The outbox, as the database keeps it."""

from __future__ import annotations

import base64
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.core.personal import Personal
from sleutelwerk.core.sealing import CannotOpenError, seal, unseal

#: The key of letters that wait. It lies outside the database: whoever has a copy of that has no link that works.
KEY_NAME = "letters.key"
#: How a sealed text begins; what earlier releases left waiting does not, and is read as it is.
_SEALED = "sealed/1:"
_PLACE = "mailroom/letter/body"
_LETTERS = "tests/mailroom/test_forgetting.py::test_a_letter_loses_its_text_when_sent_and_goes_after_a_month"


class Lost(str):
    """Stands for a text that does not open any more, as its key is gone. It is empty, and never a letter."""

    __slots__ = ()


class SealedText(models.TextField):  # type: ignore[type-arg]  # takes and gives what a text field does
    """A text that lies sealed in the database under a key of its own, and is plain wherever it is read."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal what goes to the database; nothing stays nothing."""
        text = super().get_prep_value(value)
        if not text:
            return text
        sealed = seal(load_or_make_key(settings.KEYS_FOLDER / KEY_NAME), str(text).encode(), _PLACE)
        return _SEALED + base64.b64encode(sealed).decode()

    def from_db_value(self, value: str, *_: object) -> str:
        """Open what comes from the database; give `Lost` for what does not open."""
        if not value.startswith(_SEALED):
            return value
        sealed = base64.b64decode(value.removeprefix(_SEALED))
        try:
            return unseal(load_or_make_key(settings.KEYS_FOLDER / KEY_NAME), sealed, _PLACE).decode()
        except CannotOpenError:
            return Lost()

    def deconstruct(self) -> Any:
        """Be a text field to migrations: the column is one."""
        name, _, args, more = super().deconstruct()
        return name, "django.db.models.TextField", args, more


class Letter(models.Model):
    """One letter to one address. Its text goes as soon as it was sent; that it was sent stays a month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = SealedText()
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar = {
        "recipient": Personal(
            "Om de brief te bezorgen, en te zien of dat lukte.",
            "Tot 30 dagen na het versturen of opgeven; gaat hij nooit weg, dan 30 dagen na het schrijven.",
            _LETTERS,
        ),
        "body": Personal(
            "De brief zelf. Er staat nooit in over wie of wat het gaat.",
            "Tot de brief is verstuurd of opgegeven; gaat hij nooit weg, dan 30 dagen na het schrijven.",
            _LETTERS,
        ),
    }
    impersonal: ClassVar = ("id", "subject", "written_at", "next_try_at", "tries", "sent_at", "given_up_at")

    class Meta:
        """Found by what still has to go."""

        indexes: ClassVar = [models.Index(fields=["sent_at", "given_up_at", "next_try_at"])]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)
