"""Looks up the records of a deliberation: for whoever leads it, and the draft for those who took part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.deliberation.engine.model import Meaning
from sleutelwerk.deliberation.engine.report import (
    NOTE,
    REFLECTION,
    Body,
    Line,
    Part,
    cells_of,
    in_todays_shape,
    lines_in,
    none_said,
)
from sleutelwerk.deliberation.models import Deliberation, Record
from sleutelwerk.deliberation.models.vault import KEPT, Vault, vault_of
from sleutelwerk.deliberation.queries.preparing import Prepared, deliberations_led_by, prepared_of
from sleutelwerk.deliberation.rules.closing import Concept, SoftPoint, may_be_final, may_strike, soft_points

Kind = Record.Kind
#: In these states there are records.
CLOSED = (Deliberation.State.CONCEPT, Deliberation.State.FINAL)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, opened."""

    row: Record
    body: Body

    @property
    def is_note(self) -> bool:
        """Tell which of the two it is."""
        return self.row.kind == Kind.NOTE

    @property
    def is_final(self) -> bool:
        """Tell whether it is final."""
        return self.row.final_at is not None

    @property
    def raw_gone_on(self) -> date | None:
        """Give the day on which what people wrote was destroyed."""
        receipt = self.body.get("receipt")
        return date.fromisoformat(receipt["on"]) if receipt else None

    @property
    def looked_back(self) -> list[dict[str, Any]]:
        """Give what came of looking back, each with its day."""
        return [{**one, "on": date.fromisoformat(one["on"])} for one in self.body.get("looked_back", ())]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Give its parts in order."""
        return tuple(part for part in (NOTE if self.is_note else REFLECTION) if part.value in self.body)


@dataclass(frozen=True, slots=True)
class After:
    """A deliberation after closing, with what is left of its two records."""

    found: Prepared
    reflection: Kept | None
    note: Kept | None

    @property
    def row(self) -> Deliberation:
        """Give the deliberation."""
        return self.found.row

    def of(self, kind: Kind) -> Kept | None:
        """Give one of the records."""
        return self.note if kind is Kind.NOTE else self.reflection

    def why_not_final(self, kind: Kind, *, now: datetime) -> str:
        """Tell why a record cannot be made final yet; nothing when it can."""
        kept = self.of(kind)
        return may_be_final(concept_of(self.row, kept), now=now).reason if kept else ""

    def soft_points(self, kind: Kind) -> tuple[SoftPoint, ...]:
        """Tell what a record is better with before it is final."""
        kept = self.of(kind)
        return soft_points(concept_of(self.row, kept)) if kept else ()


def concept_of(row: Deliberation, kept: Kept) -> Concept:
    """Give what the rules need to know of a record."""
    return Concept(
        body=kept.body,
        is_note=kept.is_note,
        final=kept.is_final,
        check_until=row.check_until,
        alone=row.one_device or row.practice,
    )


def after_of(viewer: Actor, deliberation: UUID) -> After | None:
    """Give the records of a deliberation to whoever leads it; None for all others, and when there are none."""
    row = (
        deliberations_led_by(viewer)
        .select_related("facilitator__organisation", "second_facilitator__organisation")
        .filter(pk=deliberation, state__in=CLOSED)
        .first()
    )
    return opened(row) if row else None


def opened(row: Deliberation) -> After | None:
    """Open the records of a deliberation; None when its key is gone."""
    vault = vault_of(row.pk)
    found = prepared_of(row, vault)
    if found is None:
        return None
    kept = {one.kind: Kept(one, body_of(one, vault)) for one in Record.objects.filter(deliberation=row)}
    return After(found, kept.get(Kind.REFLECTION), kept.get(Kind.NOTE))


def body_of(row: Record, vault: Vault) -> Body:
    """Open a record. Raises CannotOpenError."""
    body: Body = vault.open(KEPT, f"record/{row.kind}", bytes(row.body))
    return in_todays_shape(body) if row.kind == Kind.REFLECTION and row.final_at is None else body


def chain_of(viewer: Actor, after: After) -> tuple[After, ...]:
    """Give the deliberations on the same dilemma that went before and of which this viewer may know, oldest first."""
    before: list[After] = []
    seen = {after.row.pk}
    follows = after.row.follows_id
    while follows is not None and follows not in seen:
        seen.add(follows)
        earlier = after_of(viewer, follows)
        if earlier is None:
            break
        before.insert(0, earlier)
        follows = earlier.row.follows_id
    return tuple(before)


class Door(StrEnum):
    """What stands behind an address for checking; `closed` is also the answer to every wrong one."""

    CLOSED = "closed"
    WAITING = "waiting"
    OPEN = "open"


def door_at(token: str, *, now: datetime) -> tuple[Door, After | None]:
    """Give the draft that those who took part may check now, if the address is right and its time is not over."""
    row = Deliberation.objects.filter(check_token=token).first() if token else None
    if row is None:
        return Door.CLOSED, None
    if row.state == Deliberation.State.LIVE:
        return Door.WAITING, None
    if not may_strike(state=row.state, check_until=row.check_until, now=now):
        return Door.CLOSED, None
    after = opened(row)
    if after is None or after.reflection is None or after.reflection.is_final:
        return Door.CLOSED, None
    return Door.OPEN, after


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a record as a page shows it. `none` is what it says, in so many words, of there being none."""

    part: Part
    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[Line, tuple[tuple[str, str], ...]], ...]
    none: str = ""

    @property
    def slug(self) -> str:
        """Give its name in addresses."""
        return self.part.value.replace("_", "-")

    @property
    def empty(self) -> str:
        """Tell what is still to come where a draft has no lines."""
        return str(EMPTY.get(self.part, _("Nog niets.")))

    @property
    def wide(self) -> bool:
        """Tell whether it is a table."""
        return len(cells_of(self.part)) > 1


