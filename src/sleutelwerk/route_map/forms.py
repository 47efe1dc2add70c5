"""What a visitor sends: the answer to one question, and a saved file to go on with."""

from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sleutelwerk.route_map.rules.answers import UnknownOption

_MAX_DIGITS = 6


class SentAnswer(NamedTuple):
    """One answer as it was sent; `option` is None when nothing was chosen."""

    question: int
    option: int | None
    then: str


def read_answer(data: QueryDict) -> SentAnswer:
    """Read the three small fields of the question page. Raises UnknownOption for anything that is no number.

    A Django form would cost as much as the rest of the page together, for two numbers.
    """
    option = data.get("answer", "")
    return SentAnswer(_number(data.get("question", "")), _number(option) if option else None, data.get("then", ""))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        raise UnknownOption(text)
    return int(text)


class ReopenForm(forms.Form):
    """A file that was saved earlier; read in memory, never stored."""

    file = forms.FileField(
        label=_("Uw bewaarde bestand"),
        help_text=_("Het bestand dat u eerder bewaarde. De naam eindigt op .json."),
        error_messages={
            "required": _("Kies eerst een bestand."),
            "empty": _("Dit bestand is leeg."),
            "missing": _("Kies eerst een bestand."),
            "invalid": _("Kies eerst een bestand."),
        },
        max_length=200,
    )

    def clean_file(self) -> bytes:
        """Give the bytes; the view and the engine both keep them small."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        return bytes(upload.read())
