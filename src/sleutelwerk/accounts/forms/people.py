"""What an administrator fills in about colleagues, and what they fill in when they come in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.forms.fields import MethodForm, RolesField


class InvitationForm(forms.Form):
    """Whom to invite."""

    keeps: ClassVar = {
        "name": "accounts.OneTimeLink.name",
        "email": "accounts.OneTimeLink.email",
        "roles": "accounts.OneTimeLink.roles",
    }

    name = forms.CharField(label=_("Naam"), max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(label=_("Werkadres"), widget=forms.EmailInput({"autocomplete": "off"}))
    roles = RolesField(label=_("Wat gaat deze collega doen?"), required=False)


class RolesForm(forms.Form):
    """The roles of a colleague."""

    keeps: ClassVar[dict[str, str]] = {"roles": "accounts.RoleGrant.role"}

    roles = RolesField(label=_("Rollen"), required=False)


class AcceptForm(MethodForm):
    """Coming in by an invitation."""

    keeps: ClassVar = {"name": "accounts.User.name", "password": "accounts.User.password"}

    name = forms.CharField(label=_("Uw naam"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("name", "method", "password")

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email


class NameForm(forms.Form):
    """How somebody writes his own name."""

    keeps: ClassVar = {"name": "accounts.User.name"}

    name = forms.CharField(label=_("Uw naam"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))


class CurrentPasswordForm(forms.Form):
    """The password of somebody who has to make a new second factor."""

    password = forms.CharField(
        label=_("Uw wachtwoord"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
