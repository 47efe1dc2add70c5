"""What an administrator hands over of a provider that speaks SAML."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.engine.saml.metadata import LONGEST, UnusableMetadata, read_metadata
from sleutelwerk.accounts.forms.sso import DomainsForm, LinesField


class SamlForm(DomainsForm):
    """The metadata of a provider, as a file or as text, and what to ask of it. Nothing is fetched."""

    file = forms.FileField(
        label=_("Metadata van de provider, als bestand"),
        required=False,
        widget=forms.FileInput({"accept": ".xml,text/xml,application/samlmetadata+xml"}),
    )
    pasted = forms.CharField(
        label=_("Of plak de metadata hier"),
        required=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=_("Wij halen niets op bij de provider. Vraag zijn beheerder om het bestand."),
    )
    accepted_acr = LinesField(
        label=_("Niveaus die u accepteert (AuthnContextClassRef)"),
        help_text=_(
            "Alleen niveaus met twee stappen, één per regel, letterlijk zoals de provider ze meldt. Bijvoorbeeld"
            " urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"
        ),
    )
    step_up_acr = forms.CharField(
        label=_("Niveau voor gevoelige stappen"),
        max_length=200,
        required=False,
        help_text=_(
            "Laat leeg als elk niveau hierboven goed is. Bij een gevoelige stap logt iemand altijd opnieuw in."
        ),
    )
    email_claim = forms.CharField(
        label=_("Attribuut met het werkadres"), max_length=200, initial="urn:oid:0.9.2342.19200300.100.1.3"
    )
    name_claim = forms.CharField(
        label=_("Attribuut met de naam"), max_length=200, initial="urn:oid:2.16.840.1.113730.3.1.241"
    )
    field_order = ("file", "pasted", "domains", "accepted_acr", "step_up_acr", "email_claim", "name_claim")

    def __init__(self, *args: Any, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = kept

    def clean_file(self) -> str:
        """Read the file as text."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if (file.size or 0) > LONGEST:
            raise ValidationError(_("Dit bestand is te groot. Neem alleen de metadata van uw eigen provider."))
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise ValidationError(_("Dit bestand is geen XML in UTF-8.")) from problem
        return text

    def clean(self) -> dict[str, Any]:
        """Read the metadata: the new one, or else what was kept before."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = cleaned.get("file") or cleaned.get("pasted", "").strip() or self._kept
        if "file" in self.errors or "pasted" in self.errors:
            return cleaned
        if not given:
            self.add_error("file", _("Kies het bestand met de metadata, of plak de tekst."))
            return cleaned
        try:
            found = read_metadata(given, now=timezone.now(), lenient=not settings.PRODUCTION)
        except UnusableMetadata as problem:
            self.add_error("file" if cleaned.get("file") else "pasted", str(problem))
            return cleaned
        return {**cleaned, "metadata": given, "issuer": found.entity_id}

    def values(self) -> dict[str, Any]:
        """Give what is to be kept."""
        names = ("issuer", "metadata", "domains", "accepted_acr", "step_up_acr", "email_claim", "name_claim")
        return {"protocol": "saml", "client_id": "", **{name: self.cleaned_data[name] for name in names}}
