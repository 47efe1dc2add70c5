"""When to look back and what closes it, on each side of every line."""

from __future__ import annotations

from datetime import date, timedelta

from sleutelwerk.cases.engine.evaluation import Layer, Side
from sleutelwerk.cases.forms.looking_back import LEVELS, LEVELS_FOR_HIM
from sleutelwerk.cases.queries.looking_back import LAYERS, SIDES
from sleutelwerk.cases.rules.looking_back import may_begin_looking_back, may_close, may_write_look_back, next_day
from sleutelwerk.cases.rules.stages import Stage

DAYS = (date(2027, 1, 31), date(2027, 3, 31), date(2027, 12, 31))


def test_one_looks_back_while_the_work_goes_on_and_once_at_a_time() -> None:
    for stage in (Stage.CARRYING_OUT, Stage.EVALUATION):
        assert may_begin_looking_back(stage, open_one=False)
    assert "al terug" in may_begin_looking_back(Stage.EVALUATION, open_one=True).reason
    for stage in (Stage.REWARD, Stage.ENDING):
        assert not may_begin_looking_back(stage, open_one=False)


def test_what_is_closed_stays_as_it_is() -> None:
    assert may_write_look_back(Stage.EVALUATION, closed=False)
    assert not may_write_look_back(Stage.EVALUATION, closed=True)
    assert not may_write_look_back(Stage.ENDING, closed=False)


def test_it_is_closed_when_everybody_was_asked_and_something_was_agreed() -> None:
    assert may_close(Stage.EVALUATION, [], "wij bellen vaker", closed=False)
    assert may_close(Stage.EVALUATION, ["Hij"], "iets", closed=False).reason == "Hier staat nog niets: Hij."
    assert not may_close(Stage.EVALUATION, [], "  ", closed=False)
    assert not may_close(Stage.EVALUATION, [], "iets", closed=True)


def test_the_next_day_is_the_first_that_nobody_looked_back_for() -> None:
    assert next_day(DAYS, None) == DAYS[0]
    assert next_day((), None) is None
    assert next_day(DAYS, DAYS[0] - timedelta(days=22)) == DAYS[0]
    assert next_day(DAYS, DAYS[0] - timedelta(days=21)) == DAYS[1]
    assert next_day(DAYS, DAYS[1]) == DAYS[2]
    assert next_day(DAYS, DAYS[2]) is None


def test_screens_and_content_know_the_same_sides() -> None:
    assert (list(SIDES), list(LAYERS)) == (list(Side), list(Layer))
    assert list(LEVELS) == list(LEVELS_FOR_HIM)
