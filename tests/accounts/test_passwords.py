"""Weak and leaked passwords are refused, in plain Dutch, and nothing is sent anywhere to find out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.accounts.forms.passwords import BreachedPasswordValidator
from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.passwords import is_in_list
from sleutelwerk.config import settings as site_settings

PASSWORDS = st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=40)


def sha1(password: str) -> str:
    """Give the hash as such lists hold it."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def write_list(
    path: Path, passwords: list[str], *, ending: str = "\n", counts: bool = False, last: bool = True
) -> Path:
    """Write a list of leaked passwords, as it is published."""
    lines = [f"{sha1(one)}:{number * 977}" if counts else sha1(one) for number, one in enumerate(passwords)]
    text = ending.join(sorted(lines)) + (ending if last and lines else "")
    path.write_bytes(text.encode())
    return path


@settings(max_examples=300, deadline=None)
@given(
    leaked=PASSWORDS, others=PASSWORDS, ending=st.sampled_from(["\n", "\r\n"]), counts=st.booleans(), last=st.booleans()
)
def test_bisecting_finds_what_a_plain_search_finds(
    tmp_path_factory: pytest.TempPathFactory,
    leaked: list[str],
    others: list[str],
    ending: str,
    counts: bool,
    last: bool,
) -> None:
    path = write_list(tmp_path_factory.getbasetemp() / "leaked.txt", leaked, ending=ending, counts=counts, last=last)
    for password in {*leaked, *others}:
        assert is_in_list(password, path) is (password in leaked), password


def test_a_large_list_is_not_read_through(tmp_path: Path) -> None:
    many = [f"wachtwoord {number}" for number in range(20_000)]
    path = write_list(tmp_path / "leaked.txt", many, counts=True)
    assert all(is_in_list(password, path) for password in many[::97])
    assert not any(is_in_list(f"{password}!", path) for password in many[::97])


def test_an_empty_list_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert not is_in_list("een lange zin om in te loggen", tmp_path / "empty.txt")


def test_a_list_that_is_gone_stops_the_choosing_of_passwords(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        is_in_list("iets", tmp_path / "gone.txt")
    with pytest.raises(ImproperlyConfigured, match="SLEUTELWERK_BREACHED_PASSWORDS"):
        BreachedPasswordValidator(str(tmp_path / "gone.txt")).validate("een lange zin om in te loggen")


def test_a_leaked_password_is_refused_and_without_a_list_nothing_is(tmp_path: Path) -> None:
    leaked = "paraplu met negen kleuren"
    path = write_list(tmp_path / "leaked.txt", [leaked])
    with pytest.raises(ValidationError, match="uitgelekt"):
        BreachedPasswordValidator(str(path)).validate(leaked)
    BreachedPasswordValidator(str(path)).validate(f"{leaked} erbij")
    BreachedPasswordValidator().validate(leaked)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("elf tekens!", "te kort. Neem minstens 12 tekens"),
        ("noor.verzonnen@x", "lijkt te veel op uw naam of adres"),
        ("noor verzonnen", "lijkt te veel op uw naam of adres"),
        ("1qaz2wsx3edc", "gebruiken veel mensen"),
    ],
)
def test_a_weak_password_is_refused_in_dutch(password: str, says: str) -> None:
    account = User(name="Noor Verzonnen", email="noor.verzonnen@gemeente.example")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, account)
    assert says in " ".join(refused.value.messages)


def test_the_site_itself_hashes_at_full_strength() -> None:
    assert site_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert Argon2PasswordHasher.memory_cost >= 19_456, "the least that OWASP asks of Argon2id (2025), in KiB"
    assert Argon2PasswordHasher.time_cost >= 2


def test_a_sentence_is_a_good_password_and_is_kept_as_argon2() -> None:
    noor = User(name="Noor", email="noor@gemeente.example")
    validate_password("paraplu met negen kleuren", noor)
    noor.set_password("paraplu met negen kleuren")
    assert noor.password.startswith("argon2$argon2id$")
