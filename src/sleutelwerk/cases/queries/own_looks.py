"""Tells in which stretches of the trail the case files of somebody lie: who looked there is shown to him (N41).

A place in a team is not kept once it ended, so of a case that he left only the trail knows that he was in it: until the
last time that he looked himself. What happens in it after that is not his to see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Pseudonym
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.audit.queries.entries import Stretch, own_stretches
from sleutelwerk.cases.events import CASE_READ
from sleutelwerk.cases.models import Candidate, Member
from sleutelwerk.cases.rules.hand_over import Ended
from sleutelwerk.cases.rules.team import may_work_with_cases

_EARLIER, _EARLIER_ENVELOPE = _("Een eerder dossier"), _("Een envelop van een eerder dossier")
#: A stretch, with what its case is called for each of its subjects.
Named = tuple[Stretch, Mapping[Pseudonym, str | Promise]]


def own_looks(viewer: Actor, *, today: date) -> list[Named]:
    """Give the stretches of the case files in whose team somebody is, and of those that he left.

    A case of another organisation is his while his place counts, and no longer. At most three questions.
    """
    if viewer.organisation is None or not may_work_with_cases(viewer):
        return []
    before = own_stretches(viewer.organisation, viewer.id, CASE_READ)
    now = list(_now(viewer, today, before))
    return [*now, *_left(viewer.organisation, before)]


def _now(viewer: Actor, today: date, before: dict[Pseudonym, Stretch]) -> Iterator[Named]:
    """Give the cases in whose team he is; they are taken out of those that he looked at."""
    places = Member.objects.filter(person=viewer.id, organisation=viewer.organisation, accepted_at__isnull=False)
    counting = places.filter(Q(until=None) | Q(until__gte=today)).select_related("case", "case__candidate")
    for place in counting.order_by("added_at"):
        case = place.case
        assert place.accepted_at is not None
        subject = pseudonym("case", case.pk)
        names: dict[Pseudonym, str | Promise] = {subject: _("Dossier %(code)s") % {"code": case.code}}
        candidate = getattr(case, "candidate", None)
        if candidate is not None and candidate.envelope is not None:
            envelope = pseudonym("envelope", candidate.envelope)
            names[envelope] = _("De envelop van dossier %(code)s") % {"code": case.code}
        earlier = before.pop(subject, None)
        since = min(place.accepted_at, earlier.since) if earlier and earlier.since else place.accepted_at
        yield Stretch(case.organisation_id, tuple(names), since), names


def _left(organisation: UUID, before: Mapping[Pseudonym, Stretch]) -> Iterator[Named]:
    envelopes = _envelopes(organisation) if before else {}
    for subject, stretch in before.items():
        names: dict[Pseudonym, str | Promise] = {subject: _EARLIER}
        if subject in envelopes:
            names[envelopes[subject]] = _EARLIER_ENVELOPE
        yield replace(stretch, subjects=tuple(names)), names


def _envelopes(organisation: UUID) -> dict[Pseudonym, Pseudonym]:
    """Give which envelope lies in which case, of those that an organisation has or had."""
    had = Q(case__hand_overs__from_organisation=organisation, case__hand_overs__ended_how=Ended.ACCEPTED)
    rows = Candidate.objects.filter(Q(case__organisation=organisation) | had, envelope__isnull=False)
    return {
        pseudonym("case", case): pseudonym("envelope", envelope)
        for case, envelope in rows.values_list("case", "envelope")
        if envelope is not None
    }
