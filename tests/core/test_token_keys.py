"""Master keys in a token: a real SoftHSM2 seals and opens, its keys never come out, and it may be away for a while."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pkcs11
import pytest

from sleutelwerk.core.master_keys import Kind, MasterKey, MasterKeyError, Source, Version, master_key, version_of
from sleutelwerk.core.sealing import CannotOpenError, new_key

MODULE = next(
    (
        path
        for path in (
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
        )
        if Path(path).exists()
    ),
    "",
)
UTIL = shutil.which("softhsm2-util")
with_softhsm = pytest.mark.skipif(not MODULE or UTIL is None, reason="SoftHSM2 is not there: install softhsm2")
PIN = "1234-proef"
KEYS = [new_key() for _ in range(20)]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """Give a token of our own, in a folder that is thrown away."""
    assert UTIL is not None
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        made = [UTIL, "--init-token", "--free", "--label", "proef", "--so-pin", "so-proef", "--pin", PIN]
        subprocess.run(made, check=True, capture_output=True)
        yield Source(provider="pkcs11", module=MODULE, token="proef", pin=PIN)


@pytest.fixture
def master(source: Source, request: pytest.FixtureRequest, tmp_path: Path) -> MasterKey:
    """Give a master key of its own to each test."""
    name = request.node.name.removeprefix("test_").partition("[")[0]
    return master_key(name, tmp_path, source)


@with_softhsm
def test_generations_in_a_token(master: MasterKey) -> None:
    assert master.current() is None
    with pytest.raises(MasterKeyError, match="sleutelwerk keys rotate"):
        master.wrap(KEYS)
    assert master.renew() == Version(Kind.PKCS11, 1)
    first = master.wrap(KEYS)
    assert {len(one) for one in first} == {64}
    assert len(set(master.wrap(KEYS[:1] * 5))) == 5, "a nonce is never used twice"
    assert master.renew() == Version(Kind.PKCS11, 2)
    second = master.wrap(KEYS)
    assert version_of(second[0]) == Version(Kind.PKCS11, 2)
    assert master.unwrap([*second, *first]) == KEYS + KEYS
    assert [one.number for one in master.versions()] == [1, 2]
    assert "sleutelwerk-generations_in_a_token-2 op het token proef" in master.where(Version(Kind.PKCS11, 2))


@with_softhsm
def test_a_key_does_not_come_out(master: MasterKey, source: Source) -> None:
    master.renew()
    session = pkcs11.lib(MODULE).get_token(token_label="proef").open()
    (key,) = session.get_objects({pkcs11.Attribute.LABEL: "sleutelwerk-a_key_does_not_come_out-1"})
    assert key[pkcs11.Attribute.SENSITIVE]
    assert not key[pkcs11.Attribute.EXTRACTABLE]
    with pytest.raises(pkcs11.AttributeSensitive):
        key[pkcs11.Attribute.VALUE]
    session.close()


@with_softhsm
def test_damage_is_noticed_and_harms_nothing_else(master: MasterKey) -> None:
    master.renew()
    wrapped = master.wrap(KEYS)
    for at in (4, 20, 63):
        damaged = bytearray(wrapped[0])
        damaged[at] ^= 1
        with pytest.raises(CannotOpenError):
            master.unwrap([bytes(damaged)])
    with pytest.raises(CannotOpenError):
        master.unwrap([wrapped[0][:30]])
    assert master.unwrap(wrapped) == KEYS


@with_softhsm
def test_moved_to_another_name_it_does_not_open(master: MasterKey, source: Source, tmp_path: Path) -> None:
    other = master_key("other", tmp_path, source)
    master.renew()
    other.renew()
    with pytest.raises(CannotOpenError):
        other.unwrap(master.wrap(KEYS))


@with_softhsm
def test_a_generation_that_was_destroyed_opens_no_more(master: MasterKey) -> None:
    master.renew()
    wrapped = master.wrap(KEYS)
    session = pkcs11.lib(MODULE).get_token(token_label="proef").open(rw=True)
    (key,) = session.get_objects(
        {pkcs11.Attribute.LABEL: "sleutelwerk-a_generation_that_was_destroyed_opens_no_more-1"}
    )
    key.destroy()
    session.close()
    with pytest.raises(CannotOpenError):
        master.unwrap(wrapped)
    with pytest.raises(MasterKeyError, match="keys rotate"):
        master.wrap(KEYS)


@with_softhsm
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library's own destructor complains
def test_a_session_that_was_lost_is_opened_again(master: MasterKey) -> None:
    master.renew()
    wrapped = master.wrap(KEYS)
    token: Any = master._providers[Kind.PKCS11]
    token._session.close()
    assert master.unwrap(wrapped) == KEYS


@with_softhsm
def test_two_set_ups_of_one_token_in_one_program_share_its_sign_in(
    master: MasterKey, source: Source, tmp_path: Path
) -> None:
    master.renew()
    other = master_key(master.name, tmp_path, replace(source, mount="elsewhere"))
    assert other.unwrap(master.wrap(KEYS)) == KEYS


@with_softhsm
def test_threads_take_turns(master: MasterKey) -> None:
    master.renew()
    with ThreadPoolExecutor(8) as pool:
        wrapped = list(pool.map(master.wrap, [[key] for key in KEYS]))
        assert list(pool.map(master.unwrap, wrapped)) == [[key] for key in KEYS]


TRY = """
import sys
from pathlib import Path
from typing import Any
from sleutelwerk.core.master_keys import MasterKeyError, Source, master_key
module, token, pin = sys.argv[1:]
try:
    master_key("identities", Path("/nowhere"), Source(provider="pkcs11", module=module, token=token, pin=pin)).renew()
