"""The commands as an operator gives them, on a real installation."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.audit.installations import Installation, installation

from sleutelwerk.audit.engine.chain import SITE_CHAIN

pytestmark = pytest.mark.django_db

OLD = """
with transaction.atomic():
    record(chain=chain, kind=TRAIL_EXPORTED, actor=None, now=datetime(2010, 1, 1, tzinfo=UTC))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation in which each test has a chain of its own."""
    with installation(tmp_path_factory.mktemp("site") / "data") as made:
        yield made


def test_an_operator_signs_purges_and_verifies(site: Installation) -> None:
    chain = uuid.uuid4()
    site.command("audit", "sign")  # what the other tests wrote before this one
    site.run(OLD + "write()", chain)
    assert site.command("audit", "sign").stdout == "1 logboek ondertekend.\n"
    assert json.loads(site.command("audit", "sign", "--json").stdout)["signed"] == 0

    dry = site.command("audit", "purge", "--dry-run", "--organisation", chain)
    assert dry.stdout.startswith(f"organisatie {chain}: 1 regel zou leeg worden\n")
    done = json.loads(site.command("audit", "purge", "--json").stdout)
    assert {"chain": str(chain), "purged": 1, "by_kind": {"trail_exported": 1}, "statement": 3} in done["chains"]

    verified = site.command("audit", "verify", "--organisation", chain)
    assert verified.returncode == 0, verified.stderr
    assert "in orde" in verified.stdout
    assert "3 regels nagerekend, waarvan 1 leeggemaakt" in verified.stdout
    assert "De staart na het laatste zegel (regel 2) is niet door een handtekening gedekt: 1 regel." in verified.stdout

    rotated = json.loads(site.command("audit", "rotate-key", "--json").stdout)
    assert len(rotated["key_id"]) == 16
    everything = json.loads(site.command("audit", "verify", "--processes", "2", "--json").stdout)
    found = {one["chain"]: one for one in everything["chains"]}
    assert {str(chain), str(SITE_CHAIN)} <= set(found)
    assert found[str(chain)] | {"hash": ""} == {
        "chain": str(chain),
        "ok": True,
        "number": 4,
        "hash": "",
        "purged": 1,
        "sealed": 4,
        "uncovered": 0,
        "problem": None,
    }


def test_an_export_is_private_complete_and_not_overwritten(site: Installation, tmp_path: Path) -> None:
    chain = uuid.uuid4()
    site.run("write()", chain)
    file = tmp_path / "uit" / "export.zip"
    file.parent.mkdir()
    exported = site.command("audit", "export", "--organisation", chain, "-o", file)
    assert exported.returncode == 0, exported.stderr
    assert "2 regels" in exported.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["export.zip"]
    again = site.command("audit", "export", "--organisation", chain, "-o", file)
    assert (again.returncode, "is er al" in again.stderr) == (2, True)
    forced = json.loads(
        site.command("audit", "export", "--organisation", chain, "-o", file, "--force", "--json").stdout
    )
    assert (forced["chain"], forced["number"]) == (str(chain), 3)
    checked = site.command("audit", "verify", file)
    assert checked.returncode == 0, checked.stderr
    assert "Vingerafdruk van de sleutel: " in checked.stdout


def test_what_cannot_be_read_ends_with_2_and_in_words(site: Installation, tmp_path: Path) -> None:
    for arguments, words in (
        (["verify", tmp_path / "nowhere.zip"], "niet te lezen"),
        (["verify", "--organisation", uuid.uuid4()], "Er is geen logboek van organisatie"),
        (["verify", tmp_path / "x.zip", "--organisation", uuid.uuid4()], "Kies: een uitgevoerd logboek"),
        (["export", "-o", tmp_path / "nowhere" / "x.zip"], "is niet te schrijven"),
    ):
        said = site.command("audit", *arguments)
        assert said.returncode == 2, said
        assert words in said.stderr
        assert "Traceback" not in said.stderr


def test_an_empty_database_and_lost_keys_are_said_in_words(site: Installation, tmp_path: Path) -> None:
    site.run("write()", uuid.uuid4())
    site.command("audit", "sign")
    elsewhere = Installation(site.environment | {"SLEUTELWERK_KEYS": str(tmp_path / "other")})
    said = elsewhere.command("audit", "export", "-o", tmp_path / "x.zip")
    assert (said.returncode, "back-up" in said.stderr) == (2, True)
    assert not (tmp_path / "x.zip").exists()
    bare = {name: value for name, value in site.environment.items() if name != "SLEUTELWERK_DATABASE_URL"}
    (tmp_path / "bare").mkdir()
    empty = Installation(bare | {"SLEUTELWERK_DATA": str(tmp_path / "bare")}).command("audit", "verify")
    assert empty.returncode == 2
    assert "Het logboek in de database is niet te lezen" in empty.stderr


def test_an_export_is_verified_without_django(site: Installation, tmp_path: Path) -> None:
    site.run("write()", SITE_CHAIN)
    file = tmp_path / "export.zip"
    assert site.command("audit", "export", "-o", file).returncode == 0
    code = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "sqlite3", "psycopg"}:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocker())
from sleutelwerk.cli import main
main(sys.argv[1:])
"""
    command = [sys.executable, "-c", code, "audit", "verify", "--json", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["schema"], data["problem"]) == ("sleutelwerk/cli/audit-verify-export/1", None)


def test_tampering_ends_with_1_and_says_where(site: Installation) -> None:
    chain = uuid.uuid4()
    site.run(
        """
for _ in range(5): write()
from importlib import import_module
guards = import_module("sleutelwerk.audit.migrations.0002_guards")
guards.lower_guards(connection)
from sleutelwerk.audit.models import Entry
Entry.objects.filter(chain=chain, number=3).update(body='{"kind":"x"}')
guards.raise_guards(connection)
""",
        chain,
    )
    said = site.command("audit", "verify", "--organisation", chain)
    assert said.returncode == 1
    assert "niet in orde. Regel 3 is veranderd" in said.stdout
    data = json.loads(site.command("audit", "verify", "--organisation", chain, "--json").stdout)
    assert data["exit_code"] == 1
    assert data["chains"][0]["problem"]["number"] == 3
