"""The bridge between server and pages: says the same in WSGI, refuses what is too large, and survives who leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve

from sleutelwerk.config.bridge import FILES_COME_IN_AT, LARGEST_BODY, SESSION_COOKIE, TOO_LARGE, Bridge, environ_of

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "scheme": "http",
    "http_version": "1.1",
    "path": "/vraag/é/",
    "raw_path": b"/vraag/%C3%A9/",
    "query_string": b"a=1",
    "server": ("127.0.0.1", 8000),
    "client": ("192.0.2.7", 4711),
    "headers": [(b"host", b"localhost"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-a", b"1"), (b"x-a", b"2"),
                (b"x_forwarded_proto", b"https"), (b"content-type", b"text/plain")],
}  # fmt: skip


class Pages:
    """A WSGI application that answers with what it was asked."""

    def __init__(self) -> None:
        self.closed = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("201 Created", [("X-Path", environ["PATH_INFO"])])
        body = environ["wsgi.input"].read()
        return self._answer([body, body])

    def _answer(self, parts: list[bytes]) -> Iterable[bytes]:
        try:
            yield from parts
        finally:
            self.closed = True


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: a browser test before this one may keep a loop running in ours."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, work).result()


def ask(messages: list[dict[str, Any]], pages: Any, scope: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Send one request through a bridge and collect what it sends back."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    run(Bridge(pages, threads=1)(scope or SCOPE, receive, send))
    return sent


def test_a_request_comes_through_whole() -> None:
    pages = Pages()
    start, body = ask(
        [{"type": "http.request", "body": b"een", "more_body": True}, {"type": "http.request", "body": b"twee"}], pages
    )
    assert (start["status"], start["headers"]) == (201, [(b"x-path", "/vraag/é/".encode())])
    assert body["body"] == b"eentweeeentwee"
    assert pages.closed


def test_headers_are_joined_and_lookalikes_left_out() -> None:
    environ = environ_of(SCOPE, b"abc")
    assert (environ["HTTP_COOKIE"], environ["HTTP_X_A"], environ["CONTENT_TYPE"]) == ("a=1; b=2", "1,2", "text/plain")
    assert environ["CONTENT_LENGTH"] == "3"
    assert "HTTP_X_FORWARDED_PROTO" not in environ


def test_the_visitors_address_stands_in_one_place_only() -> None:
    assert [name for name, value in environ_of(SCOPE, b"").items() if "192.0.2.7" in str(value)] == ["REMOTE_ADDR"]


def parts(*sizes: int, ends: bool = True) -> list[dict[str, Any]]:
    """Give a body in parts of these sizes."""
    sent = [{"type": "http.request", "body": b"x" * size, "more_body": True} for size in sizes]
    return [*sent, {"type": "http.request", "body": b"", "more_body": False}] if ends else sent


class Told(Pages):
    """Pages that remember what they were told."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.environ = environ
        return super().__call__(environ, start_response)


def test_of_too_much_the_pages_hear_only_that_it_was() -> None:
    pages, messages = Told(), parts(LARGEST_BODY, 1, LARGEST_BODY)
    start, body = ask(messages, pages)
    assert pages.environ[TOO_LARGE] is True
    assert pages.environ["CONTENT_LENGTH"] == "0"
    assert body["body"] == b""
    assert messages == [], "a browser reads no answer before it has sent all"
    assert (b"connection", b"close") in start["headers"]


def test_what_fits_to_the_byte_is_not_too_much() -> None:
    pages = Told()
    ask(parts(LARGEST_BODY), pages)
    assert TOO_LARGE not in pages.environ


def test_nobody_keeps_the_bridge_reading_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sleutelwerk.config.bridge.LARGEST_FILE", 3 * LARGEST_BODY)
    pages, messages = Told(), parts(*[LARGEST_BODY] * 9, ends=False)
    ask(messages, pages)
    assert len(messages) == 3, "too much after the second, and then four more"
    assert pages.environ[TOO_LARGE]


def test_who_sends_too_much_too_slowly_hears_that_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sleutelwerk.config.bridge.SLOWEST_BODY", 0.05)
    messages, pages = parts(LARGEST_BODY, 1, ends=False), Told()

    async def receive() -> dict[str, Any]:
        if not messages:
            await asyncio.sleep(60)
        return messages.pop(0)

    async def send(_message: Any) -> None:
        return

    run(Bridge(pages, threads=1)(SCOPE, receive, send))
    assert pages.environ[TOO_LARGE]


def test_who_sends_too_slowly_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sleutelwerk.config.bridge.SLOWEST_BODY", 0.01)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    run(Bridge(Pages(), threads=1)(SCOPE, receive, send))
    assert sent[0]["status"] == 408
    assert "te lang" in sent[1]["body"].decode()


def test_who_leaves_halfway_gets_no_answer() -> None:
    assert ask([{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}], None) == []


def test_pages_speak_http_only() -> None:
    with pytest.raises(ValueError, match="websocket"):
        ask([], None, {"type": "websocket"})


UPLOAD = SCOPE | {
    "method": "POST",
    "path": f"{FILES_COME_IN_AT}nieuw/",
    "headers": [(b"cookie", SESSION_COOKIE + b"x")],
}


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"method": "PUT"}, False),
        ({"path": "/routekaart/"}, False),
        ({"headers": [(b"cookie", b"a=1")]}, False),
    ],
)
def test_a_whole_document_may_come_in_at_one_place_from_a_session_only(change: dict[str, Any], fits: bool) -> None:
    pages = Told()
    ask(parts(LARGEST_BODY, LARGEST_BODY), pages, UPLOAD | change)
    assert (TOO_LARGE not in pages.environ) is fits
    assert len(pages.environ["wsgi.input"].getvalue()) == (2 * LARGEST_BODY if fits else 0)


def test_the_bridge_and_the_pages_agree_on_the_name_of_the_session() -> None:
    assert SESSION_COOKIE.decode() == f"{settings.SESSION_COOKIE_NAME}="
    assert resolve(f"{FILES_COME_IN_AT}nieuw/").view_name == "knowledge:add-document"


class Stream:
    """An answer that streams, and remembers whether it was closed."""

    streaming = True

    def __init__(self, *, breaks: bool = False) -> None:
        self.closed = False
        self.breaks = breaks

    def __iter__(self) -> Iterator[bytes]:
        yield b"een"
        if self.breaks:
            raise RuntimeError("ingetrokken")
        yield b"twee"

    def close(self) -> None:
        self.closed = True


def streaming(stream: Stream) -> Any:
    def pages(_environ: Any, start_response: Any) -> Stream:
        start_response("200 OK", [("Content-Type", "application/pdf")])
        return stream

    return pages


def test_an_answer_that_streams_is_passed_on_piece_by_piece() -> None:
    stream = Stream()
    start, *pieces = ask([{"type": "http.request", "body": b""}], streaming(stream))
    assert start["status"] == 200
    assert [(one["body"], one.get("more_body", False)) for one in pieces] == [
        (b"een", True), (b"twee", True), (b"", False),
    ]  # fmt: skip
    assert stream.closed


def test_a_stream_that_breaks_off_is_never_ended_as_if_it_were_whole() -> None:
    stream = Stream(breaks=True)
    with pytest.raises(RuntimeError, match="ingetrokken"):
        ask([{"type": "http.request", "body": b""}], streaming(stream))
    assert stream.closed
