"""An organisation's own sign-in provider, and which of its identities belong to which account."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_FORGOTTEN = "tests/accounts/sso/test_links.py::test_the_link_goes_when_a_closed_account_is_forgotten"
_REPLACED = "tests/accounts/sso/test_settings.py::test_another_issuer_lets_go_of_all_links"


def random_slug() -> str:
    """Make a name for in addresses that nobody can guess and that says nothing."""
    return secrets.token_hex(6)


class IdentityProvider(models.Model):
    """The provider of one organisation. It works once it was tried and switched on.

    For SAML, `issuer` is the provider's entityID, `accepted_acr` holds values of AuthnContextClassRef and the claims
    are names of attributes; `client_id` stays empty.
    """

    class Protocol(models.TextChoices):
        """How the provider and this site talk to each other."""

        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML 2.0"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="providers")
    slug = models.SlugField(max_length=32, unique=True, default=random_slug, editable=False)
    protocol = models.CharField(max_length=4, choices=Protocol, default=Protocol.OIDC)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=255, blank=True)
    #: What a SAML provider published about itself, as it was handed over.
    metadata = models.TextField(blank=True)
    #: Mail domains of the organisation: how people find their provider, and for which addresses it may vouch.
    domains = models.JSONField(default=list)
    #: Values of `acr` that prove two factors.
    accepted_acr = models.JSONField(default=list)
    #: The value for sensitive acts; empty when any accepted one will do.
    step_up_acr = models.CharField(max_length=200, blank=True)
    email_claim = models.CharField(max_length=200, default="email")
    name_claim = models.CharField(max_length=200, default="name")
    tried_at = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=False)
    compulsory = models.BooleanField(default=False)
    emergency_account = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    personal_data: ClassVar = {
        "emergency_account": Personal(
            "Om te weten wie in nood zonder provider mag inloggen.",
            "Tot de beheerder iemand anders kiest; de naam verdwijnt als het account wordt vergeten.",
            _FORGOTTEN,
        ),
    }
    impersonal: ClassVar = (
        "id", "organisation", "slug", "protocol", "issuer", "client_id", "metadata", "domains", "accepted_acr",
        "step_up_acr", "email_claim", "name_claim", "tried_at", "active", "compulsory",
    )  # fmt: skip

    class Meta:
        """One provider an organisation; a compulsory one works, and leaves somebody a way in."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="accounts_provider_one_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(active=False) | models.Q(tried_at__isnull=False), name="accounts_provider_was_tried"
            ),
            models.CheckConstraint(
                condition=models.Q(compulsory=False) | models.Q(active=True, emergency_account__isnull=False),
                name="accounts_provider_leaves_a_way_in",
            ),
        ]

    def __str__(self) -> str:
        """Give the opaque id: texts end up in logs."""
        return str(self.id)


class ExternalIdentity(models.Model):
    """Who somebody is at his organisation's provider. `subject` is his lasting name there, never his address."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="external_identities")
    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    personal_data: ClassVar = {
        "user": Personal(
            "Om iemand te herkennen die via zijn organisatie inlogt.",
            "Tot zes maanden nadat het account is gesloten.",
            _FORGOTTEN,
        ),
        "subject": Personal(
            "Het kenmerk waarmee de organisatie iemand aanwijst. Nodig om hem te herkennen.",
            "Tot de koppeling eindigt, of zes maanden nadat het account is gesloten.",
            _REPLACED,
        ),
        "linked_at": Personal(
            "Om te zien sinds wanneer een koppeling bestaat.",
            "Tot zes maanden nadat het account is gesloten.",
            _FORGOTTEN,
        ),
    }
    impersonal: ClassVar = ("id", "provider")

    class Meta:
        """An identity opens one account, and an account has one identity at a provider."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "subject"], name="accounts_identity_opens_one_account"),
            models.UniqueConstraint(fields=["provider", "user"], name="accounts_identity_one_per_account"),
        ]

    def __str__(self) -> str:
        """Give what it is, not whose."""
        return f"identity {self.pk}"
