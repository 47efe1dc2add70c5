"""Tells whether anything of a case may be destroyed now, and shows holds to its team and to those who watch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.cases.models import Case, Hold
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.order import holds_back
from sleutelwerk.cases.rules.holding import BEFORE_HIM, RETAINS, Reason, is_nearly_over
from sleutelwerk.cases.rules.team import may_record
from sleutelwerk.cases.rules.watching import may_watch

REASONS: Mapping[Reason, str | Promise] = {
    Reason.COMPLAINT: _("Er loopt een klacht"),
    Reason.HIS_REQUEST: _("Hij vroeg er zelf om"),
    Reason.LEGAL_CLAIM: _("Er loopt een rechtszaak of onderzoek"),
    Reason.ARCHIVE: _("De archivaris zoekt iets uit"),
    Reason.RETAIN_ARCHIVE: _("Alleen de opdracht blijft: de archivaris wil die bewaren"),
    Reason.RETAIN_LAW: _("Alleen de opdracht blijft: een wet vraagt dat"),
}
#: What who watches can choose: he sees no assignment, so he does not say that it stays.
REASONS_BY_CODE = {reason: text for reason, text in REASONS.items() if reason not in RETAINS}


def running(rows: QuerySet[Hold], today: date) -> QuerySet[Hold]:
    """Give the holds that hold today."""
    return rows.filter(lifted_at=None, until__gte=today)


def held_back(case: UUID, now: datetime) -> bool:
    """Tell whether nothing of a case may be destroyed now, by no task and by none of us: an order, or any hold.

    Everything that destroys asks this or `held_from_him`, while it holds the row of the case
    (tests/cases/test_roads.py).
    """
    return holds_back(case) or _of(case, now).exclude(reason__in=RETAINS).exists()


def retained(case: UUID, now: datetime) -> bool:
    """Tell whether the assignment of a case stays, whatever goes of him. It yields to what he himself wants gone.

    Everything that destroys the key of a case asks this (tests/cases/test_roads.py).
    """
    return _of(case, now).filter(reason__in=RETAINS).exists()


def held_from_him(case: UUID, now: datetime) -> bool:
    """Tell whether even what he himself wants gone must wait: an order, or a legal claim; any other hold yields."""
    return holds_back(case) or _of(case, now).filter(reason__in=BEFORE_HIM).exists()


def _of(case: UUID, now: datetime) -> QuerySet[Hold]:
    return running(Hold.objects.filter(case=case), timezone.localdate(now))


def reasons_now(case: UUID, today: date) -> list[tuple[Reason, date]]:
    """Give for what a case is held, each until a day."""
    rows = running(Hold.objects.filter(case=case), today).values_list("reason", "until")
    return [(Reason(reason), until) for reason, until in rows]


def holds_of(case: Case) -> Sequence[Hold]:
    """Give every hold of a case, the newest first."""
    return list(case.holds.select_related("put_on_by", "lifted_by").order_by("-put_on_at", "pk"))


def holds_for(viewer: Actor, today: date) -> list[Hold]:
    """Give what is held in somebody's own organisation, for who watches: he sees codes, never a file."""
    if not may_watch(viewer):
        return []
    rows = running(Hold.objects.filter(case__organisation=viewer.organisation), today)
    return list(rows.select_related("case", "put_on_by").order_by("until", "pk"))


def runs(row: Hold, today: date) -> bool:
    """Tell whether a hold holds today."""
    return row.lifted_at is None and row.until >= today


def lines_of(rows: Iterable[Hold], viewer: Actor, today: date) -> list[Mapping[str, object]]:
    """Give holds as a page shows them, with whether the viewer is the one who may not let go."""
    return [
        {
            "row": row, "reason": REASONS[Reason(row.reason)], "runs": runs(row, today),
            "own": row.put_on_by_id == viewer.id, "nearly_over": runs(row, today) and is_nearly_over(row.until, today),
            "retains": Reason(row.reason) in RETAINS,
        }
        for row in rows
    ]  # fmt: skip


def hold_nearly_over(viewer: Actor, found: OpenCase, today: date) -> bool:
    """Tell the team whether a hold is over soon; it was looked up along with the case."""
    return bool(is_nearly_over(found.held_until, today) and may_record(viewer, found.team, today))
