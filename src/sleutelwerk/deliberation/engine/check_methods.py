"""Everything that must hold in a method of deliberation and that a schema cannot say; all findings at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from sleutelwerk.core.findings import Finding, Severity
from sleutelwerk.core.plain_language import HARD_BELOW, banned_words, reading_ease
from sleutelwerk.core.yaml_source import DataPath, Document
from sleutelwerk.deliberation.engine.model import Field, FieldKind, Method, Step, Visibility, Writer
from sleutelwerk.deliberation.engine.places import GAPS, unknown_places

#: A line that a facilitator says in one breath or two; longer lines are read out, and then nobody listens.
LONGEST_SAID = 40

#: What only makes sense for what each writes alone.
_ALONE = frozenset(
    {
        Visibility.PRIVATE,
        Visibility.PRIVATE_THEN_HIDDEN,
        Visibility.HIDDEN_UNTIL_REVEAL,
        Visibility.TOTALS_ONLY,
    }
)


def check_method(method: Method, document: Document) -> list[Finding]:
    """Check a method that follows the schema."""
    checks: tuple[Callable[[Method, Document], Iterator[Finding]], ...] = (
        _people, _twice, _times, _fields, _sheets, _chair, _words, _said, _places, _hard,
    )  # fmt: skip
    return sorted(chain.from_iterable(check(method, document) for check in checks), key=lambda one: one.position)


def _people(method: Method, document: Document) -> Iterator[Finding]:
    if method.people[0] > method.people[1]:
        message, mend = "Het kleinste aantal mensen is groter dan het grootste.", "Draai de twee getallen om."
        yield Finding("people", message, mend, document.file, document.at(("people", "from")))


def _twice(method: Method, document: Document) -> Iterator[Finding]:
    mend = "Geef een van de twee een andere naam."
    steps: set[str] = set()
    for index, step in enumerate(method.steps):
        if step.id in steps:
            where = document.at(("steps", index, "id"))
            yield Finding("duplicate-id", f"De stap '{step.id}' staat er twee keer.", mend, document.file, where)
        steps.add(step.id)
        fields: set[str] = set()
        for number, field in enumerate(step.fields):
            if field.id in fields:
                where = document.at(("steps", index, "fields", number, "id"))
                yield Finding("duplicate-id", f"Het veld '{field.id}' staat er twee keer.", mend, document.file, where)
            fields.add(field.id)


def _times(method: Method, document: Document) -> Iterator[Finding]:
    for index, step in enumerate(method.steps):
        if step.shortest > step.minutes:
            message = f"De kortste tijd ({step.shortest}) is langer dan de tijd van de stap ({step.minutes})."
            where = document.at(("steps", index, "shortest"))
            yield Finding(
                "times", message, "Maak 'shortest' gelijk aan of kleiner dan 'minutes'.", document.file, where
            )
        elif step.flexible and not step.shorten:
            message = "Deze stap mag korter, maar er staat niet bij hoe."
            mend = "Voeg 'shorten:' toe met één zin, of maak 'shortest' gelijk aan 'minutes'."
            yield Finding("no-shorten", message, mend, document.file, document.at(("steps", index)))


def _fields(method: Method, document: Document) -> Iterator[Finding]:
    for index, step in enumerate(method.steps):
        for number, field in enumerate(step.fields):
            path: DataPath = ("steps", index, "fields", number)
            for code, message, mend in chain(_wrong_in(field), _wrong_in_row(field, step)):
                yield Finding(code, message, mend, document.file, document.at(path))


def _wrong_in(field: Field) -> Iterator[tuple[str, str, str]]:
    if field.visibility in _ALONE and field.who not in {Writer.EVERYONE, Writer.INBRENGER}:
        message = f"Wat {field.who.value} opschrijft, ziet iedereen meteen; '{field.visibility.value}' kan dus niet."
        yield "visibility", message, "Kies 'open', of laat ieder het zelf opschrijven (everyone)."
    if field.visibility is Visibility.TOTALS_ONLY and field.most > 1:
        yield "totals", "Wat alleen in totalen telt, vult ieder één keer in.", "Zet 'most' op 1 of laat het weg."
    if (field.kind is FieldKind.CHOICE) != bool(field.options):
        yield (
            "options",
            "Alleen een keuze (choice) heeft mogelijkheden, en altijd.",
            "Vul 'options' aan of haal ze weg.",
        )
    if (field.kind in {FieldKind.TEXT, FieldKind.QUESTION}) != bool(field.limit):
        yield "limit", "Een tekst of vraag heeft een grens, en iets anders niet.", "Vul 'limit' in of haal hem weg."


def _wrong_in_row(field: Field, step: Step) -> Iterator[tuple[str, str, str]]:
    first = next((one for one in step.fields if field.row and one.row == field.row), field)
    if (field.who, field.visibility, field.most) != (first.who, first.visibility, first.most):
        message = f"De velden van de rij '{field.row}' verschillen in wie, zichtbaarheid of aantal."
        yield "row", message, "Maak 'who', 'visibility' en 'most' in een rij overal gelijk."


def _sheets(method: Method, document: Document) -> Iterator[Finding]:
    for index, step in enumerate(method.steps):
        sheet = step.sheet
        has_lines = bool(sheet.rows) or sheet.blank_rows > 0
        if not sheet.top and not has_lines:
            message, mend = "Op dit vel valt niets in te vullen.", "Geef het een 'top', 'rows' of 'blank_rows'."
            yield Finding("empty-sheet", message, mend, document.file, document.at(("steps", index, "sheet")))
        if bool(sheet.columns) != has_lines:
            message = "Kolommen en rijen horen bij elkaar; een van de twee ontbreekt."
            mend = "Vul 'columns' in en daarbij 'rows' of 'blank_rows', of laat alles weg."
            yield Finding("half-table", message, mend, document.file, document.at(("steps", index, "sheet")))


def _chair(method: Method, document: Document) -> Iterator[Finding]:
    if not method.has_empty_chair:
        message = "In geen enkele stap krijgt een stem wie er niet bij is."
        mend = "Zet 'empty_chair: true' bij een stap waarin u vraagt wat de sleutelfiguur zou zeggen."
        yield Finding("no-empty-chair", message, mend, document.file, document.at(("steps",)))


def texts(value: object, path: DataPath = ()) -> Iterator[tuple[DataPath, str]]:
    """Give every text in plain data with its path; what is meant for programs is no text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"url", "id", "slug", "schema", "summary_en"}:
                yield from texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, (*path, index))
    elif isinstance(value, str):
        yield path, value


