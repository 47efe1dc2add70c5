"""Pages and documents of moral deliberation; none of them asks the database anything or keeps anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from sleutelwerk.deliberation import content, documents
from sleutelwerk.deliberation.documents import observing
from sleutelwerk.deliberation.engine.model import DilemmaSet, Phase
from sleutelwerk.deliberation.engine.question import question_test
from sleutelwerk.deliberation.engine.shorten import shorten
from sleutelwerk.deliberation.forms.question import QuestionForm
from sleutelwerk.deliberation.queries import methods as queries
from sleutelwerk.privacy.content import current_guard
from sleutelwerk.privacy.engine.model import Kind as PersonalKind
from sleutelwerk.privacy.engine.segments import advices

View = Callable[..., HttpResponse]

#: The texts change only with the content files, so a browser may keep a page for a while and then ask for a newer one.
MAX_AGE = 300


#: What points at one person; all else that the guard finds has advice of its own.
_POINTS_AT_SOMEBODY = frozenset({PersonalKind.PERSON, PersonalKind.ADDRESS, PersonalKind.BSN, PersonalKind.PLATE})


def _public(view: View) -> View:
    """Only reading, what is absent is a 404, and the answer may be kept."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str | None = None) -> HttpResponse:
        try:
            response = view(request) if slug is None else view(request, slug)
        except KeyError:
            raise Http404(_("Deze pagina is er niet.")) from None
        patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response

    decorated: View = require_safe(conditional_page(wrapped))
    return decorated


def _dilemmas() -> DilemmaSet:
    """Give the dilemmas. KeyError when this installation has none that are right."""
    found = content.current().dilemmas
    if found is None:
        raise KeyError(content.DILEMMAS)
    return found


@_public
def overview(request: HttpRequest) -> HttpResponse:
    """Tell what a moral deliberation is, when it helps, and which method fits."""
    found = content.current()
    chosen = {key: request.GET.get(key, "") for key in ("tijd", "mensen", "doel")}
    wish = queries.wish_from(chosen["tijd"], chosen["mensen"], chosen["doel"])
    return render(
        request,
        "deliberation/overview.html",
        {
            "methods": queries.judged(found, wish),
            "asked": any((wish.minutes, wish.people, wish.goal)),
            "wish": wish,
            "times": queries.TIMES,
            "groups": queries.GROUPS,
            "goals": queries.GOALS.items(),
            "set": found.dilemmas,
        },
    )


@_public
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a method on one page, when asked in the time that there is."""
    one = content.current().methods[slug]
    plan = shorten(one, queries.minutes_from(request.GET.get("minuten", ""), one))
    return render(
        request,
        "deliberation/method.html",
        {
            "method": one,
            "plan": plan,
            "steps": [(planned, queries.rows_of(planned.step)) for planned in plan.steps],
            "phases": [queries.PHASES[phase] for phase in one.phases],
            "addons": [other for other in content.current().methods.values() if other.addon and other != one],
        },
    )


@_public
def dilemmas(request: HttpRequest) -> HttpResponse:
    """List the dilemmas by phase, after the questions that people come with."""
    found = _dilemmas()
    return render(
        request,
        "deliberation/dilemmas.html",
        {
            "set": found,
            "methods": content.current().methods,
            "phases": [(phase, queries.PHASES[phase], queries.PHASE_WORDS[phase], found.of(phase)) for phase in Phase],
        },
    )


@_public
def dilemma(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one dilemma with the damage of both sides, and no answer."""
    found = _dilemmas()
    one = found.by_id(slug)
    return render(
        request,
        "deliberation/dilemma.html",
        {
            "set": found,
            "dilemma": one,
            "phase": queries.PHASES[one.phase],
            "method": content.current().methods.get(one.method),
        },
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def test_question(request: HttpRequest) -> HttpResponse:
    """Look a question over when one was sent; it warns and never blocks, and nothing is kept."""
    form = QuestionForm(request.POST or None)
    context: dict[str, object] = {"form": form, "set": content.current().dilemmas}
    if form.is_valid():
        asked = form.cleaned_data["question"]
        remarks = question_test(asked)
        beside = _beside(asked, frozenset(one.code for one in remarks))
        count = len(remarks) + beside["about_somebody"] + len(beside["advices"])
        context |= {"looked": True, "asked": asked, "remarks": remarks, "count": count, **beside}
    response = render(request, "deliberation/test_question.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _beside(asked: str, codes: frozenset[str]) -> dict[str, Any]:
    """Give what the guard sees in a question beside our rules; what stands fixed says by itself what to do."""
    fixed, seen = "fixed" in codes, not codes.isdisjoint({"name", "group"})
    found = current_guard().examine(asked)
    other = [one for one in found if one.kind not in _POINTS_AT_SOMEBODY]
    return {
        "fixed": fixed,
        "about_somebody": not seen and any(one.kind in _POINTS_AT_SOMEBODY for one in found),
        "advices": () if fixed or seen else advices(other),
    }


@_public
def overview_pdf(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give a method on one sheet of A4."""
    return _pdf(documents.overview_pdf(content.current().methods[slug]), f"{slug}-overzicht.pdf")


@_public
def sheets_pdf(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give the sheets for the wall, one of A3 for each step."""
    return _pdf(documents.sheets_pdf(content.current().methods[slug]), f"{slug}-vellen.pdf")


@_public
def observer_pdf(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give the form for somebody who watches, one sheet of A4."""
    return _pdf(observing.observer_pdf(content.current().methods[slug]), f"{slug}-waarnemen.pdf")


@_public
def card_pdf(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give a dilemma as a card on one sheet of A4."""
    found = _dilemmas()
    return _pdf(documents.card_pdf(found, found.by_id(slug)), f"dilemma-{slug}.pdf")


def _pdf(raw: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        raw, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
