"""Checks a chain entry by entry, in one pass and constant memory; a chain may be split over processes.

An entry is right when SHA-256 over the hash before it and its body's bytes gives its own hash. A purged entry has no
body left to check: its marker must name the hash before it, and its statement, further on, must account for it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sleutelwerk.audit.engine.chain import GENESIS, Bundle, Row, next_hash
from sleutelwerk.audit.engine.purges import Books, previous_in, statement_of

_HASH_BYTES = len(GENESIS)


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing that is not right, in Dutch.

    `number` is the entry where it shows. Only a fault of a purged entry can show later, as its own hash cannot be
    computed any more: at the next entry, or at the statement. `since` is the first entry that may be at fault.
    """

    number: int
    what: str
    since: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a chain: behind this entry, with this hash."""

    number: int = 0
    head: bytes = GENESIS


START = Place()


@dataclass(frozen=True, slots=True)
class Report:
    """How far a chain, or a stretch of it, was right.

    Of a stretch, `open` are statements that were named and not met, each with the first entry that named it, and
    `unsure` those whose entries may lie partly before it, each with the first entry that may be at fault.
    """

    end: Place
    purged: int = 0
    problem: Problem | None = None
    open: Mapping[int, int] = field(default_factory=dict)
    unsure: Mapping[int, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether everything was right."""
        return self.problem is None


class _Walk:
    """Walks along entries one by one: purged ones, statements, and those among which something is wrong."""

    def __init__(self, begin: Place) -> None:
        self.place = begin
        self.books = Books()
        self.purged = 0
        self.unsure: dict[int, int] = {}
        self._first = begin.number + 1
        self._last_purged = -1

    def over(self, bundle: Bundle) -> Problem | None:
        """Check a bundle: all at once where that is enough, otherwise entry by entry."""
        if self._quickly(bundle):
            return None
        for row in bundle.rows():
            problem = self._look(row)
            if problem is not None:
                return problem
            self.place = Place(row.number, row.hash)
        return None

    def _quickly(self, bundle: Bundle) -> bool:
        """Move on over a bundle in which nothing is out of the ordinary; stay where it is otherwise."""
        number = self.place.number
        pieces = bundle.pieces
        last = number + len(pieces) - 1
        if bundle.first != number + 1 or number < self.books.due <= last:
            return False
        hashed = [self.place.head + pieces[0], *pieces[1:-1]]
        computed = [sha256(piece).digest() for piece in hashed]
        if not all(map(bytes.startswith, pieces[1:], computed)) or pieces[-1] != computed[-1]:
            return False
        self.place = Place(last, computed[-1])
        return True

    def _look(self, row: Row) -> Problem | None:
        number, body, stored = row
        expected, head = self.place.number + 1, self.place.head
        if number != expected:
            return Problem(expected, _out_of_place(number, expected), expected)
        if next_hash(head, body) == stored:
            since = self.books.since
            if number == self.books.due and not self.books.close(number, body):
                self.unsure[number] = since
            return None
        statement = statement_of(body, head)
        if statement is None or statement <= number or len(stored) != _HASH_BYTES or number == self.books.due:
            what = f"Regel {number} is veranderd: de inhoud past niet bij de hash."
            return Problem(number, what, self._since(number))
        self.books.add(statement, number, head, stored)
        self.purged += 1
        self._last_purged = number
        return None

    def _since(self, number: int) -> int:
        """Give the first entry that may be at fault when it shows here."""
        if number == self.books.due:  # perhaps a purged entry names this one wrongly
            return self.books.since
        return number - 1 if self._last_purged == number - 1 >= self._first else number


def verify_stretch(bundles: Iterable[Bundle], begin: Place = START) -> Generator[int, None, Report]:
    """Check entries behind a place that is held to be right; yield how many were checked after each bundle."""
    walk = _Walk(begin)
    for bundle in bundles:
        before = walk.place.number
        problem = walk.over(bundle)
        if problem is not None:
            return Report(walk.place, walk.purged, problem)
        yield walk.place.number - before
    named = {statement: tally.first for statement, tally in walk.books.open.items()}
    return Report(walk.place, walk.purged, None, named, walk.unsure)


def verify(bundles: Iterable[Bundle]) -> Generator[int, None, Report]:
    """Check a whole chain; yield how many were checked after each bundle."""
    report = yield from verify_stretch(bundles)
    return settled(report)


def settled(report: Report) -> Report:
    """Take what a stretch left open as wrong: there is nothing before it and nothing behind it."""
    if report.problem is not None:
        return report
    if report.unsure:
        number, since = min(report.unsure.items())
        return _with(report, Problem(number, _wrong_statement(number), since))
    if report.open:
        statement, first = min(report.open.items(), key=lambda item: item[1])
        what = f"Regel {first} is leeggemaakt, maar de verklaring daarvan (regel {statement}) is er niet."
        return _with(report, Problem(first, what, first))
    return report


def joined(reports: Sequence[Report], begins: Sequence[Place]) -> Report:
    """Make one report of those on stretches that lie behind one another. Each began at the place of the same index."""
    purged = sum(report.purged for report in reports)
    for report, following in zip(reports, [*begins[1:], None], strict=True):
        if report.problem is not None:
            return Report(report.end, purged, report.problem)
        if following is not None and report.end != following:
            number = report.end.number + 1
            return Report(report.end, purged, Problem(number, f"Bij regel {number} sluit de keten niet aan.", number))
    named: dict[int, int] = {}
    for report in reports:
        for statement, first in report.open.items():
            named.setdefault(statement, first)
    unsure = {number: since for report in reports for number, since in report.unsure.items()}
    return Report(reports[-1].end, purged, None, named, unsure)


def check_statements(report: Report, purged: Iterable[Row], bodies: Mapping[int, bytes]) -> Report:
    """Settle what the stretches left open, given every purged entry and the bodies of the statements in question."""
    books = Books()
    concerned = set(report.open) | set(report.unsure)
    for number, body, stored in purged:
        previous = previous_in(body)
        statement = statement_of(body, previous)
        if statement in concerned:
            books.add(statement, number, previous, stored)
    absent = {statement: first for statement, first in report.open.items() if statement not in bodies}
    wrong: dict[int, int] = {}
    for number in sorted(concerned - set(absent)):
        since = books.since or number
        if not books.close(number, bodies[number]):
            wrong[number] = since
    return settled(Report(report.end, report.purged, None, absent, wrong))


def _with(report: Report, problem: Problem) -> Report:
    return Report(report.end, report.purged, problem)


def _out_of_place(number: int, expected: int) -> str:
    if number < expected:
        return f"Waar regel {expected} hoort, staat regel {number}."
    if number == expected + 1:
        return f"Regel {expected} ontbreekt."
    return f"De regels {expected} tot en met {number - 1} ontbreken."


def _wrong_statement(number: int) -> str:
    return f"De verklaring in regel {number} past niet bij de regels die volgens haar zijn leeggemaakt."
