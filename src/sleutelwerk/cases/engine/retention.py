"""How long what is kept of a collaboration stays, and on which day it goes (N52, N53)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sleutelwerk.cases.engine.check_texts import check_every_text, check_plain, duplicates
from sleutelwerk.cases.engine.clauses import About
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.verdict import ALLOWED, Verdict, refused
from sleutelwerk.core.yaml_source import Document

#: Keeps for ever what was meant for covenants; on a key figure it would send his name to the archive (N52).
NEVER_ON_A_PERSON = "16.1.2"

_MONTHS_IN_YEAR = 12


class Unit(StrEnum):
    """In what a term is counted."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


_UNITS = {Unit.DAYS: ("dag", "dagen"), Unit.MONTHS: ("maand", "maanden"), Unit.YEARS: ("jaar", "jaar")}
_COUNTS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split()
#: Where the plain words of a rule say its term, so that they can never say another than the site keeps to.
TERM_PLACE = "{termijn}"


class Trigger(StrEnum):
    """What a term runs from."""

    CREATED = "created"
    OUTCOME_TOLD = "outcome_told"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    YEAR_OF_PAYMENT_ENDED = "year_of_payment_ended"
    REPORTED = "reported"
    DISCUSSED = "discussed"
    DESTROYED = "destroyed"
    LAST_CHANGED = "last_changed"


class Result(StrEnum):
    """What a case file can come to, and what is kept beside it; every version has a rule for each.

    There is none for who was not told yet: nothing about him is written, so nothing has to go.
    """

    UNDECIDED = "kandidaat-open"
    REJECTED = "kandidaat-afgewezen"
    WITHDRAWN = "kandidaat-teruggetrokken"
    ENDED = "samenwerking-beeindigd"
    AGREEMENT = "afspraken"
    PAYMENTS = "vergoedingen"
    ADVICE = "advies"
    DELIBERATION = "beraad"
    SIGNALS = "signalen"
    CERTIFICATE = "bewijs-van-vernietiging"
    ASSIGNMENT = "opdracht-zonder-kandidaat"


