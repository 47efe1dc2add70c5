"""Testing candidates one at a time: begin, forget the one and go on with the next, or forget and go back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sleutelwerk.route_map.engine.compiled import CompiledMap
from sleutelwerk.route_map.queries.visit import Visit, question_url, visit_with
from sleutelwerk.route_map.rules.answers import (
    Answers,
    NoCandidateHere,
    candidate_begun,
    candidate_finished,
    may_test_candidate,
)
from sleutelwerk.route_map.rules.answers import (
    next_candidate as without_the_last,
)
from sleutelwerk.route_map.views.visiting import go_on, visiting


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def test_candidate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Explain first what happens with answers about a person, then begin."""
    if may_test_candidate(visit.chart.compiled, visit.answers) is None:
        raise NoCandidateHere
    if request.method != "POST":
        context = {"visit": visit, "readable_on_the_way": _is_readable_on_the_way(request)}
        return render(request, "route_map/test_candidate.html", context)
    return _to_first_question(request, visit, candidate_begun)


def _is_readable_on_the_way(request: HttpRequest) -> bool:
    """Tell whether others in the network could read along: no https, and not the visitor's own computer."""
    host = request.get_host().rsplit(":", 1)[0]
    return not request.is_secure() and host not in {"localhost", "127.0.0.1", "[::1]"}


@require_POST
@visiting
def next_candidate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Forget the answers about this person and begin with the next one."""
    return _to_first_question(request, visit, without_the_last)


@require_POST
@visiting
def finish_candidate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Forget the answers about this person and return to the result of the assignment."""
    answers = candidate_finished(visit.chart.compiled, visit.answers)
    return go_on(request, visit, answers, reverse("route_map:show-result"))


def _to_first_question(
    request: HttpRequest, visit: Visit, change: Callable[[CompiledMap, Answers], Answers]
) -> HttpResponse:
    answers = change(visit.chart.compiled, visit.answers)
    route = visit_with(visit.chart, answers).route
    if not route.about_person:
        raise NoCandidateHere
    return go_on(request, visit, answers, question_url(route.assignment_steps + 1))
