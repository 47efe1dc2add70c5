"""Counts who looked in the file of a case, for the report to the key figure (N23)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.audit.queries.entries import looks_at
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.hand_over import earlier_chains
from sleutelwerk.cases.rules.team import Part

#: How many lines of the trail are looked through for who looked.
MOST_LOOKS = 5_000


def looked_in(found: OpenCase) -> list[tuple[str, int, date]]:
    """Count who looked in the file by what they are, with the last day."""
    parts = {one.person: one for one in found.people}
    names = {
        Part.LEAD: _("De collega die uw dossier bijhoudt"),
        Part.MEMBER: _("Collega’s in het team"),
        Part.PARTNER: _("Partners"),
    }
    counted: dict[str, list[date]] = {}
    subjects = [pseudonym("case", found.row.pk)]
    if found.candidate is not None and found.candidate.envelope is not None:
        subjects.append(pseudonym("envelope", found.candidate.envelope))
    chains = {found.row.organisation_id, *earlier_chains(found.row.pk)}
    for entry in (one for chain in chains for one in looks_at(chain, subjects, limit=MOST_LOOKS)):
        person = parts.get(entry.actor) if entry.actor else None
        name = names[person.part] if person else _("Iemand die mocht beslissen, of nu niet meer in het team zit")
        if entry.at is not None:
            counted.setdefault(name, []).append(entry.at.date())
    return [(name, len(days), max(days)) for name, days in sorted(counted.items())]
