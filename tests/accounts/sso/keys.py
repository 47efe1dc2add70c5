"""One key of this site for all tests: making one takes a second, and what a test is about is seldom its making."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from sleutelwerk.accounts.engine.oidc.keys import make_key
from sleutelwerk.accounts.models import IdentityProvider
from sleutelwerk.core.key_files import load_or_make_file

a_key = cache(make_key)


def give_key(provider: IdentityProvider) -> None:
    """Lay the key where the site looks for that of this provider's organisation."""
    load_or_make_file(settings.KEYS_FOLDER / f"sso-{provider.organisation_id.hex}.pem", a_key())
