"""When nothing of a case may be destroyed because somebody asked to hold it, how long, and for whom it yields."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.rules.watching import may_watch
from sleutelwerk.core.verdict import ALLOWED, Verdict, first_refusal, refused

#: A hold lasts a year at most and is then asked anew: what is held for ever is a file that nobody dares to close (own
#: judgement; AVG art. 5 lid 1 onder e).
LONGEST = timedelta(days=365)
#: So long before its last day a hold shows as nearly over, and may be asked anew.
NEARLY_OVER = timedelta(days=28)

NO_HOLD = refused("Dit is er niet.")


class Reason(StrEnum):
    """Why a case is held; there is no other reason."""

    COMPLAINT = "complaint"
    HIS_REQUEST = "his_request"
    LEGAL_CLAIM = "legal_claim"
    ARCHIVE = "archive"
    RETAIN_ARCHIVE = "retain_arch"
    RETAIN_LAW = "retain_law"


#: With these the assignment stays, and only that: all about him goes on its day as ever. Who a person was is never kept
#: for an archive (selection list 16.1.2).
RETAINS = frozenset({Reason.RETAIN_ARCHIVE, Reason.RETAIN_LAW})

#: What goes before his own stop and his right to erase: a legal claim only (AVG art. 17 lid 3 onder e, read 28 November
#: 2026). The other holds keep people and tasks of ours from destroying, and yield to him.
BEFORE_HIM = frozenset({Reason.LEGAL_CLAIM})


def may_put_on(
    reason: str, until: date | None, today: date, *, runs: Collection[tuple[Reason, date]], example: bool, leads: bool
) -> Verdict:
    """Tell whether a case may be held. `runs` is what it is held for now, each until a day.

    That an assignment stays only its lead may say: who watches sees no assignment.
    """
    if example:
        return refused("Dit is een voorbeeld. Daar is niets in om vast te houden.")
    if reason not in set(Reason):
        return refused("Kies waarom er niets weg mag.")
    if reason in RETAINS and not leads:
        return refused("Alleen de trekker kan zeggen dat de opdracht blijft.")
    return first_refusal(_fits(until, today), _once(Reason(reason), runs, today))


def _fits(until: date | None, today: date) -> Verdict:
    if until is None or until <= today:
        return refused("Kies een dag die nog komt.")
    if until > today + LONGEST:
        return refused("Langer dan een jaar kan niet. Vraag het daarna opnieuw.")
    return ALLOWED


def _once(reason: Reason, runs: Collection[tuple[Reason, date]], today: date) -> Verdict:
    for known, until in runs:
        if known is reason and until > today + NEARLY_OVER:
            return refused("Om deze reden wordt dit dossier al vastgehouden.")
    return ALLOWED


def may_have_part(actor: Actor, organisation: UUID, *, leads: bool) -> Verdict:
    """Tell whether a hold is there for somebody: who leads its case, and who watches over that organisation."""
    watches = actor.organisation == organisation and bool(may_watch(actor))
    own = leads and not actor.police and actor.organisation == organisation
    return ALLOWED if watches or own else NO_HOLD


def may_lift(actor: UUID, put_on_by: UUID | None, *, runs: bool) -> Verdict:
    """Tell whether somebody may lift a hold: nobody lifts his own, so that two look before anything goes."""
    return first_refusal(
        ALLOWED if runs else refused("Dit is al voorbij."),
        refused("U zette dit zelf aan. Iemand anders haalt het eraf.") if actor == put_on_by else ALLOWED,
    )


def is_nearly_over(until: date | None, today: date) -> bool:
    """Tell whether a hold that runs is over soon, so that somebody asks anew or lets go."""
    return until is not None and today <= until <= today + NEARLY_OVER
