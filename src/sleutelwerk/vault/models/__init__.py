"""What the vault keeps: envelopes, each under a key of its own, and every time that one was asked for or opened."""

from __future__ import annotations

from sleutelwerk.vault.models.envelope import Envelope, EnvelopeKey
from sleutelwerk.vault.models.opening import Opening

__all__ = ["Envelope", "EnvelopeKey", "Opening"]
