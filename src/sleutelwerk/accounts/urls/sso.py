"""The addresses of signing in through one's own organisation; part of the names of `accounts`."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from sleutelwerk.core.later import later

_HERE = "sleutelwerk.accounts.views"

# The two pages that take in an answer need no protection against forged requests (views/saml.py says why). That is said
# here, as a page that is loaded later cannot say it itself.
SSO_URLS = [
    path("sso/", later(f"{_HERE}.sso.sso_start"), name="sso-start"),
    path("sso/bevestigen/", later(f"{_HERE}.sso.sso_step_up"), name="sso-step-up"),
    path("sso/koppelen/", later(f"{_HERE}.sso.sso_link"), name="sso-link"),
    path("sso/mislukt/<slug:fault>/", later(f"{_HERE}.sso.sso_failed"), name="sso-failed"),
    path("sso/<slug:slug>/", later(f"{_HERE}.sso.sso_organisation"), name="sso-organisation"),
    path("sso/<slug:slug>/jwks.json", later(f"{_HERE}.sso.sso_keys"), name="sso-keys"),
    path("sso/<slug:slug>/terug/", later(f"{_HERE}.sso_journey.sso_callback"), name="sso-callback"),
    path("sso/<slug:slug>/saml/metadata.xml", later(f"{_HERE}.saml.saml_metadata"), name="saml-metadata"),
    path("sso/<slug:slug>/saml/antwoord/", csrf_exempt(later(f"{_HERE}.saml.saml_answer")), name="saml-answer"),
    path("sso/<slug:slug>/saml/terug/", csrf_exempt(later(f"{_HERE}.saml.saml_callback")), name="saml-callback"),
    path("organisatie/inloggen/saml/", later(f"{_HERE}.saml.saml_provider"), name="saml-provider"),
    path("organisatie/inloggen/", later(f"{_HERE}.sso_provider.sso_provider"), name="sso-provider"),
    path("organisatie/inloggen/nakijken/", later(f"{_HERE}.sso_provider.sso_check"), name="sso-check"),
    path("organisatie/inloggen/proef/", later(f"{_HERE}.sso_provider.sso_try"), name="sso-try"),
    path("organisatie/inloggen/stand/", later(f"{_HERE}.sso_provider.sso_switch"), name="sso-switch"),
]
