"""What every test may ask for, and the rule that a part of the tests never stays away silently."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zlib import crc32

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from tests.journeys.long_first import dealt
from tests.journeys.on_postgresql import ON_POSTGRESQL
from tests.own_database import own_database
from tests.own_transaction import requests_begin_outside_of_any
from tests.quick_start import list_static_files_once, migrated_beforehand
from tests.read_content import keep_from, lend_to

# How long an example takes says more about who else uses the machine than about the code: no test is a timed one.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

JOURNEYS = "tests/journeys/"
#: Of a great many cases that touch the database one in so many is tried on PostgreSQL as well.
ONE_IN = 8
_skipped_journeys: list[str] = []


@pytest.fixture
def repository() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server, started as an operator starts it, with a new data folder."""
    folder = tmp_path_factory.mktemp("data")
    lend_to(folder)
    command = [sys.executable, "-m", "sleutelwerk", "start", "--port", "0", "--data", str(folder)]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLEUTELWERK_", "DJANGO_"))
    }
    with (
        own_database(folder) as own,
        subprocess.Popen(command, env=environment | own, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://localhost:\d+", line)
        assert found, f"the server said: {line!r}"
        yield found[0]
        server.terminate()
    keep_from(folder)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Copy a migrated database instead of migrating one for each process; named by pytest-django."""
    with migrated_beforehand():
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_listed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        list_static_files_once(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def _flush_passes() -> Iterator[None]:
    """Let Django empty the tables after a test with real transactions; the guards of the audit trail would refuse."""
    from tests.audit.guards import let_the_flush_pass  # noqa: PLC0415 - needs Django's settings

    with pytest.MonkeyPatch.context() as patch:
        let_the_flush_pass(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def _requests_begin_their_own_transactions() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, requests_begin_outside_of_any(patch):
        yield


@pytest.fixture
def on_disk(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Move the tests' SQLite out of memory, where threads would not wait for one another as on a real site."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with closing(sqlite3.connect(tmp_path / "real.sqlite3")) as real:
        in_memory.backup(real)
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "real.sqlite3")
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = in_memory, name


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark journeys; on PostgreSQL keep them and what touches the database, and few of many cases of the same."""
    for item in items:
        if JOURNEYS in item.nodeid:
            item.add_marker(pytest.mark.journey)
            if item.path.name in ON_POSTGRESQL:
                item.add_marker(pytest.mark.on_postgresql)
    if os.environ.get("TEST_ON") == "postgresql":
        kept = [belongs_on_postgresql(item) for item in items]
        config.hook.pytest_deselected(items=[item for item, keep in zip(items, kept, strict=True) if not keep])
        items[:] = [item for item, keep in zip(items, kept, strict=True) if keep]
    yield  # what was not asked for goes
    if items and all(item.get_closest_marker("journey") for item in items):
        # only those: what shares a database in memory keeps the order in which pytest-django put it
        items[:] = dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def belongs_on_postgresql(item: pytest.Item) -> bool:
    """Tell whether a test can go another way on PostgreSQL: a journey, or one of what touches the database."""
    if item.get_closest_marker("journey"):
        return True
    if not touches_database(item) or item.get_closest_marker("own_sqlite"):
        return False
    return bool(os.environ.get("TEST_ALL")) or not item.get_closest_marker("exhaustive") or in_the_share(item.nodeid)


def in_the_share(name: str) -> bool:
    """Tell whether one of a great many cases is tried on PostgreSQL too: always the same ones, spread over all."""
    return "[" not in name or crc32(name.encode()) % ONE_IN == 0


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test asked pytest-django for the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember journeys that stayed away."""
    if report.skipped and JOURNEYS in report.nodeid:
        _skipped_journeys.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a journey that stays away is a failure."""
    if _skipped_journeys and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that journeys stayed away."""
    if _skipped_journeys:
        terminalreporter.section("BROWSER JOURNEYS SKIPPED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(_skipped_journeys)} journeys did not run: Chromium is missing.", red=True)
        terminalreporter.line("Install it and try again: sudo apt install chromium", red=True)
