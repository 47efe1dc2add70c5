"""What the content owner of the house does with all rooms at once: opening and closing a kind of content."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.home.queries.findable import findable
from sleutelwerk.knowledge.actions.search import index
from sleutelwerk.publishing.actions import set_visibility
from sleutelwerk.publishing.queries import chosen_closed
from sleutelwerk.publishing.rules import Kind

#: The kinds of which the whole text is searched while they are open.
SEARCHED = (Kind.ARTICLES, Kind.PROFILES)


@transaction.atomic
def open_or_close(actor: Actor, kind: Kind, *, gated: bool, now: datetime) -> bool:
    """Close a kind of content or open it, in the rooms and in what is found by searching, both or neither.

    Gives whether that changed anything. Raises NotAllowedError.
    """
    changed = set_visibility(actor, kind, gated=gated, now=now)
    if changed and kind in SEARCHED:
        index(findable(chosen_closed()), now=now)
    return changed
