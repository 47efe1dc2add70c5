"""All journeys walk when all tests run, on SQLite or on PostgreSQL as one list says, and the long ones begin first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.long_first import LONG, dealt
from tests.journeys.on_postgresql import ON_POSTGRESQL


def journeys(repository: Path) -> set[str]:
    """Give the files that hold journeys."""
    return {path.name for path in (repository / "tests" / "journeys").glob("test_*.py")}


def misnamed(names: frozenset[str], found: set[str]) -> set[str]:
    """Give what is on the list and is no journey: it would walk nowhere and nobody would miss it."""
    return set(names) - found


def test_every_journey_on_the_list_is_there(repository: Path) -> None:
    assert misnamed(ON_POSTGRESQL | LONG, journeys(repository)) == set()


def test_either_database_gets_journeys(repository: Path) -> None:
    assert journeys(repository) & ON_POSTGRESQL
    assert journeys(repository) - ON_POSTGRESQL


def test_a_name_of_nothing_is_caught(repository: Path) -> None:
    assert misnamed(frozenset({"test_moved_away.py"}), journeys(repository)) == {"test_moved_away.py"}


def test_the_parts_of_a_run_leave_no_journey_out(repository: Path) -> None:
    said = (repository / "run").read_text("utf-8")
    parts = ('here="journey and not on_postgresql"', 'run_part "$here" tests/journeys', 'run_part "not journey"',
             "there=on_postgresql", '-m "$2" tests/journeys', '"$(workers)" "$there"')  # fmt: skip
    for part in parts:
        assert part in said


@dataclass(frozen=True)
class Walked:
    """A journey, as far as dealing looks at it."""

    path: Path
    number: int


@pytest.mark.parametrize("hands", [1, 2, 3, 8])
def test_journeys_are_dealt_whole_and_each_hand_begins_with_a_long_one(hands: int) -> None:
    files = ["test_short_a.py", "test_beraad.py", *(f"test_short_{n}.py" for n in range(20)), "test_sso.py"]
    files += ["test_cases.py", "test_short_z.py", "test_nine_stages.py"]
    given: list[Any] = [Walked(Path(name), number) for name in files for number in range(3)]
    order = dealt(given, hands)
    assert sorted(map(hash, order)) == sorted(map(hash, given))
    for name in ("test_beraad.py", "test_sso.py", "test_cases.py", "test_nine_stages.py"):
        places = [place for place, one in enumerate(order) if one.path.name == name]
        assert places[-1] - places[0] == 2, "those of a file stay together"
    begins = [len(given) * hand // hands for hand in range(min(hands, 4))]
    assert {order[place].path.name in LONG for place in begins} == {True}
