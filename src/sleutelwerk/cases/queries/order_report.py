"""Tells in somebody's own report which orders came about him, once he may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sleutelwerk.cases.models import Candidate, Order
from sleutelwerk.cases.queries.order import standing_of
from sleutelwerk.cases.queries.order_words import ARTICLES, HOWS, KINDS, OFFICIALS, TELLS, VALIDS
from sleutelwerk.cases.rules.order import Article, How, Kind, Official, Tell, Valid

Pair = tuple[str | Promise, str | Promise]


@dataclass(frozen=True, slots=True)
class OrderTold:
    """One order, in pairs of what and what stands there."""

    row: Order
    pairs: Sequence[Pair]


def orders_told(candidate: Candidate) -> list[OrderTold]:
    """Give the orders about somebody that he may know of: the lawyer said so, or the secrecy is over."""
    rows = Order.objects.filter(candidate=candidate).select_related("recorded_by").prefetch_related("steps")
    return [
        OrderTold(row, _pairs(row)) for row in rows.order_by("came_at", "pk")
        if standing_of(row, row.steps.all()).he_may_know
    ]  # fmt: skip


def _pairs(row: Order) -> list[Pair]:
    given = "; ".join(str(KINDS[Kind(one)]) for one in row.handed_kinds)
    return [
        (_("Soort"), _("oefening, er was geen echte vordering") if row.drill else ""),
        (_("Gekomen op"), date_format(row.came_at, "j F Y")),
        (_("Van"), OFFICIALS[Official(row.official)]),
        (_("Artikel"), ARTICLES[Article(row.article)].name),
        (_("Wat de jurist vond"), VALIDS[Valid(row.valid)] if row.valid else ""),
        (
            _("Mag u het weten"),
            TELLS[Tell(row.may_tell)] if row.may_tell == Tell.YES else _("Sinds de geheimhouding om is"),
        ),
        (_("Wat wegging"), given),
        (_("Bladzijden"), str(row.pages or "")),
        (_("Naar"), OFFICIALS[Official(row.handed_to)] if row.handed_to else ""),
        (_("Hoe het afliep"), HOWS[How(row.ended_how)] if row.ended_how else ""),
    ]
