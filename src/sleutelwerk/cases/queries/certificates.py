"""Gives what was destroyed, as it was written down, to who watches over an organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import LABELS, Role
from sleutelwerk.cases.models import Certificate
from sleutelwerk.cases.queries.going import KINDS
from sleutelwerk.cases.rules.destroying import may_look_afterwards
from sleutelwerk.cases.rules.ending import Gone
from sleutelwerk.cases.rules.watching import may_watch

#: How much of a pseudonym is written: enough to tell people apart, and to find it in the trail.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Line:
    """How many of one kind went, and by which results of the selection list; it says so where that has none."""

    kind: str | Promise
    count: int
    ground: str


@dataclass(frozen=True, slots=True)
class CertificateShown:
    """A certificate in words."""

    row: Certificate
    lines: Sequence[Line]
    proposed: str
    confirmed: str

    @property
    def name(self) -> str:
        """Give how it is called."""
        return _("Bewijs %(year)s-%(number)s") % {"year": self.row.destroyed_on.year, "number": self.row.number}

    @property
    def open(self) -> bool:
        """Tell whether nobody looked before, and the FG did not look since."""
        return not self.row.looked_before and self.row.seen_at is None

    @property
    def total(self) -> int:
        """Count what went."""
        return sum(one.count for one in self.lines)


def certificates_for(viewer: Actor) -> list[CertificateShown]:
    """Give the certificates of somebody's own organisation, the newest first."""
    return [shown(row) for row in _mine(viewer).order_by("-number")]


def certificate_for(viewer: Actor, certificate: UUID) -> CertificateShown | None:
    """Give one; None when it is not there for him."""
    row = _mine(viewer).select_related("organisation").filter(pk=certificate).first()
    return None if row is None else shown(row)


def unlooked(viewer: Actor) -> int:
    """Count what went while nobody had looked, for the FG."""
    if not may_look_afterwards(viewer, looked_before=False, seen=False):
        return 0
    return _mine(viewer).filter(confirmed_mark="", seen_at=None).count()


def _mine(viewer: Actor) -> QuerySet[Certificate]:
    if not may_watch(viewer):
        return Certificate.objects.none()
    return Certificate.objects.filter(organisation=viewer.organisation)


def shown(row: Certificate) -> CertificateShown:
    """Give a certificate in words."""
    grounds: Mapping[str, Sequence[str]] = row.grounds
    lines = [
        Line(KINDS[what], row.counts[what.value], ", ".join(grounds.get(what.value, ())) or _("staat er niet in"))
        for what in Gone
        if what.value in row.counts
    ]
    return CertificateShown(
        row, lines, _who(row.proposed_role, row.proposed_mark), _who(row.confirmed_role, row.confirmed_mark)
    )


def _who(role: str, mark: str) -> str:
    return f"{LABELS[Role(role)]} ({mark.rpartition(':')[2][:_SHOWN]})" if mark else ""
