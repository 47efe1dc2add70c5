"""The whole map at once: as a picture, and as a list that says the same in words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sleutelwerk.route_map.queries.outline import outline_of
from sleutelwerk.route_map.queries.picture import drawing_of, picture, pictures_of
from sleutelwerk.route_map.queries.visit import Visit
from sleutelwerk.route_map.views.visiting import visiting


@require_safe
@visiting
def show_map(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The whole map with the walked route lit, drawn and in words."""
    context = {"visit": visit, "chart": visit.chart, "outline": outline_of(visit), "pictures": pictures_of(visit)}
    return render(request, "route_map/show_map.html", context)


@require_safe
@visiting
def show_picture(_request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One sheet of the picture by itself, at full size; without the visitor's answers, so that it can be passed on."""
    if not 1 <= number <= len(drawing_of(visit.chart).sheets):
        raise Http404
    return HttpResponse(picture(visit.chart, number), content_type="image/svg+xml")
