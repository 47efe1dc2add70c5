"""The records of a deliberation as files: an accessible PDF, a text document for word processors, and data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sleutelwerk.deliberation.engine.odt import Block, Grid, Heading, Points, Text, odt
from sleutelwerk.deliberation.engine.report import SAID_NONE, Part, frozen, map_of_differences, to_verify
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries.after import After, Kept, Section, labels_of, section_of, shown, texts_of
from sleutelwerk.ui.documents import typeset

SCHEMA = "sleutelwerk/deliberation-record/1"
#: A reflection report that says apart whether somebody saw it otherwise and whether doubt remains.
SCHEMA_APART = "sleutelwerk/deliberation-record/2"


def title_of(kept: Kept) -> str:
    """Give the title of a record; it tells nothing of what it is about."""
    return _("Besluit- en afsprakennota") if kept.is_note else _("Reflectieverslag")


def record_pdf(after: After, kept: Kept) -> bytes:
    """Make the record as an accessible PDF."""
    dated = _dated(kept)
    data = {
        "title": title_of(kept),
        "date": dated.isoformat(),
        "footer": _footer(after, kept),
        "words": {"page": _("Pagina"), "of": _("van")},
        "blocks": [plain(one) for one in blocks_of(after, kept)],
    }
    return typeset("deliberation/documents/records.typ", data, dated=dated)


def record_odt(after: After, kept: Kept) -> bytes:
    """Make the record as a text document."""
    return odt(title_of(kept), blocks_of(after, kept), dated=_dated(kept), footer=_footer(after, kept))


def record_json(after: After, kept: Kept) -> bytes:
    """Give the record as data."""
    schema = SCHEMA_APART if SAID_NONE in kept.body else SCHEMA
    data = {"schema": schema, "kind": kept.row.kind, "keep_until": kept.row.keep_until, **frozen(kept.body)}
    if after.row.practice:
        data["practice"] = True
    data["method"] = {
        "slug": after.row.method_slug, "version": after.row.method_version, "sha256": after.row.method_hash,
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=2, default=str).encode()


def _dated(kept: Kept) -> date:
    assert kept.row.final_at is not None
    return timezone.localdate(kept.row.final_at)


def _footer(after: After, kept: Kept) -> str:
    until = date_format(kept.row.keep_until, "j F Y") if kept.row.keep_until else ""
    said = _("Zonder namen. Bewaren tot en met %(until)s, daarna vernietigen.") % {"until": until}
    return _("Oefening. %(said)s") % {"said": said} if after.row.practice else said


def plain(block: Block) -> dict[str, Any]:
    """Give a block as plain data, for a template."""
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": text}
        case Text(text):
            return {"kind": "text", "text": text}
        case Points(lines):
            return {"kind": "points", "lines": lines}
        case Grid(_title, columns, rows):
            return {"kind": "grid", "columns": columns, "rows": rows}


def blocks_of(after: After, kept: Kept) -> list[Block]:
    """Give a record as headings, paragraphs, lists and tables."""
    found: list[Block] = [Heading(1, title_of(kept))]
    if after.row.practice:
        found.append(Text(_("OEFENING met een verzonnen situatie. Niets hiervan is echt gebeurd of besloten.")))
    found += _facts(after, kept)
    for part in kept.parts:
        if part is Part.REASONS:
            found += _reasons(kept)
        else:
            found += _section(section_of(kept.body, part))
    if not kept.is_note:
        found += _rest(kept)
    return [*found, *_receipt(kept.body)]


def _facts(after: After, kept: Kept) -> Iterator[Block]:
    facts = kept.body["facts"]
    lines = [
        _("Doel van het gesprek: %(aim)s") % {"aim": Deliberation.Aim(facts["aim"]).label.lower()},
        _("Methode: %(method)s") % {"method": facts["method"]},
        _("Gehouden op %(day)s") % {"day": shown("due", facts["held_on"])},
    ]
    if not kept.is_note:
        lines += _people(facts)
        if after.row.voice:
            how = Deliberation.Voice(after.row.voice).label.lower()
            lines.append(_("Hoe hij zelf is gehoord: %(how)s") % {"how": how})
        if after.row.justice_takes_part:
            lines.append(_("Politie of het Openbaar Ministerie deed mee. De sleutelfiguur wist dat."))
    yield Points(tuple(lines))


def _people(facts: Mapping[str, Any]) -> Iterator[str]:
    """Tell how many came and, apart from it, which functions were invited: not all of them need have come."""
    yield ngettext("%(count)s deelnemer", "%(count)s deelnemers", facts["people"]) % {"count": facts["people"]}
    if facts["functions"]:
        yield _("Uitgenodigd: %(functions)s") % {"functions": ", ".join(facts["functions"])}


def _section(section: Section) -> Iterator[Block]:
    if section.lines or section.none:
        yield Heading(2, section.title)
    if section.none:
        yield Text(section.none)
    if not section.lines:
        return
    cells = tuple(tuple(text for _label, text in texts) for _line, texts in section.lines)
    if section.wide:
        yield _grid(section.title, section.columns, cells)
    elif len(cells) == 1:
        yield Text(cells[0][0])
    else:
        yield Points(tuple(row[0] for row in cells))


def _grid(title: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Grid:
    """Make a table without the columns in which nobody wrote anything."""
    filled = [number for number in range(len(columns)) if any(row[number] for row in rows)]
    return Grid(
        title,
        tuple(columns[number] for number in filled),
        tuple(tuple(row[number] for number in filled) for row in rows),
    )


def _reasons(kept: Kept) -> Iterator[Block]:
    """Put reasons under the value that weighs in them, by direction; they are not counted."""
    grounds = map_of_differences(kept.body)
    if not grounds:
        return
    yield Heading(2, _("Kaart van verschillen"))
    yield Text(_("Wat telt, en waar dat heen wijst. Wij tellen geen stemmen."))
    columns = tuple(label for _name, label in labels_of(Part.REASONS))
    for ground in grounds:
        title = ground.value or _("Andere redenen")
        yield Heading(3, title)
        lines = [line for _direction, of_one in ground.directions for line in of_one]
        rows = tuple(tuple(text for _label, text in texts_of(Part.REASONS, line)) for line in lines)
        yield _grid(title, columns, rows)


def _rest(kept: Kept) -> Iterator[Block]:
    body = kept.body
    if open_facts := to_verify(body):
        yield Heading(2, _("Eerst nagaan"))
        yield Points(tuple(line["fact"] for line in open_facts))
    if body["chairs"]:
        yield Heading(2, _("Wie geen stem kreeg"))
        yield Points(tuple(body["chairs"]))
    if body["evaluation"]:
        yield Heading(2, _("Hoe het gesprek was"))
        yield Text(_("Van 1 (helemaal niet) tot 4 (heel goed). Alleen totalen, vanaf vijf antwoorden."))
        yield Points(tuple(_total(one) for one in body["evaluation"]))


def _total(one: Mapping[str, Any]) -> str:
    counts = ", ".join(_("%(mark)s: %(count)s keer") % {"mark": mark, "count": n} for mark, n in one["counts"].items())
    return f"{one['label']} – {counts}"


def _receipt(body: Mapping[str, Any]) -> Iterator[Block]:
    receipt = body.get("receipt")
    if not receipt:
        return
    yield Heading(2, _("Vernietigd"))
    yield Text(
        _(
            "Op %(day)s is vernietigd wat mensen tijdens het gesprek schreven: %(entries)s bijdragen, met hun sleutel. "
            "Toestellen, codes en voornamen gingen al weg bij het sluiten."
        )
        % {"day": shown("due", receipt["on"]), "entries": receipt["entries"]}
    )
