"""Walking the map: the start page, one question a page, the answers so far, and starting over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sleutelwerk.route_map.actions import forget_answers
from sleutelwerk.route_map.forms import read_answer
from sleutelwerk.route_map.queries.arrival import arrival_of, changed_at, told_of_change
from sleutelwerk.route_map.queries.chart import progress_at
from sleutelwerk.route_map.queries.review import review_of
from sleutelwerk.route_map.queries.visit import Visit, question_url, visit_with
from sleutelwerk.route_map.rules.answers import answered
from sleutelwerk.route_map.views import question_parts as parts
from sleutelwerk.route_map.views.visiting import SeeOther, go_on, visiting

#: The button that saves a changed answer and shows the whole list instead of the next question.
TO_REVIEW = "review"


@require_safe
@visiting
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the map is, what one needs at hand, and the way in."""
    chart = visit.chart
    return render(
        request,
        "route_map/start.html",
        {
            "visit": visit,
            "chart": chart,
            "left": chart.left_at(chart.compiled.start, 0),
            "arrival": arrival_of(visit, request),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@visiting
def answer_question(request: HttpRequest, visit: Visit, position: int) -> HttpResponse:
    """Show the question at a position of the walk, or take its answer and go on."""
    if request.method != "POST":
        return _show_question(request, visit, position)
    sent = read_answer(request.POST)
    if sent.option is None:
        return _show_question(request, visit, position, missing=True)
    answers = answered(
        visit.chart.compiled,
        visit.answers,
        visit.route,
        position=position,
        question=sent.question,
        option=sent.option,
    )
    after = visit_with(visit.chart, answers)
    if sent.then == TO_REVIEW:
        return go_on(request, visit, answers, reverse("route_map:review-answers"))
    if visit.answers.chosen.get(sent.question) not in {None, sent.option}:
        to = told_of_change(_open_url(after, position), visit, after, position)
        return go_on(request, visit, answers, to)
    return go_on(request, visit, answers, _next_url(after, position))


def _show_question(request: HttpRequest, visit: Visit, position: int, *, missing: bool = False) -> HttpResponse:
    route, chart = visit.route, visit.chart
    node = route.node_at(position)
    changed = changed_at(visit, request) or position - 1
    before = route.steps[changed - 1] if position > 1 else None
    enters_person = position == route.assignment_steps + 1 and route.about_person
    back = reverse("route_map:show-result") if enters_person else question_url(position - 1)
    progress = progress_at(chart, route, position)
    context = {
        "title": _("Vraag %(position)d") % {"position": position},
        "action": request.path,
        "about_person": chart.questions[node]["about_person"],
        "missing": missing,
        "road": parts.road(chart, node),
        "left": parts.left_in_words(position, progress),
        "arrival": parts.arrival(chart, arrival_of(visit, request)),
        "intro": progress["intro"],
        "notices": parts.notices(chart, *before) if before and not enters_person else "",
        "ask": parts.ask(chart, node, chosen=visit.answers.chosen.get(node), missing=missing),
        "buttons": parts.buttons(chart, answered=position <= len(route.steps)),
        "back": back if before else "",
        "back_words": parts.back_words(chart, to_result=enters_person),
        "beside": parts.beside(chart, node, first=before is None),
    }
    return parts.page(request, chart, context, missing=missing)


def _open_url(after: Visit, position: int) -> str:
    """After a changed answer: the first question of this part without one, or the result when none is missing."""
    if after.route.outcomes and position <= after.route.assignment_steps:
        return reverse("route_map:show-result")
    return after.resume_url


def _next_url(after: Visit, position: int) -> str:
    """The next question, or the result of this part."""
    route = after.route
    if route.outcomes and position == route.assignment_steps:
        return reverse("route_map:show-result")
    if position < route.length:
        return question_url(position + 1)
    return after.resume_url


@require_safe
@visiting
def review_answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All answers so far, each with a link to change it; the rest is kept."""
    return render(request, "route_map/review_answers.html", {"visit": visit, "review": review_of(visit)})


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def start_over(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask whether to forget everything, and forget it."""
    if request.method != "POST":
        return render(request, "route_map/start_over.html", {"visit": visit})
    response = SeeOther(reverse("route_map:start"))
    forget_answers(response)
    return response
