"""Who is walking, without knowing who: the answers from the visitor's own cookie and the route that they make."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sleutelwerk.route_map.queries.chart import Chart
from sleutelwerk.route_map.rules.answers import Answers, Route, route_of
from sleutelwerk.route_map.rules.sealing import key_from, unseal

COOKIE_NAME = "sleutelwerk_routekaart"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request's view of the walk. `returning` tells whether the browser brought answers along."""

    chart: Chart
    answers: Answers
    route: Route
    returning: bool

    @property
    def resume_url(self) -> str:
        """Where the visitor can go on: the open question, or the result when there is none."""
        if not self.route.ended:
            return question_url(self.route.length)
        return reverse("route_map:show-person-result" if self.route.about_person else "route_map:show-result")


def visit_of(request: HttpRequest, chart: Chart) -> Visit:
    """Read the visitor's answers. Raises `Refused` for a cookie that must not be used."""
    value = request.COOKIES.get(COOKIE_NAME)
    if not value:
        return visit_with(chart, Answers(), returning=False)
    answers = unseal(chart.compiled, chart.binding, value, keys=cookie_keys(), now=int(time.time()))
    return visit_with(chart, answers, returning=True)


def visit_with(chart: Chart, answers: Answers, *, returning: bool = True) -> Visit:
    """The visit that these answers make."""
    return Visit(chart, answers, route_of(chart.compiled, answers), returning)


@lru_cache(maxsize=1_024)
def question_url(position: int) -> str:
    """The address of a position; it says nothing of the question's subject."""
    return reverse("route_map:answer-question", args=[position])


@lru_cache(maxsize=1)
def cookie_path() -> str:
    """The part of the site to which the browser sends the answers."""
    return reverse("route_map:start")


def cookie_keys() -> tuple[bytes, ...]:
    """The keys that may open a cookie, the present one first; older secrets stay valid while they are configured."""
    return _keys((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _keys(secrets: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(key_from(secret) for secret in secrets)
