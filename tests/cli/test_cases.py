"""`sleutelwerk cases`: what it says of newer terms, in real processes on a real installation."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from tests.audit.installations import installation
from tests.cases.newer_terms import written

pytestmark = pytest.mark.django_db
FILL = """
from tests.cases.begun import begun
from tests.people import make_cast
begun(make_cast())
"""
EVENTS = """
from sleutelwerk.audit.models import Entry
print(Entry.objects.filter(kind="terms_read").count())
"""
PAYMENTS = "term: {{count: {0}, unit: years}}\n    longest: {{count: {0}, unit: years}}"
SHORTER = (PAYMENTS.format(7), PAYMENTS.format(5))
SMALL = "  Vergoedingen: binnen 14 dagen weg minder dan 5, eerder minder dan 5, later minder dan 5"
ASKED = ("cases", "retention-preview", "--organisation", "Gemeente Hier")


def test_it_tells_whether_newer_terms_wait_and_never_small_numbers(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as made:
        made.environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        migrated = made.command("manage", "migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        made.run(FILL, UUID(int=1))
        told = made.command("cases", "retention-preview")
        assert (told.returncode, told.stderr) == (0, "")
        assert "Gemeente Hier: versie 1 geldt." in told.stdout.splitlines()
        assert made.run(EVENTS, UUID(int=1)).strip() == "0"
        own = written(tmp_path / "own", SHORTER)
        newer = replace(made, environment=made.environment | {"SLEUTELWERK_CONTENT": str(own)})
        told = newer.command(*ASKED)
        assert told.returncode == 1, told.stderr
        assert "  Vergoedingen en kosten: 7 jaar -> 5 jaar" in told.stdout.splitlines()
        assert SMALL in told.stdout.splitlines()
        said = json.loads(newer.command(*ASKED, "--json").stdout)
        assert (said["schema"], said["exit_code"]) == ("sleutelwerk/cli/cases-retention-preview/1", 1)
        (one,) = said["organisations"]
        assert (one["holds"], one["newest"], one["waits"]) == (1, 2, True)
        assert one["touched"]["vergoedingen"] == {"soon": None, "sooner": None, "later": None}
        assert one["rules"] == [{"id": "vergoedingen", "before": "7 jaar", "after": "5 jaar"}]
        assert made.run(EVENTS, UUID(int=1)).strip() == "2"
        assert made.command("cases", "retention-preview", "--organisation", "Nergens").returncode == 2
