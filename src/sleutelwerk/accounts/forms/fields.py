"""Pieces that the forms of this room share."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.roles import Role

PASSKEY, PASSWORD = "passkey", "password"
METHODS = (
    (PASSKEY, _("Met een passkey: vingerafdruk, gezicht of pincode van uw telefoon of computer")),
    (PASSWORD, _("Met een wachtwoord en een code uit een app op uw telefoon")),
)


class RolesField(forms.TypedMultipleChoiceField):
    """Tick boxes with roles, each with what it is for."""

    def __init__(self, roles: tuple[Role, ...] = tuple(Role), **kwargs: Any) -> None:
        described = '{}<span class="sw-answer__help">{}</span>'
        choices = [(role.value, format_html(described, role.label, role.does)) for role in roles]
        super().__init__(choices=choices, coerce=Role, widget=forms.CheckboxSelectMultiple, **kwargs)


class MethodForm(forms.Form):
    """How somebody wants to sign in; a password only when he chooses so."""

    keeps: ClassVar[dict[str, str]] = {"password": "accounts.User.password"}

    #: For whom the account is, where the form does not ask: the password must not be like it.
    address = ""

    method = forms.ChoiceField(
        label=_("Hoe wilt u inloggen?"), choices=METHODS, widget=forms.RadioSelect, initial=PASSKEY
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Alleen nodig als u kiest voor een wachtwoord. Minstens 12 tekens; een zin van een paar woorden is sterk."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a good password, if one is to be used."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("method") == PASSWORD:
            if not cleaned.get("password"):
                self.add_error("password", _("Kies een wachtwoord."))
            else:
                self._check_password(cleaned)
        return cleaned

    def _check_password(self, cleaned: dict[str, Any]) -> None:
        account = User(email=str(cleaned.get("email", self.address)), name=str(cleaned.get("name", "")))
        try:
            validate_password(cleaned["password"], account)
        except ValidationError as problem:
            self.add_error("password", problem)

    @property
    def chosen_password(self) -> str | None:
        """The password, when that is the way that was chosen."""
        return self.cleaned_data["password"] if self.cleaned_data["method"] == PASSWORD else None
