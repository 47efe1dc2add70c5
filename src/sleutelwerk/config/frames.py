"""Gives each page at once the memory for all the calls that it is made of.

CPython keeps calls that are not done yet in pieces of 16 KiB. A template goes up and down past the end of such a piece
over and over, and each time Python asks the system for the next piece and gives it back again: for the page of a case
up to two hundred times, more than a third of its time, by how deep the server happens to call. A call that says that it
needs a lot gets a piece of 128 KiB, and what it does not use of that is for the calls within it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: So many places, of 8 bytes each, do not fit in 64 KiB; they are never filled, and only what is filled is taken.
PLACES = 7_200


def with_room(get_response: GetResponse) -> GetResponse:
    """Answer, with room for some three hundred calls within one another."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    middleware.__code__ = middleware.__code__.replace(co_stacksize=PLACES)
    return middleware
