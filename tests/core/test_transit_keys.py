"""Master keys in a key server: our half, against a small server that answers as Vault's documentation says.

No real Vault or OpenBao could be had here, so this proves what we ask and how we take answers, not that one works.
"""

from __future__ import annotations

import json
import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sleutelwerk.core.master_keys import Kind, MasterKey, MasterKeyError, Source, Version, master_key, version_of
from sleutelwerk.core.sealing import CannotOpenError, new_key, seal, unseal

TOKEN = "s.proef"
KEYS = [new_key() for _ in range(20)]


class Transit:
    """What the server keeps: keys by name, with their versions; and what it says instead when it is ill."""

    def __init__(self) -> None:
        self.keys: dict[str, list[bytes]] = {}
        self.least = 1
        self.instead: tuple[int, bytes, dict[str, str]] | None = None
        self.asked: list[str] = []

    def answer(self, path: str, data: dict[str, Any] | None) -> Any:
        """Give what the documentation says, or None for 'not there'."""
        verb, _, name = path.removeprefix("/v1/sleutels/").partition("/")
        if verb == "keys":
            return self._keys(name, data)
        assert data is not None
        return {"batch_results": [getattr(self, f"_{verb}")(name, one) for one in data["batch_input"]]}

    def _keys(self, name: str, data: dict[str, Any] | None) -> Any:
        if data is not None:
            self.keys.setdefault(name.removesuffix("/rotate"), []).append(new_key())
            return {}
        if name not in self.keys:
            return None
        numbers = range(1, len(self.keys[name]) + 1)
        return {"keys": dict.fromkeys(map(str, numbers), 1), "min_decryption_version": self.least}

    def _encrypt(self, name: str, one: dict[str, Any]) -> dict[str, Any]:
        sealed = seal(self.keys[name][one["key_version"] - 1], b64decode(one["plaintext"]), name)
        return {"ciphertext": f"vault:v{one['key_version']}:{b64encode(sealed).decode()}"}

    def _decrypt(self, name: str, one: dict[str, Any]) -> dict[str, Any]:
        _vault, version, text = one["ciphertext"].split(":")
        try:
            opened = unseal(self.keys[name][int(version[1:]) - 1], b64decode(text), name)
        except (CannotOpenError, ValueError):
            return {"error": "cipher: message authentication failed"}
        return {"plaintext": b64encode(opened).decode()}


class Answer(BaseHTTPRequestHandler):
    """Carries questions to what the server keeps."""

    transit: Transit

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._say(None)

    def do_POST(self) -> None:
        self._say(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _say(self, data: dict[str, Any] | None) -> None:
        self.transit.asked.append(self.path)
        code, body, more = self.transit.instead or self._good(data)
        self.send_response(code)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _good(self, data: dict[str, Any] | None) -> tuple[int, bytes, dict[str, str]]:
        if self.headers["X-Vault-Token"] != TOKEN:
            return 403, b'{"errors":["permission denied"]}', {}
        found = self.transit.answer(self.path, data)
        if found == {}:
            return 204, b"", {}
        return (404, b'{"errors":[]}', {}) if found is None else (200, json.dumps({"data": found}).encode(), {})


@pytest.fixture
def server() -> Iterator[tuple[Transit, str]]:
    """Run one on this machine."""
    transit = Transit()
    handler = type("Handler", (Answer,), {"transit": transit})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield transit, f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def master(address: str, secret: str = TOKEN) -> MasterKey:
    """Give a master key that the server keeps."""
    source = Source(provider="vault-transit", address=address, secret=secret, mount="sleutels")
    return master_key("identities", Path("/nowhere"), source)


def test_generations_in_a_key_server(server: tuple[Transit, str]) -> None:
    transit, address = server
    ours = master(address)
    assert ours.current() is None
    with pytest.raises(MasterKeyError, match="keys rotate"):
        ours.wrap(KEYS)
    assert ours.renew() == Version(Kind.TRANSIT, 1)
    first = ours.wrap(KEYS)
    assert ours.renew() == Version(Kind.TRANSIT, 2)
    second = ours.wrap(KEYS)
    assert version_of(second[0]) == Version(Kind.TRANSIT, 2)
    before = len(transit.asked)
    assert ours.unwrap([*first, *second]) == KEYS + KEYS
    assert len(transit.asked) == before + 2, "one journey a generation, however many keys"
    assert list(transit.keys) == ["sleutelwerk-identities"]
    assert "versie 2" in ours.where(Version(Kind.TRANSIT, 2))
    transit.least = 2
    assert [str(one) for one in ours.versions()] == ["transit/2"]


def test_making_what_is_there_already_makes_no_other(server: tuple[Transit, str]) -> None:
    transit, address = server
    provider = master(address)._providers[Kind.TRANSIT]
    for _ in range(2):
        provider.make("identities", 1)
    assert len(transit.keys["sleutelwerk-identities"]) == 1


def test_what_was_changed_does_not_open(server: tuple[Transit, str]) -> None:
    ours = master(server[1])
    ours.renew()
    wrapped = ours.wrap(KEYS)
    for damaged in (wrapped[0][:4] + b"!" + wrapped[0][5:], wrapped[0][:4] + b"\xff", wrapped[0][:-8] + b"AAAAAAA="):
        with pytest.raises(CannotOpenError):
            ours.unwrap([*wrapped, damaged])


@pytest.mark.parametrize(
    ("code", "body", "said"),
    [
        (503, b'{"errors":["sealed"]}', "weigert .code 503"),
        (200, b"<html>een proxy</html>", "iets anders"),
        (200, b"[]", "iets anders"),
        (200, b'{"data":{"batch_results":[{"ciphertext":"vault:v9:x"}]}}', "niet wat gevraagd"),
    ],
)
def test_a_server_that_is_ill_is_told(server: tuple[Transit, str], code: int, body: bytes, said: str) -> None:
    transit, address = server
    ours = master(address)
    ours.renew()
    transit.instead = (code, body, {})
    with pytest.raises(MasterKeyError, match=said):
        ours._providers[Kind.TRANSIT].wrap("identities", 1, KEYS[:1])


@pytest.mark.parametrize("body", [b'{"data":{}}', b'{"data":{"batch_results":[]}}'])
def test_an_answer_that_lacks_keys_opens_nothing(server: tuple[Transit, str], body: bytes) -> None:
    transit, address = server
    ours = master(address)
    ours.renew()
    wrapped = ours.wrap(KEYS[:1])
    for code, said in ((200, body), (400, b"{}")):
        transit.instead = (code, said, {})
        with pytest.raises(CannotOpenError):
            ours.unwrap(wrapped)


def test_the_token_follows_no_redirect(server: tuple[Transit, str]) -> None:
    transit, address = server
    transit.instead = (307, b"", {"Location": f"{address}/elders"})
    with pytest.raises(MasterKeyError, match="code 307"):
        master(address).current()
    assert transit.asked == ["/v1/sleutels/keys/sleutelwerk-identities"]


def test_a_wrong_token_and_a_server_that_is_away_are_told_without_the_token(server: tuple[Transit, str]) -> None:
    secret = secrets.token_hex(8)
    for address, said in ((server[1], "code 403"), ("http://127.0.0.1:1", "antwoordt niet")):
        with pytest.raises(MasterKeyError, match=said) as problem:
            master(address, secret).current()
        assert secret not in str(problem.value)
