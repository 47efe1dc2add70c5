"""Makes the handreiking as a PDF; it takes seconds, so it is made in an upkeep task and never in a request."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from django.utils.formats import date_format

import sleutelwerk
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.handbook.documents.words import intros, summary, title, titles, words
from sleutelwerk.handbook.engine.compose import Material
from sleutelwerk.handbook.engine.compose import compose as compose_content
from sleutelwerk.handbook.engine.model import Handbook, Words, plain
from sleutelwerk.handbook.engine.sources import numbers_in
from sleutelwerk.handbook.queries import contact_lines, material
from sleutelwerk.ui.documents import PACKAGE, DocumentNotMade

_FOLDER = "handbook/documents"


@dataclass(frozen=True, slots=True)
class Composed:
    """The handreiking as it is now. `version_key` stays the same for as long as the same would come out."""

    pdf: bytes
    title: str
    summary: str
    version_key: str
    pages: int


def compose() -> Composed:
    """Make the handreiking of the content of this moment; the same content gives the same bytes, whatever the day.

    Raises UnknownMark when an article has what cannot be shown, and DocumentNotMade when it cannot be typeset.
    """
    found = material()
    pdf = handbook_pdf(found, contact_lines())
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    return Composed(pdf, title(), summary(), key_of(found, contact_lines()), pages)


def version_key() -> str:
    """Tell, without making anything, which handreiking `compose` would give."""
    return key_of(material(), contact_lines())


def key_of(found: Material, contact: tuple[str, ...]) -> str:
    """Give the hash of all that the document depends on: content, whom to ask, and how it is made."""
    return content_hash([found.content_hash, list(contact), sleutelwerk.__version__, _look()])


@cache
def _look() -> str:
    """Give the hash of the templates."""
    paths = [*(PACKAGE / _FOLDER).glob("*.typ"), *(PACKAGE / "ui" / "documents").glob("*.typ")]
    return content_hash([sha256(path.read_bytes()).hexdigest() for path in sorted(paths)])


def handbook_pdf(found: Material, contact: tuple[str, ...] = ()) -> bytes:
    """Typeset the handreiking of this content."""
    route_map = found.route_map
    made = compose_content(found, titles(version=route_map.version, checked=_date(route_map.checked)))
    return _typeset_apart(data_of(made, contact))


#: What the other process does: it reads the data, and knows no Django and no database.
_PRESS = f"""
import json, sys
from datetime import date
from sleutelwerk.ui.documents import typeset
data = json.load(sys.stdin.buffer)
sys.stdout.buffer.write(typeset("{_FOLDER}/handbook.typ", data, dated=date.fromisoformat(data["date"])))
"""


def _typeset_apart(data: dict[str, Any]) -> bytes:
    """Typeset in a process of its own: the page maker would keep some 400 MB of the site's memory for good."""
    given = json.dumps(data, ensure_ascii=False).encode()
    done = subprocess.run([sys.executable, "-c", _PRESS], input=given, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise DocumentNotMade(done.stderr.decode(errors="replace")[-2_000:])
    return done.stdout


def data_of(made: Handbook, contact: tuple[str, ...]) -> dict[str, Any]:
    """Give all that the template draws, with dates in words."""
    data: dict[str, Any] = plain(made)
    chapters = [*(one for part in made.parts for one in part.chapters), *made.annexes]
    drawn = [*(one for part in data["parts"] for one in part["chapters"]), *data["annexes"]]
    for chapter, shown in zip(chapters, drawn, strict=True):
        if isinstance(chapter.content, Words):
            shown["content"]["checked"] = _date(chapter.content.checked)
            shown["content"]["sections"] = plain(chapter.content.sections)
    for annex, shown in zip(made.annexes, data["annexes"], strict=True):
        shown["cited"] = sorted(numbers_in(annex))
    for one in data["ingredients"]:
        one["checked"] = _date(one["checked"])
    for one in data["sources"]:
        one["source"]["checked"] = _date(one["source"]["checked"])
    return data | {
        "title": title(),
        "description": summary(),
        "date": made.dated,
        "as_of": _date(made.dated),
        "contact": list(contact),
        "intros": intros(),
        "words_list": data["words"],
        "words": words(),
    }


def _date(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F Y")
