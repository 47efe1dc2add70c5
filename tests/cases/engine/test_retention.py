"""How long things stay: exact days, never beyond the longest term, and for ever only without content."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.engine.shipped import bibliography, path_of

from sleutelwerk.cases.engine.retention import (
    Retention,
    Rule,
    Term,
    Unit,
    due_date,
    load_retention,
    may_choose_days,
    told_of_ending,
)

LOADED = load_retention(path_of("retention"), bibliography()).value
assert LOADED is not None
TERMS: Retention = LOADED
RESULTS = [one.id for one in TERMS.rules]
ENDING = [one.id for one in TERMS.rules if one.term]


@pytest.mark.parametrize(
    ("term", "words"),
    [(Term(1, Unit.YEARS), "een jaar"), (Term(7, Unit.YEARS), "zeven jaar"), (Term(28, Unit.DAYS), "28 dagen"),
     (Term(1, Unit.MONTHS), "een maand"), (Term(12, Unit.MONTHS), "twaalf maanden"), (Term(13, Unit.DAYS), "13 dagen")],
)  # fmt: skip
def test_a_term_is_said_aloud(term: Term, words: str) -> None:
    assert term.words == words


@pytest.mark.parametrize("rule", [one for one in TERMS.rules if one.term], ids=lambda one: one.id)
def test_the_plain_words_of_a_rule_say_its_term_and_no_other(rule: Rule) -> None:
    assert rule.term is not None
    assert rule.term.words in rule.plain
    number = re.compile(r"\b(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien) (?:dag|maand|jaar)")
    assert len(number.findall(rule.plain)) == 1


def test_what_is_told_of_the_end_is_all_that_stays_of_him() -> None:
    told = told_of_ending(TERMS)
    for words in ("een jaar na de nazorg", "afspraken bewaren wij tien jaar", "zeven jaar bewaren"):
        assert words in told


@pytest.mark.parametrize(
    ("old", "new"), [("binnen {termijn}.", "binnen 28 dagen."), ("Alleen het bewijs", "Na {termijn} het bewijs")]
)
def test_words_that_could_say_another_term_are_refused(tmp_path: Path, old: str, new: str) -> None:
    text = path_of("retention").read_text("utf-8")
    assert old in text
    folder = tmp_path / "retention" / "samenwerking" / "1"
    folder.mkdir(parents=True)
    (folder / "retention.yaml").write_text(text.replace(old, new, 1), "utf-8")
    loaded = load_retention(folder / "retention.yaml", bibliography())
    assert "plain-term" in {one.code for one in loaded.findings}


@pytest.mark.parametrize(
    ("result", "since", "due"),
    [
        ("kandidaat-afgewezen", date(2026, 11, 1), date(2026, 11, 29)),
        ("kandidaat-teruggetrokken", date(2027, 2, 1), date(2027, 3, 1)),
        ("kandidaat-open", date(2026, 11, 30), date(2027, 2, 28)),
        ("samenwerking-beeindigd", date(2028, 2, 29), date(2029, 2, 28)),
        ("afspraken", date(2026, 11, 28), date(2036, 11, 28)),
        ("vergoedingen", date(2026, 1, 1), date(2034, 1, 1)),
        ("vergoedingen", date(2026, 12, 31), date(2034, 1, 1)),
        ("advies", date(2026, 11, 28), date(2027, 11, 28)),
        ("beraad", date(2026, 11, 28), date(2027, 11, 28)),
        ("signalen", date(2026, 11, 28), date(2027, 2, 26)),
        ("bewijs-van-vernietiging", date(2026, 11, 28), None),
    ],
)
def test_each_result_goes_on_its_day(result: str, since: date, due: date | None) -> None:
    assert due_date(result, since, TERMS) == due


def test_an_organisation_chooses_within_the_longest_term() -> None:
    since = date(2026, 11, 1)
    assert due_date("kandidaat-afgewezen", since, TERMS, 14) == date(2026, 11, 15)
    assert due_date("kandidaat-afgewezen", since, TERMS, 365) == date(2027, 11, 1)
    assert due_date("kandidaat-afgewezen", since, TERMS, 5_000) == date(2027, 11, 1)
    assert due_date("kandidaat-teruggetrokken", since, TERMS, 365) == date(2026, 11, 29)
    assert due_date("bewijs-van-vernietiging", since, TERMS, 30) is None


def test_less_than_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="one day"):
        due_date("signalen", date(2026, 11, 1), TERMS, 0)


def test_an_unknown_result_is_not_there() -> None:
    with pytest.raises(KeyError, match="voor-later"):
        due_date("voor-later", date(2026, 11, 1), TERMS)


@pytest.mark.parametrize(
    ("result", "days", "reason"),
    [
        ("kandidaat-afgewezen", 365, ""),
        ("kandidaat-afgewezen", 366, "365 dagen"),
        ("kandidaat-afgewezen", 0, "één dag"),
        ("kandidaat-open", 168, ""),
        ("kandidaat-open", 169, "168 dagen"),
        ("bewijs-van-vernietiging", 1, "niets te kiezen"),
    ],
)
def test_what_an_organisation_may_set(result: str, days: int, reason: str) -> None:
    verdict = may_choose_days(TERMS.rule(result), days)
    assert verdict.allowed is not bool(reason)
    assert reason in verdict.reason


@given(st.sampled_from(ENDING), st.dates(), st.none() | st.integers(1, 20_000))
def test_nothing_stays_beyond_its_longest_term(result: str, since: date, chosen: int | None) -> None:
    due = due_date(result, since, TERMS, chosen)
    rule = TERMS.rule(result)
    assert due is not None
    assert rule.longest is not None
    assert since <= due <= max(rule.longest.after(since), rule.longest.after(Term(1, Unit.YEARS).after(since)))


@given(st.dates(), st.sampled_from(Unit), st.integers(1, 1_000))
def test_a_term_lasts_at_least_its_fewest_days_or_ends_with_the_calendar(since: date, unit: Unit, count: int) -> None:
    due = Term(count, unit).after(since)
    assert due == date.max or (due - since).days >= Term(count, unit).fewest_days


@pytest.mark.parametrize("unit", Unit)
def test_a_term_beyond_the_calendar_ends_with_it(unit: Unit) -> None:
    assert Term(1_000, unit).after(date(9999, 6, 1)) == date.max


def test_what_must_not_be_used_is_a_warning() -> None:
    assert any(one.startswith("16.1.2: ") for one in TERMS.rule("afspraken").warnings)
    assert TERMS.rule("vergoedingen").warnings == ()
