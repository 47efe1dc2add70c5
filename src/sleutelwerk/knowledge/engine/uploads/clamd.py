"""Asks ClamAV whether a file holds something known to be harmful; without an answer a file is never called clean."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

#: Bytes that go at once. clamd takes any size; its answer is one short line.
_CHUNK, _LONGEST_ANSWER = 64 * 1024, 4096
_logger = logging.getLogger(__name__)


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int, /) -> bytes:
        """Give at most so many bytes, and none only at the end."""


@dataclass(frozen=True, slots=True)
class Clean:
    """ClamAV knows nothing bad in it. That is all it says: what is new, it does not know."""


@dataclass(frozen=True, slots=True)
class Found:
    """ClamAV knows what is in it, under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """There was no answer; `why` is for the log and the operator. The file must wait or be refused."""

    why: str


class BadAddress(ValueError):
    """An address of clamd is none that may be used; the message says which are."""


@dataclass(frozen=True, slots=True)
class ClamdAddress:
    """Where clamd listens: the path of a socket, or a port on this very machine."""

    path: str = ""
    host: str = ""
    port: int = 0


def read_address(text: str) -> ClamdAddress:
    """Read `unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`. Raises BadAddress.

    Another machine is refused: the file would travel there unsealed and unasked.
    """
    if text.startswith("unix:/"):
        return ClamdAddress(path=text.removeprefix("unix:"))
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or 0
        if parts.scheme == "tcp" and port and (host == "localhost" or ip_address(host).is_loopback):
            return ClamdAddress(host=host, port=port)
    except ValueError:
        pass  # said below, the same for all that does not fit
    raise BadAddress("gebruik unix:/pad/naar/clamd.ctl of tcp://127.0.0.1:3310 (alleen op deze computer)")


def scan(stream: Readable, address: ClamdAddress, *, patience: float = 60.0) -> Clean | Found | Unavailable:
    """Send a stream to clamd (INSTREAM) and give its judgement. What keeps it from judging is logged as an error."""
    try:
        with _connected(address, patience) as connection:
            answer = _asked(connection, stream)
    except OSError as problem:
        return _unavailable(f"{type(problem).__name__}: {problem.strerror or problem}")
    return _understood(answer)


@contextmanager
def _connected(address: ClamdAddress, patience: float) -> Iterator[socket.socket]:
    if address.path:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(patience)
            connection.connect(address.path)
            yield connection
    else:
        with socket.create_connection((address.host, address.port), patience) as connection:
            yield connection


def _asked(connection: socket.socket, stream: Readable) -> bytes:
    connection.sendall(b"zINSTREAM\0")
    try:
        while chunk := stream.read(_CHUNK):
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass  # above its own limit clamd stops listening, and says so
    answer = bytearray()
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER and (piece := connection.recv(_LONGEST_ANSWER)):
        answer += piece
    return bytes(answer).partition(b"\0")[0]


def _understood(answer: bytes) -> Clean | Found | Unavailable:
    said = answer.decode("utf-8", "replace").strip().removeprefix("stream: ")
    if said == "OK":
        return Clean()
    if said.endswith(" FOUND"):
        return Found(said.removesuffix(" FOUND"))
    if "size limit exceeded" in said:
        return _unavailable(f"{said} (zet StreamMaxLength in clamd.conf op 60M)")
    return _unavailable(said or "no answer")


def _unavailable(why: str) -> Unavailable:
    _logger.error("the virus scanner gave no judgement: %s", why)
    return Unavailable(why)
