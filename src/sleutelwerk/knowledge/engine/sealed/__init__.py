"""Files at rest under a key of their own: nobody reads, shortens, mixes or swaps them unnoticed.

The format is described in docs/reference/documents-behind-the-gate.md.
"""

from sleutelwerk.knowledge.engine.sealed.files import open_sealed, rewrap, seal
from sleutelwerk.knowledge.engine.sealed.format import CHUNK, NotOpened

__all__ = ["CHUNK", "NotOpened", "open_sealed", "rewrap", "seal"]
