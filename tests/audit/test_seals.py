"""Signed heads: only what grew is signed, keys change without a gap in trust, and no key is made in silence."""

from __future__ import annotations

import stat
import uuid
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from pytest_django import Settings
from tests.audit.trails import NOW, write

from sleutelwerk.audit import tasks
from sleutelwerk.audit.actions import rotate_key, sign_heads
from sleutelwerk.audit.engine import keys
from sleutelwerk.audit.engine.chain import SITE_CHAIN
from sleutelwerk.audit.engine.keys import UnusableKeys
from sleutelwerk.audit.engine.seals import Head, is_signed, read_head
from sleutelwerk.audit.models import Entry, Seal, SigningKey
from sleutelwerk.audit.queries import grown_chains, pseudonym, verify_chain
from sleutelwerk.audit.queries.chains import hash_at, trusted_keys


def test_what_is_signed_is_five_readable_lines() -> None:
    head = Head(SITE_CHAIN, 7, bytes(32), "2026-11-27T10:00:00.000Z")
    assert head.text().decode().splitlines() == [
        "sleutelwerk-audit-head/1",
        f"chain {SITE_CHAIN}",
        "number 7",
        f"hash {'0' * 64}",
        "time 2026-11-27T10:00:00.000Z",
    ]
    assert read_head(head.text()) == head
    for text in (b"", head.text()[:-1], head.text() + b"x", b"\xff"):
        with pytest.raises(ValueError, match="five lines"):
            read_head(text)


def test_a_signature_belongs_to_one_text_and_one_key(tmp_path: Path) -> None:
    signer, other = keys.signer(tmp_path / "one"), keys.signer(tmp_path / "other")
    signature = signer.sign(b"text")
    assert is_signed(signer.public_pem, b"text", signature)
    assert not is_signed(signer.public_pem, b"test", signature)
    assert not is_signed(other.public_pem, b"text", signature)
    assert not is_signed("no key", b"text", signature)
    elliptic = generate_private_key(SECP256R1()).public_key()
    pem = elliptic.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert not is_signed(pem, b"text", signature)


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert keys.signer(folder).key_id == keys.signer(folder).key_id
    keys.pseudonym_key(folder)
    keys.keep_public(folder, keys.signer(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"x", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / keys.SIGNING_KEY).write_bytes(content)
    (tmp_path / keys.PSEUDONYM_KEY).write_bytes(content)
    with pytest.raises(UnusableKeys, match="back-up"):
        keys.signer(tmp_path)
    with pytest.raises(UnusableKeys, match="back-up"):
        keys.pseudonym_key(tmp_path)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    private = generate_private_key(SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / keys.SIGNING_KEY).write_bytes(pem)
    with pytest.raises(UnusableKeys, match="geen Ed25519-sleutel"):
        keys.signer(tmp_path)


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for make in (keys.signer, keys.pseudonym_key):
        with pytest.raises(UnusableKeys, match="niet te lezen of te maken"):
            make(tmp_path / "file" / "keys")
    with pytest.raises(UnusableKeys, match="niet in gebruik"):
        keys.promote(tmp_path)
    assert keys.next_signer(tmp_path) is None


@pytest.mark.django_db
def test_a_pseudonym_does_not_change_with_the_secret_key(settings: Settings) -> None:
    before = pseudonym("case", 1)
    settings.SECRET_KEY = "z" * 60
    assert pseudonym("case", 1) == before


@pytest.mark.django_db
def test_only_what_grew_is_signed(chain: uuid.UUID) -> None:
    other = uuid.uuid4()
    write(chain)
    write(other)
    assert set(grown_chains()) >= {chain, other}
    sign_heads(now=NOW)
    assert grown_chains() == []
    entries, seals = Entry.objects.count(), Seal.objects.count()
    assert sign_heads(now=NOW) == 0
    assert (Entry.objects.count(), Seal.objects.count()) == (entries, seals), "an hour without news adds nothing"
    write(chain)
    assert sign_heads(now=NOW) == 1
    assert list(Seal.objects.filter(chain=chain).order_by("number").values_list("number", flat=True)) == [1, 2]
    for one in (chain, other, SITE_CHAIN):
        report = verify_chain(one)
        assert (report.ok, report.uncovered) == (True, 0)


@pytest.mark.django_db
def test_the_task_signs(chain: uuid.UUID) -> None:
    write(chain)
    tasks.seal(NOW)
    seal = Seal.objects.get(chain=chain)
    assert bytes(seal.hash) == hash_at(chain, 1)
    assert str(seal) == f"{chain} 1"
    assert str(SigningKey.objects.get()) == seal.key_id


@pytest.mark.django_db
def test_a_new_key_is_vouched_for_by_the_old_one(chain: uuid.UUID, keys_folder: Path) -> None:
    write(chain)
    sign_heads(now=NOW)
    old = keys.signer(keys_folder)
    write(chain)
    new_id = rotate_key(actor=None, now=NOW)
    seal = Seal.objects.filter(chain=SITE_CHAIN).order_by("-number")[0]
    told = Entry.objects.get(chain=SITE_CHAIN, number=seal.number)
    waiting = keys.next_signer(keys_folder)
    assert waiting is not None
    assert seal.key_id == old.key_id
    assert told.kind == "key_rotated"
    assert waiting.fingerprint in told.body
    assert Seal.objects.filter(chain=chain, number=2, key_id=old.key_id).exists(), "the old key signed the last entry"
    write(chain)
    sign_heads(now=NOW)
    assert keys.signer(keys_folder).key_id == new_id, "the file was put in place before it was used"
    assert keys.next_signer(keys_folder) is None
    assert Seal.objects.get(chain=chain, number=3).key_id == new_id
    assert verify_chain(chain).ok
    assert verify_chain(SITE_CHAIN).ok
    assert set(trusted_keys()) == {old.key_id, new_id}


@pytest.mark.django_db(transaction=True)
def test_the_old_private_key_is_gone_after_rotating(chain: uuid.UUID, keys_folder: Path) -> None:
    write(chain)
    sign_heads(now=NOW)
    new_id = rotate_key(actor=None, now=NOW)
    assert keys.signer(keys_folder).key_id == new_id
    assert sorted(file.name for file in keys_folder.iterdir() if not file.name.startswith("public-")) == [
        keys.PSEUDONYM_KEY,
        keys.SIGNING_KEY,
    ]


@pytest.mark.django_db
def test_a_lost_key_is_not_replaced_in_silence(chain: uuid.UUID, keys_folder: Path) -> None:
    write(chain)
    sign_heads(now=NOW)
    (keys_folder / keys.SIGNING_KEY).unlink()
    write(chain)
    with pytest.raises(UnusableKeys, match="back-up"):
        sign_heads(now=NOW)
    with pytest.raises(UnusableKeys, match="back-up"):
        rotate_key(actor=None, now=NOW)


@pytest.mark.django_db
def test_a_public_key_that_does_not_lie_in_the_folder_is_not_trusted(chain: uuid.UUID, keys_folder: Path) -> None:
    write(chain)
    sign_heads(now=NOW)
    (public,) = keys_folder.glob("public-*.pem")
    public.write_bytes(b"\xff")
    assert trusted_keys() == {}
    assert not verify_chain(chain).ok
    public.unlink()
    assert trusted_keys() == {}
