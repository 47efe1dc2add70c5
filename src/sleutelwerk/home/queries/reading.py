"""Tells a reader what he may read behind the gate: all of it, some pieces by name, or what is open to every account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.knowledge.queries.documents import documents
from sleutelwerk.knowledge.queries.library import articles
from sleutelwerk.publishing.queries import OwnAccess, closed_kinds, own_access
from sleutelwerk.publishing.rules import Gated, Scope, opened_pieces


@dataclass(frozen=True, slots=True)
class Piece:
    """One article or document that somebody may read, and until when."""

    title: str
    address: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody may read: everything until a moment, or the pieces by name. `open_to_all` asks for no access."""

    until: datetime | None
    pieces: tuple[Piece, ...]
    ends_soon: bool
    open_to_all: bool


def own_reading(actor: Actor, *, now: datetime) -> Reading:
    """Give what somebody may read now. What he may read longest counts; a piece that is gone is not named."""
    own = own_access(actor, now=now)
    whole = [one for one in own if one.scope.holds(Scope())]
    until = max((one.until for one in whole), default=None)
    # beside everything, a piece says nothing more
    pieces = () if until else tuple(_pieces(one for one in own if one not in whole))
    counts = whole or own
    open_to_all = opened_pieces(closed_kinds()) == frozenset(Gated)
    return Reading(until, pieces, any(one.ends_soon for one in counts), open_to_all)


def _pieces(own: Iterator[OwnAccess]) -> Iterator[Piece]:
    longest = {one.scope.key: one.until for one in own}  # what ends last stands last
    if not longest:
        return
    shown, papers = articles(), {one.slug: one for one in documents()}
    for key, until in longest.items():
        if key in shown:
            yield Piece(shown[key].title, reverse("knowledge:article", args=[key]), until)
        elif key in papers:
            yield Piece(papers[key].title, reverse("knowledge:document", args=[key]), until)
