"""All journeys walk when all tests run: on SQLite or on PostgreSQL, as one list says."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.on_postgresql import ON_POSTGRESQL


def journeys(repository: Path) -> set[str]:
    """Give the files that hold journeys."""
    return {path.name for path in (repository / "tests" / "journeys").glob("test_*.py")}


def misnamed(names: frozenset[str], found: set[str]) -> set[str]:
    """Give what is on the list and is no journey: it would walk nowhere and nobody would miss it."""
    return set(names) - found


def test_every_journey_on_the_list_is_there(repository: Path) -> None:
    assert misnamed(ON_POSTGRESQL, journeys(repository)) == set()


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
