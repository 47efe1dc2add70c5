"""What is filled in to hold a case: why, until which day, and for who watches its code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.holding import Wanted
from sleutelwerk.cases.forms.assignment import a_day
from sleutelwerk.cases.forms.order import CodeForm, chosen
from sleutelwerk.cases.queries.holding import REASONS, REASONS_BY_CODE


class HoldForm(forms.Form):
    """Why nothing may go, and until when."""

    reason = chosen(_("Waarom moet er iets blijven?"), REASONS, _("Kies een reden."))
    until = a_day(
        _("Tot en met welke dag?"),
        _("Hoogstens een jaar. Zo kort als kan. Daarna vraagt u het opnieuw, of gaat alles zoals het hoort."),
        required=True,
    )

    def wanted(self) -> Wanted:
        """Give what was filled in."""
        return Wanted(self.cleaned_data["reason"], self.cleaned_data["until"])


class CodedHoldForm(HoldForm, CodeForm):
    """The same for who sees codes only."""

    reason = chosen(_("Waarom mag er nog niets weg?"), REASONS_BY_CODE, _("Kies een reden."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["code", "reason", "until"])
