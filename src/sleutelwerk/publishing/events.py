"""What the audit trail records of who may read what."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

READING_GRANTED = Event("reading_granted", Retention.CHANGE, "Iemand kreeg toegang tot afgeschermde stukken.")
READING_EXTENDED = Event("reading_extended", Retention.CHANGE, "Toegang tot afgeschermde stukken is verlengd.")
READING_REVOKED = Event("reading_revoked", Retention.CHANGE, "Toegang tot afgeschermde stukken is ingetrokken.")
READING_ENDED = Event("reading_ended", Retention.CHANGE, "Toegang tot afgeschermde stukken liep vanzelf af.")
VISIBILITY_SET = Event("visibility_set", Retention.CHANGE, "Een soort stukken is afgeschermd of opengezet.")
