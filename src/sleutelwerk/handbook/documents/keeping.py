"""Keeps the handreiking in the library up to date: made when it is not there yet, and again when content changed."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.accounts.queries.organisations import house
from sleutelwerk.handbook.documents import compose, version_key
from sleutelwerk.knowledge.actions.documents import CleanFile, Described, store_composed
from sleutelwerk.knowledge.queries.documents import is_composed

SLUG = "handreiking-sleutelwerk"
THEME = "beginnen"


def keep_up_to_date(now: datetime) -> None:
    """Make the handreiking when there is a library and what stands in it is not of this content."""
    if house() is None or is_composed(SLUG, version_key()):
        return
    made = compose()
    file = CleanFile(made.pdf, made.pages, made_from=made.version_key)
    store_composed(SLUG, Described(made.title, made.summary, THEME), file, now=now)
