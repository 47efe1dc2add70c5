"""What we ask of the sign-in library otherwise than it does by itself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sleutelwerk.accounts.actions.provider_rules import ProviderRules
from sleutelwerk.accounts.actions.sealing import open_sealed, seal
from sleutelwerk.accounts.actions.trace import trace_account
from sleutelwerk.accounts.events import SIGN_IN_FAILED
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.queries.providers import identity_of
from sleutelwerk.accounts.queries.sessions import sign_in_records
from sleutelwerk.accounts.rules.sessions import is_fresh, proved_at

#: What the library would say aloud although everybody can see it happen.
SILENT = frozenset(
    {"account/messages/logged_in.txt", "account/messages/logged_out.txt", "mfa/messages/recovery_codes_generated.txt"}
)


class AccountAdapter(ProviderRules, DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs himself up, and letters say neither who nor from where."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _lazy("Dit account is gesloten."),
        "email_password_mismatch": _lazy(
            "Dit adres en dit wachtwoord horen niet bij elkaar. Kijk of u geen typefout maakte."
        ),
        "enter_current_password": _lazy("Dit is niet uw wachtwoord van nu."),
        "incorrect_code": _lazy("Deze code klopt niet, of is verlopen. Neem de code die nu in uw app staat."),
        "incorrect_password": _lazy("Dit wachtwoord klopt niet."),
        "invalid_password_reset": _lazy("Deze link werkt niet meer. Vraag een nieuwe aan."),
        "too_many_login_attempts": _lazy("Het is te vaak misgegaan. Wacht vijf minuten en probeer het dan opnieuw."),
        "rate_limited": _lazy("Dat waren veel pogingen in korte tijd. Wacht even en probeer het opnieuw."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Close the library's own sign-up: people come in by invitation."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Record in his organisation's own trail that somebody knew how to open an account that is closed."""
        if isinstance(user, User):
            trace_account(SIGN_IN_FAILED, user, now=timezone.now())
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for a factor again before factors change, except from whoever has none yet and came to make one."""
        user = self.request.user if self.request else None
        if app == "allauth.mfa" and isinstance(user, User) and _makes_the_first(self.request, user):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Name the ways to prove oneself again; a passkey first, being the quickest and the safest."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Leave out what needs no saying."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_password_reset_mail(self, user: AbstractBaseUser, _typed: str, context: dict[str, Any]) -> Any:
        """Write to the address of the account, not to what somebody typed who may have meant another one."""
        return super().send_password_reset_mail(user, user.get_username(), context)

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> Any:
        """Write letters without the address, the network or the browser of whoever caused them (N37)."""
        for name in ("ip", "user_agent", "email", "user"):
            context.pop(name, None)
        return super().render_mail(template_prefix, email, context, headers)


def _makes_the_first(request: HttpRequest, user: User) -> bool:
    """Tell whether somebody came to make his first factor, and nothing could be asked of him before that.

    Whoever came by his organisation has none of ours either, but can be asked to prove himself there again. Else an
    open screen of his would be enough to make a factor that opens his account for good.
    """
    if Authenticator.objects.filter(user=user).exists():
        return False
    proved = proved_at(sign_in_records(request))
    return proved is None or is_fresh(proved, timezone.now()) or identity_of(user) is None


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of authenticators are sealed, and a passkey is called what people call it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _lazy("Dit is uw enige inlogmiddel. Maak er eerst een bij."),
        "cannot_generate_recovery_codes": _lazy("Maak eerst een passkey of koppel een app."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor: without one an account would hang on a password, or on nothing."""
        kept = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(kept.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app; a copy of the database then gives no codes away."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return open_sealed(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - the library's name
        """Suggest a name that tells several passkeys apart."""
        number = user.authenticator_set.filter(type=type).count() + 1  # type: ignore[attr-defined]  # allauth adds it
        return _("Mijn passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return "Sleutelwerk"
