"""What is filled in to offer a case to another organisation: to whom, and that he himself said yes to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.actions.hand_over import HisYes
from sleutelwerk.cases.forms.assignment import TO_COME, a_day
from sleutelwerk.cases.forms.order import chosen
from sleutelwerk.cases.queries.candidate import HOWS


class OfferForm(forms.Form):
    """The work address; while somebody is in the case also his yes."""

    keeps: ClassVar[dict[str, str]] = {"told_how": "cases.HandOver.told_how"}

    address = forms.EmailField(
        label=_("Werkadres van wie het overneemt"),
        help_text=_("Het adres waarmee hij of zij hier inlogt. Bel eerst, dan komt uw vraag niet onverwacht."),
        error_messages={"required": _("Vul een adres in."), "invalid": _("Dit is geen adres. Kijk het na.")},
    )
    said_on = a_day(_("Wanneer zei de sleutelfiguur ja tegen deze overdracht?"), required=True, past=TO_COME)
    told_how = chosen(
        _("Hoe vertelde u het?"), HOWS, _("Kies hoe u het vertelde."),
        _("Welke organisatie het wordt, wie hij dan spreekt, en dat nee zeggen mag."),
    )  # fmt: skip

    def __init__(self, *args: Any, with_him: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_him:
            del self.fields["said_on"], self.fields["told_how"]

    def his_yes(self) -> HisYes:
        """Give what was filled in of him."""
        return HisYes(self.cleaned_data.get("said_on"), self.cleaned_data.get("told_how", ""))
