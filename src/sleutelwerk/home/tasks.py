"""What the site does by itself for its pages: the index of what can be found, and content read ahead."""

from __future__ import annotations

from datetime import datetime

from sleutelwerk.home.queries.findable import findable
from sleutelwerk.knowledge.actions.search import index, is_up_to_date
from sleutelwerk.knowledge.content import access_rules
from sleutelwerk.privacy.content import current_guard
from sleutelwerk.publishing.queries import chosen_closed


def read_content_ahead(now: datetime) -> None:  # noqa: ARG001 - what a job gets
    """Read and check what the first visitor of a new site would otherwise wait seconds for."""
    current_guard()
    access_rules()


def index_what_can_be_found(now: datetime) -> None:
    """Bring the index up to date; what did not change is not weighed again.

    All content is read before the index is locked: on a new site that takes seconds, in which nobody could write on
    SQLite. What is laid down is gathered again under the lock, as things may have been closed meanwhile.
    """
    if not is_up_to_date(list(findable(chosen_closed()))):
        index(findable(chosen_closed()), now=now)
