"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people who sign in."""

    name = "sleutelwerk.accounts"
    label = "accounts"
    verbose_name = "Gebruikers"

    def ready(self) -> None:
        """Start listening to the sign-in library."""
        from sleutelwerk.accounts.actions.listening import listen  # noqa: PLC0415 - models exist only by now

        listen()
