"""Asks a provider something: over TLS, without following it elsewhere, and never for long or for much."""

from __future__ import annotations

import json
import time
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from sleutelwerk.accounts.engine.oidc.faults import Fault, SignInRefused

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
#: For one answer, from the first byte to the last; a provider that drips does not hold a thread.
ANSWER_SECONDS = 8.0
#: Discovery documents are a few kilobytes, token answers too; no provider needs more than this.
MOST_BYTES = 262_144
_PIECE = 16_384


def is_safe_address(address: str, *, lenient: bool) -> bool:
    """Tell whether we may talk to an address: https, or plain http on this very machine outside production."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.fragment:
        return False
    return parts.scheme == "https" or (lenient and parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class BoundedAdapter(HTTPAdapter):
    """Sends requests under our limits, whoever makes them: our own look-ups and the library's token request alike."""

    def __init__(self, *, lenient: bool) -> None:
        super().__init__(max_retries=0)
        self._lenient = lenient

    def send(self, request: requests.PreparedRequest, *_args: Any, **kwargs: Any) -> requests.Response:
        """Send, and read at most so much for at most so long. Raises SignInRefused."""
        if not is_safe_address(str(request.url), lenient=self._lenient):
            raise SignInRefused(Fault.INSECURE_ADDRESS)
        kwargs |= {"stream": True, "timeout": (CONNECT_SECONDS, READ_SECONDS)}
        until = time.monotonic() + ANSWER_SECONDS
        try:
            response = super().send(request, **kwargs)
        except requests.exceptions.RequestException as problem:
            raise SignInRefused(Fault.UNREACHABLE) from problem
        try:
            response._content = _read(response, until)  # noqa: SLF001 - what `content` gives once it was read
        finally:
            response.close()
        response._content_consumed = True  # noqa: SLF001 - the same
        if response.is_redirect or response.is_permanent_redirect:
            raise SignInRefused(Fault.UNUSABLE_ANSWER)
        return response


def _read(response: requests.Response, until: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := response.raw.read1(_PIECE, decode_content=True):
            size += len(piece)
            if size > MOST_BYTES:
                raise SignInRefused(Fault.UNUSABLE_ANSWER)
            if time.monotonic() > until:
                raise SignInRefused(Fault.UNREACHABLE)
            pieces.append(piece)
    except (HTTPError, OSError) as problem:
        raise SignInRefused(Fault.UNREACHABLE) from problem
    return b"".join(pieces)


def bound(session: requests.Session, *, lenient: bool) -> None:
    """Put a session under our limits."""
    session.mount("https://", BoundedAdapter(lenient=lenient))
    session.mount("http://", BoundedAdapter(lenient=lenient))


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave a request as it is; without this, the library would look for a password in the account's .netrc."""
    return request


def get_json(address: str, *, lenient: bool, token: str = "") -> dict[str, Any]:
    """Give the JSON object at an address, with an access token when one is needed. Raises SignInRefused."""
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    with requests.Session() as session:
        bound(session, lenient=lenient)
        response = session.get(address, headers=headers, auth=_unsigned)
    if response.status_code != requests.codes.ok:
        raise SignInRefused(Fault.UNUSABLE_ANSWER)
    return as_object(response.content)


def as_object(content: bytes) -> dict[str, Any]:
    """Read a JSON object. Raises SignInRefused."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as problem:
        raise SignInRefused(Fault.UNUSABLE_ANSWER) from problem
    if not isinstance(value, dict):
        raise SignInRefused(Fault.UNUSABLE_ANSWER)
    return value
