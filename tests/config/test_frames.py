"""Room for the calls of a page: however deep the server calls, Python does not ask for memory all the time."""

from __future__ import annotations

import resource
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sleutelwerk.config.frames import with_room

#: Deeper than any server calls, and more than fits in one of Python's pieces.
DEPTHS = range(0, 120, 3)


def test_it_is_the_outermost_so_that_every_call_of_a_page_lies_within_it(settings: LazySettings) -> None:
    assert settings.MIDDLEWARE[0] == f"{with_room.__module__}.{with_room.__name__}"


def test_it_answers_what_the_page_answers(rf: RequestFactory) -> None:
    answer = HttpResponse("ja")
    assert with_room(lambda _: answer)(rf.get("/")) is answer


def test_going_down_and_up_takes_no_new_memory_at_any_depth(rf: RequestFactory) -> None:
    page = with_room(lambda _: up_and_down(300))
    taken = [at_depth(depth, lambda: pieces_taken(page, rf.get("/"))) for depth in DEPTHS]
    assert max(taken) < 100


def pieces_taken(page: Callable[[HttpRequest], object], request: HttpRequest) -> int:
    """Count how often the system gave a page of memory while this page was made."""
    page(request)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    page(request)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def at_depth(depth: int, does: Callable[[], int]) -> int:
    """Do something as if a server called it from so deep."""
    return does() if depth == 0 else at_depth(depth - 1, does)


def up_and_down(times: int) -> HttpResponse:
    """Call something that calls ten times within itself, over and over."""
    for _ in range(times):
        at_depth(10, lambda: 0)
    return HttpResponse()


@pytest.mark.parametrize("calls", [1, 50, 250])
def test_what_is_within_it_may_call_as_deep_as_ever(rf: RequestFactory, calls: int) -> None:
    assert with_room(lambda _: HttpResponse(str(at_depth(calls, lambda: calls))))(rf.get("/")).status_code == 200
