"""The pages of the sign-in library that we use, under our own addresses; the names are the library's.

What is not listed does not exist: no sign-up, no changing of addresses, no signing in by a code in a mail.
"""

from __future__ import annotations

from django.urls import path, re_path

from sleutelwerk.core.later import later

urlpatterns = [
    path("inloggen/", later("allauth.account.views.login"), name="account_login"),
    path("inloggen/passkey/", later("allauth.mfa.webauthn.views.login_webauthn"), name="mfa_login_webauthn"),
    path("inloggen/tweede-stap/", later("allauth.mfa.base.views.authenticate"), name="mfa_authenticate"),
    path("inloggen/gesloten/", later("allauth.account.views.account_inactive"), name="account_inactive"),
    path(
        "inloggen/account-krijgen/", later("sleutelwerk.accounts.views.own_account.no_account"), name="account_signup"
    ),
    path("uitloggen/", later("allauth.account.views.logout"), name="account_logout"),
    path(
        "wachtwoord/veranderen/",
        later("sleutelwerk.accounts.views.own_account.change_password"),
        name="account_change_password",
    ),
    path(
        "wachtwoord/vergeten/",
        later("sleutelwerk.accounts.views.forgotten.ask_new_password"),
        name="account_reset_password",
    ),
    path(
        "wachtwoord/vergeten/verstuurd/",
        later("allauth.account.views.password_reset_done"),
        name="account_reset_password_done",
    ),
    path(
        "wachtwoord/nieuw/klaar/",
        later("allauth.account.views.password_reset_from_key_done"),
        name="account_reset_password_from_key_done",
    ),
    # not a path with two texts: the first would take all up to the last dash, and a key has one of its own
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        later("allauth.account.views.password_reset_from_key"),
        name="account_reset_password_from_key",
    ),
    path("bevestigen/", later("allauth.mfa.base.views.reauthenticate"), name="mfa_reauthenticate"),
    path(
        "bevestigen/passkey/",
        later("allauth.mfa.webauthn.views.reauthenticate_webauthn"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("inlogmiddel/overzicht/", later("sleutelwerk.accounts.views.own_account.my_account"), name="mfa_index"),
    path("inlogmiddel/app/", later("allauth.mfa.totp.views.activate_totp"), name="mfa_activate_totp"),
    path("inlogmiddel/app/loskoppelen/", later("allauth.mfa.totp.views.deactivate_totp"), name="mfa_deactivate_totp"),
    path(
        "inlogmiddel/herstelcodes/",
        later("allauth.mfa.recovery_codes.views.view_recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "inlogmiddel/herstelcodes/nieuw/",
        later("allauth.mfa.recovery_codes.views.generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path("inlogmiddel/passkeys/", later("allauth.mfa.webauthn.views.list_webauthn"), name="mfa_list_webauthn"),
    path(
        "inlogmiddel/passkeys/nieuw/", later("sleutelwerk.accounts.views.passkeys.add_passkey"), name="mfa_add_webauthn"
    ),
    path(
        "inlogmiddel/passkeys/<int:pk>/verwijderen/",
        later("allauth.mfa.webauthn.views.remove_webauthn"),
        name="mfa_remove_webauthn",
    ),
    path(
        "inlogmiddel/passkeys/<int:pk>/naam/",
        later("allauth.mfa.webauthn.views.edit_webauthn"),
        name="mfa_edit_webauthn",
    ),
]
