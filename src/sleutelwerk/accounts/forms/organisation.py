"""What an administrator keeps up to date, and what the FG fills in himself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.forms.set_up import ControllerForm
from sleutelwerk.accounts.models import FgAdvice


class OrganisationDetailsForm(ControllerForm):
    """The name of the organisation and who answers for the data."""

    name = forms.CharField(label=_("Naam van uw organisatie"), max_length=120)
    field_order = ("name", "controller", "contact_point", "contact_email")


class WorksCouncilForm(forms.Form):
    """When the works council agreed."""

    agreed_on = forms.DateField(
        label=_("De ondernemingsraad stemde in op"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Laat leeg zolang er geen instemming is. De signalen blijven dan uit."),
    )

    def clean_agreed_on(self) -> date | None:
        """Refuse a day that has not come yet."""
        agreed: date | None = self.cleaned_data["agreed_on"]
        if agreed and agreed > timezone.localdate():
            raise forms.ValidationError(_("Deze datum moet nog komen."))
        return agreed


class AdviceForm(forms.Form):
    """The FG's own advice on the DPIA (N27)."""

    dpia_date = forms.DateField(
        label=_("Datum van de DPIA waarop uw advies rust"), widget=forms.DateInput({"type": "date"})
    )
    residual_risk = forms.ChoiceField(
        label=_("Welk risico blijft over na de maatregelen?"), choices=FgAdvice.Risk.choices, widget=forms.RadioSelect
    )
    prior_consultation = forms.ChoiceField(
        label=_("Is de Autoriteit Persoonsgegevens vooraf geraadpleegd (artikel 36 AVG)?"),
        choices=FgAdvice.Consultation.choices,
        widget=forms.RadioSelect,
        help_text=_("Bij een hoog restrisico moet dat. Zonder antwoord gaan er geen dossiers open."),
    )
    valid_until = forms.DateField(
        label=_("Tot wanneer geldt uw advies?"),
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Daarna gaan er geen dossiers meer open, tot u opnieuw kijkt. Hooguit drie jaar."),
    )
    #: An assessment is to be looked at again when the risk changes (art. 35 lid 11 AVG); three years is our own limit.
    MOST_DAYS = 3 * 365 + 1

    def clean(self) -> dict[str, Any]:
        """Refuse dates that cannot be."""
        cleaned: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        made, until = cleaned.get("dpia_date"), cleaned.get("valid_until")
        if made and made > today:
            self.add_error("dpia_date", _("Deze datum moet nog komen."))
        if until and until <= today:
            self.add_error("valid_until", _("Kies een datum die nog komt."))
        elif until and (until - today).days > self.MOST_DAYS:
            self.add_error("valid_until", _("Kies een datum binnen drie jaar."))
        return cleaned
