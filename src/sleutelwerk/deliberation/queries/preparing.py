"""Looks up the deliberations that somebody leads, with their preparation opened; others are not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.queries.people import names_of
from sleutelwerk.accounts.queries.role_holders import acting_holders
from sleutelwerk.accounts.rules.actors import Actor, is_police
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.deliberation.content import current, method_at
from sleutelwerk.deliberation.engine.model import Dilemma, DilemmaSet, Limit, Method, Starter
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.models.vault import KEPT, Vault, vault_of, vaults_of
from sleutelwerk.deliberation.rules.closing import asks_to_look_back, look_back_moments
from sleutelwerk.deliberation.rules.preparing import (
    EMPTY_PLAN,
    Leaders,
    Page,
    Point,
    Preparation,
    limit_in_the_way,
    may_begin,
    may_see,
    open_points,
)

PLACE = "plan"
#: A deliberation in preparation stays on the list of what comes; what is done stays in sight for so long.
STAYS_IN_SIGHT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A deliberation with its preparation opened."""

    row: Deliberation
    plan: Mapping[str, Any]
    method: Method | None
    facts: Preparation

    @property
    def title(self) -> str:
        """What whoever leads it calls it."""
        return self.facts.text("title") or (self.method.title if self.method else "")

    @property
    def points(self) -> tuple[Point, ...]:
        """Give what is still open."""
        return open_points(self.facts)

    @property
    def opened(self) -> bool:
        """Tell whether its room was ever open."""
        return self.row.state != Deliberation.State.PREPARING

    @property
    def limit(self) -> Limit | None:
        """Give the limit that it cannot talk away, when it is about one."""
        named = limit_in_the_way(self.facts)
        return next((one for one in limits() if one.id == named), None)

    @property
    def ends_at(self) -> datetime | None:
        """When it is over by plan."""
        return self.row.starts_at + timedelta(minutes=self.row.minutes) if self.row.starts_at else None

    @property
    def starter(self) -> Starter | None:
        """Give the question that it began with, when it was one of ours."""
        found = dilemma_set()
        named = self.facts.answer("starter")
        return next((one for one in found.starters if one.id == named), None) if found else None

    @property
    def dilemma(self) -> Dilemma | None:
        """Give the dilemma that it began with, when it was one of ours."""
        return dilemma_named(self.facts.text("dilemma"))


def leaders_of(row: Deliberation) -> Leaders:
    """Give whose deliberation it is."""
    return Leaders(row.organisation_id, row.facilitator_id, row.second_facilitator_id)


def deliberations_led_by(viewer: Actor) -> QuerySet[Deliberation]:
    """Give the deliberations that somebody leads in his own organisation; nothing for anybody else."""
    if viewer.organisation is None or not may_begin(viewer):
        return Deliberation.objects.none()
    mine = Q(facilitator=viewer.id) | Q(second_facilitator=viewer.id)
    return Deliberation.objects.filter(mine, organisation_id=viewer.organisation)


def keys_led_by(viewer: Actor) -> list[UUID]:
    """Give the keys of the deliberations that somebody leads, for whoever looks them up in the trail."""
    return list(deliberations_led_by(viewer).values_list("pk", flat=True))


def prepared_for(viewer: Actor, deliberation: UUID) -> Prepared | None:
    """Give a deliberation with its preparation; None when there is none, it is not his or its key is gone."""
    row = (
        deliberations_led_by(viewer)
        .select_related("facilitator__organisation", "second_facilitator__organisation")
        .filter(pk=deliberation)
        .first()
    )
    if row is None or not may_see(viewer, leaders_of(row)):
        return None
    return prepared_of(row)


def prepared_of(row: Deliberation, vault: Vault | None = None) -> Prepared | None:
    """Open the preparation of a deliberation, whoever asks; None when its key is gone."""
    try:
        data = (vault or vault_of(row.pk)).open(KEPT, PLACE, bytes(row.plan))
    except CannotOpenError:
        return None
    plan = {**EMPTY_PLAN, **data}
    method = method_at(row.method_slug, row.method_version)
    return Prepared(row, plan, method, _facts(row, plan, method))


def _facts(row: Deliberation, plan: Mapping[str, Any], method: Method | None) -> Preparation:
    return Preparation(
        method=method,
        phase=row.phase,
        aim=row.aim,
        decider=row.decider,
        voice=row.voice,
        justice=str(plan["answers"].get("justice", "")),
        police_leads=any(_of_police(one) for one in (row.facilitator, row.second_facilitator)),
        practice=row.practice,
        starts_at=row.starts_at,
        passed=row.starts_at is not None and timezone.localdate(row.starts_at) < timezone.localdate(),
        minutes=row.minutes,
        has_second=row.second_facilitator_id is not None,
        plan=plan,
    )


def _of_police(user: Any) -> bool:
    """Tell whether a facilitator is of the police, by his organisation or his address."""
    return user is not None and is_police(user.email, user.organisation.kind if user.organisation else "")


@dataclass(frozen=True, slots=True)
class Listed:
    """A deliberation as the list shows it. `left` is how many things keep its door closed."""

    row: Deliberation
    title: str
    method: Method | None
    left: int


