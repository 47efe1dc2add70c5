"""Typesets documents: a typst template of a room and plain data in, a tagged and accessible PDF out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import typst

#: Templates are named from here, and may read nothing outside it.
PACKAGE = Path(str(files("sleutelwerk")))
FONTS = PACKAGE / "ui" / "static" / "ui" / "vendor" / "fonts"

#: One document at a time: a compiler keeps state, and typesetting keeps a processor busy anyhow.
_ONE_AT_A_TIME = Lock()


class DocumentNotMade(Exception):
    """A document could not be typeset; the message says why, for the log and not for a visitor."""


def typeset(template: str, data: Mapping[str, Any], *, dated: date) -> bytes:
    """Make a PDF of a template (`function_profiles/documents/profile.typ`) and plain data.

    The data travel beside the template as JSON and are never part of its text, so nothing in them can be a command.
    `dated` is the date that the document carries; the same data give the same bytes on any day. All that is read is
    tagged (PDF/UA-1). The template imports `/ui/documents/style.typ` for the look.
    """
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    inputs = {"data": json.dumps(data, ensure_ascii=False, default=str)}
    with _ONE_AT_A_TIME:
        try:
            raw = _compiler(template).compile(
                format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=int(moment.timestamp())
            )
        except (typst.TypstError, RuntimeError, OSError) as problem:
            raise DocumentNotMade(f"{template}: {problem}") from problem
    if not isinstance(raw, bytes):
        raise DocumentNotMade(template)
    return raw


@lru_cache(maxsize=16)
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=PACKAGE / template, root=PACKAGE, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs={"data": "{}"}
    )
