"""Every change to envelopes and master keys, each one recorded."""

from __future__ import annotations

from sleutelwerk.vault.actions.contents import change, put_in, read_envelope
from sleutelwerk.vault.actions.ending import Swept, close_opening, destroy, sweep
from sleutelwerk.vault.actions.handing_on import hand_on
from sleutelwerk.vault.actions.opening import agree_to_open, ask_to_open, open_alone, refuse_to_open
from sleutelwerk.vault.actions.rotating import Rotated, rotate

__all__ = [
    "Rotated",
    "Swept",
    "agree_to_open",
    "ask_to_open",
    "change",
    "close_opening",
    "destroy",
    "hand_on",
    "open_alone",
    "put_in",
    "read_envelope",
    "refuse_to_open",
    "rotate",
    "sweep",
]
