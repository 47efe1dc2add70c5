"""Reads the receipt of a route-map run that lies with a case, and says what it came to."""

from __future__ import annotations

from dataclasses import dataclass

from sleutelwerk.cases.queries.cases import RECEIPT, OpenCase
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.route_map.engine.receipt import Receipt, UnreadableReceipt, from_json
from sleutelwerk.route_map.queries.published import current_chart


@dataclass(frozen=True, slots=True)
class ReceiptShown:
    """A receipt as a case shows it. `outcome` and `profile` are empty when its map is not here any more."""

    receipt: Receipt
    outcome: str
    profile: str


def receipt_of(found: OpenCase) -> ReceiptShown | None:
    """Give the receipt of a case, when it has one that can be read."""
    if found.row.receipt is None:
        return None
    try:
        receipt = from_json(str(found.vault.open(RECEIPT, bytes(found.row.receipt))).encode())
    except (CannotOpenError, UnreadableReceipt):
        return None
    return shown(receipt)


def shown(receipt: Receipt) -> ReceiptShown:
    """Give a receipt with what its outcome is called."""
    route_map = current_chart().route_map
    same = route_map.content_hash == receipt.content_hash
    outcomes = {one.id: one for one in route_map.outcomes} if same else {}
    outcome = outcomes.get(receipt.outcome or "")
    return ReceiptShown(receipt, outcome.title if outcome else "", (outcome.profile or "") if outcome else "")
