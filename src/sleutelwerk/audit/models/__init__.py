"""What the database keeps of the trail: the chains, their entries, the seals on them and the keys of those."""

from sleutelwerk.audit.models.entry import Chain, Entry
from sleutelwerk.audit.models.from_body import FromBody
from sleutelwerk.audit.models.seal import Seal, SigningKey

__all__ = ["Chain", "Entry", "FromBody", "Seal", "SigningKey"]
