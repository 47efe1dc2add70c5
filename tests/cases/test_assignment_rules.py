"""What an assignment must say before anything about a person may be written down, and what it may not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.cases.begun import COMPLETE, GOAL, TODAY

from sleutelwerk.cases.rules.assignment import (
    EMPTY_TEXTS,
    Assignment,
    Page,
    may_be_area,
    may_be_deputy,
    may_be_goal,
    may_be_term,
    may_be_term_now,
    may_name_area,
    may_settle,
    open_points,
)

WHOLE = Assignment(
    theme="school", profile="verbinder", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31),
    texts={**EMPTY_TEXTS, **COMPLETE.texts, "goal": GOAL},
)  # fmt: skip
NEEDED = sorted(set(EMPTY_TEXTS) - {"title"})


def test_a_whole_assignment_may_be_settled() -> None:
    assert open_points(WHOLE) == ()
    assert may_settle(WHOLE, TODAY)


@pytest.mark.parametrize("name", NEEDED)
def test_every_text_is_needed_and_white_space_is_none(name: str) -> None:
    without = replace(WHOLE, texts={**WHOLE.texts, name: "  "})
    assert len(open_points(without)) == 1
    assert not may_settle(without, TODAY)


@pytest.mark.parametrize(
    ("without", "page"),
    [({"theme": ""}, Page.PLACE), ({"profile": ""}, Page.PROFILE), ({"starts_on": None}, Page.PROFILE),
     ({"ends_on": None}, Page.PROFILE)],
)  # fmt: skip
def test_theme_profile_and_term_are_needed(without: dict[str, Any], page: Page) -> None:
    lacking = replace(WHOLE, **without)
    assert [point.page for point in open_points(lacking)] == [page]
    assert not may_settle(lacking, TODAY)


@pytest.mark.parametrize(
    "area",
    ["de Bloemenwijk", "Buurt Noord", "Kerkstraat", "Marktplein", "de Dorpskern", "woonwagenkamp", "flat Zuid",
     "1234 AB", "standplaats", "locatie west", "Slotervaart", "Vinex Ypenburg", "Camp Zuid", "centrum-noord",
     "Gemeente Capelle, Schollevaar", "Gemeente Utrecht, Lombok", "Centrum"],
)  # fmt: skip
def test_an_area_is_never_smaller_than_a_municipality(area: str) -> None:
    assert not may_be_area(area)


@pytest.mark.parametrize(
    "area",
    [
        "",
        "Beverwijk",
        "Wijk bij Duurstede en Leiderdorp",
        "gemeente Rijswijk",
        "Gemeenten Enschede, Hengelo en Almelo",
        "Gemeente Nuenen, Gerwen en Nederwetten",
        "centrumgemeente Almelo",
    ],
)
def test_municipalities_pass_whatever_they_are_called(area: str) -> None:
    assert may_be_area(area)


@pytest.mark.parametrize(
    ("area", "whole", "fits"),
    [
        ("Gemeente Hier", False, True), ("Provincie Utrecht", False, True), ("Regio Twente", False, True),
        ("Veiligheidsregio Haaglanden", False, True), ("Heel Nederland", False, True), ("", False, True),
        ("Enschede", False, False), ("Enschede", True, True), ("Slotervaart", True, False), ("Lombok", False, False),
        ("Gemeente Capelle, Schollevaar", True, False),
    ],
)  # fmt: skip
def test_what_does_not_say_that_it_is_whole_needs_its_writer_to_say_so(area: str, whole: bool, fits: bool) -> None:
    assert bool(may_name_area(area, whole=whole)) is fits


def test_what_stood_there_already_is_not_asked_again() -> None:
    assert may_name_area("Enschede", whole=False, before="Enschede")
    assert may_name_area("Hengelo, Almelo en Borne", whole=False, before="Hengelo, Almelo en Borne")


def test_a_goal_is_one_sentence() -> None:
    assert may_be_goal("")
    assert may_be_goal(GOAL)
    assert may_be_goal("Er is om 9.30 uur iemand bij school.")
    assert not may_be_goal("Meer kinderen gaan naar school. En er is meer werk.")


def test_a_term_ends_after_it_begins_and_within_two_years() -> None:
    first = date(2027, 1, 1)
    assert may_be_term(None, first)
    assert may_be_term(first, None)
    assert may_be_term(first, date(2027, 1, 2))
    assert may_be_term(first, date(2029, 1, 1))
    assert not may_be_term(first, first)
    assert not may_be_term(first, date(2029, 1, 3))
    assert not may_settle(replace(WHOLE, ends_on=date(2030, 1, 1)), TODAY)


@pytest.mark.parametrize("deputy", ["de jongerenwerker", "Jongerenwerker", " De  jongerenwerker. "])
def test_the_deputy_is_somebody_else_than_the_contact(deputy: str) -> None:
    assert not may_be_deputy(deputy, "de jongerenwerker")
    alone = replace(WHOLE, texts={**WHOLE.texts, "contact": "de jongerenwerker", "deputy": deputy})
    assert [(one.page, one.instead) for one in open_points(alone)] == [
        (Page.MANDATE, "Kies iemand anders: hij staat er nooit alleen voor.")
    ]
    assert not may_settle(alone, TODAY)
    assert may_be_deputy("", "")
    assert may_be_deputy("de wijkadviseur", "de jongerenwerker")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words", "field"),
    [
        (date(1900, 1, 1), date(1901, 1, 1), "meer dan twee jaar geleden", "starts_on"),
        (date(2100, 1, 1), date(2101, 1, 1), "meer dan een half jaar", "starts_on"),
        (TODAY + timedelta(days=184), TODAY + timedelta(days=300), "meer dan een half jaar", "starts_on"),
        (TODAY - timedelta(days=30), TODAY - timedelta(days=1), "is voorbij", "ends_on"),
        (date(2027, 1, 1), date(2029, 6, 1), "hooguit twee jaar", ""),
    ],
)
def test_a_term_of_long_ago_or_far_ahead_is_none(starts_on: date, ends_on: date, words: str, field: str) -> None:
    verdict = may_be_term_now(starts_on, ends_on, TODAY)
    assert not verdict
    assert words in verdict.reason
    assert verdict.field == field
    assert not may_settle(replace(WHOLE, starts_on=starts_on, ends_on=ends_on), TODAY)


def test_a_term_that_runs_or_begins_soon_is_one() -> None:
    assert may_be_term_now(TODAY + timedelta(days=183), TODAY + timedelta(days=300), TODAY)
    assert may_be_term_now(TODAY - timedelta(days=730), TODAY, TODAY)
    assert may_be_term_now(None, None, TODAY)
