"""A filter that gives a text sentence by sentence, to show each on a line of its own."""

from __future__ import annotations

from django import template

from sleutelwerk.cases.engine.stored_agreement import sentences as _sentences

register = template.Library()


@register.filter
def sentences(text: str) -> tuple[str, ...]:
    """Give the sentences of a text."""
    return _sentences(text)
