"""Gives what somebody asked about what is kept of him, with how long there still is to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Candidate, RightsRequest
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.rules.rights import Asked, Right
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.core.sealing import CannotOpenError

TEXTS = "rights"
EMPTY_TEXTS: Mapping[str, str] = {"wants": "", "answer": "", "longer": ""}
#: What each right is called, and what it means for him.
RIGHTS: Mapping[Right, tuple[str | Promise, str | Promise]] = {
    Right.ACCESS: (
        _("Inzien"),
        _("Hij wil weten wat er over hem staat. U leest het samen, of op papier."),
    ),
    Right.RECTIFY: (_("Verbeteren"), _("Er staat iets dat niet klopt. U verbetert het.")),
    Right.RESTRICT: (_("Op slot zetten"), _("Er mag even niets gebeuren. Niemand kan nog iets opschrijven.")),
    Right.OBJECT: (_("Bezwaar maken"), _("Hij is het er niet mee eens. Tot u antwoord geeft, staat alles stil.")),
    Right.ERASE: (_("Wissen"), _("Hij wil dat alles over hem weg is. U doet het, of legt uit waarom niet.")),
}


@dataclass(frozen=True, slots=True)
class RequestShown:
    """One question as its page shows it."""

    id: UUID
    asked: Asked
    name: str
    wants: str
    answer: str
    #: Why the answer takes longer, as he heard it; empty when it does not.
    longer: str
    overdue: bool
    days_left: int


def asked_of(row: RightsRequest) -> Asked:
    """Give a question as decisions are about it."""
    return Asked(Right(row.right), row.received_on, row.due_on, row.answered_on, row.lifted_on)


def known_rights(candidate: Candidate) -> list[Asked]:
    """Give all that he asked."""
    return [asked_of(row) for row in candidate.rights.all()]


def requests_of(found: OpenCase, *, today: date) -> list[RequestShown]:
    """Give what he asked: what waits first, by the day on which he must have heard, then the newest."""
    if found.candidate is None:
        return []
    rows = list(RightsRequest.objects.filter(candidate=found.candidate).order_by("-received_on", "pk"))
    shown = [_shown(row, texts_of(row), today) for row in rows]
    return sorted((one for one in shown if one.asked.open), key=lambda one: one.asked.due_on) + [
        one for one in shown if not one.asked.open
    ]


def _shown(row: RightsRequest, texts: Mapping[str, str], today: date) -> RequestShown:
    asked = asked_of(row)
    return RequestShown(
        row.pk, asked, str(RIGHTS[asked.right][0]), texts["wants"], texts["answer"], texts["longer"],
        asked.overdue(today),
        (asked.due_on - today).days,
    )  # fmt: skip


def texts_of(row: RightsRequest) -> Mapping[str, str]:
    """Open what he wants and what he heard."""
    try:
        return {**EMPTY_TEXTS, **candidate_vault(row.candidate_id).open(f"{TEXTS}/{row.pk}", bytes(row.texts))}
    except CannotOpenError:
        return EMPTY_TEXTS


def waits_for_answer(found: OpenCase, today: date) -> bool:
    """Tell whether he waits for an answer that is due soon, or was."""
    return any(one.asked.nearly_due(today) for one in requests_of(found, today=today))


def lock_to_ask_anew(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell his team once a year that he should be asked whether his file must stay locked."""
    if not found.on_lock or found.candidate is None or not may_record(viewer, found.team, today):
        return False
    return any(one.to_ask_anew(today) for one in known_rights(found.candidate))


def long_locks(organisation: UUID, today: date) -> list[str]:
    """Give the codes of files that stand locked for a year or longer, for who watches over an organisation."""
    rows = RightsRequest.objects.filter(right=Right.RESTRICT, lifted_on=None, candidate__case__practice=False)
    of = rows.filter(candidate__case__organisation=organisation).select_related("candidate__case")
    return sorted({one.candidate.case.code for one in of if asked_of(one).long_on_lock(today)})
