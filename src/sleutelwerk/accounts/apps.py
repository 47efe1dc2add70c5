"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people who sign in."""

    name = "sleutelwerk.accounts"
    label = "accounts"
    verbose_name = "Gebruikers"
