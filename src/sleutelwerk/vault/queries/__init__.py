"""Every look-up in the vault, for those who may know."""

from __future__ import annotations

from sleutelwerk.vault.queries.generations import KeysOf, keys_of
from sleutelwerk.vault.queries.openings import OpeningView, openings_of, opens_until, still_open

__all__ = ["KeysOf", "OpeningView", "keys_of", "openings_of", "opens_until", "still_open"]
