"""Who may look at the audit trail and of which chains, and who reads the draft documents."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.oversight import may_oversee
from sleutelwerk.accounts.rules.roles import OVERSEERS, Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused

#: The authority hears of a leak without delay and, where feasible, within 72 hours of its being noticed (AVG art. 33
#: lid 1; read 28 November 2026).
REPORT_WITHIN = timedelta(hours=72)
#: Who reads the draft documents: those who watch over the data, and who fills in what the organisation has to say.
READS_DRAFTS = (*sorted(OVERSEERS), Role.ADMINISTRATOR)


def may_see_alarms(viewer: Actor, organisation: UUID | None, *, works_council_agreed: bool) -> Verdict:
    """Tell whether alarms on what staff do may be shown: only after the works council agreed (art. 27 WOR)."""
    seen = may_oversee(viewer, organisation)
    if not seen:
        return seen
    if not works_council_agreed:
        return refused("Signalen over gedrag van medewerkers staan uit: de ondernemingsraad heeft nog niet ingestemd.")
    return ALLOWED


def may_read_drafts(viewer: Actor, organisation: UUID | None) -> Verdict:
    """Tell whether somebody may read the drafts of an organisation (N22, N27)."""
    if organisation is not None and viewer.organisation == organisation and viewer.has(*READS_DRAFTS):
        return ALLOWED
    return refused("Deze documenten zijn voor de FG, de security officer en de beheerder van de organisatie.")
