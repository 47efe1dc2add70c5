"""Begins deliberations for tests, as a facilitator would, and fills their preparation in."""

from __future__ import annotations

from typing import Any

from tests.people import NOW, Cast

from sleutelwerk.deliberation.actions.preparing import Beginning, Changes, begin_deliberation, save_preparation
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries.preparing import Prepared, prepared_for, start_named

QUESTION = "Mogen wij hem vragen nu zijn gezin daar last van kan krijgen?"
#: What must be settled before a room can open.
SETTLED = Changes(
    columns={"voice": "asked", "decider": "later"},
    plan={
        "question": QUESTION,
        "side_a": "Wij vragen hem.",
        "side_b": "Wij vragen hem niet.",
        "note_agreement": "De redenen. Het team krijgt ze.",
        "decider_function": "de teamleider",
        "functions": ["wijkadviseur", "jongerenwerker", "wijkmanager", "leerkracht"],
    },
    answers={"limits": "none", "justice": "no", "room": "Kamer 3"},
)


def begun(cast: Cast, who: str = "facilitator", **given: Any) -> Deliberation:
    """Begin a deliberation on an own question, or with what is given."""
    said: dict[str, Any] = {
        "title": "Zijn gezin", "method": "dilemmamethode", "phase": "vooraf", "aim": "advise", "start": "eigen",
    } | given  # fmt: skip
    start = start_named(said.pop("start"))
    assert start is not None
    return begin_deliberation(cast.actor(who), Beginning(start=start, **said), now=NOW)


def settled(cast: Cast, **given: Any) -> Deliberation:
    """Begin one and settle all that must be."""
    return save_preparation(cast.actor("facilitator"), begun(cast, **given).pk, SETTLED, now=NOW)


def opened(cast: Cast, row: Deliberation) -> Prepared:
    """Give its preparation as the facilitator sees it."""
    found = prepared_for(cast.actor("facilitator"), row.pk)
    assert found is not None
    return found
