"""Fans frames out to listeners inside one event loop, so lean that a listener who stalls holds nobody else up."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Generator
from typing import Any

from sleutelwerk.deliberation.live.answers import beat_of
from sleutelwerk.deliberation.live.contract import Admission, Limits, Message, Send, topic_of

#: The last words to a stream whose place another one of the same device takes: without them it would come back, and
#: the two would push each other out for ever.
ELSEWHERE = b"event: elsewhere\ndata: {}\n\n"
#: Seconds in which a listener's last bytes may still leave.
_FAREWELL = 1.0
#: What a server raises when the other side is gone, or when it has finished that answer itself.
_GONE = (OSError, RuntimeError)


class Listener:
    """One open stream.

    `waiting` is None while frames go straight out. Otherwise it holds, per topic, the newest message that has to wait
    because the listener was not opened yet or takes nothing at the moment; every frame is a whole slice, so a newer one
    replaces an older one.
    """

    __slots__ = ("admission", "answer", "ended", "opened", "send", "task", "version", "waiting")

    def __init__(self, admission: Admission, send: Send, task: asyncio.Task[Any] | None) -> None:
        self.admission = admission
        self.send = send
        self.task = task
        self.answer: Any = None
        self.version = -1
        self.opened = self.ended = False
        self.waiting: dict[str, tuple[int, Message]] | None = {}


class _Rest:
    """What is left of a `send` that had to wait after its first step; awaiting it finishes it."""

    def __init__(self, steps: Generator[Any, Any, None], awaited: Any) -> None:
        self._steps = steps
        self._awaited = awaited

    def __await__(self) -> Generator[Any, Any, None]:
        try:
            yield self._awaited
            yield from self._steps
        finally:
            self._steps.close()


class Hub:
    """Who listens to what, in this process. All but `connected` and `audiences` is called in the event loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        #: How many listeners were let go because they took nothing.
        self.let_go = 0
        self._deliberations: dict[str, dict[Listener, None]] = {}
        self._topics: dict[str, dict[Listener, None]] = {}
        self._count = 0
        self._drains: set[asyncio.Task[None]] = set()
        self._changing = threading.Lock()

    def join(self, admission: Admission, send: Send, task: asyncio.Task[Any] | None = None) -> Listener | None:
        """Take a listener in; frames wait until `open` is called. None when there are too many."""
        present = self._deliberations.get(admission.deliberation, {})
        own = [one for one in present if one.admission.device == admission.device]
        for oldest in own[: max(0, len(own) + 1 - self.limits.per_device)]:
            self.end(oldest, ELSEWHERE)
        if len(present) >= self.limits.per_deliberation or self._count >= self.limits.per_process:
            return None
        listener = Listener(admission, send, task)
        with self._changing:
            self._deliberations.setdefault(admission.deliberation, {})[listener] = None
            for audience in admission.audiences:
                self._topics.setdefault(topic_of(admission.deliberation, audience), {})[listener] = None
            self._count += 1
        return listener

    def open(self, listener: Listener, version: int) -> None:
        """Let frames through to a listener who has been sent the whole state at this version."""
        listener.version, listener.opened = version, True
        listener.answer = answer_behind(listener.send)
        held, listener.waiting = listener.waiting or {}, None
        if listener.ended:
            self.end(listener)
            return
        for topic, (newer, message) in held.items():
            if newer > version:
                self._hand(listener, topic, newer, message)

    def move(self, listener: Listener, audiences: tuple[str, ...]) -> None:
        """Have a listener hear other audiences from now on; what still waited for him is no longer his."""
        admission = listener.admission
        if listener.waiting is not None:
            listener.waiting.clear()
        with self._changing:
            for audience in admission.audiences:
                _remove(self._topics, topic_of(admission.deliberation, audience), listener)
            for audience in audiences:
                self._topics.setdefault(topic_of(admission.deliberation, audience), {})[listener] = None
            listener.admission = admission._replace(audiences=audiences)

    def leave(self, listener: Listener) -> None:
        """Forget a listener; once is enough, twice does no harm."""
        admission = listener.admission
        with self._changing:
            if listener not in self._deliberations.get(admission.deliberation, {}):
                return
            self._count -= 1
            _remove(self._deliberations, admission.deliberation, listener)
            for audience in admission.audiences:
                _remove(self._topics, topic_of(admission.deliberation, audience), listener)

    def publish(self, topic: str, frame: bytes, version: int) -> None:
        """Send one frame to everybody on a topic who has not been sent this version yet."""
        message: Message = {"type": "http.response.body", "body": frame, "more_body": True}
        chunk = b"%x\r\n%b\r\n" % (len(frame), frame)
        for listener in tuple(self._topics.get(topic, ())):
            if version > listener.version:
                answer = listener.answer
                if answer is not None and listener.waiting is None and takes_chunks(answer):
                    answer.transport.write(chunk)
                else:
                    self._hand(listener, topic, version, message)

    def beat(self) -> None:
        """Send everybody a beat, so that nothing takes the silence for an end, and pages notice when none comes."""
        message: Message = {"type": "http.response.body", "body": beat_of(self.limits.beat), "more_body": True}
        for listeners in tuple(self._deliberations.values()):
            for listener in tuple(listeners):
                if listener.waiting is None:
                    self._write(listener, message)

    def close(self, deliberation: str, device: str | None = None) -> None:
        """End the streams of a deliberation, or only those of one device."""
        for listener in self.listeners(deliberation):
            if device in {None, listener.admission.device}:
                self.end(listener)

    def close_all(self) -> None:
        """End every stream."""
        for deliberation in self.deliberations():
            self.close(deliberation)

    def end(self, listener: Listener, last_words: bytes = b"") -> None:
        """End one stream: politely when it takes what is sent, at once when it does not."""
        self.leave(listener)
        listener.ended = True
        if not listener.opened:
            return  # its request looks at `ended` before it answers
        if listener.waiting is None and self._said_farewell(listener, last_words):
            asyncio.get_running_loop().call_later(_FAREWELL, self.cut, listener)
        else:
            self.cut(listener)

    @staticmethod
    def cut(listener: Listener) -> None:
        """Break the connection off.

        ASGI has no word for that, and an ordinary close first waits until the other side has taken everything, which
        is what a stalled listener does not do. uvicorn keeps the transport beside its `send`; elsewhere the request's
        task is cancelled, so that the server closes in its own way.
        """
        transport = getattr(getattr(listener.send, "__self__", None), "transport", None)
        if transport is not None:
            transport.abort()
        elif listener.task is not None:
            listener.task.cancel()

    def deliberations(self) -> list[str]:
        """Name the deliberations that somebody here listens to."""
        return list(self._deliberations)

    def listeners(self, deliberation: str) -> tuple[Listener, ...]:
        """Give the open streams of a deliberation."""
        return tuple(self._deliberations.get(deliberation, ()))

    def connected(self, deliberation: str) -> Counter[str]:
        """Count the open streams per device, from any thread. Other processes have streams of their own."""
        with self._changing:
            return Counter(one.admission.device for one in self._deliberations.get(deliberation, ()))

    def audiences(self, deliberation: str) -> Counter[str]:
        """Count the open streams per audience, from any thread. Other processes have streams of their own."""
        with self._changing:
            present = self._deliberations.get(deliberation, ())
            return Counter(audience for one in present for audience in one.admission.audiences)

    def _hand(self, listener: Listener, topic: str, version: int, message: Message) -> None:
        if listener.waiting is None:
            self._write(listener, message)
        else:
            listener.waiting[topic] = (version, message)

    def _write(self, listener: Listener, message: Message) -> None:
        """Take the first step of a `send`: nearly always it is the only one, and then no task is needed."""
        steps = listener.send(message).__await__()
        try:
            awaited = next(steps)
        except StopIteration:
            return
        except _GONE:
            self.leave(listener)
            return
        listener.waiting = {}
        drain = asyncio.get_running_loop().create_task(self._drain(listener, _Rest(steps, awaited)))
        self._drains.add(drain)
        drain.add_done_callback(self._drains.discard)

    async def _drain(self, listener: Listener, rest: _Rest) -> None:
        """Finish what a stalled listener has to take; let him go when that lasts, as he then gets the whole state."""
        try:
            async with asyncio.timeout(self.limits.patience):
                await rest
                while listener.waiting:
                    _, message = listener.waiting.pop(next(iter(listener.waiting)))
                    await listener.send(message)
        except TimeoutError:
            self.let_go += 1
            self.end(listener)
        except _GONE:
            self.leave(listener)
        else:
            listener.waiting = None

    def _said_farewell(self, listener: Listener, last_words: bytes) -> bool:
        steps = listener.send({"type": "http.response.body", "body": last_words, "more_body": False}).__await__()
        try:
            next(steps)
        except StopIteration:
            return True
        except _GONE:
            return False
        steps.close()
        return False


def answer_behind(send: Send) -> Any:
    """Give the server's own answer behind a `send`, when it is one of uvicorn's that goes out in chunks; else None.

    ASGI has every listener's frame put in a chunk anew, which takes half of all the work. Here it is done once for all,
    as `send` itself would, and only while that would do nothing else (`takes_chunks`).
    """
    answer = getattr(send, "__self__", None)
    if type(answer).__name__ == "RequestResponseCycle" and getattr(answer, "chunked_encoding", None) is True:
        return answer
    return None


def takes_chunks(answer: Any) -> bool:
    """Tell whether an answer is open, its other side there, and nothing of it waits to leave."""
    return not (answer.flow.write_paused or answer.disconnected or answer.response_complete)


def _remove(places: dict[str, dict[Listener, None]], name: str, listener: Listener) -> None:
    place = places.get(name, {})
    place.pop(listener, None)
    if not place:
        places.pop(name, None)
