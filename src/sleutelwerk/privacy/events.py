"""What the audit trail records of the guard."""

from __future__ import annotations

from sleutelwerk.core.events import Event, Retention

GUARD_OVERRULED = Event(
    "guard_overruled", Retention.CHANGE, "Iemand liet woorden staan waar de bewaker op wees, en gaf een reden."
)
EXCEPTIONS_FORGOTTEN = Event(
    "exceptions_forgotten",
    Retention.DESTRUCTION,
    "Oude redenen om woorden te laten staan, zijn gewist.",
)
EXCEPTIONS_READ = Event("exceptions_read", Retention.ACCESS, "De uitzonderingen op de bewaker zijn bekeken.")
