"""What the audit trail records of the pages of the front door."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

DOCUMENT_READ = Event("document_read", Retention.ACCESS, "Een conceptdocument voor de FG of beheerder is geopend.")
LEAK_LOOKED_INTO = Event("leak_looked_into", Retention.ACCESS, "Iemand zocht uit wat een account aanraakte.")
