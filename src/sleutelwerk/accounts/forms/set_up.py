"""The five short forms of the set-up."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.forms.fields import MethodForm, RolesField
from sleutelwerk.accounts.models import Organisation
from sleutelwerk.accounts.queries.people import is_address_taken
from sleutelwerk.accounts.rules.actors import is_police
from sleutelwerk.accounts.rules.roles import FOUNDER_ROLES, Role, may_be_held


class OrganisationForm(forms.Form):
    """Which organisation it is."""

    language = forms.ChoiceField(label=_("Taal van de schermen"), choices=[("nl", "Nederlands")], initial="nl")
    name = forms.CharField(
        label=_("Naam van uw organisatie"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    kind = forms.ChoiceField(label=_("Soort organisatie"), choices=[("", _("Kies…")), *Organisation.Kind.choices])


class ControllerForm(forms.Form):
    """Who answers for the data, and where people turn (N25)."""

    keeps: ClassVar = {
        "contact_point": "accounts.Organisation.contact_point",
        "contact_email": "accounts.Organisation.contact_email",
    }

    controller = forms.CharField(
        label=_("Wie is verantwoordelijk voor de gegevens?"),
        max_length=160,
        help_text=_(
            "Meestal een bestuur, zoals ‘het college van burgemeester en wethouders van …’. "
            "Dit komt op de brief aan de sleutelfiguur."
        ),
    )
    contact_point = forms.CharField(
        label=_("Waar kan iemand terecht met een vraag over zijn gegevens?"),
        max_length=160,
        help_text=_("De naam van een loket of functie. Liever niet één persoon."),
    )
    contact_email = forms.EmailField(
        label=_("E-mailadres van dat contactpunt"), widget=forms.EmailInput({"autocomplete": "off"})
    )


class OversightForm(forms.Form):
    """Who keeps watch: the FG, and the works council."""

    keeps: ClassVar = {"fg_name": "accounts.OneTimeLink.name", "fg_email": "accounts.OneTimeLink.email"}

    fg_name = forms.CharField(label=_("Naam van de functionaris gegevensbescherming (FG)"), max_length=80)
    fg_email = forms.EmailField(
        label=_("Werkadres van de FG"),
        help_text=_("De FG krijgt een uitnodiging en vult zelf zijn advies in."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    works_council_agreed_on = forms.DateField(
        label=_("Datum waarop de ondernemingsraad instemde met signalen over gedrag van medewerkers"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Nog niet gevraagd? Laat dit leeg. De signalen blijven dan uit. U kunt het later invullen."),
    )


class FictionForm(forms.Form):
    """Whether to have something made up to look around with."""

    shows_fiction = forms.TypedChoiceField(
        label=_("Wilt u verzonnen voorbeelden om rond te kijken?"),
        choices=[
            ("ja", _("Ja, met verzonnen collega’s. Ik haal ze later in één keer weg.")),
            ("nee", _("Nee, ik begin leeg.")),
        ],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        initial="ja",
    )


class FounderForm(MethodForm):
    """The first administrator."""

    keeps: ClassVar = {
        "name": "accounts.User.name",
        "email": "accounts.User.email",
        "password": "accounts.User.password",
        "roles": "accounts.RoleGrant.role",
    }

    name = forms.CharField(label=_("Uw naam"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label=_("Uw werkadres"), widget=forms.EmailInput({"autocomplete": "email"}))
    roles = RolesField(FOUNDER_ROLES, label=_("Wat doet u nog meer?"), required=False)
    field_order = ("name", "email", "roles", "method", "password")

    def __init__(self, *args: Any, fg_email: str = "", kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fg_email = fg_email
        self._kind = kind

    def clean_email(self) -> str:
        """Ask for an address of his own."""
        email: str = self.cleaned_data["email"]
        if email.lower() == self._fg_email.lower():
            raise ValidationError(_("De FG houdt toezicht op u en moet dus iemand anders zijn."))
        if is_address_taken(email):
            raise ValidationError(_("Met dit adres kunt u hier geen nieuw account maken. Neem een ander adres."))
        return email

    def clean(self) -> dict[str, Any]:
        """Refuse roles that this person may not hold."""
        cleaned = super().clean()
        roles = {*cleaned.get("roles", ()), Role.ADMINISTRATOR}
        verdict = may_be_held(roles, police=is_police(str(cleaned.get("email", "")), self._kind))
        if not verdict:
            self.add_error("roles", verdict.reason)
        return cleaned
