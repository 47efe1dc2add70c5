"""Signing in by SAML 2.0, for organisations whose provider has nothing newer; an extra that an installation may lack.

The order of things: `metadata` reads what a provider's administrator hands over, `ourselves` is what he gets from us,
`request` sends the visitor there, `answer` checks what comes back. Nothing here knows Django or the database. The
library is imported where it is used, so that an installation without the extra still starts.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec


@cache
def is_installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec("onelogin") is not None and find_spec("xmlsec") is not None
