"""Every change to the trail: it grows, is sealed, is exported, and after its time is emptied."""

from sleutelwerk.audit.actions.export import export_trail
from sleutelwerk.audit.actions.purge import Purged, Selection, purge
from sleutelwerk.audit.actions.record import OutsideTransaction, lock_head, record, record_many
from sleutelwerk.audit.actions.seal import rotate_key, sign_heads
from sleutelwerk.audit.actions.verify import verify_trail

__all__ = [
    "OutsideTransaction",
    "Purged",
    "Selection",
    "export_trail",
    "lock_head",
    "purge",
    "record",
    "record_many",
    "rotate_key",
    "sign_heads",
    "verify_trail",
]
