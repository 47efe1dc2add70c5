"""Master keys: the keys outside the database under which the data keys inside it lie wrapped, and who keeps them.

A master key has a name (`identities`) and generations, so that it can be replaced while the site runs: what is wrapped
says under which generation it lies, and every generation that is still there is read.
"""

from __future__ import annotations

from sleutelwerk.core.master_keys.ring import FIRST, Keyring, Kind, MasterKey, MasterKeyError, Version, version_of
from sleutelwerk.core.master_keys.source import Source, master_key

__all__ = [
    "FIRST",
    "Keyring",
    "Kind",
    "MasterKey",
    "MasterKeyError",
    "Source",
    "Version",
    "master_key",
    "version_of",
]
