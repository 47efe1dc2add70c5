"""What a visitor is told on arriving: that an answer was changed, or a saved route opened.

It travels in the address as a position or a mark, never as a subject or an answer, so that it works without JavaScript
and nothing has to be kept for it.
"""

from __future__ import annotations

from django.http import HttpRequest

from sleutelwerk.route_map.queries.visit import Visit

CHANGED, NEW, OPENED = "gewijzigd", "nieuw", "geopend"
_MAX_DIGITS = 6


def changed_at(visit: Visit, request: HttpRequest) -> int | None:
    """The position of the answer that was just changed, if the address tells one that lies on the route."""
    told = request.GET.get(CHANGED, "")
    if not (told.isascii() and told.isdigit() and len(told) <= _MAX_DIGITS):
        return None
    position = int(told)
    return position if 1 <= position <= len(visit.route.steps) else None


def arrival_of(visit: Visit, request: HttpRequest) -> str:
    """Which words to say on arriving, or nothing: 'changed', 'changed-new' or 'opened'."""
    if not request.GET:
        return ""
    if OPENED in request.GET:
        return "opened"
    if changed_at(visit, request) is None:
        return ""
    return "changed-new" if NEW in request.GET else "changed"


def told_of_change(to: str, before: Visit, after: Visit, position: int) -> str:
    """The address to go on to, with the mark that an answer was changed."""
    asks_anew = not after.route.ended and after.route.node != before.route.node
    return f"{to}?{CHANGED}={position}{f'&{NEW}=1' if asks_anew else ''}"


def told_of_opening(to: str) -> str:
    """The address to go on to, with the mark that a saved route was opened."""
    return f"{to}?{OPENED}=1"
