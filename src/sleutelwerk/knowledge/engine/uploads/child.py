"""Looks one upload through in a process of its own that may use little memory and time, and write no file.

What comes in on standard input: a line of JSON with the limits and what is asked, then the file. What goes out on
standard output: a line of JSON with what it came to, then the clean file when that was asked.
"""

from __future__ import annotations

import json
import resource
from typing import Any, BinaryIO

import pikepdf

from sleutelwerk.knowledge.engine.uploads.cleaning import cleaned
from sleutelwerk.knowledge.engine.uploads.results import CleanUpload, Limits, Reason, Refused

#: Open files that a process needs to go on after all has been imported.
_OPEN_FILES = 32


def restrain(limits: Limits) -> None:
    """Bound what this process may use from now on; who goes beyond is stopped by the system."""
    for which, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor_time),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        resource.setrlimit(which, (most, most))
    unpacked = min(limits.unpacked_part, limits.memory // 2)
    pikepdf.settings.set_qpdf_limits(flate_max_memory=unpacked, run_length_max_memory=unpacked)


def look_through(asked: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Give what an upload comes to, as plain data, and the clean file when it is asked for."""
    try:
        found = cleaned(data, Limits(**asked["limits"]))
    except Refused as refused:
        return {"refused": refused.refusal.reason}, b""
    except MemoryError:
        return {"refused": Reason.TOO_HEAVY}, b""
    return _told(found), found.data if asked["clean"] else b""


def _told(found: CleanUpload) -> dict[str, Any]:
    upload = found.upload
    kept = {name: getattr(upload, name) for name in ("pages", "title", "language", "tagged")}
    return {"upload": kept | {"removed": dict(upload.removed)}}


def main(came: BinaryIO, goes: BinaryIO) -> None:
    """Do what is asked."""
    asked = json.loads(came.readline())
    restrain(Limits(**asked["limits"]))
    told, data = look_through(asked, came.read())
    goes.write(json.dumps(told).encode() + b"\n" + data)
    goes.flush()
