"""Saving a walk as a file of the visitor's own and going on with it later; the server keeps neither."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.route_map.engine.model import Part
from sleutelwerk.route_map.engine.receipt import MAX_BYTES, UnreadableReceipt, from_json, receipt_of, to_json
from sleutelwerk.route_map.engine.replay import Replay, replay
from sleutelwerk.route_map.forms import ReopenForm
from sleutelwerk.route_map.queries.arrival import told_of_opening
from sleutelwerk.route_map.queries.reopened import same_route, told_differences
from sleutelwerk.route_map.queries.result import walk_of
from sleutelwerk.route_map.queries.visit import Visit, visit_with
from sleutelwerk.route_map.rules.answers import Answers, OutOfOrder
from sleutelwerk.route_map.views.visiting import go_on, remembering, visiting


@require_safe
@visiting
def save_answers(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the walk as a file; answers about a person are never in it."""
    if not visit.route.steps:
        raise OutOfOrder
    receipt = receipt_of(visit.chart.route_map, walk_of(visit, Part.ASSIGNMENT))
    headers = {"Content-Disposition": 'attachment; filename="routekaart.json"'}
    return HttpResponse(to_json(receipt), content_type="application/json", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def reopen_answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Go on with a saved file: read in memory, checked against the map of today, and not kept.

    Its address lets every form in, so that nothing is read before it is known where an upload goes; `_take_file`
    checks the token.
    """
    if request.method != "POST":
        return _take_file(request, visit)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        problem = _("Dit bestand is te groot om een bewaarde route te zijn.")
        return _form(request, visit, ReopenForm(), problem=problem, status=413)
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _take_file(request, visit)


@csrf_protect
def _take_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    if request.method != "POST":
        return _form(request, visit, ReopenForm())
    form = ReopenForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, visit, form, status=422)
    try:
        run = replay(from_json(form.cleaned_data["file"]), visit.chart.compiled)
    except UnreadableReceipt:
        return _form(request, visit, form, problem=_no_receipt(form.cleaned_data["file"]), status=422)
    return _opened(request, visit, run)


def _opened(request: HttpRequest, visit: Visit, run: Replay) -> HttpResponse:
    """Put the answers in the browser; when the map gives another route now, say so first."""
    options = visit.chart.compiled.option_of
    answers = Answers({taken.node: options[taken.node][taken.option.id] for taken in run.walk.steps})
    after = visit_with(visit.chart, answers)
    if run.equal:
        to = after.resume_url if after.route.steps else reverse("route_map:start")
        return go_on(request, visit, answers, told_of_opening(to))
    context = {
        "visit": after,
        "differences": told_differences(run, visit.chart.route_map),
        "same_route": same_route(run),
    }
    response = render(request, "route_map/reopened_otherwise.html", context)
    return remembering(request, response, visit, answers)


def _no_receipt(data: bytes) -> str:
    """What to say of a file that cannot be opened; what exactly is wrong inside it would help nobody."""
    if len(data) > MAX_BYTES:
        return _("Dit bestand is te groot om een bewaarde route te zijn.")
    return _("Dit is geen bestand van de routekaart. Kies het bestand routekaart.json dat u eerder bewaarde.")


def _form(
    request: HttpRequest, visit: Visit, form: ReopenForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"visit": visit, "form": form, "problem": problem}
    return render(request, "route_map/reopen_answers.html", context, status=status)
