"""Has uploads looked through by a process of their own, so that a file made to do harm ends that and no more."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from threading import Thread, Timer
from types import MappingProxyType
from typing import IO, Any

from sleutelwerk.knowledge.engine.uploads.kinds import refusal_at_first_sight
from sleutelwerk.knowledge.engine.uploads.results import CleanUpload, Limits, Reason, Refusal, Removed, Upload

_CHILD = (
    "import sys; from sleutelwerk.knowledge.engine.uploads.child import main; main(sys.stdin.buffer, sys.stdout.buffer)"
)
_PIECE = 64 * 1024
#: A clean file is seldom larger than it was; what goes far beyond is no answer.
_LARGEST_ANSWER = 2
_logger = logging.getLogger(__name__)


def inspect_pdf(data: bytes, limits: Limits | None = None) -> Upload | Refusal:
    """Tell whether a file can be taken, what it is, and what would be taken out. Nothing is written to disk."""
    found = _looked_through(data, limits or Limits(), clean=False)
    return found.upload if isinstance(found, CleanUpload) else found


def clean_pdf(data: bytes, limits: Limits | None = None) -> CleanUpload | Refusal:
    """Give a file with what should not be in it taken out, or why it is not taken. Nothing is written to disk.

    It takes a process of at most `limits.memory`: let few run at once.
    """
    return _looked_through(data, limits or Limits(), clean=True)


def _looked_through(data: bytes, limits: Limits, *, clean: bool) -> CleanUpload | Refusal:
    if refusal := refusal_at_first_sight(data, limits):
        return refusal
    head = json.dumps({"limits": asdict(limits), "clean": clean}).encode() + b"\n"
    answer = _answer_of_child([head, data], limits)
    if answer is None:
        return Refusal(Reason.TOO_HEAVY)
    told, _, cleaned = answer.partition(b"\n")
    return _understood(json.loads(told), cleaned)


def _understood(told: dict[str, Any], data: bytes) -> CleanUpload | Refusal:
    if "refused" in told:
        return Refusal(Reason(told["refused"]))
    said = told["upload"]
    removed = {Removed(kind): int(number) for kind, number in said.pop("removed").items()}
    return CleanUpload(Upload(**said, removed=MappingProxyType(removed)), data)


def _answer_of_child(question: list[bytes], limits: Limits) -> bytes | None:
    """Ask the child; None when it went beyond its limits, and then it is gone."""
    most = _LARGEST_ANSWER * sum(len(part) for part in question) + _PIECE
    # -I and a bare environment: it gets none of this program's secrets
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
    ) as child:
        assert child.stdin
        assert child.stdout
        bell = Timer(limits.patience, child.kill)
        asking = Thread(target=_ask, args=(child.stdin, question))
        try:
            bell.start()
            asking.start()
            answer = child.stdout.read(most + 1)
            if len(answer) > most:
                child.kill()
            ended = child.wait()
        finally:
            child.kill()
            bell.cancel()
            asking.join()
    if ended == 0 and len(answer) <= most:
        return answer
    _logger.warning("an upload was not looked through to the end: the process ended with %s", ended)
    return None


def _ask(stdin: IO[bytes], question: list[bytes]) -> None:
    with suppress(BrokenPipeError):  # it stopped listening: what it says, or how it ended, tells why
        for part in question:
            stdin.write(part)
        stdin.flush()
    with suppress(BrokenPipeError):
        stdin.close()
