"""Shows the dates of content files, which are text, as a Dutch reader expects them."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def iso_date(value: str) -> str:
    """Write `2026-11-24` as `24 november 2026`.

    >>> iso_date("2026-11-24")
    '24 november 2026'
    """
    return date_format(date.fromisoformat(value), "j F Y")


@register.filter
def iso_month(value: str) -> str:
    """Write `2026-11` as `november 2026`.

    >>> iso_month("2026-11")
    'november 2026'
    """
    return date_format(date.fromisoformat(f"{value}-01"), "F Y")
