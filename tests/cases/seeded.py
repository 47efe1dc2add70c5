"""Makes the example cases with a made-up name in every free text, so that a copy can be searched for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import Any
from unittest.mock import patch

from tests.people import NOW, Cast

from sleutelwerk.cases.actions import examples as making
from sleutelwerk.cases.content import newest_examples
from sleutelwerk.cases.engine.examples import Compared
from sleutelwerk.cases.models.vault import CaseVault

#: Nothing on earth is called so; each text has a number of its own behind it.
SEED = "Zandkwartelaar"
#: What the second assessor says where nothing else is given: at an arrangement it is not written at all.
_ONLY_AT_SOME = Compared(ref="", first="").second
#: What is said of an example beside it, on the page with all examples, and in no case.
_BESIDE = {"id", "shows", "stage", "theme", "profile", "version"}


def seeded(data: Any, numbers: Any) -> Any:
    """Put the name behind every text in which somebody writes a sentence; choices and codes are one word."""
    if isinstance(data, str):
        return f"{data} {SEED}{next(numbers):03}x" if " " in data.strip() else data
    if is_dataclass(data) and not isinstance(data, type):
        if isinstance(data, Compared) and data.second == _ONLY_AT_SOME:
            return replace(data, first=seeded(data.first, numbers))
        told = {one.name: getattr(data, one.name) for one in fields(data) if one.name not in _BESIDE}
        return replace(data, **{name: seeded(value, numbers) for name, value in told.items()})
    if isinstance(data, Mapping):
        return {name: seeded(value, numbers) for name, value in data.items()}
    return tuple(seeded(one, numbers) for one in data) if isinstance(data, Sequence) else data


def seeded_examples(cast: Cast, who: str = "professional") -> list[str]:
    """Make them for somebody; give their ids. Every text must have come past a key, or nothing was proved."""
    numbers, sealed = count(), []
    shipped, seal = newest_examples(), CaseVault.seal

    def noting(vault: CaseVault, column: str, data: Any) -> bytes:
        sealed.append(str(data))
        return seal(vault, column, data)

    said = seeded(shipped, numbers)
    with patch.object(making, "newest_examples", lambda: said), patch.object(CaseVault, "seal", noting):
        rows = making.make_examples(cast.actor(who), now=NOW)
    whole = "\n".join(sealed)
    lost = [one for one in range(next(numbers)) if f"{SEED}{one:03}x" not in whole]
    assert len(rows) == 3
    assert lost == [], f"these texts went nowhere: {lost}"
    return [str(one.pk) for one in rows]
