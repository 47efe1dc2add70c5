"""What a newer version of the terms changes: in words per rule, and for one thing that is kept by its two days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sleutelwerk.cases.engine.retention import Retention, Rule, Term, Unit

#: What goes within this time of a change is told apart: there is hardly time left to ask for a hold (own judgement).
SOON = timedelta(days=14)
_WORDS = {Unit.DAYS: ("dag", "dagen"), Unit.MONTHS: ("maand", "maanden"), Unit.YEARS: ("jaar", "jaar")}


class Shift(StrEnum):
    """What a change does to one thing that is kept. `SOON` is sooner, and within two weeks."""

    SOON = "soon"
    SOONER = "sooner"
    LATER = "later"


def shift(old: date | None, new: date | None, today: date) -> Shift | None:
    """Tell what a change of its day does; None when it stays the same. Without a day it stays for ever."""
    before, after = old or date.max, new or date.max
    if before == after:
        return None
    if after > before:
        return Shift.LATER
    return Shift.SOON if after <= today + SOON else Shift.SOONER


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that says something else: its title, and both terms in words."""

    id: str
    title: str
    before: str
    after: str


def changed_rules(old: Retention, new: Retention) -> tuple[RuleChange, ...]:
    """Give the rules of which a term, a longest term or a trigger differs, in the order of the newer version."""
    known = {one.id: one for one in old.rules}
    return tuple(
        RuleChange(one.id, one.title, _says(known.get(one.id), both), _says(one, both))
        for one in new.rules
        if (both := _differs(known.get(one.id), one))
    )


def _differs(old: Rule | None, new: Rule) -> frozenset[str]:
    parts = ("term", "longest", "trigger")
    return frozenset(part for part in parts if old is None or getattr(old, part) != getattr(new, part))


def _says(rule: Rule | None, differs: Iterable[str]) -> str:
    if rule is None:
        return "stond er niet"
    said = term_words(rule.term)
    if "longest" in differs and rule.longest != rule.term:
        said += f", hoogstens {term_words(rule.longest)}"
    return said + (f", vanaf {_SINCE[rule.trigger]}" if "trigger" in differs else "")


_SINCE = {
    "created": "het begin", "outcome_told": "de dag waarop hij het hoorde", "withdrawn": "zijn nee",
    "ended": "het einde", "year_of_payment_ended": "het einde van het jaar", "reported": "de dag van het signaal",
    "discussed": "het gesprek", "destroyed": "het vernietigen",
    "last_changed": "de laatste wijziging of het einde van de opdracht",
}  # fmt: skip


def term_words(term: Term | None) -> str:
    """Write a length of time; without one it stays."""
    if term is None:
        return "blijft"
    one, more = _WORDS[term.unit]
    return f"{term.count} {one if term.count == 1 else more}"
