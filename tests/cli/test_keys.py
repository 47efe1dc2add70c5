"""`sleutelwerk keys`: what it says, in real processes on a real installation, also with a token and other keepers."""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from tests.audit.installations import Installation, installation
from tests.core.test_token_keys import MODULE, PIN, UTIL, with_softhsm
from tests.vault.test_rotating import FILL, LOOK

pytestmark = pytest.mark.django_db
HERE = UUID(int=1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with three envelopes."""
    with installation(tmp_path_factory.mktemp("site") / "data") as made:
        made.run(FILL, HERE, 3)
        yield made


def under(site: Installation, **settings: str) -> Installation:
    """Give the same installation with more settings."""
    return replace(site, environment=site.environment | {f"SLEUTELWERK_{name}": v for name, v in settings.items()})


def test_status_and_rotation_say_how_things_stand(site: Installation) -> None:
    told = site.command("keys", "status")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[:4] == [
        "identities: file/0", "  file/0: 3 sleutels, in gebruik", "cases: nog geen hoofdsleutel",
        "deliberation: nog geen hoofdsleutel",
    ]  # fmt: skip
    told = site.command("keys", "rotate", "identities")
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[:3] == [
        "Er is een nieuwe generatie gemaakt.", "Onder de nieuwe hoofdsleutel gebracht: 3 sleutels.",
        "identities: file/1",
    ]  # fmt: skip
    told = site.command("keys", "rotate", "identities", "--json")
    said = json.loads(told.stdout)
    assert said == {
        "schema": "sleutelwerk/cli/keys-rotate/1", "exit_code": 0, "made": True, "moved": 3,
        "key": {
            "name": "identities", "current": "file/2", "damaged": 0,
            "generations": [
                {"id": "file/0", "there": True, "keys": 0}, {"id": "file/1", "there": True, "keys": 0},
                {"id": "file/2", "there": True, "keys": 3},
            ],
        },
    }  # fmt: skip
    assert site.run(LOOK, HERE).split() == ["3", "file/2=3"]


def test_an_unknown_name_is_refused(site: Installation) -> None:
    told = site.command("keys", "rotate", "huis")
    assert told.returncode == 2
    assert told.stderr.startswith("Fout: Deze hoofdsleutel is er niet. Kies uit: identities, cases, deliberation")


def test_a_lost_and_a_damaged_key_are_told(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as made:
        made.run(FILL, HERE, 2)
        key = tmp_path / "data" / "keys" / "identities.key"
        key.rename(key.with_suffix(".away"))
        told = made.command("keys", "status")
        assert told.returncode == 1
        assert "file/0: 2 sleutels. Deze hoofdsleutel ontbreekt: zet hem terug." in told.stdout
        said = json.loads(made.command("keys", "status", "--json").stdout)
        assert said["keys"][0]["generations"] == [{"id": "file/0", "there": False, "keys": 2}]
        key.with_suffix(".away").rename(key)
        made.run("connection.cursor().execute('UPDATE vault_envelopekey SET wrapped = %s', [b'x' * 44])", HERE)
        told = made.command("keys", "status")
        assert told.returncode == 1
        assert "Beschadigd: 2 sleutels." in told.stdout
        key.write_text("no key")
        told = made.command("keys", "rotate", "identities")
        assert told.returncode == 1, "a new generation is made; what is damaged stays so"
        key.unlink()
        (tmp_path / "data" / "keys" / "identities.1.key").write_text("no key")
        told = made.command("keys", "rotate", "deliberation")
        assert told.returncode == 0, told.stderr


def test_moving_to_keys_that_the_environment_hands_over(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as made:
        made.run(FILL, HERE, 3)
        secret = tmp_path / "secret"
        secret.write_text(f"identities.1={secrets.token_hex(32)}\n")
        moved = under(made, KEY_PROVIDER="environment", MASTER_KEYS_FILE=str(secret))
        assert moved.run(LOOK, HERE).split() == ["3", "file/0=3"]
        told = moved.command("keys", "rotate", "identities")
        assert told.returncode == 0, told.stderr
        assert moved.run(LOOK, HERE).split() == ["3", "environment/1=3"]
        told = moved.command("keys", "rotate", "identities")
        assert told.returncode == 2
        assert "identities.2=…" in told.stderr
        assert secret.read_text().strip()[-8:] not in told.stderr + told.stdout
        told = made.command("keys", "status")
        assert told.returncode == 1, "without the secret they are lost"


@with_softhsm
def test_moving_to_a_token_and_back(tmp_path: Path) -> None:
    assert UTIL is not None
    (tmp_path / "tokens").mkdir()
    conf = tmp_path / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    with installation(tmp_path / "data") as made:
        made.environment["SOFTHSM2_CONF"] = str(conf)
        subprocess.run(
            [UTIL, "--init-token", "--free", "--label", "kluis", "--so-pin", "so-proef", "--pin", PIN],
            check=True, capture_output=True, env=made.environment,
        )  # fmt: skip
        made.run(FILL, HERE, 3)
        token = {"PKCS11_MODULE": MODULE, "PKCS11_TOKEN": "kluis", "PKCS11_PIN": PIN}
        moved = under(made, KEY_PROVIDER="pkcs11", **token)
        told = moved.command("keys", "rotate", "identities")
        assert told.returncode == 0, told.stderr
        assert "pkcs11/1: 3 sleutels, in gebruik" in told.stdout
        (tmp_path / "data" / "keys" / "identities.key").unlink()
        assert moved.run(LOOK, HERE).split() == ["3", "pkcs11/1=3"]
        assert moved.command("keys", "rotate", "identities").returncode == 0
        assert moved.run(LOOK, HERE).split() == ["3", "pkcs11/2=3"]
        told = under(made, **token).command("keys", "rotate", "identities")
        assert told.returncode == 0, told.stderr
        assert made.run(LOOK, HERE).split() == ["3", "file/1=3"]
