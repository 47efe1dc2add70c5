"""The audit trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did and saw what."""

    name = "sleutelwerk.audit"
    label = "audit"
    verbose_name = "Logboek"
