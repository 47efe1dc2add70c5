"""The only two changes that walking makes, both in the visitor's own browser: remember the answers, forget them."""

from __future__ import annotations

import time

from django.http import HttpResponse

from sleutelwerk.route_map.queries.chart import Chart
from sleutelwerk.route_map.queries.visit import COOKIE_NAME, cookie_keys, cookie_path
from sleutelwerk.route_map.rules.answers import Answers
from sleutelwerk.route_map.rules.sealing import MAX_COOKIE_BYTES, seal


def remember_answers(response: HttpResponse, *, chart: Chart, answers: Answers, secure: bool) -> None:
    """Give the browser the answers in a sealed cookie that ends with the browser. Raises TooManyAnswers."""
    room = MAX_COOKIE_BYTES - len(COOKIE_NAME) - 1
    now = int(time.time())
    value = seal(chart.compiled, chart.binding, answers, key=cookie_keys()[0], now=now, room=room)
    response.set_cookie(COOKIE_NAME, value, path=cookie_path(), secure=secure, httponly=True, samesite="Lax")


def forget_answers(response: HttpResponse) -> None:
    """Take the answers away from the browser; the quick exit uses it too."""
    response.delete_cookie(COOKIE_NAME, path=cookie_path(), samesite="Lax")
