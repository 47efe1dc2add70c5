"""A tag that tells one showing of a form from the next, so that what is sent twice is done once."""

from __future__ import annotations

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Give the hidden field; `views.once` reads it."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))
