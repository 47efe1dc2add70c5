"""Everything that must hold in a set of dilemmas: each question passes our own test, and every link meets its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.nearest import did_you_mean
from sleutelwerk.core.yaml_source import Document
from sleutelwerk.deliberation.engine.check_methods import banned
from sleutelwerk.deliberation.engine.model import DilemmaSet, Phase
from sleutelwerk.deliberation.engine.question import question_test


@dataclass(frozen=True, slots=True)
class Known:
    """What dilemmas have to meet: the methods that there are, and the dilemmas that a route map names."""

    methods: frozenset[str] = field(default_factory=frozenset)
    named: frozenset[str] = field(default_factory=frozenset)


def check_dilemmas(dilemmas: DilemmaSet, document: Document, known: Known) -> list[Finding]:
    """Check a set that follows the schema."""
    checks: tuple[Callable[[DilemmaSet, Document, Known], Iterator[Finding]], ...] = (
        _twice, _questions, _sides, _methods, _named, _phases, _words,
    )  # fmt: skip
    found = chain.from_iterable(check(dilemmas, document, known) for check in checks)
    return sorted(found, key=lambda one: one.position)


def _twice(dilemmas: DilemmaSet, document: Document, _known: Known) -> Iterator[Finding]:
    for key, names in (
        ("dilemmas", [one.id for one in dilemmas.dilemmas]),
        ("questions", [one.id for one in dilemmas.starters]),
        ("limits", [one.id for one in dilemmas.limits]),
    ):
        counted = Counter(names)
        for index, name in enumerate(names):
            if counted[name] > 1 and index != names.index(name):
                where = document.at((key, index, "id"))
                message = f"De naam '{name}' staat er twee keer."
                yield Finding("duplicate-id", message, "Geef een van de twee een andere naam.", document.file, where)


def _questions(dilemmas: DilemmaSet, document: Document, _known: Known) -> Iterator[Finding]:
    for index, one in enumerate(dilemmas.dilemmas):
        for remark in question_test(one.question):
            where = document.at(("dilemmas", index, "question"))
            yield Finding("question-test", f"De vraag zakt voor onze eigen toets: {remark.what}", remark.better,
                          document.file, where)  # fmt: skip
    for index, starter in enumerate(dilemmas.starters):
        for number, better in enumerate(starter.better):
            for remark in question_test(better):
                where = document.at(("questions", index, "better", number))
                yield Finding("question-test", f"De betere vraag zakt voor onze eigen toets: {remark.what}",
                              remark.better, document.file, where)  # fmt: skip


def _sides(dilemmas: DilemmaSet, document: Document, _known: Known) -> Iterator[Finding]:
    for index, one in enumerate(dilemmas.dilemmas):
        if one.a.choice.casefold() == one.b.choice.casefold():
            message, mend = "A en B zijn hetzelfde.", "Maak er twee echte keuzes van die allebei iets kosten."
            yield Finding("same-sides", message, mend, document.file, document.at(("dilemmas", index, "b")))


def _methods(dilemmas: DilemmaSet, document: Document, known: Known) -> Iterator[Finding]:
    linked = [(("dilemmas", index, "method"), one.method) for index, one in enumerate(dilemmas.dilemmas)]
    linked += [(("questions", index, "method"), one.method) for index, one in enumerate(dilemmas.starters)]
    for path, method in linked:
        if method not in known.methods:
            mend = did_you_mean(method, known.methods) or "Noem een methode die er is."
            message = f"De methode '{method}' is er niet."
            yield Finding("unknown-method", message, mend, document.file, document.at(path))


def _named(dilemmas: DilemmaSet, document: Document, known: Known) -> Iterator[Finding]:
    present = {one.id for one in dilemmas.dilemmas}
    for name in sorted(known.named - present):
        message = f"De routekaart noemt het dilemma '{name}', en dat is er niet."
        mend = did_you_mean(name, present) or "Schrijf het erbij, of haal het uit de routekaart."
        yield Finding("missing-dilemma", message, mend, document.file, document.at(("dilemmas",)))


def _phases(dilemmas: DilemmaSet, document: Document, _known: Known) -> Iterator[Finding]:
    for phase in Phase:
        if not dilemmas.of(phase):
            message = f"Voor '{phase.value}' is er geen enkel dilemma."
            mend = "Schrijf er een, zodat ieder moment een beginpunt heeft."
            yield Finding("empty-phase", message, mend, document.file, document.at(("dilemmas",)), Severity.WARNING)


def _words(_dilemmas: DilemmaSet, document: Document, _known: Known) -> Iterator[Finding]:
    yield from banned(document)
