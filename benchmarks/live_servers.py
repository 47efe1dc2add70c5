"""The servers that benchmarks/live.py measures: the bare limit, ours, and Channels with its in-memory layer.

python benchmarks/live_servers.py raw|ours|channels PORT
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from typing import Any, cast

DELIBERATION = "00000000-0000-4000-8000-000000000000"
#: The present state that every listener is sent first.
PRESENT = b'{"step":1}'


class RawProtocol(asyncio.Protocol):
    """Keeps who says GET, and writes to all of them what comes with a POST: no HTTP server can do with less."""

    listeners: set[asyncio.Transport] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way back."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take a listener in, or hand on what was sent."""
        if data.startswith(b"GET"):
            self.listeners.add(self.transport)
            self.transport.write(b"HTTP/1.1 200 OK\r\n\r\n" + PRESENT)
            return
        frame = data.partition(b"\r\n\r\n")[2]
        for listener in self.listeners:
            listener.write(frame)
        self.transport.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        self.transport.close()

    def connection_lost(self, _problem: Exception | None) -> None:
        """Forget a listener."""
        self.listeners.discard(self.transport)


def serve_raw(port: int) -> None:
    import uvloop

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(RawProtocol, "127.0.0.1", port, backlog=2048)
        await server.serve_forever()

    uvloop.run(run())


async def body_of(receive: Callable[[], Any]) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def done(send: Callable[[Any], Any]) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": [(b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b""})


def ours() -> Any:
    """The site's own front door, hub and stream; only the domain behind it and the pages are of the barest kind."""
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{tempfile.gettempdir()}/none"}}
    )
    from sleutelwerk.config.front import Front
    from sleutelwerk.deliberation.live.answers import frame_of
    from sleutelwerk.deliberation.live.contract import Admission, Domain, Limits, State, topic_of
    from sleutelwerk.deliberation.live.service import Live

    def admit(scope: Any) -> Admission:
        return Admission(DELIBERATION, ("everybody",), scope["query_string"].decode())

    def present(_deliberation: str, audiences: tuple[str, ...]) -> State:
        return State(0, dict.fromkeys(audiences, PRESENT))

    # patience so long that stalled listeners stay for a whole measurement; no polling, as nothing is kept
    limits = Limits(per_deliberation=5_000, per_process=5_000, waiting=5_000, patience=120, poll=3_600)
    domain = Domain(admit, present, lambda _deliberation, _since: State(0, {}), lambda _ids: {})
    live = Live(domain, limits)
    topic, version = topic_of(DELIBERATION, "everybody"), [0]

    async def publish(_scope: Any, receive: Any, send: Any) -> None:
        body = await body_of(receive)
        version[0] += 1
        live.hub.publish(topic, frame_of(body), version[0])
        await done(send)

    return Front(publish, live)


def channels() -> Any:
    """A consumer in a group, as Channels' own tutorial has it; the layer lives in memory."""
    from django.conf import settings

    settings.configure(CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}})
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.layers import get_channel_layer

    class Listener(AsyncWebsocketConsumer):  # type: ignore[misc, unused-ignore]  # untyped, and not always there
        async def connect(self) -> None:
            await self.channel_layer.group_add("everybody", self.channel_name)
            await self.accept()
            await self.send(bytes_data=PRESENT)

        async def frame(self, event: dict[str, Any]) -> None:
            await self.send(bytes_data=event["body"])

    listen, layer = Listener.as_asgi(), get_channel_layer()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await listen(scope, receive, send)
            return
        await layer.group_send("everybody", {"type": "frame", "body": await body_of(receive)})
        await done(send)

    return application


def serve(application: Any, port: int, lifespan: str) -> None:
    import uvicorn

    uvicorn.run(
        application,
        host="127.0.0.1",
        port=port,
        lifespan="on" if lifespan == "on" else "off",
        access_log=False,
        log_config=None,
        backlog=2048,
        timeout_graceful_shutdown=1,
        ws_ping_interval=None,  # these listeners answer no pings, and would be closed for it
    )


def main() -> None:
    which, port = sys.argv[1], int(sys.argv[2])
    if which == "raw":
        serve_raw(port)
    elif which == "ours":
        serve(ours(), port, "on")
    else:
        serve(channels(), port, "off")


if __name__ == "__main__":
    main()
