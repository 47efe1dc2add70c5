"""The sign-in library's forms in our own words: the label says what to fill in, nothing stands inside the field."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm, _BaseAddWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.actions.trace import trace_stranger
from sleutelwerk.accounts.events import PASSWORD_RESET_ASKED
from sleutelwerk.accounts.models import User

PASSWORD_HELP = _("Minstens 12 tekens. Een zin van een paar woorden is sterk en makkelijk te onthouden.")


class _InOurWords(forms.Form):
    """Sets labels and explanations by field name."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, explanation) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, explanation
            field.widget.attrs.pop("placeholder", None)


class OurLoginForm(_InOurWords, LoginForm):  # type: ignore[misc]  # allauth has no types
    """Signing in by address and password; a second factor follows."""

    words = {"login": (_("Werkadres"), ""), "password": (_("Wachtwoord"), "")}


class OurCodeForm(_InOurWords, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code at signing in."""

    words = {"code": (_("Code"), _("Zes cijfers uit uw app, of een herstelcode van acht cijfers."))}


class OurReauthenticateForm(_InOurWords, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code before something sensitive."""

    words = OurCodeForm.words


class OurActivateTotpForm(_InOurWords, ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an app."""

    words = {"code": (_("Code uit de app"), "")}


class OurChangePasswordForm(_InOurWords, ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Changing one's password."""

    keeps: ClassVar[dict[str, str]] = {"password1": "accounts.User.password"}

    words = {
        "oldpassword": (_("Uw wachtwoord nu"), ""),
        "password1": (_("Nieuw wachtwoord"), PASSWORD_HELP),
        "password2": (_("Nog een keer het nieuwe wachtwoord"), ""),
    }


class OurResetPasswordForm(_InOurWords, ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asking for a new password."""

    words = {"email": (_("Werkadres"), "")}
    users: list[User]

    def clean_email(self) -> str:
        """Write to whoever has a password only: for others the mailbox would be a second way in, beside the passkey."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Record that it was asked, whether or not the address is known."""
        trace_stranger(PASSWORD_RESET_ASKED, self.cleaned_data["email"], now=timezone.now())
        return str(super().save(request, **kwargs))


class OurResetPasswordKeyForm(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """Choosing a new password by a link."""

    keeps: ClassVar[dict[str, str]] = {"password1": "accounts.User.password"}

    words = {
        "password1": (_("Nieuw wachtwoord"), PASSWORD_HELP),
        "password2": (_("Nog een keer het nieuwe wachtwoord"), ""),
    }


class OurAddPasskeyForm(_InOurWords, _BaseAddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Making a passkey. It always asks who holds the device, so that it stands for two factors at once."""

    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)
    words = {"name": (_("Hoe noemt u deze passkey?"), _("Zo houdt u ze uit elkaar als u er meer maakt."))}

    def clean_passwordless(self) -> bool:
        """Demand the fingerprint, face or pin, whatever the browser sends."""
        return True


class OurEditPasskeyForm(_InOurWords, EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Giving a passkey another name."""

    words = {"name": (_("Naam"), "")}
