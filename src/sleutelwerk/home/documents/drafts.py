"""The draft documents by name: as sections for the page, and typeset as a tagged PDF."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from sleutelwerk.home.documents import passages
from sleutelwerk.home.documents.algorithm_register import algorithm_register
from sleutelwerk.home.documents.dpia import dpia
from sleutelwerk.home.documents.iama import iama
from sleutelwerk.home.documents.processing_register import processing_register
from sleutelwerk.home.engine.draft import TO_FILL, Draft, DraftName, plain
from sleutelwerk.home.queries.compliance import Facts
from sleutelwerk.ui.documents import typeset

_MAKERS: dict[DraftName, Callable[[Facts], Draft]] = {
    DraftName.DPIA: dpia,
    DraftName.PROCESSING_REGISTER: processing_register,
    DraftName.IAMA: iama,
    DraftName.ALGORITHM_REGISTER: algorithm_register,
}


def draft(name: DraftName, facts: Facts) -> Draft:
    """Write one draft from the facts."""
    return _MAKERS[name](facts)


def all_drafts(facts: Facts) -> list[Draft]:
    """Write every draft, in the order of the list."""
    return [draft(name, facts) for name in DraftName]


def draft_pdf(name: DraftName, facts: Facts) -> bytes:
    """Typeset one draft. The same facts on the same day give the same bytes."""
    one = draft(name, facts)
    made = _("Gemaakt op %(day)s met Sleutelwerk %(version)s") % {
        "day": passages.day(facts.today),
        "version": facts.version,
    }
    data = {
        "title": one.title,
        "description": one.about,
        "date": facts.today.isoformat(),
        "organisation": facts.organisation.name,
        "intro": one.intro,
        "sections": plain(one.sections),
        "left": one.left_to_fill,
        "footer": _("Concept van %(day)s, niet vastgesteld") % {"day": passages.day(facts.today)},
        "words": _words() | {"made": made, "left": left_words(one)},
    }
    return typeset("home/documents/draft.typ", data, dated=facts.today)


def left_words(one: Draft) -> str:
    """Say how much the organisation still has to fill in."""
    return _("Op %(n)s plaatsen vult uw organisatie zelf iets in. Die plaatsen zijn gemarkeerd.") % {
        "n": one.left_to_fill
    }


def _words() -> dict[str, str]:
    return {
        "page": _("Bladzijde"),
        "of": _("van"),
        "concept": _("Concept"),
        "to_fill": TO_FILL,
        "contents": _("Inhoud"),
        "whose": _("Wat dit wel en niet is"),
        "what": _(
            "De makers van Sleutelwerk schreven deze tekst. De feiten komen uit de software van uw organisatie."
            " Het is een concept: uw organisatie controleert het, vult het aan en stelt het vast."
        ),
    }
