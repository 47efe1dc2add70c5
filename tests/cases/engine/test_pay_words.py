"""Words that turn money into pay for information: each term by its own examples, and all on the measured set."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from tests.cases.engine.shipped import changed, path_of

from sleutelwerk.cases.content import pay_words
from sleutelwerk.cases.engine.pay_words import PayWords, load_pay_words, measure
from sleutelwerk.core.schema import check_schema
from sleutelwerk.core.yaml_source import read_yaml
from sleutelwerk.publishing.content import NoSuchContent

LIST = path_of("pay-words")
EVALUATION = LIST.with_name("evaluation.yaml")
DOCS = Path("docs/reference/guard.md")


def words() -> PayWords:
    found = load_pay_words(LIST).value
    assert found is not None
    return found


def half(name: str) -> Any:
    document = read_yaml(EVALUATION)
    assert list(check_schema(document, "pay-words-evaluation")) == []
    data: Any = document.data
    return data[name]


@pytest.mark.parametrize("term", words().terms, ids=lambda term: term.id)
def test_each_term_finds_and_passes_its_own_examples(term: Any) -> None:
    alone = PayWords((term,))
    assert [text for text in term.finds if not alone.found_in(text)] == []
    assert [text for text in term.passes if alone.found_in(text)] == []


def test_the_figures_in_the_reference_are_those_of_the_list() -> None:
    page = DOCS.read_text("utf-8")
    for name, label in (("tuning", "afstelhelft"), ("held_out", "achtergehouden helft")):
        said = half(name)
        found = measure(words(), said["paid"], said["innocent"])
        line = re.search(rf"\| {label} \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", page)
        assert line is not None, label
        assert tuple(map(int, line.groups())) == (found.paid, found.found, found.innocent, len(found.stopped))


def test_all_that_was_looked_at_is_found_and_nothing_innocent_is_stopped() -> None:
    said = half("tuning")
    found = measure(words(), said["paid"], said["innocent"])
    assert (found.found, found.stopped) == (found.paid, ())


@pytest.mark.parametrize("text", ["Típs", "SUCCES\u200bbonus", "t\u0456p", "omdat hij toen precies zei waar"])
def test_accents_look_alikes_and_a_few_words_between_hide_nothing(text: str) -> None:
    assert words().found_in(text)


def test_what_was_found_is_given_as_it_was_written() -> None:
    assert words().found_in("voor de Súccesbonus van mei") == "Súccesbonus"
    assert words().found_in("reiskosten bus") == ""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  - id: signaal\n", "  - id: tip\n", "duplicate-id"),
        ('finds: ["voor de tip van maandag"', 'finds: ["voor de bus"', "example"),
        ('passes: ["wijkwijzer"]', 'passes: ["een aanwijzing"]', "example"),
        ("    checked: 2026-11-29\n  - id: signaal", "  - id: signaal", "missing-key"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in {one.code for one in load_pay_words(changed(tmp_path, "pay-words", old, new)).findings}


def test_an_own_list_adds_words_and_takes_none_away(settings: LazySettings, tmp_path: Path) -> None:
    path = changed(tmp_path, "pay-words", "forms: [tip,", "forms: [zaagsel, tip,")
    settings.CONTENT_FOLDER = str(path.parents[3])
    assert pay_words().found_in("voor het zaagsel")
    path.write_text(path.read_text("utf-8").replace("terms:", "termen:"), "utf-8")
    settings.CONTENT_FOLDER = str(tmp_path / "elsewhere")
    assert not pay_words().found_in("voor het zaagsel")
    assert pay_words().found_in("voor de tip")


def test_without_our_own_list_nothing_is_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    from sleutelwerk.cases import content  # noqa: PLC0415

    monkeypatch.setattr(content, "_roots", lambda: (Path("nowhere"),))
    with pytest.raises(NoSuchContent):
        pay_words()
