"""Places in what a facilitator says: known to the desk, a gap on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.engine.places import GAPS, unknown_places, with_gaps
from sleutelwerk.deliberation.engine.session.views import outline


def test_a_gap_on_paper_is_no_fourth_dot() -> None:
    line = "Dit is om te {doel}. Het besluit neemt: {besluit}. Kant A is: {kant-a}. Herkent u die?"
    on_paper = "Dit is om te … (leren, adviseren of beslissen). Het besluit neemt: … Kant A is: … Herkent u die?"
    assert with_gaps(line) == on_paper
    assert unknown_places("{doel} en {wie}") == ("wie",)


def test_the_desk_gets_the_places_and_paper_the_gaps() -> None:
    method = current().methods["dilemmamethode"]
    said = [line for step in outline(method, desk=True)["steps"] for line in step["say"]]
    on_paper = [line for step in method.steps for line in step.say]
    assert all(any(f"{{{name}}}" in line for line in said) for name in GAPS)
    assert [with_gaps(line) for line in said] == on_paper
    assert not any("{" in line for line in on_paper)


@pytest.mark.parametrize("name", sorted(GAPS))
def test_the_desk_knows_each_place(repository: Path, name: str) -> None:
    script = repository / "src/sleutelwerk/deliberation/static/deliberation/desk.js"
    known = script.read_text().partition("const KNOWN = {")[2].partition("};")[0]
    assert f"{name}: (" in known.replace('"', "")
