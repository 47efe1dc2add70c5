"""The cookie with a visitor's answers: packed to a few bytes, sealed with AES-256-GCM, refused when old or touched.

On the route only the numbers of the options are written, because the map itself gives the questions; so a route of
thousands of questions fits. Answers that the route does not meet are written with their question, the newest first,
and the oldest of them give way when there is no room.
"""

from __future__ import annotations

import hashlib
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sleutelwerk.route_map.engine.compiled import CompiledMap, step
from sleutelwerk.route_map.rules.answers import Answers, route_of, set_aside

#: Name and value together stay below this, well under the 4,096 bytes that browsers grant a whole cookie.
MAX_COOKIE_BYTES = 3_800
MAX_AGE_SECONDS = 4 * 60 * 60
#: A clock that was set back a little between two workers is no reason to refuse.
CLOCK_LEEWAY_SECONDS = 120

_PURPOSE = b"sleutelwerk/route-map/answers"
_FORMAT = 1
_TAG_BYTES = 4
_NONCE_BYTES = 12
_SEAL_BYTES = 1 + _TAG_BYTES + _NONCE_BYTES + 16
_OPTION_BITS = 3


class Reason(StrEnum):
    """Why a cookie was refused; each has friendly words of its own on the page."""

    FORGED = "forged"
    OTHER_VERSION = "other-version"
    EXPIRED = "expired"


class Refused(ValueError):
    """A cookie that must not be used."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class TooManyAnswers(ValueError):
    """The route alone is longer than a cookie can hold."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a cookie is tied to: one published version of one map."""

    tag: bytes
    associated_data: bytes


def binding_of(compiled: CompiledMap) -> Binding:
    """Tie to slug, version and content, so that a number can never be read against another map."""
    route_map = compiled.route_map
    name = f"{route_map.slug}/{route_map.version}/{route_map.content_hash}".encode()
    tag = hashlib.sha256(name).digest()[:_TAG_BYTES]
    return Binding(tag, _PURPOSE + b"\0" + name + b"\0" + bytes([_FORMAT]) + tag)


def key_from(secret: str) -> bytes:
    """Derive the cookie's own key from the installation's secret."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())


def seal(compiled: CompiledMap, binding: Binding, answers: Answers, *, key: bytes, now: int, room: int) -> str:
    """Give the cookie's value, at most `room` characters. Raises TooManyAnswers when the route itself does not fit."""
    payload = pack(compiled, answers, now=now, room=room * 3 // 4 - _SEAL_BYTES)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, payload, binding.associated_data)
    return _to_text(bytes([_FORMAT]) + binding.tag + nonce + sealed)


def unseal(compiled: CompiledMap, binding: Binding, value: str, *, keys: tuple[bytes, ...], now: int) -> Answers:
    """Give the answers from a cookie's value. Raises Refused; the first of `keys` is the present one."""
    raw = _from_text(value)
    if raw[0] != _FORMAT or raw[1 : 1 + _TAG_BYTES] != binding.tag:
        raise Refused(Reason.OTHER_VERSION)
    nonce = raw[1 + _TAG_BYTES : 1 + _TAG_BYTES + _NONCE_BYTES]
    payload = _decrypt(raw[1 + _TAG_BYTES + _NONCE_BYTES :], nonce, binding.associated_data, keys)
    issued_at, answers = unpack(compiled, payload)
    if not -CLOCK_LEEWAY_SECONDS <= now - issued_at <= MAX_AGE_SECONDS:
        raise Refused(Reason.EXPIRED)
    return answers


def _decrypt(sealed: bytes, nonce: bytes, associated_data: bytes, keys: tuple[bytes, ...]) -> bytes:
    for key in keys:
        try:
            return AESGCM(key).decrypt(nonce, sealed, associated_data)
        except InvalidTag:
            continue
    raise Refused(Reason.FORGED)


def _to_text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _from_text(value: str) -> bytes:
    """Decode strictly: base64 has spare bits and Python skips strange characters, and neither may pass unnoticed."""
    try:
        raw = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError:
        raise Refused(Reason.FORGED) from None
    if len(raw) < _SEAL_BYTES or _to_text(raw) != value:
        raise Refused(Reason.FORGED)
    return raw


def pack(compiled: CompiledMap, answers: Answers, *, now: int, room: int) -> bytes:
    """Write the answers as bytes: time, candidate, the route's options, then as many others as there is room for."""
    route = route_of(compiled, answers)
    steps = route.steps
    bits = "".join(f"{taken.option:0{_width(compiled, taken.node)}b}" for taken in steps)
    packed = int(bits or "0", 2).to_bytes((len(bits) + 7) // 8, "big")
    candidate = 0 if answers.candidate is None else answers.candidate - compiled.question_count + 1
    parts = [struct.pack(">Q", now), _varint(candidate), _varint(len(steps)), _varint(len(bits)), packed]
    used = sum(map(len, parts))
    if used > room:
        raise TooManyAnswers
    for node, option in reversed(set_aside(answers, route)):
        part = _varint(node << _OPTION_BITS | option)
        used += len(part)
        if used > room:
            break
        parts.append(part)
    return b"".join(parts)


def unpack(compiled: CompiledMap, payload: bytes) -> tuple[int, Answers]:
    """Read what `pack` wrote: the moment and the answers, those set aside first."""
    (issued_at,) = struct.unpack_from(">Q", payload)
    candidate, at = _read_varint(payload, 8)
    length, at = _read_varint(payload, at)
    bit_count, at = _read_varint(payload, at)
    end = at + (bit_count + 7) // 8
    bits = f"{int.from_bytes(payload[at:end], 'big'):0{bit_count}b}" if bit_count else ""
    from_node = candidate - 1 + compiled.question_count if candidate else None
    kept: list[tuple[int, int]] = []
    at = end
    while at < len(payload):
        pair, at = _read_varint(payload, at)
        kept.append((pair >> _OPTION_BITS, pair & ((1 << _OPTION_BITS) - 1)))
    chosen = dict(reversed(kept)) | _replay(compiled, bits, length, from_node)
    return issued_at, Answers(chosen, from_node)


def _replay(compiled: CompiledMap, bits: str, length: int, candidate: int | None) -> dict[int, int]:
    """Walk the map along the written options, which gives back the questions."""
    chosen: dict[int, int] = {}
    node, past, at = compiled.start, 0, 0
    for _ in range(length):
        if node == candidate:
            node = compiled.continues[node]
        width = _width(compiled, node)
        chosen[node] = int(bits[at : at + width], 2)
        at += width
        node, past, _ = step(compiled, node, past, chosen[node])
    return chosen


def _width(compiled: CompiledMap, node: int) -> int:
    return (len(compiled.edges[node]) - 1).bit_length()


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - seven bits a byte, the eighth says that more follows
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _read_varint(payload: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = payload[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return number, at
        shift += 7
