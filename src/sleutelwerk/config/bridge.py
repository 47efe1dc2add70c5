"""Serves the WSGI pages from an ASGI server by a few lasting threads, so that live streams fit in the same process."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Answer(NamedTuple):
    """What a page answers: all of it, or for an answer that streams the pieces to come."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: Iterable[bytes] | None = None


class Room(NamedTuple):
    """How much may come in (bytes), and within how many seconds."""

    most: int
    seconds: int


#: Pages take small forms and receipts only; whatever is larger is thrown away before it fills the memory.
LARGEST_BODY = 1_048_576
#: Seconds in which a whole request must be in, so that half-sent ones do not pile up.
SLOWEST_BODY = 30
#: Where content owners add documents: there a file of 50 MB may come in, two at a time, in five minutes.
FILES_COME_IN_AT = "/kennisbank/beheer/stukken/"
LARGEST_FILE = 54_525_952
SLOWEST_FILE = 300
FILES_AT_ONCE = 2
#: The name of the session cookie; Django is not asked, so that the bridge knows nothing of it.
SESSION_COOKIE = b"sleutelwerk_session="
_PLAIN_HEADERS = {"CONTENT_TYPE", "CONTENT_LENGTH"}


#: What the pages are told of a request that held more than a page takes: its words were thrown away on the way in.
TOO_LARGE = "sleutelwerk.too_large"


class BodyTooLargeError(Exception):
    """The visitor sends more than a page ever takes."""


class VisitorLeftError(Exception):
    """The visitor closed the connection before the whole request was in."""


class Bridge:
    """An ASGI application that has a WSGI application answer.

    Request and answer are held whole, which is quickest for pages. An answer that streams is passed on piece by piece;
    a stream that lasts belongs in an ASGI endpoint of its own.
    """

    def __init__(self, pages: WSGIApplication, *, threads: int) -> None:
        self._pages = pages
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._files = asyncio.Semaphore(FILES_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            message = f"The pages do not speak {scope['type']}"
            raise ValueError(message)
        try:
            if brings_a_file(scope):
                async with self._files:
                    await self._respond(scope, receive, send, Room(LARGEST_FILE, SLOWEST_FILE))
            else:
                await self._respond(scope, receive, send, Room(LARGEST_BODY, SLOWEST_BODY))
        except VisitorLeftError:
            return

    async def _respond(self, scope: Scope, receive: Receive, send: Send, room: Room) -> None:
        loop = asyncio.get_running_loop()
        try:
            environ = environ_of(scope, await _body_of(receive, room))
        except TimeoutError:
            answer = _refusal(408, "Het versturen duurde te lang. Probeer het opnieuw.")
        except BodyTooLargeError:
            environ = environ_of(scope, b"") | {TOO_LARGE: True}
            answer = await loop.run_in_executor(self._pool, self._answer, environ)
            answer.headers.append((b"connection", b"close"))
        else:
            answer = await loop.run_in_executor(self._pool, self._answer, environ)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.rest is not None:
            await self._pass_on(answer.rest, send)
        await send({"type": "http.response.body", "body": answer.body})

    async def _pass_on(self, chunks: Iterable[bytes], send: Send) -> None:
        """Send an answer that streams piece by piece; a thread is held only while a piece is made."""
        loop = asyncio.get_running_loop()
        pieces = iter(chunks)
        try:
            while (piece := await loop.run_in_executor(self._pool, next, pieces, None)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            await loop.run_in_executor(self._pool, _close, chunks)

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        """Run the WSGI application in this thread and collect all that it answers, unless it streams."""
        collected: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> StartResponse:
            collected["status"] = int(status[:3])
            collected["headers"] = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]
            return written.append  # type: ignore[return-value]  # what it gives back is not looked at

        written: list[bytes] = []
        chunks = self._pages(environ, start_response)  # type: ignore[arg-type]  # the standard's stub asks for a class
        if getattr(chunks, "streaming", False):
            return Answer(collected["status"], collected["headers"], b"", chunks)
        try:
            body = b"".join(chunks)
        finally:
            _close(chunks)
        return Answer(collected["status"], collected["headers"], b"".join(written) + body)


def brings_a_file(scope: Scope) -> bool:
    """Tell whether a request may hold a whole document: where those come in, from somebody with a session."""
    if scope["method"] != "POST" or not str(scope["path"]).startswith(FILES_COME_IN_AT):
        return False
    return any(name == b"cookie" and SESSION_COOKIE in value for name, value in scope["headers"])


def _close(chunks: Iterable[bytes]) -> None:
    if close := getattr(chunks, "close", None):
        close()


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
    return Answer(status, [(name.encode(), value.encode()) for name, value in headers.items()], body)


async def _body_of(receive: Receive, room: Room) -> bytes:
    async with asyncio.timeout(room.seconds):
        parts, more = await _body_within(receive, room.most)
    if sum(map(len, parts)) <= room.most:
        return b"".join(parts)
    parts.clear()
    if more:
        await _let_go_by(receive)
    raise BodyTooLargeError


async def _body_within(receive: Receive, most: int) -> tuple[list[bytes], bool]:
    """Take what comes in until there is too much; give it, and whether there is more to come."""
    parts: list[bytes] = []
    size = 0
    while True:
        part, more = await _next_part(receive)
        parts.append(part)
        size += len(part)
        if size > most or not more:
            return parts, more


async def _let_go_by(receive: Receive) -> None:
    """Throw away what still comes in, within bounds.

    A browser reads no answer before it has sent all: without this it would show its own page about a broken connection.
    """
    size, more = 0, True
    with suppress(TimeoutError):
        async with asyncio.timeout(SLOWEST_BODY):
            while more and size <= LARGEST_FILE:
                part, more = await _next_part(receive)
                size += len(part)


async def _next_part(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise VisitorLeftError
    return message.get("body", b""), message.get("more_body", False)


def environ_of(scope: Scope, body: bytes) -> WSGIEnvironment:
    """Say in WSGI's words what an ASGI scope says.

    The visitor's address is there for signing in alone: attempts are counted by it, and somebody sees where he is
    signed in. Public pages never look at it, and no log has it.
    """
    host, port = scope.get("server") or ("localhost", None)
    visitor, _ = scope.get("client") or ("", 0)
    raw_path = scope.get("raw_path") or scope["path"].encode()
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "REMOTE_ADDR": visitor,
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
