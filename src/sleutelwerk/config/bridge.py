"""Serves the WSGI pages from an ASGI server by a few lasting threads, so that live streams fit in the same process."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

#: Pages take small forms and receipts only; whatever is larger is refused before it fills the memory.
LARGEST_BODY = 1_048_576
#: Seconds in which a whole request must be in, so that half-sent ones do not pile up.
SLOWEST_BODY = 30
_PLAIN_HEADERS = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class BodyTooLargeError(Exception):
    """The visitor sends more than a page ever takes."""


class VisitorLeftError(Exception):
    """The visitor closed the connection before the whole request was in."""


class Bridge:
    """An ASGI application that has a WSGI application answer.

    Request and answer are held whole, which is quickest for pages; a stream belongs in an ASGI endpoint of its own.
    """

    def __init__(self, pages: WSGIApplication, *, threads: int) -> None:
        self._pages = pages
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            message = f"The pages do not speak {scope['type']}"
            raise ValueError(message)
        try:
            environ = environ_of(scope, await _body_of(receive))
        except VisitorLeftError:
            return
        except TimeoutError:
            status, headers, body = _refusal(408, "Het versturen duurde te lang. Probeer het opnieuw.")
        except BodyTooLargeError:
            status, headers, body = _refusal(413, "Dit bestand is te groot. Ga terug en kies een ander bestand.")
        else:
            loop = asyncio.get_running_loop()
            status, headers, body = await loop.run_in_executor(self._pool, self._answer, environ)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        """Run the WSGI application in this thread and collect all that it answers."""
        collected: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> StartResponse:
            collected["status"] = int(status[:3])
            collected["headers"] = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]
            return written.append  # type: ignore[return-value]

        written: list[bytes] = []
        chunks = self._pages(environ, start_response)  # type: ignore[arg-type]
        try:
            body = b"".join(chunks)
        finally:
            if close := getattr(chunks, "close", None):
                close()
        return collected["status"], collected["headers"], b"".join(written) + body


def _refusal(status: int, words: str) -> Answer:
    """Refuse before any page is asked, in words that a visitor understands; the connection ends with it."""
    body = words.encode()
    headers = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "connection": "close",
    }
    return status, [(name.encode(), value.encode()) for name, value in headers.items()], body


async def _body_of(receive: Receive) -> bytes:
    async with asyncio.timeout(SLOWEST_BODY):
        return await _whole_body(receive)


async def _whole_body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise VisitorLeftError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise BodyTooLargeError
        if not message.get("more_body", False):
            return b"".join(parts)


def environ_of(scope: Scope, body: bytes) -> WSGIEnvironment:
    """Say in WSGI's words what an ASGI scope says; the visitor's own address is left out, as no page needs it."""
    host, port = scope.get("server") or ("localhost", None)
    raw_path = scope.get("raw_path") or scope["path"].encode()
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue  # 'x_name' would pass for 'x-name', which a proxy in front may have meant to guard
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        key = name if name in _PLAIN_HEADERS else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        separator = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    # Chunked bodies carry no length, and Django reads exactly the length it is told.
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ
