"""The events of the trail itself."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

TRAIL_VERIFIED = Event("trail_verified", Retention.CHANGE, "Het logboek is nagerekend.")
TRAIL_EXPORTED = Event("trail_exported", Retention.CHANGE, "Het logboek is uitgevoerd naar een bestand.")
ENTRIES_PURGED = Event(
    "entries_purged", Retention.DESTRUCTION, "Regels waarvan de bewaartermijn voorbij was, zijn leeggemaakt."
)
HEAD_SIGNED = Event("head_signed", Retention.CHANGE, "De stand van het logboek is ondertekend.")
KEY_ROTATED = Event("key_rotated", Retention.DESTRUCTION, "De sleutel voor ondertekening is vervangen.")
