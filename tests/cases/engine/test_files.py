"""Checking the files of this room: everything wrong at once, each at its own line, and nothing about a right file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cases.engine.shipped import FILES, PROFILES, bibliography, changed, path_of, put
from tests.cases.newer_terms import AFTER_NO, WITHOUT_YES

from sleutelwerk.cases.engine.agreements import load_agreement
from sleutelwerk.cases.engine.allowances import load_allowances
from sleutelwerk.cases.engine.evaluation import load_evaluation
from sleutelwerk.cases.engine.letters import load_letter
from sleutelwerk.cases.engine.pay_words import load_pay_words
from sleutelwerk.cases.engine.reading import Loaded
from sleutelwerk.cases.engine.retention import load_retention

SOURCES = bibliography()


def load(path: Path) -> Loaded[Any]:
    loaders: dict[str, Callable[[], Loaded[Any]]] = {
        "allowances.yaml": lambda: load_allowances(path, SOURCES),
        "agreement.yaml": lambda: load_agreement(path, PROFILES, SOURCES),
        "letter.yaml": lambda: load_letter(path, SOURCES),
        "retention.yaml": lambda: load_retention(path, SOURCES),
        "pay_words.yaml": lambda: load_pay_words(path),
        "evaluation.yaml": lambda: load_evaluation(path, SOURCES),
    }
    return loaders[path.name]()


@pytest.mark.parametrize("name", FILES)
def test_a_right_file_has_nothing_to_report(name: str) -> None:
    assert [str(one) for one in load(path_of(name)).findings] == []


LONG = "Dit is een zin die maar doorgaat en doorgaat en nog eens doorgaat tot niemand hem nog volgt."
HARD = (
    "Alle betrokken organisaties rapporteren periodiek. Onafhankelijke medewerkers signaleren onregelmatigheden. "
    "Uitzonderingen vereisen goedkeuring. Bestuurders informeren belanghebbenden. "
    "Evaluaties vinden halfjaarlijks plaats. Geheimhouding blijft gehandhaafd. Organisaties motiveren afwijkingen. "
    "Beoordelaars archiveren uitkomsten. Verantwoording volgt achteraf."
)
PAYER = (
    "{id: betaler, label: 'De naam van de betaler', help: 'Precies zoals de bank hem toont. Vraag het de financiële "
    "afdeling.', kind: contact, limit: 60}"
)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        # every file
        ("retention", "version: 1", "version: 2", "wrong-place"),
        ("retention", "summary_en:", "summary_uk:", "unknown-key"),
        ("retention", "rules:", "rules: [", "syntax"),
        ("evaluation", "Hij wil het zelf nog graag.", "Hij gaat nog graag naar de moskee.", "banned-word"),
        ("evaluation", "sources: [D1]", "sources: [D99]", "unknown-source"),
        ("evaluation", "sources: [D1]\n    checked: 2026-11-23", "sources: [D1]", "not-dated"),
        # what is read aloud
        ("retention", "Dan gooien wij alles over u weg, binnen {termijn}.", LONG, "long-sentence"),
        ("retention", "Zegt u nee? Dan", "Wij schrijven een vernietigingsverklaring. Dan", "long-word"),
        ("retention", "Zegt u nee? Dan gooien wij alles over u weg, binnen {termijn}.", HARD, "too-hard"),
        # clauses
        ("agreement", "  - id: taken\n", "  - id: doel\n", "duplicate-id"),
        ("agreement", "      - id: uren\n", "      - id: doet\n", "duplicate-id"),
        ("agreement", "{id: sms, label", "{id: bellen, label", "duplicate-id"),
        ("agreement", "{id: tot, label: 'Tot", "{id: van, label: 'Tot", "duplicate-id"),
        ("agreement", "profiles: [ambassadeur]", "profiles: [ambasadeur]", "unknown-name"),
        ("agreement", "profiles: [ambassadeur]", "profiles: [x]", "unknown-name"),
        ("agreement", "      - id: app\n", "      - id: app\n        text: Wij bellen.\n", "text-or-options"),
        ("agreement", "      - id: app\n", "      - id: app\n        fixed: true\n", "fixed-is-fixed"),
        ("agreement", "      - id: niet\n", "      - id: niet\n        optional: true\n", "fixed-is-fixed"),
        ("agreement", "        fixed: true\n        means: free_exit", "        means: free_exit", "means-is-fixed"),
        ("agreement", "        fixed: true\n        means: free_exit", "        means: free_exit", "missing-fixed"),
        ("agreement", "        means: order\n", "", "missing-fixed"),
        ("agreement", "means: no_reports", "means: record", "missing-fixed"),
        ("agreement", "label: 'Elke week', days: 7,", "label: 'Elke week',", "rhythm"),
        ("agreement", "        sets_rhythm: true\n", "", "rhythm"),
        ("agreement", "        sets_rhythm: true\n", "        sets_rhythm: true\n        optional: true\n", "rhythm"),
        ("agreement", "limit: 24, after: van", "limit: 24, after: vna", "number"),
        ("agreement", "limit: 24, after: van", "limit: 24, after: tot", "number"),
        ("agreement", "limit: 24, after: van", "limit: 24, after: dagen", "number"),
        ("agreement", "limit: 10, least: 1", "limit: 10, least: 11", "number"),
        ("agreement", "kind: text, limit: 60}", "kind: text, limit: 60, least: 1}", "number"),
        ("agreement", "other_than: contactpersoon", "other_than: contactpersoo", "other"),
        ("agreement", "other_than: contactpersoon", "other_than: vervanger", "other"),
        ("agreement", "kind: text, limit: 60}", "kind: text, limit: 60, other_than: nummer}", "other"),
        ("agreement", "er: {betaler}.", "er: {betalr}.", "no-field"),
        ("agreement", "er: {betaler}.", "er: {x}.", "no-field"),
        ("agreement", "er: {betaler}.", "er iets.", "no-place"),
        ("agreement", PAYER, PAYER.replace(", limit: 60", ""), "limit"),
        ("agreement", "al gebruikt.', kind: text, limit: 30}", "al gebruikt.', kind: terms}", "terms"),
        ("agreement", "kind: text, limit: 60}", "kind: text, limit: 60, about: signals}", "terms"),
        ("agreement", PAYER, PAYER.replace("kind: contact", "kind: date"), "limit"),
        # agreements
        ("agreement", "  - {id: vrij,", "  - {id: samen,", "duplicate-id"),
        ("agreement", "    group: geld\n", "    group: gel\n", "unknown-group"),
        ("agreement", "    group: geld\n", "    group: x\n", "unknown-group"),
        ("agreement", "profiles: [vertaler, ", "profiles: [", "other-profiles"),
        ("agreement", "{from: taken.doet}", "{from: taken.doen}", "unknown-clause"),
        ("agreement", "{from: taken.doet}", "{from: signalen.thema}", "unknown-clause"),
        ("agreement", "{from: taken.doet}", "{from: taken.doet, first: 1}", "first"),
        ("agreement", "Dit zijn onze afspraken.", LONG, "long-sentence"),
        # letters
        ("information", "    tells: [fg, complaint]", "    tells: [fg]", "missing-part"),
        ("outcome", "    variants: [nee]\n    sources: [SEL", "    variants: [ja]\n    sources: [SEL", "missing-part"),
        ("outcome", "variants: [ja, ja-mits]", "variants: [ja, ja-mists]", "unknown-name"),
        # allowances
        ("allowances", "  - id: dank\n", "  - id: kosten\n", "duplicate-id"),
        ("allowances", "    - id: uwv\n", "    - id: giften\n", "duplicate-id"),
        ("allowances", "year_cents: 220000", "year_cents: 21999", "limits"),
        ("allowances", "hour_cents: 575", "hour_cents: 339", "limits"),
        ("allowances", "hour_cents: 575", "hour_cents: 22001", "limits"),
        ("allowances", "costs_year_cents: 220000", "costs_year_cents: 21999", "limits"),
        ("allowances", "posts/3663", "posts/3664", "other-address"),
        ("allowances", "{id: VV26,", "{id: VV99,", "unknown-source"),
        ("allowances", "text: vergoeding {maand}", "text: vergoeding {naam}", "no-field"),
        ("allowances", "text: vergoeding {maand}", "text: vergoeding voor al uw hulp in {maand}", "too-long"),
        ("allowances", "counts: in_kind", "counts: never", "missing-kind"),
        ("allowances", "counts: in_kind", "counts: tip", "not-allowed"),
        ("allowances", "  - id: dank\n", "  - id: tip\n", "not-allowed"),
        # retention
        ("retention", "  - id: advies\n", "  - id: beraad\n", "duplicate-id"),
        ("retention", "  - id: advies\n", "  - id: raad\n", "missing-rule"),
        ("retention", "longest: {count: 1, unit: years}", "longest: {count: 2, unit: years}", "beyond-most"),
        ("retention", "longest: {count: 1, unit: years}", "longest: {count: 366, unit: days}", "beyond-most"),
        ("retention", "    longest: {count: 1, unit: years}\n", "", "beyond-most"),
        ("retention", AFTER_NO, AFTER_NO.replace("28", "29"), "beyond-usual"),
        ("retention", AFTER_NO, AFTER_NO.replace("28, unit: days", "1, unit: months"), "beyond-usual"),
        ("retention", WITHOUT_YES, WITHOUT_YES.replace("28", "29"), "beyond-usual"),
        ("retention", "Alles over een kandidaat over wie niemand een besluit nam.", HARD, "hard"),
        ("information", ", kind: terms}", ", kind: terms, limit: 9}", "limit"),
        ("retention", "    longest: {count: 90, unit: days}\n", "", "half-term"),
        ("retention", "term: {count: 90, unit: days}", "term: {count: 91, unit: days}", "longest"),
        ("retention", "    trigger: destroyed\n", "    trigger: ended\n", "for-ever"),
        ("retention", "{number: 16.1.2, use: false", "{number: 16.1.2, use: true", "never-on-a-person"),
        # evaluation
        ("evaluation", "  - id: wil-nog\n", "  - id: open-gesprek\n", "duplicate-id"),
        ("evaluation", "{id: wij-opdracht,", "{id: wij-doel,", "duplicate-id"),
        ("evaluation", "    level: stop\n", "    level: adjust\n", "first"),
        ("evaluation", "    level: good\n", "    level: stop\n", "first"),
        ("evaluation", ", plain: Is dit nog een goed plan?}", "}", "plain"),
        ("evaluation", "{id: buiten-bewijs, layer: effect", "{id: buiten-bewijs, layer: plan", "missing-questions"),
        ("evaluation", "  first: 1\n", "  first: 3\n", "moments"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, name: str, old: str, new: str, code: str) -> None:
    assert code in {one.code for one in load(changed(tmp_path, name, old, new)).findings}


def test_a_finding_names_its_line_and_an_error_gives_no_value(tmp_path: Path) -> None:
    text = path_of("retention").read_text("utf-8")
    place = text.index("{number: 16.1.2, use: false")
    found = load(put(tmp_path, "retention", text.replace("16.1.2, use: false", "16.1.2, use: true", 1)))
    rule = text[:place].rindex("  - id: ")
    assert found.value is None
    assert [one.position.line for one in found.findings] == [text[:rule].count("\n") + 1]


def test_hard_words_warn_and_do_not_close_the_room(tmp_path: Path) -> None:
    found = load(changed(tmp_path, "retention", "Zegt u nee? Dan", "Wij maken een vernietigingsverklaring. Dan"))
    assert found.value is not None
    assert [one.code for one in found.findings] == ["long-word"]


def test_without_a_list_of_sources_and_profiles_the_rest_is_still_checked(tmp_path: Path) -> None:
    path = changed(tmp_path, "allowances", "{id: VV26,", "{id: VV99,")
    assert load_allowances(path).findings == ()
    path = changed(tmp_path, "agreement", "  - id: bankafschrift\n", "  - id: verzekering\n")
    assert [one.code for one in load_agreement(path).findings] == ["duplicate-id"]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    found = load_retention(tmp_path / "retention.yaml")
    assert (found.value, [one.code for one in found.findings]) == (None, ["no-file"])
