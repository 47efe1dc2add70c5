"""The profiles and the card as PDF documents: plain data for the typst templates beside this file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sleutelwerk.function_profiles.content import Published
from sleutelwerk.function_profiles.engine.inherit import Profile, profile, steps
from sleutelwerk.function_profiles.engine.model import Kind, Layer
from sleutelwerk.function_profiles.queries import Block, Line, Note, Notes, most_common_month, profile_block
from sleutelwerk.ui.documents import typeset

_FOLDER = "function_profiles/documents"
_MARKERS = {
    Kind.TASKS: "yes",
    Kind.NEVER: "no",
    Kind.FITS_WHEN: "yes",
    Kind.FITS_NOT_WHEN: "no",
    Kind.RISKS: "attention",
    Kind.ARRANGEMENTS: "yes",
}


@lru_cache(maxsize=32)
def profile_pdf(published: Published, name: str) -> bytes:
    """Make the document of one profile. KeyError when there is no such profile."""
    one = profile(published.profiles, name)
    notes = Notes(published.bibliography.by_id)
    chapters = [_chapter(one, notes, number=len(one.layers) - 1, inherited=True)]
    title = _("Functieprofiel %(name)s") % {"name": one.layer.title.lower()}
    return _typeset(published, title, one.layer.purpose, chapters, notes)


@lru_cache(maxsize=8)
def all_pdf(published: Published) -> bytes:
    """Make one document of the base and all profiles, in which every point stands once."""
    profiles = published.profiles
    notes = Notes(published.bibliography.by_id)
    ground = Profile(profiles.layers[:1], profiles.layers[0].items, ())
    all_of_them = [ground, *(profile(profiles, layer.id) for layer in steps(profiles))]
    chapters = [_chapter(one, notes, number=number, inherited=False) for number, one in enumerate(all_of_them)]
    return _typeset(published, profiles.title, profiles.summary, chapters, notes)


@lru_cache(maxsize=32)
def card_pdf(published: Published, name: str) -> bytes:
    """Make the card for the key figure himself: large letters, and no name of this site or of his role."""
    layer = profile(published.profiles, name).layer
    if layer.card is None:
        raise KeyError(name)
    card = layer.card
    data = {
        "id": layer.id,
        "title": card.title,
        "intro": card.intro,
        "date": published.profiles.checked,
        "words": {"page": _("Bladzijde"), "of": _("van")},
        "panels": [
            {"tone": "good", "title": _("Wat u doet"), "lines": card.you_do},
            {"tone": "stop", "title": _("Wat u nooit doet"), "lines": card.you_never},
            {"tone": "attention", "title": _("Wat u krijgt"), "lines": card.you_get},
            {"tone": "info", "title": _("Wat wij doen"), "lines": card.we_do},
        ],
        "stopping": {"title": _("Stoppen"), "text": card.stopping},
        "ask": {"title": _("Dit mag u ons vragen"), "lines": card.ask_us},
        "person": {
            "title": _("Wie kunt u bellen?"),
            "name": _("Naam"),
            "phone": _("Telefoon"),
            "other": _("Kan deze persoon niet? Bel dan"),
        },
        "footer": _("Onze eigen tekst, gemaakt met openbare bronnen. Nagekeken op %(date)s.")
        % {"date": _date(published.profiles.checked)},
    }
    return typeset(f"{_FOLDER}/card.typ", data, dated=date.fromisoformat(published.profiles.checked))


def _typeset(published: Published, title: str, description: str, chapters: list[dict[str, Any]], notes: Notes) -> bytes:
    profiles = published.profiles
    checked = _date(profiles.checked)
    seen = most_common_month(note.source.checked for note in notes.numbered.values())
    data = {
        "title": title,
        "description": description,
        "date": profiles.checked,
        "label": f"{profiles.label} " + _("Nagekeken op %(date)s.") % {"date": checked},
        "footer": _("Eigen inhoud, niet van het CCV. Versie %(version)s, nagekeken op %(date)s.")
        % {"version": profiles.version, "date": checked},
        "words": _words(_common_month(chapters), seen),
        "base": {"id": profiles.layers[0].id, "title": profiles.layers[0].title},
        "steps": [{"id": layer.id, "title": layer.title} for layer in steps(profiles)],
        "chapters": chapters,
        "notes": [_note(note, seen) for note in notes.numbered.values()],
    }
    return typeset(f"{_FOLDER}/profile.typ", data, dated=date.fromisoformat(profiles.checked))


def _common_month(chapters: list[dict[str, Any]]) -> str:
    """Give the month in which most points were checked, and take their dates off: it is said once."""
    points = [
        point
        for one in chapters
        for section in one["sections"]
        for group in section["groups"]
        for point in group["points"]
    ]
    common = most_common_month(point["checked"] for point in points)
    for point in points:
        point["checked"] = (
            "" if point["checked"][:7] == common else date_format(date.fromisoformat(point["checked"]), "j b Y")
        )
    return common


def _words(common: str, seen: str) -> dict[str, str]:
    dates = {"checked": _month(common), "seen": _month(seen)}
    return {
        "page": _("Pagina"),
        "of": _("van"),
        "contents": _("Inhoud"),
        "whose": _("Van wie zijn deze woorden?"),
        "source": _("bron"),
        "own": _("eigen oordeel"),
        "and_own": _("en eigen oordeel"),
        "checked": _("nagekeken"),
        "dropped": _("Wat niet meer geldt"),
        "dropped_intro": _("Dit stond bij een lagere trede en past niet meer bij deze."),
        "sources": _("Bronnen"),
        "sources_intro": _(
            "Het nummer staat bij elk punt. ‘Eigen oordeel’ betekent dat wij er geen openbare bron voor hebben, "
            "of dat wij zelf iets hebben afgewogen. Elk punt is nagekeken in %(checked)s en elke bron is bekeken in "
            "%(seen)s, tenzij er een andere datum bij staat."
        )
        % dates,
    }


def _chapter(one: Profile, notes: Notes, *, number: int, inherited: bool) -> dict[str, Any]:
    layer = one.layer

    def group(kind: Kind, *, title: bool = True, **more: str) -> dict[str, Any]:
        # of what it stands on only the words are told, so those sources have no place in the list
        below = Notes(notes.by_id)
        return _group(profile_block(one, kind, notes, below=below), title=title, inherited=inherited, **more)

    sections = (
        (_("Wat dit profiel toevoegt") if number else _("Wie hij is"), [group(Kind.CHARACTERISTICS, title=False)]),
        (_("Wat hij doet, en wat nooit"), [group(Kind.TASKS), group(Kind.NEVER)]),
        (
            _("Wat hij meebrengt"),
            [
                group(
                    Kind.PRECONDITIONS,
                    tone="he",
                    hint=_("Geen daarvan mag ontbreken. Ontbreekt er een, dan kan hij nu niet beginnen."),
                    empty=_("Dit profiel stelt geen extra voorwaarden aan hem."),
                ),
                group(
                    Kind.COMPETENCES,
                    tone="he",
                    hint=_("Dit is geen ja of nee. Bespreek samen wat sterk is, wat hij wil leren en waarbij u helpt."),
                    empty=_("Dit profiel vraagt niet meer dan de basis."),
                ),
            ],
        ),
        (
            _("Wat u regelt"),
            [
                group(
                    Kind.ARRANGEMENTS,
                    title=False,
                    tone="we",
                    hint=_("Klaar voordat hij begint. Ontbreekt hier iets, dan ligt dat aan u en nooit aan hem."),
                )
            ],
        ),
        (
            _("Wat u samen afspreekt"),
            [
                group(
                    Kind.AGREEMENTS,
                    title=False,
                    tone="both",
                    hint=_("Beantwoord deze vragen samen en zet het antwoord op papier."),
                )
            ],
        ),
        (_("Risico’s en wat daarbij helpt"), [group(Kind.RISKS, title=False)]),
        (_("Wat hij ervoor terugkrijgt"), [group(Kind.REWARDS, title=False)]),
        (_("Past dit bij uw opdracht?"), [group(Kind.FITS_WHEN), group(Kind.FITS_NOT_WHEN)]),
        (_("Verwachten en beginnen"), [group(Kind.EXPECT), group(Kind.START)]),
    )
    return {
        "id": layer.id,
        "title": layer.title,
        "kicker": _("Trede %(number)s") % {"number": number} if number else _("Onder elke trede"),
        "tagline": layer.tagline,
        "purpose": layer.purpose,
        "sections": [{"title": title, "groups": [one for one in groups if one]} for title, groups in sections],
        "dropped": [
            {
                "text": drop.item.text,
                "where": _("%(from)s; vervalt vanaf %(by)s")
                % {"from": drop.brought_by.title, "by": drop.by.title.lower()},
            }
            for drop in one.dropped
            if inherited or drop.by is layer
        ],
    }


def _group(
    block: Block, *, title: bool, inherited: bool, tone: str = "", hint: str = "", empty: str = ""
) -> dict[str, Any]:
    return {
        "title": str(block.title) if title else "",
        "tone": tone,
        "hint": hint,
        "empty": empty,
        "marker": _MARKERS.get(block.kind, "dot"),
        "detail_words": str(block.detail_words),
        "points": [_point(line) for line in block.lines],
        "inherited": [_inherited(group.layer, group.lines) for group in block.inherited] if inherited else [],
    }


def _point(line: Line) -> dict[str, Any]:
    return {
        "text": line.item.text,
        "explain": line.item.explain,
        "detail": line.item.detail,
        "numbers": [note.number for note in line.notes],
        "own": line.own,
        "checked": line.item.checked,
    }


def _inherited(layer: Layer, lines: Iterable[Line]) -> dict[str, Any]:
    texts = [line.item.text for line in lines]
    title = ngettext("Ook van %(layer)s: %(count)s punt", "Ook van %(layer)s: %(count)s punten", len(texts))
    return {"title": title % {"layer": layer.title.lower(), "count": len(texts)}, "texts": texts}


def _note(note: Note, common: str) -> dict[str, Any]:
    source = note.source
    seen = "" if source.checked[:7] == common else _("Bekeken op %(date)s.") % {"date": _date(source.checked)}
    return {
        "number": note.number,
        "publisher": source.publisher,
        "title": source.title,
        "year": source.year,
        "url": source.url,
        "remark": f"{source.note} {seen}".strip(),
    }


def _month(iso: str) -> str:
    return date_format(date.fromisoformat(f"{iso}-01"), "F Y") if iso else ""


def _date(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F Y")