def sections_of(kept: Kept, only: Sequence[Part] = ()) -> tuple[Section, ...]:
    """Give the parts of a record in words."""
    return tuple(section_of(kept.body, part) for part in kept.parts if not only or part in only)


def section_of(body: Mapping[str, Any], part: Part) -> Section:
    """Give one part in words, with what each text is called; a column that nobody filled in is left out."""
    found = lines_in(body, part)
    labels = [(name, label) for name, label in labels_of(part) if not found or any(line.get(name) for line in found)]
    lines = tuple((line, tuple((label, shown(name, line.get(name, ""))) for name, label in labels)) for line in found)
    none = str(NONE[part]) if none_said(body, part) else ""
    return Section(part, str(TITLES[part]), tuple(label for _name, label in labels), lines, none)


def texts_of(part: Part, line: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the texts of a line, each with what it is called."""
    return tuple((label, shown(name, line.get(name, ""))) for name, label in labels_of(part))


def labels_of(part: Part) -> tuple[tuple[str, str], ...]:
    """Give the texts of a line of a part: their name, and what they are called; one alone is called as its part."""
    names = cells_of(part)
    if len(names) == 1:
        return ((names[0], str(TITLES[part])),)
    return tuple((name, str(CELLS[Meaning(name)])) for name in names)


def shown(name: str, text: str) -> str:
    """Write a text as people read it: a day with its month in words, all else as it is."""
    if name in {Meaning.DUE.value, Meaning.REVIEW_ON.value}:
        with suppress(ValueError):
            return date_format(date.fromisoformat(text), "j F Y")
    return text


#: What the parts are called.
TITLES: Mapping[Part, Promise] = {
    Part.SITUATION: _("De situatie"),
    Part.TURNING_POINT: _("Het moment waarop het wrong"),
    Part.QUESTION: _("De vraag"),
    Part.SIDE_A: _("Kant A"),
    Part.SIDE_B: _("Kant B"),
    Part.DAMAGE_A: _("De schade van A"),
    Part.DAMAGE_B: _("De schade van B"),
    Part.RISKS: _("Kans op schade, vooraf geschat"),
    Part.PERSPECTIVES: _("Door andere ogen"),
    Part.ALTERNATIVES: _("Andere wegen"),
    Part.REASONS: _("Redenen"),
    Part.SHARED: _("Redenen die meer mensen delen"),
    Part.DIFFERENCES: _("Waar we verschillen"),
    Part.FACTS: _("Feiten en aannames"),
    Part.ADVICE: _("Dit geven we mee"),
    Part.DISSENT: _("De zorg die blijft"),
    Part.DISSENTING_VIEW: _("Het afwijkende standpunt"),
    Part.REMAINING_DOUBT: _("De twijfel die blijft"),
    Part.LESSONS: _("Wat we leerden"),
    Part.OUR_ADVICE: _("Ons advies"),
    Part.DECIDER: _("Wie besluit"),
    Part.DECISION: _("Het besluit"),
    Part.GROUNDS: _("Waarom"),
    Part.LIMITS: _("Grenzen"),
    Part.EXIT_RULE: _("We stoppen als"),
    Part.ACTIONS: _("Afspraken"),
    Part.REVIEW_ON: _("We kijken terug op"),
}
#: What a draft says of a part that is still empty, where that is more than that there is nothing yet.
EMPTY: Mapping[Part, Promise] = {
    Part.DECISION: _("Nog geen besluit. Vul dit in als wie beslist het heeft gezegd."),
}
#: What a record says where there was none, of what it must say.
NONE: Mapping[Part, Promise] = {
    Part.DISSENT: _("Geen. Er is in het gesprek naar gevraagd."),
    Part.DISSENTING_VIEW: _("Er was geen afwijkend standpunt. Er is in het gesprek naar gevraagd."),
    Part.REMAINING_DOUBT: _("Er bleef geen twijfel. Er is in het gesprek naar gevraagd."),
}
#: What the texts of a line are called where it has more than one.
CELLS: Mapping[Meaning, Promise] = {
    Meaning.RISK_TO_HIM: _("Voor hem en zijn gezin"),
    Meaning.RISK_TO_CIRCLE: _("Voor zijn kring"),
    Meaning.RISK_TO_US: _("Voor ons"),
    Meaning.PARTY: _("Wie"),
    Meaning.VALUE: _("Wat telt voor hem"),
    Meaning.NORM: _("Dus moeten we"),
    Meaning.POINTS_TO: _("Wijst naar"),
    Meaning.CHOICE: _("Richting"),
    Meaning.BECAUSE: _("Omdat"),
    Meaning.DESPITE: _("Wat ertegenover staat"),
    Meaning.LIMIT_DAMAGE: _("Schade kleiner door"),
    Meaning.NEED: _("Daarvoor nodig"),
    Meaning.FACT: _("Wat we weten of denken"),
    Meaning.CERTAINTY: _("Soort"),
    Meaning.ACTION: _("Wat"),
    Meaning.OWNER: _("Wie (functie)"),
    Meaning.DUE: _("Klaar op"),
}
