"""The one field of the page 'Vraag toetsen'."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.deliberation.engine.question import LONGEST


class QuestionForm(forms.Form):
    """A question to look over; nothing of it is kept."""

    question = forms.CharField(
        label=_("Uw vraag"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Begin met mogen of moeten. Schrijf geen namen op."),
        error_messages={"required": _("Typ eerst een vraag.")},
    )
