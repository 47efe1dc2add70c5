"""What somebody types at the door of a deliberation: the code, what to call him, and in which place he sits."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.deliberation.actions.opening import CODE_LENGTH, LONGEST_ALIAS, plain_code
from sleutelwerk.privacy.forms.guarded import refuse_for_ever

ROLES = (
    ("participant", _("Ik doe mee")),
    ("inbrenger", _("Ik breng de situatie in")),
    ("decision_maker", _("Ik beslis straks")),
    ("listener", _("Ik luister mee")),
)
WRONG_LENGTH = _("Een code heeft zes tekens, letters en cijfers. Kijk nog eens op het grote scherm.")
#: Six signs, of which some stand in no code as they look like others.
WRONG = _("Deze code klopt niet. Kijk nog eens op het grote scherm, of vraag de gespreksleider.")


class CodeField(forms.CharField):
    """A code of six signs, however it was typed."""

    def __init__(self, **more: Any) -> None:
        signs = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})
        super().__init__(label=_("De code"), max_length=20, widget=signs, **more)

    def clean(self, value: Any) -> str:
        """Give the code. Raises ValidationError when it cannot be one."""
        typed = str(super().clean(value) or "")
        code = plain_code(typed)
        if not code:
            counts = sum(sign.isalnum() for sign in typed) == CODE_LENGTH
            raise forms.ValidationError(WRONG if counts else WRONG_LENGTH)
        return code


class JoinForm(forms.Form):
    """At the door."""

    keeps: ClassVar[dict[str, str]] = {"alias": "deliberation.Device.called"}

    code = CodeField(help_text=_("Zes tekens. Ze staan op het grote scherm, of de gespreksleider leest ze voor."))
    alias = forms.CharField(
        label=_("Hoe noemen we u?"),
        help_text=_(
            "Uw voornaam of een andere naam. Alleen de gespreksleider ziet hem, tot u zelf zegt ‘dit is van mij’."
        ),
        max_length=LONGEST_ALIAS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Wat doet u vandaag?"), choices=ROLES, initial="participant", widget=forms.RadioSelect
    )

    def clean_alias(self) -> str:
        """Give the name on one line. Raises ValidationError for what may stand nowhere."""
        alias = " ".join(str(self.cleaned_data["alias"]).split())
        refuse_for_ever(alias)
        return alias


class ScreenForm(forms.Form):
    """Pairs the big screen."""

    code = CodeField(help_text=_("De gespreksleider ziet de code voor het grote scherm op de regietafel."))


class RetakeForm(forms.Form):
    """Gives another phone the seat of a lost one."""

    code = CodeField(help_text=_("De code van het beraad. Vraag hem aan de gespreksleider."))
    words = forms.CharField(
        label=_("Uw vier woorden"),
        help_text=_("U kreeg ze toen u binnenkwam. Hoofdletters maken niet uit."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
