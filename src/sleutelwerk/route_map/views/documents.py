"""The documents to take along; made for this visitor, kept nowhere, and without anything about a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from sleutelwerk.route_map import documents
from sleutelwerk.route_map.queries.visit import Visit
from sleutelwerk.route_map.views.visiting import NotEnded, visiting


@require_safe
@visiting
def result_pdf(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """The whole result of the assignment."""
    if not visit.route.outcomes:
        raise NotEnded
    return _pdf(documents.result_pdf(visit, today=localdate()), "routekaart-uitkomst.pdf")


@require_safe
@visiting
def summary_pdf(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """The result on one page, for whoever decides."""
    if not visit.route.outcomes:
        raise NotEnded
    return _pdf(documents.summary_pdf(visit, today=localdate()), "routekaart-een-pagina.pdf")


@require_safe
@visiting
def map_pdf(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """The whole map on A3, without the visitor's answers."""
    return _pdf(documents.map_pdf(visit.chart, today=localdate()), "routekaart.pdf")


def _pdf(raw: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(raw, content_type="application/pdf", headers=headers)
