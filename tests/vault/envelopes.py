"""Makes envelopes and openings for tests, as people of a team would."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.people import NOW, Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.vault.actions import agree_to_open, ask_to_open, put_in
from sleutelwerk.vault.rules import USUAL, Field, Keepers

TEXTS = {Field.NAME: "Zuster Hildegonda", Field.REACH: "Bel 06-verzonnen, na zessen.", Field.NEVER: "Nooit de post."}
REASON = "De afspraak van morgen gaat niet door."


def sealed(cast: Cast, team: Keepers, **given: Any) -> UUID:
    """Put somebody in an envelope."""
    wanted: dict[str, Any] = {
        "actor": cast.actor("professional"),
        "organisation": cast.here.pk,
        "texts": TEXTS,
        "now": NOW,
    } | given
    return put_in(keepers=team, **wanted)


def asked(cast: Cast, team: Keepers, envelope: UUID, who: str = "professional", now: datetime = NOW) -> UUID:
    """Ask to open it."""
    return ask_to_open(actor=cast.actor(who), envelope=envelope, keepers=team, reason=REASON, now=now)


def opened(cast: Cast, team: Keepers, envelope: UUID, lasting: timedelta = USUAL) -> UUID:
    """Ask to open it, and have a colleague agree."""
    opening = asked(cast, team, envelope)
    agree_to_open(actor=cast.actor("colleague"), opening=opening, keepers=team, now=NOW, lasting=lasting)
    return opening


def told() -> list[str]:
    """Name what was recorded, in order."""
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def trail() -> str:
    """Give the whole trail as text."""
    return " ".join(Entry.objects.values_list("body", flat=True))
