"""A site with live sessions whose domain is a folder of files, served by a real server; run it with a folder."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import Collection, Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import django
import uvicorn

FOLDER = Path(os.environ["LIVE_TEST_FOLDER"])
django.setup()

from sleutelwerk.config.bridge import Receive, Scope, Send  # noqa: E402
from sleutelwerk.config.front import Front  # noqa: E402
from sleutelwerk.deliberation.actions.announce import announce  # noqa: E402
from sleutelwerk.deliberation.live.contract import Admission, Domain, Limits, State, address_in  # noqa: E402
from sleutelwerk.deliberation.live.service import Live  # noqa: E402


def state_of(deliberation: str) -> dict[str, Any] | None:
    """Read a file: its version, its slices as text, its devices; None when there is none."""
    path = FOLDER / f"{deliberation}.json"
    return json.loads(path.read_text()) if path.exists() else None


def admit(scope: Scope) -> Admission | None:
    """Admit the device that the cookie names, when the file of the deliberation names it too."""
    asked = address_in(scope["path"])
    cookie = next((value.decode() for name, value in scope["headers"] if name == b"cookie"), "")
    device = SimpleCookie(cookie)["device"].value if cookie else ""
    state = state_of(asked.deliberation) if asked else None
    if asked is None or state is None or device not in state["devices"]:
        return None
    return Admission(asked.deliberation, tuple(state["devices"][device]), device)


def present(deliberation: str, audiences: tuple[str, ...]) -> State | None:
    """Give the slices of these audiences."""
    state = state_of(deliberation)
    if state is None:
        return None
    return State(state["version"], {name: state["slices"][name].encode() for name in audiences})


def newer(deliberation: str, since: int) -> State | None:
    """Give all slices when the version is another one."""
    state = state_of(deliberation)
    if state is None:
        return None
    changed = state["slices"] if state["version"] != since else {}
    devices = {device: tuple(audiences) for device, audiences in state["devices"].items()}
    return State(state["version"], {name: text.encode() for name, text in changed.items()}, devices)


def versions(deliberations: Collection[str]) -> Mapping[str, int]:
    """Give the versions of those that exist."""
    return {name: state["version"] for name in deliberations if (state := state_of(name)) is not None}


async def pages(scope: Scope, _receive: Receive, send: Send) -> None:
    """Announce what the path names, in a thread as an action would; or tell how many streams are open."""
    if scope["path"].startswith("/announce/"):
        await asyncio.get_running_loop().run_in_executor(None, announce, scope["path"].rpartition("/")[2])
    counts = {name: sum(live.hub.connected(name).values()) for name in live.hub.deliberations()}
    body = json.dumps({"open": counts, "let_go": live.hub.let_go}).encode()
    headers = [(b"content-length", str(len(body)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


live = Live(Domain(admit, present, newer, versions), Limits(**json.loads(os.environ.get("LIVE_TEST_LIMITS", "{}"))))
application = Front(pages, live)


def main() -> None:
    """Serve at a free port and tell which; the server loads the application inside its running loop."""
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    options = uvicorn.Config(
        "tests.deliberation.live.site:application", lifespan="on", log_config=None, date_header=False
    )
    uvicorn.Server(options).run(sockets=[listener])


if __name__ == "__main__":
    main()
