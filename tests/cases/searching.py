"""Looks for a word in bytes, also where it is written in another way or packed: a copy of a database hides easily."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

#: How often something that is packed may be packed again: a mail in a zip in a session in a database.
DEEPEST = 4
#: Longer than any page or session of ours; a packed text of gigabytes does not fill the memory.
LARGEST = 20_000_000
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){8,}")
_QUOTED = re.compile(rb"(?:[\w.+~-]|%[0-9A-Fa-f]{2}){8,}")
_FRONTS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


def spellings(word: str) -> set[bytes]:
    """Give a word as the usual encodings write it, with its ASCII letters small; also without its accents."""
    apart = unicodedata.normalize("NFD", word)
    bare = apart.encode("ascii", "ignore").decode()
    forms = {form for one in (word, apart, bare) for form in (one.lower(), one.upper())}
    plain = ("utf-8", "latin-1", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    found = {form.encode(encoding, "ignore").lower() for form in forms for encoding in plain}
    return found | {
        form.encode("ascii", how).lower() for form in forms for how in ("backslashreplace", "xmlcharrefreplace")
    }


def words_in(data: bytes, words: Collection[str]) -> set[str]:
    """Give those of these words that stand in bytes, or in anything that they unpack to."""
    wanted = {word: spellings(word) for word in words}
    found: set[str] = set()
    for layer in map(bytes.lower, layers(data)):
        found |= {word for word, ways in wanted.items() if any(one in layer for one in ways)}
    return found


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Give bytes, and all that can be unpacked from them."""
    yield data
    if depth < DEEPEST:
        for inner in _unpacked(data):
            yield from layers(inner, depth + 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    for found in _FRONTS.finditer(data):
        yield from _inflated(data[found.start() :])
    if data.startswith(b"PK\x03\x04"):
        yield from _unzipped(data)
    for found in _BASE64.finditer(data):
        yield from _from_base64(found.group())
    for found in _HEX.finditer(data):
        yield binascii.unhexlify(found.group())
    for found in _QUOTED.finditer(data):
        if b"%" in found.group():
            yield unquote_to_bytes(found.group())


def _inflated(data: bytes) -> Iterator[bytes]:
    opened = zlib.decompressobj(wbits=47)  # both zlib and gzip
    try:
        plain = opened.decompress(data, LARGEST)
    except zlib.error:
        return
    if plain:
        yield plain


def _unzipped(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            yield from (opened.read(name) for name in opened.namelist())
    except (zipfile.BadZipFile, RuntimeError):
        return


def _from_base64(run: bytes) -> Iterator[bytes]:
    """Decode a run at each of its four beginnings: what stands before it may be of the same letters."""
    plain = run.translate(bytes.maketrans(b"-_", b"+/"))
    for start in range(4):
        whole = plain[start:]
        whole = whole[: len(whole) - (len(whole) % 4 == 1)]
        yield base64.b64decode(whole + b"=" * (-len(whole) % 4))


def files_under(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file, by its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def hidings(word: str) -> dict[str, bytes]:
    """Give a text with a word in it, in each way in which it must be found."""
    text = f'{{"name": "Zuster {word}", "reach": "na zessen"}}'
    plain = text.encode()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("post.txt", plain)
    urlsafe = base64.urlsafe_b64encode(zlib.compress(plain)).rstrip(b"=")
    return {
        "as it is": plain,
        "in capitals": text.upper().encode(),
        "without its accents": unicodedata.normalize("NFD", text).encode("ascii", "ignore"),
        "latin-1": text.encode("latin-1"),
        "utf-16": text.encode("utf-16"),
        "utf-16, big end first": text.encode("utf-16-be"),
        "utf-32": text.encode("utf-32"),
        "escaped in JSON": text.encode("ascii", "backslashreplace"),
        "escaped in HTML": text.encode("ascii", "xmlcharrefreplace"),
        "in an address": b"/zoeken/?q=" + "".join(f"%{one:02x}" for one in plain).encode(),
        "hex": plain.hex().encode(),
        "base64": base64.b64encode(plain),
        "base64, out of step": b"abc" + base64.b64encode(b"x" + plain),
        "base64 of utf-16": base64.b64encode(text.encode("utf-16")),
        "gzip": gzip.compress(plain),
        "zlib in the middle": b"\x00page of a database\x00" + zlib.compress(plain) + b"\x00",
        "a session": b"." + urlsafe + b":1aBcDe:signature",
        "zip": zipped.getvalue(),
        "a zip in base64": base64.b64encode(zipped.getvalue()),
    }
