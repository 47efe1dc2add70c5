"""The shipped methods and dilemmas: nothing to report, complete, and met by the route map."""

from __future__ import annotations

import pytest

from sleutelwerk.config.published import dilemmas_named
from sleutelwerk.deliberation.content import collection
from sleutelwerk.deliberation.engine.model import Goal, Meaning, Method, Phase
from sleutelwerk.publishing.content import shipped_root

ROOTS = (shipped_root(),)
SHIPPED = collection(ROOTS, dilemmas_named(ROOTS))
EVERY_METHOD = pytest.mark.parametrize("method", SHIPPED.methods.values(), ids=lambda one: one.slug)
#: What the methods take together with what was published about them.
MINUTES = {"dilemmamethode": 105, "zeven-vragen": 75, "korte-reflectie": 30, "terugblik": 90, "afspraken": 20}


def test_nothing_to_report() -> None:
    assert [str(finding) for finding in SHIPPED.findings] == []


def test_the_four_methods_and_the_block_are_there() -> None:
    assert {slug: one.minutes for slug, one in SHIPPED.methods.items()} == MINUTES
    assert {one.slug for one in SHIPPED.methods.values() if one.addon} == {"afspraken"}
    assert {goal for one in SHIPPED.methods.values() for goal in one.goals} == set(Goal)


def test_every_dilemma_of_the_route_map_and_of_each_phase_is_there() -> None:
    found = SHIPPED.dilemmas
    assert found is not None
    assert {phase: len(found.of(phase)) for phase in Phase} == {Phase.BEFORE: 8, Phase.DURING: 10, Phase.AFTER: 4}
    assert dilemmas_named(ROOTS) <= {one.id for one in found.dilemmas}
    assert len(found.starters) == 4
    assert {one.id for one in found.limits} >= {"personen", "privacy", "vrijwillig", "geheim"}


@EVERY_METHOD
def test_every_step_can_be_led(method: Method) -> None:
    assert all(step.say and step.ask for step in method.steps)
    assert method.has_empty_chair
    assert method.credits


@EVERY_METHOD
def test_nobody_takes_our_words_for_another_body_s(method: Method) -> None:
    assert "CURA" not in method.title + method.tagline + method.summary
    assert all("van ons" in one.text or "regels" in one.text or "Dat " in one.text for one in method.credits)


def test_what_people_are_told_is_noted_is_what_the_method_asks_for() -> None:
    """Sides A and B are named only by the method that has them, the estimates only by the one that asks for two."""
    sides = {slug: any("A en B" in line for line in one.noted) for slug, one in SHIPPED.methods.items()}
    asked = {slug: Meaning.SIDE_A in _means(one) for slug, one in SHIPPED.methods.items()}
    assert sides == asked
    estimates = {slug for slug, one in SHIPPED.methods.items() if any("kans op schade" in line for line in one.noted)}
    assert estimates == {
        slug for slug, one in SHIPPED.methods.items() if {Meaning.RISK_TO_HIM, Meaning.RISK_TO_US} <= _means(one)
    }


@EVERY_METHOD
def test_every_method_asks_for_another_view_and_for_doubt_apart(method: Method) -> None:
    """Each with a way to say that there was none, and nothing asks for both in one text any more."""
    asked = {Meaning.DISSENTING_VIEW, Meaning.NO_DISSENTING_VIEW, Meaning.REMAINING_DOUBT, Meaning.NO_REMAINING_DOUBT}
    assert asked <= _means(method)
    assert Meaning.DISSENT not in _means(method)
    assert any("afwijkende standpunt" in line and "twijfel" in line for line in method.noted)


def _means(method: Method) -> set[Meaning | None]:
    return {field.means for step in method.steps for field in step.fields}


@EVERY_METHOD
def test_what_is_agreed_to_do_has_who_and_when(method: Method) -> None:
    """An action stands in one row with the function that does it and the day on which it is done."""
    actions = [(step, field) for step in method.steps for field in step.fields if field.means is Meaning.ACTION]
    assert actions
    for step, action in actions:
        beside = {field.means for field in step.fields if action.row and field.row == action.row}
        assert {Meaning.OWNER, Meaning.DUE} <= beside, action.id
