"""Whoever sends far too much text to where access is asked gets one clear answer, and nothing of it is kept."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.accounts.steps import everything_stored
from tests.knowledge.requests.asking import FILLED
from tests.people import make_cast

from sleutelwerk.config.bridge import LARGEST_BODY, Bridge

pytestmark = pytest.mark.django_db

ASK = reverse("knowledge:ask-access")
FORM = "application/x-www-form-urlencoded"
CHUNK = 65_536


class HandedOver:
    """Pages that the bridge asks in its own thread and that answer in the test's, where the database is."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[Any] = SimpleQueue()
        self._answered: SimpleQueue[Any] = SimpleQueue()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self._asked.put(environ)
        status, headers, body = self._answered.get(timeout=60)
        start_response(status, headers)
        return [body]

    def answer(self) -> None:
        """Let the real pages answer what the bridge asks."""
        began: list[Any] = []
        asked = self._asked.get(timeout=60)
        # a request begins with letting go of the connection; here that would be the one of the test's own transaction
        request_started.disconnect(close_old_connections)
        try:
            answer = WSGIHandler()(asked, lambda *said: began.extend(said))  # type: ignore[arg-type]  # what it gives back is not looked at
        finally:
            request_started.connect(close_old_connections)
        self._answered.put((*began, b"".join(answer)))


def streamed(size: int, kind: str = FORM) -> tuple[int, dict[str, str], str]:
    """Stream a filled-in form whose text is this long through the bridge to the real pages; give what they answer."""
    start = urlencode({**FILLED, "purpose_text": ""}).encode() + b"&purpose_text="
    left, sent, answers = size, 0, []

    async def receive() -> dict[str, Any]:
        nonlocal left, sent
        part = (start if sent == 0 else b"") + b"x" * min(CHUNK, left)
        left -= min(CHUNK, left)
        sent += len(part)
        return {"type": "http.request", "body": part, "more_body": left > 0}

    async def send(message: Any) -> None:
        answers.append(message)

    scope = {
        "type": "http", "method": "POST", "scheme": "http", "http_version": "1.1", "path": ASK, "query_string": b"",
        "server": ("testserver", 80), "client": ("192.0.2.7", 4711),
        "headers": [(b"host", b"testserver"), (b"content-type", kind.encode())],
    }  # fmt: skip
    pages = HandedOver()
    with ThreadPoolExecutor(1) as aside:
        done = aside.submit(asyncio.run, Bridge(pages, threads=1)(scope, receive, send))
        pages.answer()
        done.result()
    assert sent >= size, "all of it was really sent"
    told = {name.decode(): value.decode() for name, value in answers[0]["headers"]}
    return answers[0]["status"], told, b"".join(one.get("body", b"") for one in answers).decode()


def posted(size: int, kind: str = FORM) -> HttpResponse:
    """Post a text of this length as a browser would, with its token."""
    client = Client(enforce_csrf_checks=True)
    client.get(ASK)
    said = {**FILLED, "purpose_text": "x" * size, "csrfmiddlewaretoken": client.cookies["sleutelwerk_csrf"].value}
    if kind != FORM:
        return cast("HttpResponse", client.post(ASK, said))
    return client.post(ASK, urlencode(said), content_type=kind)  # type: ignore[return-value]  # the same


def test_fifty_megabytes_and_three_hundred_kilobytes_get_one_and_the_same_answer() -> None:
    make_cast()
    before = everything_stored()
    status, told, page = streamed(50 * 1_048_576)
    assert status == 413
    assert "Uw tekst is te lang. Ga terug en maak hem korter." in page
    assert "Wij hebben niets bewaard." in page
    assert "bestand" not in page
    assert "content-security-policy" in told
    assert "no-store" in told["cache-control"]
    smaller = posted(300 * 1_024)
    assert (smaller.status_code, "no-store" in smaller["Cache-Control"]) == (413, True)
    assert smaller.content.decode() == page
    assert streamed(LARGEST_BODY)[2] == page
    assert everything_stored() == before


def test_a_form_that_can_hold_a_file_speaks_of_the_file_as_well() -> None:
    make_cast()
    before = everything_stored()
    status, _told, page = streamed(2 * LARGEST_BODY, "multipart/form-data; boundary=x")
    assert status == 413
    assert "kies een kleiner bestand of maak uw tekst korter" in page
    assert posted(300 * 1_024, "multipart/form-data").content.decode() == page
    assert everything_stored() == before


def test_a_text_that_is_only_too_long_is_answered_at_its_field() -> None:
    make_cast()
    answer = posted(20_000)
    assert answer.status_code == 422
    assert 'id="id_purpose' in answer.content.decode()
