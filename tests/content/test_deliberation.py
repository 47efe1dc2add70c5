"""The shipped methods and dilemmas: nothing to report, complete, and met by the route map."""

from __future__ import annotations

import pytest

from sleutelwerk.config.published import dilemmas_named
from sleutelwerk.deliberation.content import collection
from sleutelwerk.deliberation.engine.model import Goal, Method, Phase
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
