"""What the live addresses answer in HTTP: streams, one present state, and refusals that tell nothing."""

from __future__ import annotations

import hashlib
import random

from sleutelwerk.deliberation.live.contract import Message, Send, State

#: Seconds after which somebody who found no room may try again.
RETRY_AFTER = 10
_STRICT = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_STREAM: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"x-accel-buffering", b"no"),
        (b"connection", b"close"),
        *_STRICT,
    ],
}
#: Some proxies let go of an answer only after a first piece of this size.
_PADDING = b":" + b" " * 2048 + b"\n"
#: Milliseconds within which browsers come back; apart, so that they do not all knock at once after a restart.
_COMES_BACK = (1_000, 3_000)


def frame_of(slice_: bytes) -> bytes:
    """Give one slice as a server-sent event. It has no id: the version would tell how much was written face down."""
    return b"data: %b\n\n" % slice_.replace(b"\r", b"").replace(b"\n", b"\ndata: ")


def beat_of(seconds: float) -> bytes:
    """Give the beat of a stream, an event that a page can hear: it says after how many seconds the next one comes.

    A comment would keep proxies awake as well, but a page could not tell a quiet talk from a stream that is held back.
    """
    return b"event: beat\ndata: %g\n\n" % seconds


async def begin_stream(send: Send, state: State, beat: float) -> None:
    """Answer with a stream that begins with its beat and the whole present state."""
    await send(_STREAM)
    retry = b"retry: %d\n\n" % random.randint(*_COMES_BACK)  # noqa: S311 - spreads a crowd, keeps no secret
    frames = b"".join(frame_of(one) for one in state.slices.values())
    begin = _PADDING + retry + beat_of(beat) + frames
    await send({"type": "http.response.body", "body": begin, "more_body": True})


def tag_of(state: State) -> bytes:
    """Give the ETag of what is seen; of the slices themselves, so that it changes only when something visible does."""
    seen = hashlib.sha256(b"\0".join(state.slices.values())).hexdigest()[:24]
    return b'"%b"' % seen.encode()


async def answer_once(send: Send, state: State, tag: bytes) -> None:
    """Answer with the whole present state as JSON: its slices."""
    body = b'{"slices":[%b]}' % b",".join(state.slices.values())
    await _answer(send, 200, body, [(b"content-type", b"application/json"), (b"etag", tag)])


async def answer_unchanged(send: Send, tag: bytes) -> None:
    """Answer that nothing changed since what the browser named."""
    await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag), *_STRICT]})
    await send({"type": "http.response.body", "body": b""})


async def refuse(send: Send) -> None:
    """Answer the same whether there is no such deliberation, it is over, or it is not for this visitor."""
    await _answer(send, 404, b"Niet gevonden", [(b"content-type", b"text/plain; charset=utf-8")])


async def put_off(send: Send) -> None:
    """Answer that there is no room at the moment."""
    words = b"Het is even te druk. Probeer het zo weer."
    retry = (b"retry-after", str(RETRY_AFTER).encode())
    await _answer(send, 503, words, [(b"content-type", b"text/plain; charset=utf-8"), retry])


async def slow_down(send: Send, seconds: int) -> None:
    """Answer that this device asks too often, and for how long it should wait."""
    words = b"Dit gaat te snel. Wacht even."
    retry = (b"retry-after", str(seconds).encode())
    await _answer(send, 429, words, [(b"content-type", b"text/plain; charset=utf-8"), retry])


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    whole = [*headers, (b"content-length", str(len(body)).encode()), *_STRICT]
    await send({"type": "http.response.start", "status": status, "headers": whole})
    await send({"type": "http.response.body", "body": body})
