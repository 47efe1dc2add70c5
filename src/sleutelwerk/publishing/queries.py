"""Looks up what is closed and who may read what: one question to the database for a member, none for a visitor."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import inf
from pathlib import Path
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from sleutelwerk.accounts.queries.organisations import OwnOrganisation, house
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.core.verdict import Verdict
from sleutelwerk.publishing.models import ContentVisibility, ReadingGrant
from sleutelwerk.publishing.rules import (
    NEEDS_GRANT,
    NOTICE,
    Gated,
    Grant,
    Kind,
    Reader,
    Scope,
    ScopeKind,
    Visibility,
    closed_of,
    is_notice_due,
    may_give_access,
    may_read,
    may_set_visibility,
    opened_pieces,
)

#: The type of access that was given, for rooms above, which may not reach for the models themselves.
GivenAccess = ReadingGrant


def reader_for(actor: Actor | None, *, now: datetime) -> Reader:
    """Give somebody as a reader, with the access that he has now. Asks nothing for a visitor."""
    return _look_up(actor, now)[0]


def _look_up(actor: Actor | None, now: datetime) -> tuple[Reader, frozenset[Gated]]:
    """Give the reader and the pieces that the house opened to everybody with an account, in one question."""
    if actor is None:
        return Reader(), frozenset()
    own = Q(reading_grants__person=actor.id, reading_grants__revoked_at=None, reading_grants__until__gte=now)
    chosen = ContentVisibility.objects.filter(organisation=OuterRef("pk"))
    columns = [f"own__{name}" for name in ("id", "scope_kind", "scope_key", "since", "until")]
    rows = list(
        OwnOrganisation.objects.filter(is_house=True)
        .annotate(own=FilteredRelation("reading_grants", condition=own))
        .annotate(
            all_closed=Exists(chosen.filter(kind=Kind.ARTICLES, gated=True)),
            pieces_open=Exists(chosen.filter(kind=Kind.GATED, gated=False)),
        )
        .values_list("pk", "all_closed", "pieces_open", *columns)
    )
    if not rows:
        return Reader(actor), frozenset()
    house_id, all_closed, pieces_open = rows[0][:3]
    grants = tuple(
        Grant(pk, Scope(ScopeKind(kind), key), since, until) for *_, pk, kind, key, since, until in rows if pk
    )
    opened = opened_pieces(closed_of({Kind.ARTICLES: all_closed, Kind.GATED: not pieces_open}))
    return Reader(actor, house_id, grants), opened


def may_read_gated(actor: Actor | None, kind: Gated, key: str, *, now: datetime) -> Verdict:
    """Tell whether somebody may read a gated article or document now; `key` is its slug.

    A visitor may not, and nothing is asked of the database for him: what stands behind the gate asks for an account,
    also when its owner opened it.
    """
    reader, opened = _look_up(actor, now)
    if actor is not None and not actor.proved_at:
        return NEEDS_GRANT  # a password alone opens nothing yet
    return may_read(reader, Visibility(gated=kind not in opened, key=key), now)


def may_enter(actor: Actor | None, *, now: datetime) -> Verdict:
    """Tell whether somebody may enter a room that is closed as a whole. Asks nothing of the database for a visitor."""
    if actor is None or not actor.proved_at:
        return NEEDS_GRANT
    return may_read(reader_for(actor, now=now), Visibility(), now)


@dataclass(frozen=True, slots=True)
class OwnAccess:
    """What a reader sees of his own access."""

    scope: Scope
    until: datetime
    ends_soon: bool


def own_access(actor: Actor, *, now: datetime) -> Sequence[OwnAccess]:
    """Give what somebody may read and until when, what ends first standing first."""
    live = sorted(reader_for(actor, now=now).grants, key=lambda grant: grant.until)
    return [OwnAccess(grant.scope, grant.until, is_notice_due(grant.until, now)) for grant in live]


def live_grants(viewer: Actor, *, now: datetime) -> Sequence[ReadingGrant]:
    """Give the access that holds now, for who may end it; nothing for anybody else."""
    own = house()
    if own is None or not may_give_access(viewer, own.pk):
        return []
    return list(_live(now).filter(organisation=own).select_related("person").order_by("until"))


def live_grant_of_address(email: str, *, asked: Scope, now: datetime) -> ReadingGrant | None:
    """Give the access that a confirmed mailbox has now to all that is asked, through an account or waiting for one.

    One question to the database, whatever is asked and whoever asks it: what it costs tells nothing.
    """
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    his = _live(now).filter(Q(email__iexact=email) | Q(person__in=confirmed)).order_by("-until")
    return next((one for one in his if as_grant(one).scope.holds(asked)), None)


def grant_of_request(request: UUID) -> ReadingGrant | None:
    """Give the access that came of a request, live or not."""
    return ReadingGrant.objects.filter(request=request).select_related("person").first()


def requests_behind(actor: Actor, key: str, *, now: datetime) -> Sequence[UUID]:
    """Give the requests by which somebody may read one article or document now, what was given last standing first."""
    return [one.request for one in _his_live(actor, now) if as_grant(one).scope.covers(key)]


def requests_judged(actor: Actor, *, now: datetime) -> Sequence[UUID]:
    """Give the requests by which somebody may read anything at all now, what was given last standing first."""
    return [one.request for one in _his_live(actor, now)]


def _his_live(actor: Actor, now: datetime) -> QuerySet[ReadingGrant]:
    return _live(now).filter(person=actor.id, since__lte=now).order_by("-since")


def grants_ending(*, now: datetime) -> Sequence[ReadingGrant]:
    """Give the access whose reader is to hear that it ends, and has not heard yet."""
    found = _live(now).filter(until__lte=now + NOTICE, notice_at=None)
    return list(found.select_related("person").order_by("until"))


def grants_over(*, now: datetime) -> Sequence[ReadingGrant]:
    """Give the access that ran out and was not noted as such yet."""
    return list(ReadingGrant.objects.filter(revoked_at=None, ended_at=None, until__lt=now).select_related("person"))


def _live(now: datetime) -> QuerySet[ReadingGrant]:
    closed = Q(person__is_active=False)
    return ReadingGrant.objects.filter(revoked_at=None, until__gte=now).exclude(closed)


def people_with_access() -> frozenset[UUID]:
    """Give the people of whom access is kept: it holds, or it ended less than a month ago."""
    return frozenset(ReadingGrant.objects.exclude(person=None).values_list("person", flat=True))


def address_of(grant: ReadingGrant) -> str:
    """Give the mailbox of whoever has this access."""
    return grant.person.email if grant.person else grant.email


def as_grant(grant: ReadingGrant) -> Grant:
    """Give kept access as what rules decide about."""
    scope = Scope(ScopeKind(grant.scope_kind), grant.scope_key)
    return Grant(grant.pk, scope, grant.since, grant.until, grant.revoked_at is not None)


def chosen_closed() -> frozenset[Kind]:
    """Give the kinds that the house closed, as the database has them."""
    found = ContentVisibility.objects.filter(organisation__is_house=True).values_list("kind", "gated")
    return closed_of(dict(found))


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a kind is closed, and who chose that when; nobody, while it is as it was at first."""

    kind: Kind
    closed: bool
    set_at: datetime | None = None
    set_by: str = ""