#: What terms of before have no rule for: by those it stays until newer ones are confirmed.
ADDED = frozenset({Result.ASSIGNMENT})


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time."""

    count: int
    unit: Unit

    def after(self, since: date) -> date:
        """Give the day on which this term is over. A month without that day ends on its last day: never later.

        A term that runs beyond the calendar ends with it.
        """
        try:
            if self.unit is Unit.DAYS:
                return since + timedelta(days=self.count)
            months = self.count * (_MONTHS_IN_YEAR if self.unit is Unit.YEARS else 1)
            year, month = divmod(since.year * _MONTHS_IN_YEAR + since.month - 1 + months, _MONTHS_IN_YEAR)
            return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))
        except (OverflowError, ValueError):
            return date.max

    @property
    def words(self) -> str:
        """Say it as it is said aloud, in Dutch: `een jaar`, `28 dagen`."""
        one, more = _UNITS[self.unit]
        count = _COUNTS[self.count] if self.count < len(_COUNTS) else str(self.count)
        return f"{count} {one if self.count == 1 else more}"

    @property
    def fewest_days(self) -> int:
        """The fewest days that this term can last."""
        return {Unit.DAYS: 1, Unit.MONTHS: 28, Unit.YEARS: 365}[self.unit] * self.count

    @property
    def most_days(self) -> int:
        """The most days that this term can last."""
        return {Unit.DAYS: 1, Unit.MONTHS: 31, Unit.YEARS: 366}[self.unit] * self.count


#: The most that any version may allow, whoever wrote it (N7, N53).
MOST = MappingProxyType(
    {
        Result.REJECTED: Term(1, Unit.YEARS),
        Result.WITHDRAWN: Term(1, Unit.YEARS),
    }
)
#: The most that a term may be when nobody chose one: 28 days, for who was not chosen and for who said no (N53;
#: selectielijst 17.2.1 by analogy).
USUAL_MOST = MappingProxyType(
    {
        Result.REJECTED: Term(28, Unit.DAYS),
        Result.WITHDRAWN: Term(28, Unit.DAYS),
    }
)


@dataclass(frozen=True, slots=True)
class Selection:
    """A result of the selection list of 2020. `use` is false when it must not be used; `note` says why."""

    number: str
    use: bool
    note: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to one result. `term` is empty for what stays for ever and therefore holds no content.

    `longest` is the most that an organisation may choose; `plain` is for the key figure. `confirmed_by_archivist` is
    false until an archivist said yes to the mapping; screens say so.
    """

    id: str
    title: str
    what: str
    trigger: Trigger
    term: Term | None
    longest: Term | None
    plain: str
    selection: tuple[Selection, ...]
    confirmed_by_archivist: bool
    sources: tuple[str, ...]
    checked: str

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why some results of the selection list must not be used here."""
        return tuple(f"{one.number}: {one.note}" for one in self.selection if not one.use)


@dataclass(frozen=True, slots=True)
class Retention:
    """One version of the terms."""

    slug: str
    version: int
    title: str
    summary: str
    checked: str
    rules: tuple[Rule, ...]
    content_hash: str

    def rule(self, result: str) -> Rule:
        """Find what happens to a result. KeyError when there is no such result."""
        return {one.id: one for one in self.rules}[result]

    def knows(self, result: str) -> bool:
        """Tell whether there is a rule for a result: terms that were confirmed before it was added have none."""
        return any(one.id == result for one in self.rules)


def due_date(result: str, since: date, retention: Retention, chosen_days: int | None = None) -> date | None:
    """Give the first day on which something must be gone; None for what stays for ever, which holds no content.

    An organisation's own number of days holds instead of the default, but never beyond the longest term. The default
    is never beyond `USUAL_MOST`, whatever a version says that nobody checked. KeyError when there is no such result;
    ValueError for less than one day.
    """
    rule = retention.rule(result)
    if chosen_days is not None and chosen_days < 1:
        raise ValueError("A term of less than one day")
    if rule.term is None or rule.longest is None:
        return None
    start = _new_year(since) if rule.trigger is Trigger.YEAR_OF_PAYMENT_ENDED else since
    if chosen_days is not None:
        return min(Term(chosen_days, Unit.DAYS).after(start), rule.longest.after(start))
    bounds = [rule.term, rule.longest, *(most for one, most in USUAL_MOST.items() if one == result)]
    return min(one.after(start) for one in bounds)


def told_of_ending(retention: Retention) -> str:
    """Tell the key figure, in the plain words of the terms themselves, what stays once we stopped, and until when."""
    return " ".join(retention.rule(one).plain for one in (Result.ENDED, Result.AGREEMENT, Result.PAYMENTS))


def told(retention: Retention) -> Mapping[About, str]:
    """Tell all that a paper says of how long things stay, so that no paper can say another than the site keeps to.

    Who did not say yes is forgotten as who said no. Before we work together there is a longest term, whatever happens.
    """
    withdrawn, undecided, signals = (
        retention.rule(one) for one in (Result.WITHDRAWN, Result.UNDECIDED, Result.SIGNALS)
    )
    not_going_on = (withdrawn, retention.rule(Result.REJECTED), undecided)
    return {
        About.ENDED: told_of_ending(retention),
        About.NOT_GOING_ON: " ".join(one.plain for one in not_going_on),
        About.NO_YES: _words(withdrawn.term),
        About.AT_MOST: _words(undecided.longest),
        About.SIGNALS: _words(signals.term),
    }


def _words(term: Term | None) -> str:
    assert term is not None  # only a proof of destruction has none
    return term.words


def _new_year(since: date) -> date:
    return Term(1, Unit.YEARS).after(since.replace(month=1, day=1))


def may_choose_days(rule: Rule, days: int) -> Verdict:
    """Tell whether an organisation may set this number of days."""
    if rule.longest is None:
        return refused("Dit blijft bewaard en bevat geen inhoud. Hier valt niets te kiezen.")
    if days < 1:
        return refused("Kies ten minste één dag.")
    if days > rule.longest.fewest_days:
        return refused(f"Dit mag hoogstens {rule.longest.fewest_days} dagen blijven.")
    return ALLOWED


def load_retention(path: Path, bibliography: Bibliography | None = None) -> Loaded[Retention]:
    """Read and check `<content>/retention/<slug>/<version>/retention.yaml`. Never raises."""
    return load(path, "retention", retention_from_data, partial(_check, bibliography))


def retention_from_data(data: Any) -> Retention:
    """Make the terms of plain data that follows the schema."""
    return Retention(
        **{name: data[name] for name in ("slug", "version", "title", "summary", "checked")},
        rules=tuple(_rule(one) for one in data["rules"]),
        content_hash=content_hash(data),
    )


def _rule(data: Any) -> Rule:
    term = _term(data.get("term"))
    typed = {
        "trigger": Trigger(data["trigger"]),
        "term": term,
        "plain": data["plain"].replace(TERM_PLACE, term.words) if term else data["plain"],
        "longest": _term(data.get("longest")),
        "selection": tuple(Selection(**one) for one in data["selection"]),
        "sources": tuple(data["sources"]),
        "checked": data.get("checked", ""),
    }
    return Rule(**{**data, **typed})


def _term(data: Any) -> Term | None:
    return Term(data["count"], Unit(data["unit"])) if data else None


def _check(bibliography: Bibliography | None, retention: Retention, document: Document) -> Iterator[Finding]:
    yield from check_every_text(document, bibliography)
    yield from duplicates(document, ("rules",), [one.id for one in retention.rules])
    for name in sorted({one.value for one in Result} - ADDED - {one.id for one in retention.rules}):
        message, mend = f"Voor '{name}' staat er niets.", "Schrijf die regel. Elk resultaat moet ooit weg."
        yield Finding("missing-rule", message, mend, document.file, document.at(("rules",)))
    data: Any = document.data
    for index, rule in enumerate(retention.rules):
        yield from check_plain(document, [(("rules", index, "plain"), rule.plain)])
        if (rule.term is not None) != (TERM_PLACE in data["rules"][index]["plain"]):
            message = "De gewone woorden en de termijn kunnen iets anders zeggen."
            mend = f"Zet '{TERM_PLACE}' in 'plain', en nergens een getal. Zonder termijn hoort het er niet."
            yield Finding("plain-term", message, mend, document.file, document.at(("rules", index, "plain")))
        for code, message, mend in _wrong(rule):
            yield Finding(code, message, mend, document.file, document.at(("rules", index)))


def _wrong(rule: Rule) -> Iterator[tuple[str, str, str]]:
    if (rule.term is None) != (rule.longest is None):
        yield "half-term", "Een termijn heeft ook een langste termijn, en andersom.", "Vul 'term' en 'longest' in."
    elif rule.term and rule.longest and rule.term.fewest_days > rule.longest.fewest_days:
        yield "longest", "De gewone termijn is langer dan de langste.", "Maak 'term' korter of 'longest' langer."
    most = MOST.get(Result(rule.id)) if rule.id in {one.value for one in Result} else None
    if most and (rule.longest is None or rule.longest.fewest_days > most.fewest_days):
        message = f"Dit mag hoogstens {most.fewest_days} dagen blijven, wat een organisatie ook kiest."
        yield "beyond-most", message, "Maak 'longest' korter."
    usual = USUAL_MOST.get(Result(rule.id)) if rule.id in {one.value for one in Result} else None
    if usual and rule.term and rule.term.most_days > usual.count:
        message = f"Dit blijft gewoonlijk hoogstens {usual.count} dagen."
        yield "beyond-usual", message, f"Maak 'term' korter: {usual.count} dagen of minder."
    if rule.term is None and rule.trigger is not Trigger.DESTROYED:
        message = "Alleen een bewijs van vernietiging blijft voor altijd, want daar staat niets over iemand in."
        yield "for-ever", message, "Geef een 'term' en een 'longest'."
    for one in rule.selection:
        if one.number == NEVER_ON_A_PERSON and one.use:
            message = f"Resultaat {one.number} bewaart voor altijd. Dat kan niet bij een persoon."
            yield "never-on-a-person", message, "Zet 'use: false' en zeg in 'note' waarom."
