"""The way back: an operator who undoes the migrations is left with no trigger, function or table of the trail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.audit.installations import Installation, installation

pytestmark = pytest.mark.django_db

LEFT = """
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'audit%'")
    else:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'audit%' UNION SELECT proname FROM pg_proc "
                       "WHERE proname LIKE 'audit%'")
    print(sorted(name for (name,) in cursor.fetchall()))
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    """An installation of this test's own."""
    with installation(tmp_path / "data") as made:
        yield made


def test_migrations_go_back_and_forth(site: Installation) -> None:
    chain = "00000000-0000-4000-8000-000000000001"
    back = site.command("manage", "migrate", "audit", "zero", "--verbosity", "0")
    assert back.returncode == 0, back.stderr
    assert site.run(LEFT, chain) == "[]\n"
    forth = site.command("manage", "migrate", "audit", "--verbosity", "0")
    assert forth.returncode == 0, forth.stderr
    assert site.run("print(write())", chain) == "1\n"