def _words(_method: Method, document: Document) -> Iterator[Finding]:
    yield from banned(document)


def banned(document: Document) -> Iterator[Finding]:
    """Find words that mark people by what they are."""
    mend = "Zeg wat mensen doen of nodig hebben, en laat weg wat ze zijn."
    for path, text in texts(document.data):
        for word, reason in banned_words(text):
            message = f"'{word}' gaat over {reason}."
            yield Finding("banned-word", message, mend, document.file, document.at(path))


def _said(method: Method, document: Document) -> Iterator[Finding]:
    for index, step in enumerate(method.steps):
        for number, line in enumerate(step.say):
            count = len(line.split())
            if count > LONGEST_SAID:
                message = f"Deze zin om te zeggen heeft {count} woorden; dat wordt voorlezen."
                where = document.at(("steps", index, "say", number))
                mend = f"Houd het bij {LONGEST_SAID} woorden, of maak er twee regels van."
                yield Finding("too-long-to-say", message, mend, document.file, where, Severity.WARNING)


def _places(method: Method, document: Document) -> Iterator[Finding]:
    for index, step in enumerate(method.steps):
        for number, line in enumerate(step.script):
            for name in unknown_places(line):
                message = f"'{{{name}}}' is geen plek die de regietafel kan invullen."
                mend = f"Kies uit {', '.join(f'{{{one}}}' for one in GAPS)}, of schrijf …."
                yield Finding(
                    "unknown-place", message, mend, document.file, document.at(("steps", index, "say", number))
                )


def _hard(method: Method, document: Document) -> Iterator[Finding]:
    said = " ".join(line for step in method.steps for line in (step.purpose, *step.say))
    score = reading_ease(said)
    if score is not None and score < HARD_BELOW:
        message = (
            f"Wat de gespreksleider zegt, is moeilijk (Flesch-Douma {score:.0f}; vanaf {HARD_BELOW:.0f} is het goed)."
        )
        mend = "Maak zinnen korter en kies gewone woorden."
        yield Finding("hard-to-say", message, mend, document.file, severity=Severity.HINT)
