"""Sends a form that replaces texts as a browser does: with the mark of what its page showed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client

_MARK = re.compile(r'name="seen_version" value="([0-9a-f]*)"')


def mark_on(page: str) -> dict[str, str]:
    """Give the mark that a page carries, as it is sent; a page that does not replace anything carries none."""
    found = _MARK.search(page)
    return {"seen_version": found[1]} if found else {}


def as_shown(client: Client, address: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a browser sends that was shown the page just now."""
    return {**said, **mark_on(client.get(address).content.decode())}
