"""The settings as a whole: production refuses what is weak, naming all of it; locally everything works without any."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = """
import json, sleutelwerk.config.settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=str))
"""
GOOD = {
    "PRODUCTION": "ja",
    "HOSTS": "sleutelwerk.gemeente.example",
    "SECRET_KEY": "".join(chr(33 + n % 90) for n in range(60)),
    "ORGANISATION": "Gemeente Voorbeeld",
    "CONTACT_EMAIL": "adviseur@gemeente.example",
    "SECURITY_CONTACT": "mailto:veilig@gemeente.example",
}


def load(folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLEUTELWERK_", "COV_"))}
    environment |= {"SLEUTELWERK_DATA": str(folder)} | {
        f"SLEUTELWERK_{name}": value for name, value in variables.items()
    }
    return subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=False)


def test_everything_works_locally_without_a_setting(tmp_path: Path) -> None:
    settings = json.loads(load(tmp_path, {}).stdout)
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert len(settings["SECRET_KEY"]) >= 50


def test_the_key_in_the_data_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(GOOD["SECRET_KEY"], encoding="ascii")
    assert json.loads(load(tmp_path, {}).stdout)["SECRET_KEY"] == GOOD["SECRET_KEY"]


def test_production_starts_with_all_that_it_asks(tmp_path: Path) -> None:
    settings = json.loads(load(tmp_path, GOOD).stdout)
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0


def test_production_names_everything_that_misses(tmp_path: Path) -> None:
    told = load(tmp_path, {"PRODUCTION": "ja"}).stderr
    for name in GOOD:
        assert (f"SLEUTELWERK_{name}" in told) is (name != "PRODUCTION")


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "short"), ("SECRET_KEY", "a" * 80), ("HOSTS", "*"), ("HOSTS", ".gemeente.example"),
     ("DATABASE_URL", "mysql://host/name"), ("THREADS", "0"), ("OLD_SECRET_KEYS", "abc"),
     ("QUICK_EXIT_URL", "javascript:alert(1)"), ("SMTP_URL", "http://mail.example"),
     ("BREACHED_PASSWORDS", "/no/such/list.txt"), ("SESSION_IDLE_MINUTES", "0"), ("SESSION_HOURS", "no")],
)  # fmt: skip
def test_production_refuses_a_weak_value_without_repeating_it(tmp_path: Path, name: str, value: str) -> None:
    loaded = load(tmp_path, GOOD | {name: value})
    assert loaded.returncode != 0
    assert f"SLEUTELWERK_{name}" in loaded.stderr.splitlines()[-1]
    assert "mysql://host" not in loaded.stderr.splitlines()[-1]


def test_production_names_what_misses_and_what_is_weak_at_once_and_again(tmp_path: Path) -> None:
    """Who starts it twice without mending anything reads the same list twice; a half start leaves no key behind."""
    weak = {
        "HOSTS": "*", "SECRET_KEY": "short", "DATABASE_URL": "mysql://user:hush@host/name", "THREADS": "0",
        "SMTP_URL": "http://mail.example", "SESSION_IDLE_MINUTES": "0", "SESSION_HOURS": "no",
        "QUICK_EXIT_URL": "javascript:alert(1)", "BREACHED_PASSWORDS": "/no/such/list.txt", "OLD_SECRET_KEYS": "abc",
    }  # fmt: skip
    missing = {"ORGANISATION", "CONTACT_EMAIL", "SECURITY_CONTACT"}
    before = sorted(tmp_path.rglob("*"))
    told = []
    for _ in range(2):
        loaded = load(tmp_path, {"PRODUCTION": "ja", **weak})
        assert loaded.returncode != 0
        told.append(loaded.stderr[loaded.stderr.rindex("De instellingen zijn niet in orde:") :])
    assert told[0] == told[1]
    named = set(re.findall(r"SLEUTELWERK_([A-Z_]+)", told[0]))
    assert weak.keys() | missing <= named
    assert not [value for value in weak.values() if len(value) > 3 and value in told[0]]
    assert "hush" not in told[0]
    assert sorted(tmp_path.rglob("*")) == before


def test_postgresql_comes_with_a_pool(tmp_path: Path) -> None:
    settings = json.loads(load(tmp_path, {"DATABASE_URL": "postgresql://u:p@host/name"}).stdout)
    assert settings["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] > 1
    assert settings["DATABASES"]["default"]["OPTIONS"]["prepare_threshold"] == 5


def test_behind_a_pooler_no_plan_is_kept(tmp_path: Path) -> None:
    given = {"DATABASE_URL": "postgresql://u:p@host/name", "DATABASE_POOLER": "ja"}
    assert json.loads(load(tmp_path, given).stdout)["DATABASES"]["default"]["OPTIONS"]["prepare_threshold"] is None
