"""Puts the cast into a running site, as if its people had set it up, and gives somebody's open session."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext
from tests.journeys.beside import run_beside
from tests.journeys.new_site import NewSite

_MAKE_CAST = """
import sys, django
django.setup()
from django.test import Client
from tests.people import make_cast, sign_in
from sleutelwerk.accounts.models import Organisation
Organisation.objects.update(is_house=False)
cast = make_cast()
for name in sys.argv[1:]:
    client = Client()
    sign_in(client, cast[name])
    print(client.cookies["sleutelwerk_session"].value)
"""

_SHOW_AGAIN = """
import sys, time, django
django.setup()
from importlib import import_module
from django.conf import settings
session = import_module(settings.SESSION_ENGINE).SessionStore(sys.argv[1])
shown = [one | {"at": time.time()} for one in session["account_authentication_methods"]]
session["account_authentication_methods"] = shown
session.save()
"""


def sessions_of(site: NewSite, *names: str, then: str = "") -> dict[str, str]:
    """Make the cast in the data of this site; give the session of each of these people.

    `then` is a script that goes on from there, and says nothing.
    """
    return dict(zip(names, run_in(site, _MAKE_CAST + then, *names).split(), strict=True))


def run_in(site: NewSite, script: str, *arguments: str) -> str:
    """Run a script of ours in the data of this site, as a command of the operator would; give what it said."""
    return run_beside(site.data, environment_of(site), script, *arguments)


def environment_of(site: NewSite) -> dict[str, str]:
    """Give the environment in which a script of ours meets the data and settings of this site."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("SLEUTELWERK_", "DJANGO_", "COV_"))}
    return environment | {
        "SLEUTELWERK_DATA": str(site.data),
        "DJANGO_SETTINGS_MODULE": "sleutelwerk.config.settings",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        **site.settings,
    }


def factor_shown_again(site: NewSite, context: BrowserContext) -> None:
    """Let somebody have shown his second factor just now: how long a journey takes is the computer's."""
    (session,) = [one["value"] for one in context.cookies() if one["name"] == "sleutelwerk_session"]
    run_in(site, _SHOW_AGAIN, session)


def signed_in(browser: Browser, site: NewSite, session: str, *, width: int) -> BrowserContext:
    """Open a browser in which somebody is signed in."""
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": 900}, locale="nl-NL")
    context.add_cookies([{"name": "sleutelwerk_session", "value": session, "url": site.address}])
    return context
