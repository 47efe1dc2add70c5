"""The file that outsiders verify: every entry as exact text, the signed head, the public key and how to go about it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from sleutelwerk.audit.engine.chain import Bundle, Row
from sleutelwerk.audit.engine.leesmij import LEESMIJ
from sleutelwerk.audit.engine.seals import Head, is_signed, read_head
from sleutelwerk.audit.engine.verify import Problem, Report, verify

ENTRIES, HEAD, SIGNATURE, PUBLIC_KEY, README = "entries.jsonl", "head.txt", "head.sig", "public.pem", "LEESMIJ.txt"
_LONGEST_LINE = 262_144
_LONGEST_FILE = 4_096
_BUNDLE = 200


class UnreadableExport(Exception):
    """This is no export, or one that was cut off; the message says so in Dutch."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A head with its signature and the public key to check it by."""

    head: Head
    signature: bytes
    public_pem: str


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What verifying an export came to. `fingerprint` is the SHA-256 of the public key that lies in it, in DER.

    That key proves nothing by itself: compare its fingerprint with what the organisation told you along another road.
    """

    head: Head
    fingerprint: str
    purged: int
    problem: Problem | None


def write_export(target: IO[bytes], bundles: Iterable[Iterable[Row]], signed: Signed) -> Iterator[int]:
    """Write an export; give how many entries were written after each bundle. Nothing is held in memory."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(README, LEESMIJ)
        archive.writestr(HEAD, signed.head.text())
        archive.writestr(SIGNATURE, signed.signature)
        archive.writestr(PUBLIC_KEY, signed.public_pem)
        with archive.open(ENTRIES, "w", force_zip64=True) as entries:
            for bundle in bundles:
                lines = [_line(row) for row in bundle]
                entries.write(b"".join(lines))
                yield len(lines)


def _line(row: Row) -> bytes:
    body = row.body.decode("utf-8", "surrogateescape")
    line = json.dumps({"number": row.number, "hash": row.hash.hex(), "body": body}, separators=(",", ":"))
    return f"{line}\n".encode("ascii")


def verify_export(path: Path) -> Generator[int, None, ExportReport]:
    """Verify an export; yield how many entries were checked after each bundle. Raises UnreadableExport."""
    try:
        with ZipFile(path) as archive:
            head = read_head(_short(archive, HEAD))
            signature, pem = _short(archive, SIGNATURE), _short(archive, PUBLIC_KEY)
            fingerprint = _fingerprint(pem)
            with archive.open(ENTRIES) as entries:
                report = yield from verify(_bundles(entries))
    except OSError as problem:
        raise UnreadableExport(f"Dit bestand is niet te lezen ({problem.strerror}).") from None
    except (BadZipFile, zlib.error, EOFError, KeyError, ValueError, RecursionError, NotImplementedError) as problem:
        raise UnreadableExport(
            f"Dit is geen uitvoer van het logboek, of het bestand is beschadigd: {problem}"
        ) from None
    signed = is_signed(pem.decode("ascii", "replace"), head.text(), signature)
    return ExportReport(head, fingerprint, report.purged, report.problem or _head_problem(head, report, signed=signed))


def _head_problem(head: Head, report: Report, *, signed: bool) -> Problem | None:
    number = report.end.number
    if not signed:
        return Problem(head.number, "De handtekening onder de stand (head.txt) klopt niet.", head.number)
    if number != head.number:
        what = f"Ondertekend zijn {head.number} regels; in dit bestand staan er {number}."
        return Problem(min(number, head.number) + 1, what, min(number, head.number) + 1)
    if report.end.head != head.hash:
        return Problem(number, "De laatste regel heeft een andere hash dan er is ondertekend.", number)
    return None


def _short(archive: ZipFile, name: str) -> bytes:
    """Read one of the small files; what is larger than such a file can be is not read to its end."""
    with archive.open(name) as file:
        content = file.read(_LONGEST_FILE + 1)
    if len(content) > _LONGEST_FILE:
        raise ValueError(f"{name} is te groot")
    return content


def _fingerprint(pem: bytes) -> str:
    key = load_pem_public_key(pem)
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _bundles(entries: IO[bytes]) -> Iterator[Bundle]:
    rows: list[Row] = []
    while line := entries.readline(_LONGEST_LINE):
        rows.append(_row(line))
        if len(rows) == _BUNDLE:
            yield Bundle.of(rows)
            rows = []
    if rows:
        yield Bundle.of(rows)


def _row(line: bytes) -> Row:
    said: Any = json.loads(line)
    try:
        number, body, digest = said["number"], said["body"], said["hash"]
        if type(number) is int and isinstance(body, str) and isinstance(digest, str):
            return Row(number, body.encode("utf-8", "surrogateescape"), bytes.fromhex(digest))
    except (KeyError, TypeError):
        pass
    raise ValueError("een regel heeft niet de vorm number, hash, body")
