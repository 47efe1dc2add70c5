"""The line of nine stages: what lies behind, where one is and what comes."""

from __future__ import annotations

import pytest

from sleutelwerk.cases.models import Case
from sleutelwerk.cases.queries.cases import STAGES
from sleutelwerk.cases.rules.stages import Stage, Standing, line_of


@pytest.mark.parametrize("stage", Stage)
def test_a_case_stands_at_one_stage_with_all_before_it_done(stage: Stage) -> None:
    line = line_of(stage)
    assert [station.stage for station in line] == list(Stage)
    here = list(Stage).index(stage)
    expected = [Standing.DONE] * here + [Standing.NOW] + [Standing.LATER] * (len(line) - here - 1)
    assert [station.standing for station in line] == expected


def test_rows_screens_and_rules_know_the_same_stages() -> None:
    assert list(Case.Stage.values) == [stage.value for stage in Stage]
    assert list(STAGES) == list(Stage)
