"""A proxy between a browser and a site: it keeps all that passes, and may hold a stream back in part or whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

#: What holds for one connection only, and what is said anew about the answer as it is passed on.
_OF_ONE_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


class Passes(Enum):
    """What of a stream comes through; pages and all that ends comes through always."""

    NOTHING = "nothing"
    THE_FIRST_PIECE = "the first piece"
    EVERYTHING = "everything"


@dataclass
class Passed:
    """One answer that went through: what was asked for, its head, and as much of its body as the browser was sent."""

    path: str
    head: str
    is_stream: bool
    body: bytearray = field(default_factory=bytearray)

    @property
    def text(self) -> str:
        """Give the body as text; pictures and letters come out as nonsense, and are kept all the same."""
        return self.body.decode(errors="replace")


class Relay(ThreadingHTTPServer):
    """Stands before a site; what `passes` may be changed on the way, for streams that open later."""

    daemon_threads = True

    def __init__(self, site: str, passes: Passes = Passes.EVERYTHING) -> None:
        super().__init__(("localhost", 0), _Handler)
        self.site = urlsplit(site).port
        self.passes = passes
        self.address = f"http://localhost:{self.server_address[1]}"
        #: How many streams were taken in.
        self.streams = 0
        #: Everything that any browser behind this got.
        self.passed: list[Passed] = []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Relay

    def do_GET(self) -> None:
        """Ask the site the same, and give what it says; when it is away, break off as it does itself."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        behind = HTTPConnection("localhost", self.server.site)
        # what is packed could not be searched
        asked = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        try:
            behind.request(self.command, self.path, body or None, asked)
            answer = behind.getresponse()
            if "event-stream" in answer.headers.get("content-type", ""):
                self._stream(answer)
            else:
                self._whole(answer)
        except (OSError, HTTPException):
            self.close_connection = True
        finally:
            behind.close()

    def do_POST(self) -> None:
        """Pass a form on as a page."""
        self.do_GET()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""

    def _head(self, answer: HTTPResponse, *more: tuple[str, str]) -> Passed:
        kept = [pair for pair in answer.getheaders() if pair[0].lower() not in _OF_ONE_HOP]
        stream = "event-stream" in answer.headers.get("content-type", "")
        passed = Passed(self.path, "\n".join(f"{name}: {value}" for name, value in kept), stream)
        self.server.passed.append(passed)
        self.send_response_only(answer.status)
        for name, value in (*kept, *more):
            self.send_header(name, value)
        self.end_headers()
        return passed

    def _whole(self, answer: HTTPResponse) -> None:
        body = answer.read()
        size = () if answer.status == HTTPStatus.NOT_MODIFIED else (("Content-Length", str(len(body))),)
        self._head(answer, *size).body += body
        self.wfile.write(body)

    def _stream(self, answer: HTTPResponse) -> None:
        """Read on for as long as the site sends, as a proxy does that fills its own buffer."""
        self.server.streams += 1
        passes, self.close_connection = self.server.passes, True
        if passes is Passes.NOTHING:
            answer.read()
            return
        passed = self._head(answer, ("Connection", "close"))
        while piece := answer.read1():
            if passes is Passes.EVERYTHING or not passed.body:
                passed.body += piece
                self.wfile.write(piece)


@contextmanager
def relay_before(site: str, passes: Passes = Passes.EVERYTHING) -> Iterator[Relay]:
    """Put a proxy before a site, for as long as the test lasts."""
    with Relay(site, passes) as relay:
        Thread(target=relay.serve_forever, daemon=True).start()
        try:
            yield relay
        finally:
            relay.shutdown()
