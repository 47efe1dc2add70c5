"""A question page put together from pieces that are drawn once, as they are the same for every visitor.

What differs per visitor (the position, which card is marked, the token of the form) is put in last, in `page`. Nobody's
choice is in the pieces. Drawing the whole page anew took three times as long as all the rest of an answer.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sleutelwerk.route_map.queries.chart import Chart, Texts, sections_at

_TITLE, _MAIN, _MARK = "{title-stands-here}", "{main-stands-here}", "{mark-stands-here}"

#: What a piece is drawn from: the template, and whatever tells one piece from another.
Key = tuple[str | int | bool, ...]


def page(request: HttpRequest, chart: Chart, context: dict[str, Any], *, missing: bool) -> HttpResponse:
    """The whole page, or for htmx only what is swapped; both hold the same text."""
    main = render_to_string("route_map/_question.html", context, request)
    title = f"{_('Fout')}: {context['title']}" if missing else context["title"]
    if "HX-Request" in request.headers:
        text = f"<title>{escape(title)} · {_('Routekaart')} · Sleutelwerk</title>{main}"
    else:
        shell = _drawn(chart, ("route_map/answer_question.html",), {"title": _TITLE, "main": _MAIN, "mark": _MARK})
        text = shell.replace(_TITLE, escape(title), 1).replace(_MARK, _mark(request), 1).replace(_MAIN, main, 1)
    return HttpResponse(text, status=422 if missing else 200)


def _mark(request: HttpRequest) -> str:
    """The mark of a reader, where the house closed the route map."""
    mark = getattr(request, "reader_mark", "")
    return render_to_string("ui/_reader_mark.html", {"mark": mark}) if mark else ""


def ask(chart: Chart, node: int, *, chosen: int | None, missing: bool) -> SafeString:
    """The question with its answers as cards; the chosen one is marked in this visitor's copy only."""
    context = {"question": chart.questions[node], "missing": missing}
    drawn = _drawn(chart, ("route_map/_ask.html", node, missing), context)
    if chosen is None:
        return drawn
    value = f' value="{chosen}">'
    return mark_safe(drawn.replace(f'id="antwoord-{chosen}"{value}', f'id="antwoord-{chosen}" checked{value}', 1))  # noqa: S308


def beside(chart: Chart, node: int, *, first: bool) -> SafeString:
    """What stands beside a question: why we ask, what to arrange, and the tools that fit the place."""
    context = {"question": chart.questions[node], "first": first}
    return _drawn(chart, ("route_map/_about_question.html", node, first), context)


def road(chart: Chart, node: int) -> SafeString:
    """The sections of the part as stations along a road."""
    section = chart.questions[node]["section"]
    key = ("route_map/_road.html", chart.questions[node]["about_person"], section["number"])
    return _drawn(chart, key, {"road": sections_at(chart, node)})


def notices(chart: Chart, node: int, option: int) -> SafeString:
    """What giving an answer brings along."""
    return _drawn(chart, ("route_map/_notices.html", node, option), {"notices": chart.notices[node][option]})


def arrival(chart: Chart, told: str) -> SafeString:
    """What is told on arriving after a change or with a saved route."""
    return _drawn(chart, ("route_map/_arrival.html", told), {"arrival": told}) if told else SafeString()


def buttons(chart: Chart, *, answered: bool) -> SafeString:
    """The way on, and for a question that has an answer also the way to all answers."""
    return _drawn(chart, ("route_map/_buttons.html", answered), {"answered": answered})


def back_words(chart: Chart, *, to_result: bool) -> SafeString:
    """What the link back says."""
    return _drawn(chart, ("route_map/_back.html", to_result), {"to_result": to_result})


def left_in_words(position: int, progress: Texts) -> str:
    """Where one is, and how many questions are still to come."""
    least, most = progress["least"], progress["most"]
    numbers = {"position": position, "least": least, "most": most}
    if most == 1:
        return _("Vraag %(position)d. Dit is de laatste vraag.") % numbers
    if least == 1:
        return _("Vraag %(position)d. Nog hooguit %(most)d vragen, deze meegeteld.") % numbers
    if least == most:
        return _("Vraag %(position)d. Nog %(most)d vragen, deze meegeteld.") % numbers
    return _("Vraag %(position)d. Nog %(least)d tot %(most)d vragen, deze meegeteld.") % numbers


def _drawn(chart: Chart, key: Key, context: dict[str, Any]) -> SafeString:
    found = chart.drawn.get(key)
    if found is None:
        found = chart.drawn[key] = render_to_string(str(key[0]), context)
    return mark_safe(found)  # noqa: S308 - drawn by Django from our own template
