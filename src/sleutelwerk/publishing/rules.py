"""Who may read what stands behind the gate, and who may give, extend and end that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused

#: How long access lasts when nobody chose a shorter time, and the longest it may last without being renewed.
LONGEST = timedelta(days=365)
#: How long before the end the reader gets a letter about it.
NOTICE = timedelta(days=14)
#: How long after its end it can still be seen that somebody had access.
KEPT_AFTER_END = timedelta(days=28)

NEEDS_GRANT = refused("Dit stuk is afgeschermd. Vraag eerst toegang.")
NOT_A_REVIEWER = refused("Toegang geven en intrekken doet de beoordelaar van toegang.")


class ScopeKind(StrEnum):
    """How much somebody may read."""

    LIBRARY = "library"
    DOCUMENT = "document"

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return {ScopeKind.LIBRARY: "Alle afgeschermde stukken", ScopeKind.DOCUMENT: "Eén stuk"}[self]


class Gated(StrEnum):
    """The kinds of pieces that can stand behind the gate, each with its reader's mark on it."""

    ARTICLE = "article"
    DOCUMENT = "document"


class Kind(StrEnum):
    """The kinds of content that an organisation opens or closes as a whole."""

    ARTICLES = "articles"
    GATED = "gated"
    PROFILES = "profiles"
    ROUTE_MAP = "route_map"
    DELIBERATION = "deliberation"

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        return {
            Kind.ARTICLES: "Artikelen",
            Kind.GATED: "Stukken achter de poort",
            Kind.PROFILES: "Functieprofielen",
            Kind.ROUTE_MAP: "Routekaart",
            Kind.DELIBERATION: "Moreel beraad",
        }[self]


#: What is closed while nobody chose otherwise.
CLOSED_AT_FIRST = frozenset({Kind.GATED})


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may read: all gated articles and documents of the house, or the one that `key` names."""

    kind: ScopeKind = ScopeKind.LIBRARY
    key: str = ""

    def covers(self, key: str) -> bool:
        """Tell whether the article or document of this name is part of it."""
        return self.kind is ScopeKind.LIBRARY or (bool(key) and self.key == key)

    def holds(self, asked: Scope) -> bool:
        """Tell whether all that is asked is part of it: who may read one piece can ask for another or for all."""
        return self.kind is ScopeKind.LIBRARY or (asked.kind is ScopeKind.DOCUMENT and self.covers(asked.key))


@dataclass(frozen=True, slots=True)
class Grant:
    """Access that somebody has, from a moment until a moment, the last one included."""

    id: UUID
    scope: Scope
    since: datetime
    until: datetime
    revoked: bool = False

    def is_live(self, now: datetime) -> bool:
        """Tell whether it holds at this moment."""
        return not self.revoked and self.since <= now <= self.until


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever wants to read: nobody signed in, or somebody with the access that he has."""

    actor: Actor | None = None
    house: UUID | None = None
    grants: tuple[Grant, ...] = ()

    @property
    def works_here(self) -> bool:
        """Tell whether somebody works at the house; an administrator of accounts sees no content by being one."""
        if self.actor is None or self.house is None or self.actor.organisation != self.house:
            return False
        return bool(self.actor.roles - {Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Visibility:
    """How something stands in the library: behind the gate or not, and under which name."""

    gated: bool = True
    key: str = ""


def may_read(reader: Reader, visibility: Visibility, now: datetime) -> Verdict:
    """Tell whether somebody may read something now.

    The police may read the library like anybody else: it is about working well, and tells of no person (N15).
    """
    if not visibility.gated or reader.works_here:
        return ALLOWED
    if any(grant.is_live(now) and grant.scope.covers(visibility.key) for grant in reader.grants):
        return ALLOWED
    return NEEDS_GRANT


def closed_of(choices: Mapping[str, bool]) -> frozenset[Kind]:
    """Give the kinds that are closed, from what was chosen for some of them."""
    return frozenset(kind for kind in Kind if choices.get(kind, kind in CLOSED_AT_FIRST))


def opened_pieces(closed: frozenset[Kind]) -> frozenset[Gated]:
    """Give which pieces behind the gate everybody with an account may read.

    Where all articles are closed, those that always were do not stand open.
    """
    if Kind.GATED in closed:
        return frozenset()
    return frozenset({Gated.DOCUMENT} if Kind.ARTICLES in closed else Gated)


def may_give_access(actor: Actor, house: UUID | None) -> Verdict:
    """Tell whether somebody may give, shorten and end access: an access reviewer of the house."""
    if house is not None and actor.organisation == house and actor.has(Role.ACCESS_REVIEWER):
        return ALLOWED
    return NOT_A_REVIEWER


def may_last(since: datetime, until: datetime) -> Verdict:
    """Tell whether access may run from one moment to another: it ends, and within a year (a day of grace for zones)."""
    if until <= since:
        return refused("De einddatum moet in de toekomst liggen.")
    if until - since > LONGEST + timedelta(days=1):
        return refused("Toegang duurt hooguit een jaar. Daarna kan de lezer haar zelf verlengen.")
    return ALLOWED


def may_set_visibility(actor: Actor, house: UUID | None) -> Verdict:
    """Tell whether somebody may put a kind of content behind the gate, or take it out: a content owner of the house."""
    if house is not None and actor.organisation == house and actor.has(Role.CONTENT_OWNER):
        return ALLOWED
    return refused("Dit kan alleen de beheerder van de inhoud.")


def is_notice_due(until: datetime, now: datetime) -> bool:
    """Tell whether the reader should hear by now that his access ends."""
    return now <= until <= now + NOTICE
