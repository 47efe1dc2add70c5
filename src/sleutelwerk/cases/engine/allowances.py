"""What may be given to a key figure in a year, and whether an amount stays within the limits of that year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from sleutelwerk.cases.engine.check_texts import check_every_text, check_plain, duplicates
from sleutelwerk.cases.engine.clauses import MONTHS, PLACEHOLDER
from sleutelwerk.cases.engine.reading import Loaded, load
from sleutelwerk.core.bibliography import Bibliography
from sleutelwerk.core.canonical import content_hash
from sleutelwerk.core.findings import Finding
from sleutelwerk.core.yaml_source import DataPath, Document

#: A bank shows little more of a description.
LONGEST_STATEMENT = 35


class Counts(StrEnum):
    """How a kind counts for the limits of volunteering.

    `fee`: always, and for the limit of an hour as well. `in_kind`: always, money's worth included. `proven_costs`: as
    soon as a fee or something in kind was given in that year as well. `never`: not at all. `elsewhere`: this is not
    paid here but by a payroll or a contract, so an amount is never accepted.
    """

    FEE = "fee"
    IN_KIND = "in_kind"
    PROVEN_COSTS = "proven_costs"
    NEVER = "never"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of the closed list (N17). `plain` is for the key figure, the rest is for the professional."""

    id: str
    title: str
    counts: Counts
    fits: str
    fits_not: str
    decides: str
    procedure: str
    benefits: str
    plain: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an amount was read, and on which day (N56)."""

    id: str
    url: str
    checked: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The highest amounts of a year, in euro cents. `warn_from` is the share of a limit that is close, in percent."""

    month_cents: int
    year_cents: int
    hour_cents: int
    hour_under_21_cents: int
    warn_from: int
    evidence: tuple[Evidence, ...]

    def hour(self, *, under_21: bool) -> int:
        """Give the highest amount of an hour, in euro cents."""
        return self.hour_under_21_cents if under_21 else self.hour_cents


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The highest amounts of what no law limits, in euro cents, so that it is no road round the limits.

    Above `receipts_from_cents` of costs in a month every hand must have seen the receipts. Above the ceiling of a year
    it stops here and is for others in the organisation.
    """

    receipts_from_cents: int
    costs_year_cents: int
    costs_refer_to: str
    training_year_cents: int
    training_refer_to: str


@dataclass(frozen=True, slots=True)
class Above:
    """What to do above a limit, and with whom."""

    title: str
    text: str
    refer_to: str
    plain: str


@dataclass(frozen=True, slots=True)
class BankStatement:
    """What a bank statement shows; `text` has places for {maand} and {jaar}."""

    text: str
    why: str
    payer: str
    plain: str

    def of(self, month: date) -> str:
        """Give the description of a payment for a month."""
        return self.text.replace("{maand}", MONTHS[month.month - 1]).replace("{jaar}", str(month.year))


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """What an allowance does to one benefit."""

    id: str
    who: str
    what: str
    does: str
    sources: tuple[str, ...]
    checked: str = ""


@dataclass(frozen=True, slots=True)
class BenefitsCard:
    """The card on benefits (N58): it explains, and nothing is passed on to anybody."""

    title: str
    intro: str
    nothing_passed_on: str
    rows: tuple[BenefitRow, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Allowances:
    """The amounts and kinds of one year; `version` is that year."""

    slug: str
    version: int
    title: str
    summary: str
    checked: str
    limits: Limits
    #: What no law limits; None in a table of somebody's own from before there were ceilings.
    ceilings: Ceilings | None
    kinds: tuple[Kind, ...]
    above: Above
    never: tuple[str, ...]
    bank_statement: BankStatement
    benefits: BenefitsCard
    content_hash: str

    @property
    def year(self) -> int:
        """The calendar year for which the amounts hold."""
        return self.version

    def kind(self, name: str) -> Kind:
        """Find a kind. KeyError when there is none: the list is closed."""
        return {one.id: one for one in self.kinds}[name]

    def months_at(self, cents: int) -> int:
        """Tell how many months of this year an equal amount a month can be given, 0 to 12."""
        if cents > self.limits.month_cents:
            return 0
        return min(12, self.limits.year_cents // cents) if cents > 0 else 12


def load_allowances(path: Path, bibliography: Bibliography | None = None) -> Loaded[Allowances]:
    """Read and check `<content>/allowances/<slug>/<year>/allowances.yaml`. Never raises."""
    return load(path, "allowances", allowances_from_data, partial(_check, bibliography))


def allowances_from_data(data: Any) -> Allowances:
    """Make a table of plain data that follows the schema."""
    limits, card = data["limits"], data["benefits"]
    rows = tuple(BenefitRow(**{**one, "sources": tuple(one["sources"])}) for one in card["rows"])
    return Allowances(
        **{name: data[name] for name in ("slug", "version", "title", "summary", "checked")},
        limits=Limits(**{**limits, "evidence": tuple(Evidence(**one) for one in limits["evidence"])}),
        ceilings=Ceilings(**_texts_of(data["ceilings"])) if "ceilings" in data else None,
        kinds=tuple(_kind(one) for one in data["kinds"]),
        above=Above(**_texts_of(data["above"])),
        never=tuple(data["never"]),
        bank_statement=BankStatement(**_texts_of(data["bank_statement"])),
        benefits=BenefitsCard(**{**card, "rows": rows, "plain": tuple(card["plain"])}),
        content_hash=content_hash(data),
    )


def _kind(data: Any) -> Kind:
    return Kind(**{**_texts_of(data), "counts": Counts(data["counts"])})


def _texts_of(data: Any) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in {"sources", "checked"}}


def _check(bibliography: Bibliography | None, table: Allowances, document: Document) -> Iterator[Finding]:
    yield from check_every_text(document, bibliography)
    yield from duplicates(document, ("kinds",), [one.id for one in table.kinds])
    yield from duplicates(document, ("benefits", "rows"), [one.id for one in table.benefits.rows])
    yield from check_plain(document, _plain(table))
    for path, code, message, mend in chain(
        _limits(table.limits),
        _ceilings(table.ceilings),
        _statement(table.bank_statement),
        _addresses(table.limits, bibliography),
        _ways(table),
    ):
        yield Finding(code, message, mend, document.file, document.at(path))


def _plain(table: Allowances) -> Iterator[tuple[DataPath, str]]:
    yield from ((("kinds", index, "plain"), one.plain) for index, one in enumerate(table.kinds))
    yield ("above", "plain"), table.above.plain
    yield ("bank_statement", "plain"), table.bank_statement.plain
    yield from ((("benefits", "plain", index), text) for index, text in enumerate(table.benefits.plain))


_Found = tuple[DataPath, str, str, str]


def _limits(limits: Limits) -> Iterator[_Found]:
    if limits.year_cents < limits.month_cents:
        yield (
            ("limits", "year_cents"),
            "limits",
            "De grens van een jaar is lager dan die van een maand.",
            "Kijk de bedragen na. Het zijn hele centen: 22000 is 220 euro.",
        )
    if limits.hour_cents < limits.hour_under_21_cents or limits.month_cents < limits.hour_cents:
        yield (
            ("limits", "hour_cents"),
            "limits",
            "De grens van een uur past niet bij de andere grenzen.",
            "Kijk de bedragen na. Jonger dan 21 jaar is het laagste bedrag, een maand het hoogste.",
        )


def _ceilings(ceilings: Ceilings | None) -> Iterator[_Found]:
    if ceilings is not None and ceilings.costs_year_cents < ceilings.receipts_from_cents:
        yield (
            ("ceilings", "costs_year_cents"),
            "limits",
            "De grens van een jaar is lager dan het bedrag van een maand waarboven u bonnen bekijkt.",
            "Kijk de bedragen na. Het zijn hele centen: 22000 is 220 euro.",
        )


def _addresses(limits: Limits, bibliography: Bibliography | None) -> Iterator[_Found]:
    for index, one in enumerate(limits.evidence):
        known = bibliography.by_id.get(one.id) if bibliography else None
        path: DataPath = ("limits", "evidence", index)
        if bibliography and known is None:
            message = f"De bron '{one.id}' staat niet in de bronnenlijst."
            yield path, "unknown-source", message, "Zet de bron in de bronnenlijst, of noem een andere."
        elif known and known.url != one.url:
            message = f"Het adres van '{one.id}' is een ander dan in de bronnenlijst."
            yield path, "other-address", message, f"In de bronnenlijst staat: {known.url}"


def _statement(statement: BankStatement) -> Iterator[_Found]:
    path: DataPath = ("bank_statement", "text")
    if set(PLACEHOLDER.findall(statement.text)) - {"maand", "jaar"}:
        yield path, "no-field", "Op een afschrift kunnen alleen {maand} en {jaar} worden ingevuld.", "Haal de rest weg."
    longest = statement.of(date(2026, 9, 1))
    if len(longest) > LONGEST_STATEMENT:
        message = f"'{longest}' heeft {len(longest)} tekens; een bank toont er {LONGEST_STATEMENT}."
        yield path, "too-long", message, "Maak de omschrijving korter."


def _ways(table: Allowances) -> Iterator[_Found]:
    for counts in Counts:
        if all(one.counts is not counts for one in table.kinds):
            message = f"Geen enkele soort heeft 'counts: {counts.value}'."
            yield ("kinds",), "missing-kind", message, "Laat ten minste één soort zo meetellen."
