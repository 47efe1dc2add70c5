"""Every look-up in the trail; who may see which chain is decided above, as this room knows no people."""

from sleutelwerk.audit.queries.chains import chains, grown_chains
from sleutelwerk.audit.queries.entries import EntryPage, SeenEntry, Wanted, entries_of, looks_at
from sleutelwerk.audit.queries.known import known_events
from sleutelwerk.audit.queries.oversight import Forecast, alarms, retention_forecast
from sleutelwerk.audit.queries.pseudonyms import pseudonym
from sleutelwerk.audit.queries.verification import ChainReport, verify_chain

__all__ = [
    "ChainReport",
    "EntryPage",
    "Forecast",
    "SeenEntry",
    "Wanted",
    "alarms",
    "chains",
    "entries_of",
    "grown_chains",
    "known_events",
    "looks_at",
    "pseudonym",
    "retention_forecast",
    "verify_chain",
]
