"""Template tags that show what the guard remarks on."""

from __future__ import annotations

from django import template

from sleutelwerk.privacy.content import current_guard
from sleutelwerk.privacy.engine.model import Kind

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    """Give what a kind of remark is called on the screen."""
    return current_guard().words.kinds[Kind(kind)].label
