"""Master keys in HashiCorp Vault or OpenBao: its transit engine seals and opens data keys, and keeps the generations.

The site speaks HTTP to it (`transit/encrypt`, `decrypt`, `keys` and `rotate`, API v1, developer.hashicorp.com, read in
November 2026). No such server could be had to test with: what is tested is our half, against a small server that
answers as that documentation says.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from http import HTTPStatus
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from sleutelwerk.core.master_keys.ring import MasterKeyError
from sleutelwerk.core.sealing import CannotOpenError

_TIMEOUT = 10.0
_SEALED = re.compile(r"vault:v([1-9][0-9]*):(.+)", re.DOTALL)


class _StayHere(HTTPRedirectHandler):
    """Follows no redirect: the token would travel along."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        """Say no to every one."""


class TransitProvider:
    """One transit engine. The key of `identities` is called `sleutelwerk-identities`; its versions are generations."""

    def __init__(self, address: str, token: str, mount: str) -> None:
        self._address, self._token, self._mount = address.rstrip("/"), token, mount.strip("/")
        # straight to the server: a proxy of the machine has nothing to do with keys
        self._opener = build_opener(ProxyHandler({}), _StayHere())

    def newest(self, name: str) -> int | None:
        """Give the latest version, or None when there is no such key. Raises MasterKeyError."""
        return max(self.numbers(name), default=None)

    def numbers(self, name: str) -> list[int]:
        """Give the versions that still open something. Raises MasterKeyError."""
        found = self._call(f"keys/{_label(name)}")
        if found is None:
            return []
        least = int(found.get("min_decryption_version") or 1)
        return sorted(number for number in map(int, found["keys"]) if number >= least)

    def make(self, name: str, number: int) -> None:
        """Make the key when there is none, else its next version. Raises MasterKeyError."""
        newest = self.newest(name)
        if newest is None:
            self._call(f"keys/{_label(name)}", {"type": "aes256-gcm96", "exportable": False})
        elif newest < number:
            self._call(f"keys/{_label(name)}/rotate", {})

    def wrap(self, name: str, number: int, keys: Sequence[bytes]) -> list[bytes]:
        """Have data keys sealed under one version. Raises MasterKeyError."""
        asked = [{"plaintext": b64encode(key).decode(), "key_version": number} for key in keys]
        answers = self._batch(f"encrypt/{_label(name)}", asked)
        sealed = [_SEALED.fullmatch(str(one.get("ciphertext", ""))) for one in answers]
        if any(one is None or int(one[1]) != number for one in sealed):
            raise MasterKeyError("De sleutelserver gaf niet wat gevraagd was.")
        return [one[2].encode() for one in sealed if one]

    def unwrap(self, name: str, number: int, wrapped: Sequence[bytes]) -> list[bytes]:
        """Have data keys opened. Raises CannotOpenError when one does not open, and MasterKeyError."""
        try:
            asked = [{"ciphertext": f"vault:v{number}:{one.decode('ascii')}"} for one in wrapped]
        except UnicodeDecodeError as problem:
            raise CannotOpenError from problem
        answers = self._batch(f"decrypt/{_label(name)}", asked)
        if any("plaintext" not in one for one in answers):
            raise CannotOpenError
        return [b64decode(one["plaintext"]) for one in answers]

    def where(self, name: str, number: int) -> str:
        """Tell an operator where a generation lies."""
        return f"versie {number} van de sleutel {_label(name)} in de sleutelserver"

    def _batch(self, path: str, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = self._call(path, {"batch_input": asked})
        answers = (found or {}).get("batch_results")
        if not isinstance(answers, list) or len(answers) != len(asked):
            raise CannotOpenError
        return answers

    def _call(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """Ask the server; None when what is asked for is not there or cannot be done. Raises MasterKeyError."""
        request = Request(  # noqa: S310 - settings take https, or http on this machine
            f"{self._address}/v1/{self._mount}/{path}",
            data=None if data is None else json.dumps(data).encode(),
            headers={"X-Vault-Token": self._token, "Content-Type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                said = answer.read()
            found: dict[str, Any] = json.loads(said)["data"] if said else {}
        except HTTPError as problem:
            with problem:
                if problem.code in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}:
                    return None
            raise MasterKeyError(f"De sleutelserver weigert (code {problem.code}).") from None
        except (URLError, OSError):
            raise MasterKeyError("De sleutelserver in SLEUTELWERK_VAULT_URL antwoordt niet.") from None
        except (ValueError, KeyError, TypeError):
            raise MasterKeyError("De sleutelserver antwoordt iets anders dan een sleutelserver.") from None
        return found


def _label(name: str) -> str:
    return f"sleutelwerk-{name}"
