"""Gives what is kept about a candidate, in words, to the team of his case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.models import Candidate
from sleutelwerk.cases.models.vault import opened_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.terms import terms_of_case
from sleutelwerk.cases.rules.candidate import Place, Reach, ToldHow, forgotten_on
from sleutelwerk.core.sealing import CannotOpenError

PAPERS = "papers"
EMPTY_PAPERS: Mapping[str, str] = {"reach": "", "place": "", "note": ""}

HOWS: Mapping[ToldHow, str | Promise] = {
    ToldHow.FACE_TO_FACE: _("In een gesprek"),
    ToldHow.FACE_TO_FACE_TRUSTED: _("In een gesprek, met iemand die hij vertrouwt erbij"),
    ToldHow.PHONE: _("Aan de telefoon"),
    ToldHow.VIDEO: _("Via beeldbellen"),
}
REACHES: Mapping[Reach, str | Promise] = {
    Reach.IN_PERSON: _("Alleen als u elkaar ziet"),
    Reach.PHONE_CALL: _("Bellen, zonder bericht in te spreken"),
    Reach.TEXT: _("Een kort bericht zonder inhoud"),
    Reach.POST: _("Een brief in een gewone envelop"),
    Reach.THROUGH_TRUSTED: _("Via iemand die hij aanwijst"),
}
PLACES: Mapping[Place, str | Promise] = {
    Place.AT_HOME: _("Hij houdt ze zelf"),
    Place.WITH_US: _("Bij ons, hij kan ze inzien"),
    Place.WITH_TRUSTED: _("Bij iemand die hij aanwijst"),
}
#: The same in words to himself, where they differ.
TO_HIM: Mapping[str, str | Promise] = {
    Reach.THROUGH_TRUSTED: _("Via iemand die u aanwijst"),
    Place.AT_HOME: _("U houdt ze zelf"),
    Place.WITH_US: _("Bij ons, u kunt ze inzien"),
    Place.WITH_TRUSTED: _("Bij iemand die u aanwijst"),
}
#: What he must know before anything about him is written down (art. 13 AVG; N7, N16, N26).
MUST_KNOW: tuple[str | Promise, ...] = (
    _("Waar het om gaat, en waarom u aan hem denkt."),
    _("Wat u over hem opschrijft, wie dat ziet en hoe lang u het bewaart."),
    _("Dat hij niets over andere mensen hoeft te vertellen, en dat u daar niet om vraagt."),
    _("Dat hij nee mag zeggen en altijd mag stoppen: zonder reden, en zonder gevolgen voor uitkering, huis of zaak."),
    _("Waar hij terecht kan met een vraag of klacht, ook buiten u om."),
)


@dataclass(frozen=True, slots=True)
class CandidateShown:
    """A candidate as his page shows him; `papers` is empty when his key is gone."""

    row: Candidate
    papers: Mapping[str, str]
    told_how: str
    reach: str
    place: str
    forgotten_on: date


def candidate_of(found: OpenCase) -> CandidateShown | None:
    """Give the candidate of a case, when there is one."""
    row = found.candidate
    if row is None:
        return None
    papers = papers_of(row)
    return CandidateShown(
        row=row,
        papers=papers,
        told_how=str(HOWS[ToldHow(row.told_how)]) if row.told_how else "",
        reach=str(REACHES[Reach(papers["reach"])]) if papers["reach"] else "",
        place=str(PLACES[Place(papers["place"])]) if papers["place"] else "",
        forgotten_on=forgotten_on(row.told_on, terms_of_case(found.row)),
    )


def papers_of(row: Candidate) -> Mapping[str, str]:
    """Open how he is reached."""
    try:
        return {**EMPTY_PAPERS, **opened_vault(row).open(PAPERS, bytes(row.papers))}
    except CannotOpenError:
        return EMPTY_PAPERS