except MasterKeyError as problem:
    print(problem)
"""


@with_softhsm
@pytest.mark.parametrize(
    ("token", "pin", "said"),
    [("proef", "wrong-pin", "PinIncorrect"), ("ander", PIN, "NoSuchToken"), ("proef", PIN, "")],
)
def test_what_is_wrong_with_a_token_is_told_without_the_pin(source: Source, token: str, pin: str, said: str) -> None:
    """In a process of its own: a program signs in to a token once."""
    command = [sys.executable, "-c", TRY, MODULE, token, pin]
    told = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True).stdout
    assert said in told
    assert bool(told) is bool(said)
    assert pin not in told


TRY_TWICE = """
import sys
from pathlib import Path
from typing import Any
from sleutelwerk.core.master_keys import Kind, MasterKeyError, Source, master_key
module, token, pin = sys.argv[1:]
master = master_key("twice", Path("/nowhere"), Source(provider="pkcs11", module=module, token=token, pin="wrong-pin"))
for _ in range(2):
    try:
        print(master.current())
    except MasterKeyError as problem:
        print("PinIncorrect" in str(problem))
    master._providers[Kind.PKCS11]._pin = pin
"""


@with_softhsm
def test_a_wrong_pin_is_shown_to_the_token_once(source: Source) -> None:
    """A token locks itself after a few; even the right one is not tried any more before a new start."""
    command = [sys.executable, "-c", TRY_TWICE, MODULE, "proef", PIN]
    told = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["True", "True"]


@with_softhsm
def test_a_key_that_went_away_while_it_was_used_is_told(master: MasterKey) -> None:
    provider = master._providers[Kind.PKCS11]
    provider.make(master.name, 1)
    with pytest.raises(MasterKeyError, match="staat geen sleutel"):
        provider.wrap(master.name, 7, KEYS)
    provider.make(master.name, 1)
    assert provider.numbers(master.name) == [1], "what is there is not made again"


@with_softhsm
def test_a_library_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.so").write_text("no library")
    source = Source(provider="pkcs11", module=str(tmp_path / "none.so"), token="proef", pin=PIN)
    with pytest.raises(MasterKeyError, match="PKCS11_MODULE"):
        master_key("identities", tmp_path, source).current()


def test_without_the_extra_the_site_says_what_to_install(tmp_path: Path) -> None:
    """In a process in which the library cannot be found, as in an installation without the extra."""
    (tmp_path / "module.so").touch()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLEUTELWERK_", "DJANGO_"))
    } | {
        "SLEUTELWERK_DATA": str(tmp_path),
        "SLEUTELWERK_KEY_PROVIDER": "pkcs11",
        "SLEUTELWERK_PKCS11_MODULE": str(tmp_path / "module.so"),
        "SLEUTELWERK_PKCS11_TOKEN": "proef",
        "SLEUTELWERK_PKCS11_PIN": "geheim-nummer",
    }
    code = """
import importlib.util, sys
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "pkcs11" else real(name, *more)
sys.argv = ["sleutelwerk", "start"]
from sleutelwerk.cli import main
main()
"""
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert told.returncode == 2
    assert "SLEUTELWERK_PKCS11_MODULE vraagt een onderdeel dat ontbreekt: installeer sleutelwerk[pkcs11]" in told.stderr
    assert "geheim-nummer" not in told.stderr + told.stdout
    assert "Traceback" not in told.stderr