def choices_for(viewer: Actor) -> Sequence[Choice]:
    """Give how every kind of the house stands, for who may change it; nothing for anybody else."""
    own = house()
    if own is None or not may_set_visibility(viewer, own.pk):
        return []
    rows = {row.kind: row for row in ContentVisibility.objects.filter(organisation=own).select_related("set_by")}
    closed = closed_of({kind: row.gated for kind, row in rows.items()})
    return [_choice(kind, rows.get(kind), closed=kind in closed) for kind in Kind]


def _choice(kind: Kind, row: ContentVisibility | None, *, closed: bool) -> Choice:
    by = row.set_by if row else None
    return Choice(kind, closed, row.set_at if row else None, by.name if by else "")


#: For how many seconds an answer of the database about what is closed is taken to be right.
REMEMBERED = 10.0


def mirror_path() -> Path | None:
    """Give where the data folder mirrors what is closed, so that a page for everybody asks nothing of the database.

    None on PostgreSQL: there the site may run on several machines, which share no folder.
    """
    shared = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
    return None if shared else _mirror_in(settings.DATA_FOLDER)


@lru_cache(maxsize=4)
def _mirror_in(folder: Path) -> Path:
    return folder / "closed.json"


class _Known:
    """What this process last heard of what is closed: at which state of the mirror, and until when it holds."""

    def __init__(self) -> None:
        self._heard: tuple[object, float, frozenset[Kind]] | None = None

    def closed(self) -> frozenset[Kind]:
        """Give what is closed, from the mirror where there is one and else from the database."""
        path, heard, now = mirror_path(), self._heard, time.monotonic()
        mark = _mark_of(path)
        if heard and heard[0] == mark and now < heard[1]:
            return heard[2]
        found, until = _read_mirror(path) if path and mark else None, inf
        if found is None:
            found, until = self._asked(), now + REMEMBERED
        self._heard = (mark, until, found)
        return found

    def _asked(self) -> frozenset[Kind]:
        try:
            return chosen_closed()
        except DatabaseError:
            if self._heard is None:
                raise
            return self._heard[2]  # pages for everybody go on while the database is away

    def forget(self) -> None:
        """Look anew the next time."""
        self._heard = None


_known = _Known()


def closed_kinds() -> frozenset[Kind]:
    """Give the kinds that the house closed, for any page.

    With a mirror this asks nothing of the database and holds at once in every process of the machine; without one what
    another process changed shows after at most ten seconds. A mirror that cannot be read counts as none.
    """
    return _known.closed()


def look_anew() -> None:
    """Forget what was heard of what is closed: it has just changed."""
    _known.forget()


def _mark_of(path: Path | None) -> object:
    """Name the state of the mirror: every change puts another file in its place."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return found and (path, found.st_ino, found.st_mtime_ns)


def _read_mirror(path: Path) -> frozenset[Kind] | None:
    try:
        named = json.loads(path.read_bytes())["closed"]
        return frozenset(kind for kind in Kind if kind.value in named)
    except (OSError, ValueError, KeyError, TypeError):
        return None
