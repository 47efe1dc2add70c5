"""Tells everybody who looked at him and at what is his: his case files, their envelopes, the deliberations he leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sleutelwerk.accounts.queries.people import names_of
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.audit.engine.body import Pseudonym
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.audit.queries.entries import SeenEntry, Stretch, looks_in
from sleutelwerk.cases.queries.own_looks import own_looks
from sleutelwerk.deliberation.queries.preparing import keys_led_by
from sleutelwerk.home.queries.oversight import actor_name


@dataclass(frozen=True, slots=True)
class LookAtOwn:
    """One look of somebody else at what is the viewer's."""

    at: datetime | None
    who: str
    where: str | Promise
    what: str


@dataclass(frozen=True, slots=True)
class LooksAtOwn:
    """A page of them, the newest first."""

    lines: tuple[LookAtOwn, ...]
    page: int
    has_next: bool


def who_looked(viewer: Actor, *, today: date, page: int = 1) -> LooksAtOwn:
    """Give a page of who looked, the viewer himself left out. The number of questions does not grow with his cases."""
    stretches, names = _own(viewer, today)
    found = looks_in(stretches, but=viewer.id, page=page)
    who = names_of(viewer, {entry.actor for entry in found.entries if entry.actor})
    lines = tuple(
        LookAtOwn(entry.at, actor_name(entry, who), names[entry.subject], _what(entry))
        for entry in found.entries
        if entry.subject is not None
    )
    return LooksAtOwn(lines, found.number, found.has_next)


def _own(viewer: Actor, today: date) -> tuple[list[Stretch], Mapping[Pseudonym, str | Promise]]:
    """Give where to look for what is his, and what each thing is called on his screen."""
    if viewer.organisation is None:
        return [], {}
    names: dict[Pseudonym, str | Promise] = {pseudonym("person", viewer.id): _("Uw gegevens")}
    names |= {pseudonym("deliberation", key): _("Een beraad dat u leidt") for key in keys_led_by(viewer)}
    stretches = [Stretch(viewer.organisation, tuple(names))]
    for stretch, called in own_looks(viewer, today=today):
        stretches.append(stretch)
        names |= called
    return stretches, names


def _what(entry: SeenEntry) -> str:
    return entry.event.meaning_nl if entry.event else entry.kind