@dataclass(frozen=True, slots=True)
class Mine:
    """Somebody's deliberations, by what they wait for; each stands in one list only."""

    running: tuple[Listed, ...]
    coming: tuple[Listed, ...]
    to_write: tuple[Listed, ...]
    to_check: tuple[Listed, ...]
    done: tuple[Listed, ...]

    @property
    def any(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.running or self.coming or self.to_write or self.to_check or self.done)


def deliberations_of(viewer: Actor, *, now: datetime) -> Mine:
    """Give the deliberations that somebody leads, what comes first standing first."""
    rows = list(
        deliberations_led_by(viewer)
        .select_related("facilitator__organisation", "second_facilitator__organisation")
        .exclude(final_at__lt=now - STAYS_IN_SIGHT)
        .order_by("starts_at", "created_at")
    )
    vaults = vaults_of([row.pk for row in rows])
    opened = ((row, prepared_of(row, vaults[row.pk])) for row in rows)
    listed = [_listed(found) for _row, found in opened if found]
    today = timezone.localdate(now)
    state = Deliberation.State
    final = [one for one in listed if one.row.state == state.FINAL]
    check = [one for one in final if _asks_for_check(one.row, today)]
    return Mine(
        running=_in(listed, state.LIVE),
        coming=_in(listed, state.PREPARING),
        to_write=_in(listed, state.CONCEPT),
        to_check=tuple(check),
        done=tuple(one for one in reversed(final) if one not in check),
    )


def _in(listed: Iterable[Listed], state: str) -> tuple[Listed, ...]:
    return tuple(one for one in listed if one.row.state == state)


def _listed(found: Prepared) -> Listed:
    left = sum(point.hard for point in found.points) if not found.opened else 0
    return Listed(found.row, found.title, found.method, left)


def _asks_for_check(row: Deliberation, today: date) -> bool:
    """Tell whether it is time to look back; never at an exercise."""
    final_on = timezone.localdate(row.final_at) if row.final_at else None
    moments = look_back_moments(final_on, row.review_on)
    return not row.practice and asks_to_look_back(moments, row.looked_back_on, today=today)


def waiting_for_look_back(viewer: Actor, *, now: datetime) -> int:
    """Give on how many of somebody's deliberations it is time to look back, without opening any of them."""
    final = deliberations_led_by(viewer).filter(state=Deliberation.State.FINAL, final_at__gte=now - STAYS_IN_SIGHT)
    today = timezone.localdate(now)
    return sum(_asks_for_check(row, today) for row in final)


def second_facilitators(viewer: Actor) -> list[tuple[str, str]]:
    """Give the colleagues who may take over: the other facilitators of the organisation, by name."""
    if viewer.organisation is None:
        return []
    ids = [one.id for one in acting_holders(viewer.organisation, Role.FACILITATOR) if one.id != viewer.id]
    return sorted(((str(key), name) for key, name in names_of(viewer, ids).items()), key=lambda one: one[1])


def dilemma_set() -> DilemmaSet | None:
    """Give the dilemmas of this installation, when it has any that are right."""
    return current().dilemmas


def limits() -> Sequence[Limit]:
    """Give what no deliberation can talk away."""
    found = dilemma_set()
    return found.limits if found else ()


def dilemma_named(slug: str) -> Dilemma | None:
    """Find a dilemma; None when there is none of that name."""
    found = dilemma_set()
    return next((one for one in found.dilemmas if one.id == slug), None) if found else None


@dataclass(frozen=True, slots=True)
class Start:
    """What a new deliberation begins with: a dilemma or a question of ours, or nothing but one's own."""

    key: str
    dilemma: Dilemma | None = None
    starter: Starter | None = None

    @property
    def method(self) -> str:
        """The method that fits it best, by its slug; nothing when that is open."""
        return self.dilemma.method if self.dilemma else self.starter.method if self.starter else ""


OWN = "eigen"


def start_named(key: str) -> Start | None:
    """Read from an address what to begin with, as `eigen`, `vraag.<id>` or `dilemma.<id>`; None for anything else."""
    kind, _dot, name = key.partition(".")
    found = dilemma_set()
    if key == OWN:
        return Start(OWN)
    if kind == "dilemma" and (dilemma := dilemma_named(name)):
        return Start(key, dilemma=dilemma)
    starter = next((one for one in found.starters if one.id == name), None) if found and kind == "vraag" else None
    return Start(key, starter=starter) if starter else None


def record_of(row: Deliberation, kind: Record.Kind) -> Mapping[str, Any]:
    """Give what a record that is final says; nothing while it is not, or when it is gone."""
    record = Record.objects.filter(deliberation=row, kind=kind, final_at__isnull=False).first()
    if record is None:
        return {}
    try:
        body = vault_of(row.pk).open(KEPT, f"record/{kind.value}", bytes(record.body))
    except CannotOpenError:
        return {}
    return body if isinstance(body, dict) else {}


#: What the pages of a preparation are called.
PAGES: Mapping[Page, Promise] = {
    Page.INTAKE: _("Aanleiding"),
    Page.METHOD: _("Aanpak"),
    Page.QUESTION: _("Vraag"),
    Page.PEOPLE: _("Deelnemers"),
    Page.RECORD: _("Verslag"),
    Page.MOMENT: _("Moment"),
}
