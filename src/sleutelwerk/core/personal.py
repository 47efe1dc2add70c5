"""What a field about a person is there for, how long it stays and which test proves that."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Personal:
    """The account that a personal field gives of itself, in Dutch: shown beside the field and in documents.

    `proven_by` is the node id of the test that fails when what `kept` promises no longer holds.
    """

    why: str
    kept: str
    proven_by: str
