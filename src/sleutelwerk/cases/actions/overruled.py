"""Tells the FG what somebody let stand in a text after a warning, in the transaction that keeps the text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.privacy.actions import record_exception
from sleutelwerk.privacy.rules import Overrule, Place


def keep_overrules(actor: Actor, place: Place, overrules: Iterable[Overrule], now: datetime) -> None:
    """Record each of them. Raises NotAllowedError."""
    for one in overrules:
        record_exception(actor, place=place, overrule=one, now=now)
