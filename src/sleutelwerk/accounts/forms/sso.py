"""What people fill in to sign in through their organisation, and what its administrator fills in about the provider."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.engine.oidc.fetch import is_safe_address

MOST_LINES = 20
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class AddressForm(forms.Form):
    """By which address somebody finds his organisation."""

    address = forms.EmailField(
        label=_("Uw werkadres"),
        help_text=_("We kijken alleen naar het deel na het apenstaartje, om uw organisatie te vinden."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class LinesField(forms.CharField):
    """A list, one value a line."""

    def __init__(self, *, lower: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3, "spellcheck": "false"}), **kwargs)
        self._lower = lower

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Give the lines as a list, each once. Raises ValidationError."""
        text = super().clean(value)
        lines = [line.strip().lower() if self._lower else line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_LINES or any(len(line) > 200 or re.search(r"\s", line) for line in lines):  # noqa: PLR2004
            raise ValidationError(_("Zet op elke regel één waarde, zonder spaties."))
        return list(dict.fromkeys(lines))


class DomainsForm(forms.Form):
    """What is asked of every provider: for which mail domains it vouches."""

    domains = LinesField(
        label=_("Domeinen van uw werkadressen"),
        lower=True,
        help_text=_("Wat er na het apenstaartje staat, één per regel. Bijvoorbeeld uwgemeente.nl"),
    )

    def clean_domains(self) -> list[str]:
        """Ask for domains, not addresses."""
        domains: list[str] = [domain.removeprefix("@") for domain in self.cleaned_data["domains"]]
        if not all(_DOMAIN.fullmatch(domain) for domain in domains):
            raise ValidationError(_("Vul alleen domeinen in, zoals uwgemeente.nl."))
        return domains


class ProviderForm(DomainsForm):
    """What an administrator knows of his organisation's provider."""

    field_order = ("issuer", "client_id", "domains", "accepted_acr", "step_up_acr", "email_claim", "name_claim")

    issuer = forms.CharField(
        label=_("Uitgever (issuer) van de provider"),
        max_length=300,
        widget=forms.URLInput({"spellcheck": "false"}),
        help_text=_(
            "Een webadres, letterlijk zoals de provider het opgeeft. Bijvoorbeeld "
            "https://inloggen.uwgemeente.nl/realms/werk"
        ),
    )
    client_id = forms.CharField(
        label=_("Client-id"),
        max_length=255,
        widget=forms.TextInput({"spellcheck": "false"}),
        help_text=_(
            "De naam waaronder de provider deze site kent. Er is geen wachtwoord: we melden ons met een sleutel."
        ),
    )
    accepted_acr = LinesField(
        label=_("Niveaus die u accepteert (acr)"),
        help_text=_(
            "Alleen niveaus met twee stappen, één per regel, letterlijk zoals de provider ze meldt. Bijvoorbeeld"
            " http://eidas.europa.eu/LoA/substantial"
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
    email_claim = forms.CharField(label=_("Gegeven met het werkadres (claim)"), max_length=100, initial="email")
    name_claim = forms.CharField(label=_("Gegeven met de naam (claim)"), max_length=100, initial="name")

    def clean_issuer(self) -> str:
        """Ask for an address that we may talk to."""
        issuer: str = self.cleaned_data["issuer"].strip()
        if not is_safe_address(issuer, lenient=not settings.PRODUCTION) or "?" in issuer:
            raise ValidationError(_("Vul een adres in dat begint met https://, zonder vraagteken of hekje."))
        return issuer


class SwitchForm(forms.Form):
    """Whether people may, or must, sign in through the provider."""

    keeps: ClassVar[dict[str, str]] = {"emergency": "accounts.IdentityProvider.emergency_account"}

    active = forms.BooleanField(
        label=_("Mensen kunnen via onze organisatie inloggen"),
        required=False,
        help_text=_("Wie nog geen account heeft, krijgt er een zonder rol. U geeft daarna een rol."),
    )
    compulsory = forms.BooleanField(
        label=_("Mensen moeten via onze organisatie inloggen"),
        required=False,
        help_text=_(
            "Wachtwoorden en passkeys van deze site werken dan niet meer. Wie zo is ingelogd, wordt uitgelogd."
        ),
    )
    emergency = forms.ChoiceField(
        label=_("Noodbeheerder"),
        required=False,
        help_text=_(
            "Eén beheerder die ook zonder provider kan inloggen, voor als die stilstaat. Elk gebruik komt als "
            "incident in het logboek."
        ),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["emergency"].choices = [("", _("Kies…")), *choices]  # type: ignore[attr-defined]  # it is a choice field
