"""The floor for a case's page: a bare view behind Django's own sessions, with as many questions and bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

#: What of a request Django itself does for a page that is for somebody signed in.
MIDDLEWARE = (
    "bare_case_page.here",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)
TEMPLATE = "{% for line in lines %}{{ line }}\n{% endfor %}"
#: A session and a person are asked for by Django itself.
ASKED_BY_DJANGO = 2
_page: dict[str, Any] = {}


def here(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let a request end at this module's one view."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # as Django documents it
        return get_response(request)

    return middleware


def show(request: HttpRequest) -> HttpResponse:
    """Ask as much of the database as was said, one row at a time, and send as much."""
    assert request.user.is_authenticated
    for _ in range(_page["questions"] - ASKED_BY_DJANGO):
        _page["model"].objects.only("code").get(pk=_page["key"])
    return HttpResponse(_page["template"].render({"lines": _page["lines"]}))


urlpatterns = [path("", show)]


class Floor:
    """A page of `size` bytes in `lines` lines that asks the database `questions` questions."""

    def __init__(self, person: Any, row: Any, *, questions: int, size: int, lines: int) -> None:
        """Make it, and ask for it once."""
        text = "x" * max(1, size // max(1, lines) - 1)
        _page.update(
            questions=questions, model=type(row), key=row.pk, lines=[text] * lines,
            template=engines["django"].from_string(TEMPLATE),
        )  # fmt: skip
        self.client = Client(HTTP_HOST="localhost")
        self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        with override_settings(MIDDLEWARE=list(MIDDLEWARE)):
            self.page()

    def page(self) -> bytes:
        """Ask for it."""
        answer = self.client.get("/")
        assert answer.status_code == 200, answer.status_code
        return answer.content
