"""Reasons that lie open are repeated where the group draws on them, and nothing that is hidden comes along."""

from __future__ import annotations

import pytest
from tests.deliberation.session.room import LONG, METHODS, a_room

from sleutelwerk.deliberation.engine.model import Meaning, Step
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.recall import recalled_in
from sleutelwerk.deliberation.engine.session.state import StepPhase
from sleutelwerk.deliberation.engine.session.views import Audience, outline


def step(name: str, method: str = "dilemmamethode") -> Step:
    """Give a step of a method that we ship."""
    return next(one for one in METHODS[method].steps if one.id == name)


@pytest.mark.parametrize(
    ("method", "name", "expected"),
    [
        ("dilemmamethode", "dialoog", {("afweging", "weging")}),
        ("dilemmamethode", "afspraken", {("afweging", "weging"), ("dialoog", "reden"), ("dialoog", "verschil")}),
        ("dilemmamethode", "afweging", set()),
        ("dilemmamethode", "evaluatie", set()),
        ("zeven-vragen", "conclusie", {("argumenten", "argument")}),
        ("terugblik", "onderzoek", {("eigen-versie", "zin")}),
    ],
)
def test_what_is_drawn_from_reasons_has_them_beside_it(method: str, name: str, expected: set[tuple[str, str]]) -> None:
    assert {(form.step, form.id) for form in recalled_in(METHODS[method], step(name, method))} == expected


@pytest.mark.parametrize("slug", sorted(METHODS))
def test_only_forms_of_earlier_steps_come_back(slug: str) -> None:
    method = METHODS[slug]
    ids = [one.id for one in method.steps]
    for one in method.steps:
        for form in recalled_in(method, one):
            assert ids.index(form.step) < ids.index(one.id)
            assert {field.means for field in form.fields} & {
                Meaning.BECAUSE, Meaning.SHARED_REASON, Meaning.DIFFERENCE,
            }  # fmt: skip


def test_only_the_desk_is_told_what_to_repeat() -> None:
    assert any(one["recalls"] for one in outline(LONG, desk=True)["steps"])
    assert not any("recalls" in one for one in outline(LONG, desk=False)["steps"])


def test_nothing_comes_back_that_was_not_laid_open() -> None:
    room = a_room()
    recalled = outline(room.method, desk=True)["steps"]
    named = next(one["recalls"] for one in recalled if one["id"] == "dialoog")
    assert named == [{"step": "afweging", "form": "weging"}]
    room.go_to("afweging", StepPhase.WRITING)
    name = room.write("p-1", room.form("afweging", "weging"))
    room.lead(Verb.GO, "dialoog")
    assert room.see(Audience.DESK)["steps"]["afweging"]["entries"] == []
    room.go_to("afweging", StepPhase.REVEALED)
    room.lead(Verb.GO, "dialoog")
    assert [one["id"] for one in room.see(Audience.DESK)["steps"]["afweging"]["entries"]] == [name]
