"""Gives the days on which to look back, and what each side said, side by side; nothing is counted (N18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.cases.content import newest_evaluation
from sleutelwerk.cases.engine.evaluation import Layer, Look, Side, look_back, review_dates
from sleutelwerk.cases.models import LookBack
from sleutelwerk.cases.models.vault import CaseVault, candidate_vault
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.contact import opened

#: What one side said: answers and recognised signals, each with the words in which it was asked.
EMPTY_SIDE: Mapping[str, Any] = {"answers": {}, "signals": {}, "words": {}, "function": "", "declined": False}
EMPTY_SAID: Mapping[str, Any] = {"us": EMPTY_SIDE, "him": EMPTY_SIDE, "outsider": EMPTY_SIDE, "agreed": ""}
SIDES: Mapping[Side, str | Promise] = {
    Side.US: _("Wij"),
    Side.HIM: _("Hij"),
    Side.OUTSIDER: _("Iemand van buiten"),
}
LAYERS: Mapping[Layer, str | Promise] = {
    Layer.PLAN: _("Het plan"),
    Layer.PROCESS: _("Hoe het gaat"),
    Layer.EFFECT: _("Wat het oplevert"),
}


@dataclass(frozen=True, slots=True)
class SideShown:
    """What one side said: pairs of question and answer, and what it recognised."""

    side: Side
    name: str | Promise
    answers: Sequence[tuple[str, str]]
    signals: Sequence[str]
    function: str
    declined: bool

    @property
    def asked(self) -> bool:
        """Tell whether anything of this side was written down, if only that he would rather not."""
        return bool(self.answers or self.signals or self.declined)


@dataclass(frozen=True, slots=True)
class LookShown:
    """One look back in words. `look` puts both sides next to each other, of signals that the content still has."""

    row: LookBack
    said: Mapping[str, Any]
    sides: Sequence[SideShown]
    look: Look

    @property
    def agreed(self) -> str:
        """Give what was agreed."""
        return str(self.said["agreed"])

    @property
    def missing(self) -> list[str]:
        """Name the sides that were not asked yet."""
        return [str(one.name) for one in self.sides if not one.asked]


def look_column(look: UUID) -> str:
    """Name the place under which what was said lies sealed."""
    return f"look-backs/{look}"


def review_days(found: OpenCase, since: date | None) -> tuple[date, ...]:
    """Give the days on which to look back, from the day on which an agreement held until the term ends."""
    if since is None or found.row.ends_on is None:
        return ()
    return review_dates(newest_evaluation(), found.row.profile, since, found.row.ends_on)


def look_backs_of(found: OpenCase) -> list[LookShown]:
    """Give every look back of this case, the newest first."""
    if found.candidate is None:
        return []
    vault = candidate_vault(found.candidate.pk)
    rows = LookBack.objects.filter(candidate=found.candidate.pk).select_related("written_by")
    return [_shown(vault, row) for row in rows.order_by("-held_on", "-created_at")]


def look_back_of(found: OpenCase, look: UUID) -> LookShown | None:
    """Give one of them."""
    return next((one for one in look_backs_of(found) if one.row.pk == look), None)


def said_in(vault: CaseVault, row: LookBack) -> dict[str, Any]:
    """Open what was said."""
    found = opened(vault, look_column(row.pk), row.said, EMPTY_SAID)
    return {**found, **{side.value: {**EMPTY_SIDE, **found[side.value]} for side in Side}}


def _shown(vault: CaseVault, row: LookBack) -> LookShown:
    said = said_in(vault, row)
    evaluation = newest_evaluation()
    known = {one.id for one in evaluation.signals}
    us, him = ({one for one in said[side]["signals"] if one in known} for side in (Side.US, Side.HIM))
    return LookShown(row, said, [_side(side, said[side]) for side in Side], look_back(evaluation, us, him))


def _side(side: Side, said: Mapping[str, Any]) -> SideShown:
    words = said["words"]
    answers = [(words.get(key, ""), text) for key, text in said["answers"].items() if text]
    return SideShown(
        side, SIDES[side], answers, list(said["signals"].values()), said["function"], bool(said["declined"])
    )
