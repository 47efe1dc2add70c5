"""A proxy between a browser and a site that takes a stream in and passes it on late, in part or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from http.client import HTTPConnection, HTTPResponse
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


class Relay(ThreadingHTTPServer):
    """Stands before a site; what `passes` may be changed on the way, for streams that open later."""

    daemon_threads = True

    def __init__(self, site: str, passes: Passes) -> None:
        super().__init__(("localhost", 0), _Handler)
        self.site = urlsplit(site).port
        self.passes = passes
        self.address = f"http://localhost:{self.server_address[1]}"
        #: How many streams were taken in.
        self.streams = 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Relay

    def do_GET(self) -> None:
        """Ask the site the same, and give what it says."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        behind = HTTPConnection("localhost", self.server.site)
        try:
            behind.request(self.command, self.path, body or None, dict(self.headers))
            answer = behind.getresponse()
            if "event-stream" in answer.headers.get("content-type", ""):
                self._stream(answer)
            else:
                self._whole(answer)
        finally:
            behind.close()

    do_POST = do_GET  # noqa: N815 - the library calls it so

    def log_message(self, *_said: object) -> None:
        """Say nothing."""

    def _head(self, answer: HTTPResponse, *more: tuple[str, str]) -> None:
        self.send_response_only(answer.status)
        for name, value in (*answer.getheaders(), *more):
            if (name, value) in more or name.lower() not in _OF_ONE_HOP:
                self.send_header(name, value)
        self.end_headers()

    def _whole(self, answer: HTTPResponse) -> None:
        body = answer.read()
        self._head(answer, *((("Content-Length", str(len(body))),) if answer.status != 304 else ()))
        self.wfile.write(body)

    def _stream(self, answer: HTTPResponse) -> None:
        """Read on for as long as the site sends, as a proxy does that fills its own buffer."""
        self.server.streams += 1
        passes, self.close_connection = self.server.passes, True
        with suppress(OSError):  # the browser left
            if passes is not Passes.NOTHING:
                self._head(answer, ("Connection", "close"))
                self.wfile.write(answer.read1())
            while piece := answer.read1():
                if passes is Passes.EVERYTHING:
                    self.wfile.write(piece)


@contextmanager
def relay_before(site: str, passes: Passes) -> Iterator[Relay]:
    """Put a proxy before a site, for as long as the test lasts."""
    with Relay(site, passes) as relay:
        Thread(target=relay.serve_forever, daemon=True).start()
        try:
            yield relay
        finally:
            relay.shutdown()
