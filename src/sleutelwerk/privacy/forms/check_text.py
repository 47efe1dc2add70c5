"""The one field of the page 'Tekst nakijken'."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sleutelwerk.privacy.forms.guarded import LONGEST_TEXT

_NOTHING = _("Plak of typ eerst een tekst.")


class CheckTextForm(forms.Form):
    """A text to look through; nothing of it is kept."""

    text = forms.CharField(
        label=_("Uw tekst"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Plak of typ hier uw tekst, hooguit 10.000 tekens."),
        error_messages={"required": _NOTHING},
    )

    def clean_text(self) -> str:
        """Ask for a text when there are only spaces; others stay as they are, so that the places are right."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(_NOTHING, code="required")
        return text
