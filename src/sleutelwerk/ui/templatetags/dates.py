"""Shows dates as a Dutch reader expects them: those of content files, which are text, and the year where it matters."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
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


@register.filter
def other_year(value: date | datetime) -> str:
    """Give the year of a moment, with a space before it, unless it is this year: a day that is near needs none."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return "" if day.year == timezone.localdate().year else f" {day.year}"
