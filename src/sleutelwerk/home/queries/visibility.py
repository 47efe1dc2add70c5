"""Words for what the house opened and closed: what each kind holds, and what that means for a visitor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.publishing.queries import choices_for
from sleutelwerk.publishing.rules import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """A kind in words: what belongs to it, and what a visitor meets while it is open and while it is closed."""

    holds: Promise
    opened: Promise
    closed: Promise


_ENTERS = _("Een bezoeker ziet alleen waar dit deel over gaat, en hoe hij toegang vraagt.")
WORDS: dict[Kind, Words] = {
    Kind.ARTICLES: Words(
        _("Alle artikelen in de kennisbank."),
        _("Iedereen leest de artikelen, zonder account. Afgeschermde artikelen niet."),
        _("Een bezoeker ziet van elk artikel de titel en de samenvatting. Met toegang leest hij de rest."),
    ),
    Kind.GATED: Words(
        _("Afgeschermde artikelen en documenten, ook de Handreiking. Daarin staan ook profielen en methoden."),
        _("Iedereen met een account leest ze, ook zonder aanvraag. Zijn naam staat op elk exemplaar."),
        _("Een bezoeker ziet de titel en de samenvatting. Wie toegang kreeg, leest de rest."),
    ),
    Kind.PROFILES: Words(
        _("De vier profielen, de basis, de kaarten en de pdf’s."), _("Iedereen leest ze, zonder account."), _ENTERS
    ),
    Kind.ROUTE_MAP: Words(
        _("De vragen, de uitkomsten en de kaart zelf."), _("Iedereen loopt de routekaart, zonder account."), _ENTERS
    ),
    Kind.DELIBERATION: Words(
        _("De methoden en de dilemma’s, met hun pdf’s."), _("Iedereen leest ze, zonder account."), _ENTERS
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A kind as its owner sees it."""

    kind: Kind
    closed: bool
    state: Promise
    holds: Promise
    meaning: Promise
    set_at: datetime | None
    set_by: str


def rows_for(viewer: Actor) -> Sequence[Row]:
    """Give every kind in words, for who may open and close them; nothing for anybody else."""
    return [
        Row(
            one.kind, one.closed, state_of(one.kind, closed=one.closed), WORDS[one.kind].holds,
            WORDS[one.kind].closed if one.closed else WORDS[one.kind].opened, one.set_at, one.set_by,
        )
        for one in choices_for(viewer)
    ]  # fmt: skip


def state_of(kind: Kind, *, closed: bool) -> Promise:
    """Say for whom a kind is."""
    if closed:
        return _("Alleen lezers met toegang")
    return _("Iedereen met een account") if kind is Kind.GATED else _("Voor iedereen")
