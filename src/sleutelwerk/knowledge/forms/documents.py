"""What content owners fill in about a document, and the code that a reviewer looks up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.knowledge.engine.articles.model import THEME_LABELS


class FileForm(forms.Form):
    """A file to put in the place of the present one."""

    file = forms.FileField(
        label=_("Het bestand (pdf)"),
        widget=forms.ClearableFileInput({"accept": "application/pdf,.pdf"}),
        help_text=_("Hooguit 50 MB. Verborgen gegevens, scripts en bijlagen halen wij eruit."),
    )


class DocumentForm(FileForm):
    """A new document."""

    title = forms.CharField(label=_("Titel"), min_length=3, max_length=70)
    summary = forms.CharField(
        label=_("Samenvatting"),
        min_length=40,
        max_length=220,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Een of twee zinnen die iedereen mag lezen, ook zonder toegang."),
    )
    theme = forms.ChoiceField(
        label=_("Waarover gaat het?"), choices=[(one.value, one_label) for one, one_label in THEME_LABELS.items()]
    )
    field_order = ("title", "summary", "theme", "file")


class CodeForm(forms.Form):
    """The code that stands on a found page."""

    code = forms.CharField(
        label=_("De code op de bladzijde"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Bijvoorbeeld 7K3M-9TQX. Hoofdletters en streepjes maken niet uit."),
    )
