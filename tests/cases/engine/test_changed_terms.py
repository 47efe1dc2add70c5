"""What a newer version changes is told in words, and for one thing by its two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sleutelwerk.cases.content import newest_retention
from sleutelwerk.cases.engine.changed_terms import SOON, Shift, changed_rules, shift, term_words
from sleutelwerk.cases.engine.retention import Retention, Rule, Term, Trigger, Unit

TODAY = date(2026, 11, 28)
YEAR = TODAY + timedelta(days=365)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (YEAR, YEAR, None),
        (None, None, None),
        (YEAR, YEAR + timedelta(days=1), Shift.LATER),
        (YEAR, None, Shift.LATER),
        (None, YEAR, Shift.SOONER),
        (YEAR, YEAR - timedelta(days=1), Shift.SOONER),
        (YEAR, TODAY + SOON + timedelta(days=1), Shift.SOONER),
        (YEAR, TODAY + SOON, Shift.SOON),
        (YEAR, TODAY - timedelta(days=100), Shift.SOON),
    ],
)
def test_a_change_of_its_day(old: date | None, new: date | None, found: Shift | None) -> None:
    assert shift(old, new, TODAY) is found


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (None, "blijft"),
        (Term(1, Unit.DAYS), "1 dag"),
        (Term(28, Unit.DAYS), "28 dagen"),
        (Term(1, Unit.MONTHS), "1 maand"),
        (Term(6, Unit.MONTHS), "6 maanden"),
        (Term(7, Unit.YEARS), "7 jaar"),
    ],
)
def test_a_term_in_words(term: Term | None, words: str) -> None:
    assert term_words(term) == words


def with_rule(terms: Retention, rule: Rule) -> Retention:
    """Give terms with one rule in the place of its like."""
    return replace(terms, rules=tuple(rule if one.id == rule.id else one for one in terms.rules))


def test_nothing_changed_is_nothing_told() -> None:
    terms = newest_retention()
    other_words = with_rule(terms, replace(terms.rule("afspraken"), plain="Anders gezegd."))
    assert changed_rules(terms, other_words) == ()


def test_a_rule_that_changed_is_told_with_what_differs() -> None:
    terms = newest_retention()
    shorter = replace(terms.rule("afspraken"), term=Term(5, Unit.YEARS))
    (one,) = changed_rules(terms, with_rule(terms, shorter))
    assert (one.before, one.after) == ("10 jaar", "5 jaar")
    otherwise = replace(terms.rule("afspraken"), trigger=Trigger.DISCUSSED)
    (one,) = changed_rules(terms, with_rule(terms, otherwise))
    assert (one.before, one.after) == ("10 jaar, vanaf het einde", "10 jaar, vanaf het gesprek")
    bounded = replace(terms.rule("samenwerking-beeindigd"), longest=Term(1, Unit.YEARS))
    (one,) = changed_rules(terms, with_rule(terms, bounded))
    assert (one.before, one.after) == ("1 jaar, hoogstens 2 jaar", "1 jaar")


def test_a_rule_that_was_not_there() -> None:
    terms = newest_retention()
    before = replace(terms, rules=terms.rules[1:])
    (one,) = changed_rules(before, terms)
    assert (one.before, one.after) == ("stond er niet", "3 maanden, hoogstens 6 maanden, vanaf het begin")


@pytest.mark.parametrize("trigger", list(Trigger))
def test_every_trigger_has_words(trigger: Trigger) -> None:
    terms = newest_retention()
    other = Trigger.CREATED if trigger is not Trigger.CREATED else Trigger.ENDED
    before = with_rule(terms, replace(terms.rule("beraad"), trigger=other))
    (one,) = changed_rules(before, with_rule(terms, replace(terms.rule("beraad"), trigger=trigger)))
    assert ", vanaf " in one.after
