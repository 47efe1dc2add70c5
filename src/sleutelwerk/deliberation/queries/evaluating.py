"""Looks up how whoever led a talk looked at his own part in it."""

from __future__ import annotations

from sleutelwerk.deliberation.models.vault import KEPT, vault_of
from sleutelwerk.deliberation.queries.after import After

#: The own questions, by name; a page asks them in this order.
QUESTIONS = ("spoke", "free", "steered", "differently")
#: What the answers are sealed for: they open as nothing else.
SEALED_FOR = "own-evaluation"


def own_evaluation(after: After) -> dict[str, str]:
    """Give the answers that were kept, by question; nothing when there are none. Raises CannotOpenError."""
    kept = after.reflection
    if kept is None or kept.row.own_evaluation is None:
        return {}
    said: dict[str, str] = vault_of(after.row.pk).open(KEPT, SEALED_FOR, bytes(kept.row.own_evaluation))
    return said
