"""Master keys: each generation is read as long as it is there, the newest wraps, and nothing opens with another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.core.master_keys import FIRST, Kind, MasterKey, MasterKeyError, Source, Version, master_key, version_of
from sleutelwerk.core.master_keys.files import parse_keys
from sleutelwerk.core.sealing import CannotOpenError, new_key, wrap_key

KEYS = [new_key() for _ in range(5)]
#: The same in each process that collects the tests: they stand in names of tests.
ONE, TWO = (hashlib.sha256(text).hexdigest() for text in (b"one", b"two"))


@pytest.fixture(autouse=True)
def _forget_keys() -> Iterator[None]:
    """Read each file anew."""
    load_or_make_key.cache_clear()
    yield
    load_or_make_key.cache_clear()


@pytest.fixture
def in_files(tmp_path: Path) -> MasterKey:
    """Give a master key that lies in files."""
    return master_key("identities", tmp_path, Source())


def handed_over(keys: str, folder: Path) -> MasterKey:
    """Give a master key that comes in by the environment."""
    return master_key("identities", folder, Source(provider="environment", keys=keys))


def test_what_is_wrapped_opens_and_says_under_which_generation_it_lies(in_files: MasterKey, tmp_path: Path) -> None:
    assert in_files.current() is None
    wrapped = in_files.wrap(KEYS)
    assert in_files.unwrap(wrapped) == KEYS
    assert in_files.unwrap([]) == []
    assert {version_of(one) for one in wrapped} == {FIRST} == {in_files.current()}
    assert {len(one) for one in wrapped} == {44}
    assert [path.name for path in tmp_path.iterdir()] == ["identities.key"]
    assert all(key not in one for key, one in zip(KEYS, wrapped, strict=True))


def test_a_bare_key_from_before_still_opens(in_files: MasterKey, tmp_path: Path) -> None:
    bare = wrap_key(KEYS[0], load_or_make_key(tmp_path / "identities.key"))
    assert len(bare) == 40
    assert version_of(bare) == FIRST
    assert in_files.unwrap([bare]) == KEYS[:1]


def test_several_generations_are_read_at_once_and_the_newest_wraps(in_files: MasterKey) -> None:
    first = in_files.wrap(KEYS[:2])
    assert in_files.renew() == Version(Kind.FILE, 1) == in_files.current()
    second = in_files.wrap(KEYS[2:4])
    assert in_files.renew() == Version(Kind.FILE, 2)
    third = in_files.wrap(KEYS[4:])
    mixed = [first[0], third[0], second[0], first[1], second[1]]
    assert in_files.unwrap(mixed) == [KEYS[0], KEYS[4], KEYS[2], KEYS[1], KEYS[3]]
    assert [one.number for one in in_files.versions()] == [0, 1, 2]
    assert in_files.where(Version(Kind.FILE, 1)) == "het bestand identities.1.key in de map met sleutels"


def test_a_generation_that_another_process_made_is_used_at_once(in_files: MasterKey, tmp_path: Path) -> None:
    in_files.wrap(KEYS)
    MasterKey("identities", in_files._providers, Kind.FILE).renew()
    assert version_of(in_files.wrap(KEYS)[0]) == Version(Kind.FILE, 1)


def test_a_lost_generation_takes_its_own_keys_along_and_no_others(in_files: MasterKey, tmp_path: Path) -> None:
    first = in_files.wrap(KEYS)
    in_files.renew()
    second = in_files.wrap(KEYS)
    (tmp_path / "identities.key").unlink()
    load_or_make_key.cache_clear()
    with pytest.raises(CannotOpenError):
        in_files.unwrap(first)
    assert in_files.unwrap(second) == KEYS
    assert not (tmp_path / "identities.key").exists(), "no key is made to read with"


def test_a_master_key_of_another_name_opens_nothing(in_files: MasterKey, tmp_path: Path) -> None:
    other = master_key("cases", tmp_path, Source())
    other.wrap(KEYS)
    with pytest.raises(CannotOpenError):
        other.unwrap(in_files.wrap(KEYS))


@given(st.binary(max_size=60).filter(lambda one: len(one) != 40 and (not one or one[0] not in set(Kind))))
def test_what_names_no_generation_does_not_open(wrapped: bytes) -> None:
    with pytest.raises(CannotOpenError):
        version_of(wrapped)


@given(st.integers(0, 43), st.integers(1, 255))
def test_one_changed_bit_is_noticed(at: int, change: int) -> None:
    master = handed_over(f"identities.1={ONE}", Path("/nowhere"))
    damaged = bytearray(master.wrap(KEYS[:1])[0])
    damaged[at] ^= change
    with pytest.raises((CannotOpenError, MasterKeyError)):
        master.unwrap([bytes(damaged)])


def test_a_damaged_file_is_named_and_left_alone(in_files: MasterKey, tmp_path: Path) -> None:
    (tmp_path / "identities.key").write_text("no key")
    with pytest.raises(MasterKeyError, match=r"identities\.key bevat geen sleutel.*back-up"):
        in_files.wrap(KEYS)
    assert (tmp_path / "identities.key").read_text() == "no key"


def test_a_folder_that_does_not_open_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MasterKeyError, match="map met sleutels"):
        master_key("identities", tmp_path / "file", Source()).current()
    with pytest.raises(MasterKeyError, match=r"identities\.key"):
        master_key("identities", tmp_path / "file" / "x", Source()).wrap(KEYS)


def test_keys_of_the_environment_come_in_generations(tmp_path: Path) -> None:
    before = handed_over(f"identities.1={ONE}", tmp_path)
    first = before.wrap(KEYS)
    after = handed_over(f"identities.1={ONE},\n identities.2={TWO} cases.9={ONE}", tmp_path)
    assert after.current() == Version(Kind.ENVIRONMENT, 2)
    assert after.unwrap([*first, *after.wrap(KEYS)]) == KEYS + KEYS
    with pytest.raises(CannotOpenError):
        handed_over(f"identities.2={TWO}", tmp_path).unwrap(first)
    with pytest.raises(MasterKeyError, match=r"identities\.3=.*openssl rand -hex 32"):
        after.renew()
    assert after.where(Version(Kind.ENVIRONMENT, 2)) == "identities.2 in SLEUTELWERK_MASTER_KEYS"
    assert list(tmp_path.iterdir()) == [], "nothing of them is on disk"


def test_moving_to_another_keeper_reads_what_the_old_one_wrapped(in_files: MasterKey, tmp_path: Path) -> None:
    first = in_files.wrap(KEYS)
    moved = handed_over(f"identities.1={ONE}", tmp_path)
    assert moved.unwrap(first) == KEYS
    second = moved.wrap(KEYS)
    assert [str(one) for one in moved.versions()] == ["file/0", "environment/1"]
    with pytest.raises(MasterKeyError, match=r"environment/1.*niet ingesteld"):
        in_files.unwrap(second)
    assert in_files.where(Version(Kind.ENVIRONMENT, 1)) == "environment/1 (niet ingesteld)"


def test_elsewhere_than_in_files_the_first_key_is_made_by_somebody(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyError, match="sleutelwerk keys rotate identities"):
        handed_over(f"cases.1={ONE}", tmp_path).wrap(KEYS)


@pytest.mark.parametrize(
    "text",
    ["identities=" + ONE, "identities.0=" + ONE, "identities.1=" + ONE[:-1], "identities.1=" + "ab" * 32, "x",
     f"identities.1={ONE} identities.1={TWO}", "Identities.1=" + ONE, "identities.1=" + ONE + "00"],
)  # fmt: skip
def test_a_weak_or_malformed_key_is_refused_without_repeating_it(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"entry|twice") as refused:
        parse_keys(text)
    assert ONE[:8] not in str(refused.value)
    assert [name for name, _ in Source(provider="environment", keys=text).problems()] == ["MASTER_KEYS"]


def test_nothing_is_no_key() -> None:
    assert parse_keys(" \n ") == {}


def test_a_source_never_shows_its_secrets() -> None:
    source = Source(keys=f"identities.1={ONE}", pin="geheime-pin", secret="s.geheim")
    assert not any(part in repr(source) for part in (ONE, "geheim"))


@pytest.mark.parametrize(
    ("source", "named"),
    [
        (Source(), []),
        (Source(provider="kluis"), ["KEY_PROVIDER"]),
        (Source(provider="environment"), ["MASTER_KEYS"]),
        (Source(provider="pkcs11"), ["PKCS11_MODULE"]),
        (Source(module="/no/such.so"), ["PKCS11_MODULE", "PKCS11_TOKEN", "PKCS11_PIN"]),
        (Source(provider="vault-transit"), ["VAULT_URL"]),
        (Source(address="http://kluis.example", secret="s"), ["VAULT_URL"]),
        (Source(address="https://kluis.example"), ["VAULT_TOKEN"]),
        (Source(provider="vault-transit", address="http://127.0.0.1:8200", secret="s"), []),
    ],
)  # fmt: skip
def test_settings_that_do_not_fit_are_named(source: Source, named: list[str]) -> None:
    assert [name for name, _ in source.problems()] == named
