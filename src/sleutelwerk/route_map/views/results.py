"""The two results: that of the assignment, which may be kept, and that of a person, which stays on the screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.queries.arrival import arrival_of
from sleutelwerk.route_map.queries.result import address, result_of
from sleutelwerk.route_map.queries.visit import Visit, question_url
from sleutelwerk.route_map.views.visiting import NotEnded, visiting


@require_safe
@visiting
def show_result(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The profile, the stop or whatever the assignment came to, with its reasons."""
    if not visit.route.outcomes:
        raise NotEnded
    context = {
        "visit": visit,
        "result": result_of(visit, Part.ASSIGNMENT),
        "arrival": arrival_of(visit, request),
        "back": question_url(visit.route.assignment_steps),
        "testing": visit.route.about_person,
        "result_pdf": address("route_map:result-pdf"),
        "summary_pdf": address("route_map:summary-pdf"),
    }
    return render(request, "route_map/show_result.html", context)


@require_safe
@visiting
def show_person_result(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the questions about a person came to; there is no file, document or print of it."""
    if not (visit.route.ended and visit.route.about_person):
        raise NotEnded
    context = {
        "visit": visit,
        "result": result_of(visit, Part.PERSON),
        "arrival": arrival_of(visit, request),
        "back": question_url(len(visit.route.steps)),
    }
    return render(request, "route_map/show_person_result.html", context)
