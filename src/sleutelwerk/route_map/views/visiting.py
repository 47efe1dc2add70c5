"""What all pages of the route map share: the visit is read, nothing is cached, and trouble stays friendly."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from sleutelwerk.route_map.actions import forget_answers, remember_answers
from sleutelwerk.route_map.queries import published
from sleutelwerk.route_map.queries.visit import Visit, visit_of, visit_with
from sleutelwerk.route_map.rules.answers import Answers, NoCandidateHere, OtherQuestion, OutOfOrder, Refusal
from sleutelwerk.route_map.rules.sealing import Reason, Refused, TooManyAnswers

VisitView = Callable[..., HttpResponse]

#: Per kind of trouble: the name under which `way_back.html` has the words, and the status.
_STATUS = {
    Reason.FORGED.value: 400,
    Reason.OTHER_VERSION.value: 410,
    Reason.EXPIRED.value: 410,
    "out-of-order": 404,
    "no-answers": 404,
    "other-question": 409,
    "unknown-option": 400,
    "no-candidate": 409,
    "too-many": 409,
    "not-ended": 409,
}


class SeeOther(HttpResponseRedirect):
    """Go on by GET after a POST, so that reloading sends nothing twice."""

    status_code = 303


class NotEnded(Refusal):
    """A result was asked for while there are questions left."""


def visiting(view: VisitView) -> Callable[..., HttpResponse]:
    """Call the view with the visit, or show the way back; no answer is ever kept by a browser or proxy cache."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chart = published.current_chart()
        try:
            visit = visit_of(request, chart)
        except Refused as refused:
            visit = visit_with(chart, Answers(), returning=False)
            response = way_back(request, visit, refused.reason.value)
            forget_answers(response)
        else:
            try:
                response = view(request, visit, *args, **kwargs)
            except (Refusal, TooManyAnswers) as trouble:
                response = way_back(request, visit, _trouble_of(trouble, visit))
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


def way_back(request: HttpRequest, visit: Visit, trouble: str) -> HttpResponse:
    """Say kindly what went wrong and give the link with which to go on; nothing of the answers is lost."""
    context = {"visit": visit, "trouble": trouble}
    return render(request, "route_map/way_back.html", context, status=_STATUS[trouble])


def go_on(request: HttpRequest, visit: Visit, answers: Answers, to: str) -> HttpResponse:
    """Remember the answers and send the visitor on."""
    return remembering(request, SeeOther(to), visit, answers)


def remembering(request: HttpRequest, response: HttpResponse, visit: Visit, answers: Answers) -> HttpResponse:
    """Let the browser remember the answers with this response."""
    remember_answers(response, chart=visit.chart, answers=answers, secure=request.is_secure())
    return response


def _trouble_of(trouble: Exception, visit: Visit) -> str:
    match trouble:
        case OutOfOrder():
            return "out-of-order" if visit.returning else "no-answers"
        case OtherQuestion():
            return "other-question"
        case NoCandidateHere():
            return "no-candidate"
        case TooManyAnswers():
            return "too-many"
        case NotEnded():
            return "not-ended" if visit.returning else "no-answers"
    return "unknown-option"
