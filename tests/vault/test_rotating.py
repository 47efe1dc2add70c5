"""A master key is replaced while the site runs: everything opens before, during and after, also after a killed run."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import LazySettings
from tests.audit.installations import Installation, installation
from tests.deliberation.begun import begun
from tests.people import NOW, Cast
from tests.vault.envelopes import TEXTS, opened, sealed, told, trail

from sleutelwerk.config.keyrings import KEYRINGS
from sleutelwerk.core.key_files import load_or_make_key
from sleutelwerk.core.master_keys import FIRST, Keyring, Kind, Version
from sleutelwerk.core.sealing import CannotOpenError, wrap_key
from sleutelwerk.deliberation.models import DeliberationKey
from sleutelwerk.deliberation.models import vault as deliberation_vault
from sleutelwerk.vault.actions import read_envelope, rotate, rotating
from sleutelwerk.vault.models import Envelope, EnvelopeKey
from sleutelwerk.vault.models.sealed import forget_opened_keys, seal_of
from sleutelwerk.vault.queries import keys_of
from sleutelwerk.vault.queries.generations import key_named
from sleutelwerk.vault.rules import Keepers

RING = KEYRINGS["identities"]
SECOND = Version(Kind.FILE, 1)


@pytest.fixture(autouse=True)
def own_keys(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """Give each test a folder of keys, and let go of what was opened before and after."""
    settings.KEYS_FOLDER = tmp_path / "keys"
    yield tmp_path / "keys"
    forget()


def forget() -> None:
    """Let go of every key in memory, as a new process has none."""
    load_or_make_key.cache_clear()
    forget_opened_keys()
    deliberation_vault.forget_opened_keys()


def texts_in(envelope: UUID) -> dict[str, str]:
    """Open an envelope afresh."""
    forget()
    row = Envelope.objects.get(pk=envelope)
    return {field.value: text for field, text in seal_of(envelope).open_contents(envelope, bytes(row.contents)).items()}


def test_a_rotation_brings_everything_under_the_new_key(cast: Cast, team: Keepers, own_keys: Path) -> None:
    envelopes = [sealed(cast, team) for _ in range(3)]
    opened(cast, team, envelopes[0])
    done = rotate(ring=RING, now=NOW)
    assert (done.made, done.moved) == (True, 3)
    assert done.stands.under == {SECOND: 3}
    assert (done.stands.current, done.stands.spare, done.stands.lost) == (SECOND, (FIRST,), ())
    assert done.stands.elsewhere == 0
    (own_keys / "identities.key").unlink()
    assert all(texts_in(one) == TEXTS for one in envelopes), "the old key opens nothing any more"
    assert read_envelope(actor=cast.actor("professional"), envelope=envelopes[0], keepers=team, now=NOW) == TEXTS
    assert keys_of(RING).spare == ()
    assert {"master_key_renewed", "keys_rewrapped"} <= set(told())
    assert '"fields":["identities"]' in trail()


def test_keys_from_before_wrapped_keys_had_an_id_are_generation_0(cast: Cast, own_keys: Path) -> None:
    """A deliberation of an earlier release opens as it is, and goes along in a rotation."""
    row = begun(cast)
    key = deliberation_vault.master().unwrap([bytes(row.keys.get(kind="kept").wrapped)])[0]
    bare = wrap_key(key, load_or_make_key(own_keys / "deliberation.key"))
    DeliberationKey.objects.filter(deliberation=row, kind="kept").update(wrapped=bare)
    before = deliberation_vault.vault_of(row.pk).open(DeliberationKey.Kind.KEPT, "plan", bytes(row.plan))
    assert keys_of(KEYRINGS["deliberation"]).under == {FIRST: 2}
    assert rotate(ring=KEYRINGS["deliberation"], now=NOW).stands.under == {SECOND: 2}
    (own_keys / "deliberation.key").unlink()
    forget()
    assert deliberation_vault.vault_of(row.pk).open(DeliberationKey.Kind.KEPT, "plan", bytes(row.plan)) == before


def test_what_is_put_in_during_a_rotation_lies_under_the_new_key(
    cast: Cast, team: Keepers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 2)
    for _ in range(4):
        sealed(cast, team)
    late: list[UUID] = []
    done = rotate(ring=RING, now=NOW, progress=lambda _: late.append(sealed(cast, team)))
    assert (done.moved, len(late)) == (4, 2)
    assert done.stands.under == {SECOND: 6}


def test_a_page_that_wrapped_under_the_old_key_while_it_ran_is_taken_along(
    cast: Cast, team: Keepers, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 1)
    envelopes = [sealed(cast, team) for _ in range(3)]
    old = {row.pk: bytes(row.wrapped) for row in EnvelopeKey.objects.all()}
    first = min(old)
    again = iter([True])

    def straggle(_: int) -> None:
        if next(again, False):
            EnvelopeKey.objects.filter(pk=first).update(wrapped=old[first])

    assert rotate(ring=RING, now=NOW, progress=straggle).stands.under == {SECOND: 3}
    assert all(texts_in(one) == TEXTS for one in envelopes)


def test_a_key_that_was_destroyed_meanwhile_stays_destroyed(
    cast: Cast, team: Keepers, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = sealed(cast, team), sealed(cast, team)
    real = rotating._under

    def destroy_first(master: Any, rows: Any) -> Any:
        EnvelopeKey.objects.filter(envelope=gone).delete()
        return real(master, rows)

    monkeypatch.setattr(rotating, "_under", destroy_first)
    assert rotate(ring=RING, now=NOW).moved == 1
    assert list(EnvelopeKey.objects.values_list("envelope", flat=True)) == [kept]


def test_a_key_that_does_not_open_holds_nobody_up_and_is_told(cast: Cast, team: Keepers) -> None:
    fine, damaged, unknown = sealed(cast, team), sealed(cast, team), sealed(cast, team)
    EnvelopeKey.objects.filter(envelope=damaged).update(wrapped=FIRST.id + bytes(40))
    EnvelopeKey.objects.filter(envelope=unknown).update(wrapped=b"\xff" * 44)
    done = rotate(ring=RING, now=NOW)
    assert done.moved == 1
    assert (done.stands.under, done.stands.unknown) == ({SECOND: 1, FIRST: 1}, 1)
    assert done.stands.elsewhere == 2
    assert done.stands.spare == (), "it is not said that the old key can go"
    assert texts_in(fine) == TEXTS
    with pytest.raises(CannotOpenError):
        texts_in(damaged)


def test_an_unfinished_rotation_goes_on_and_a_finished_one_begins_anew(cast: Cast, team: Keepers) -> None:
    sealed(cast, team)
    key_named("identities").renew()
    assert (done := rotate(ring=RING, now=NOW)).moved == 1
    assert not done.made
    assert rotate(ring=RING, now=NOW).stands.under == {Version(Kind.FILE, 2): 1}


def test_every_table_with_wrapped_keys_is_in_a_ring() -> None:
    """A table that is left out would be unreadable once its old master key is destroyed."""
    tables = {table for ring in KEYRINGS.values() for table in ring.tables}
    holding = {model._meta.label for model in apps.get_models() if {"wrapped"} & {f.name for f in model._meta.fields}}
    assert holding == tables
    assert all(ring == Keyring(name, ring.tables) for name, ring in KEYRINGS.items())


FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from sleutelwerk.accounts.models import Organisation
from sleutelwerk.core.sealing import new_key
from sleutelwerk.vault.models import Envelope, EnvelopeKey
from sleutelwerk.vault.models.sealed import Seal, identities
from sleutelwerk.vault.rules import Field
now = datetime.now(UTC)
here = Organisation.objects.create(name="Hier", created_at=now)
rows, keys = [], []
for number in range(int(sys.argv[2])):
    key, row = new_key(), Envelope(organisation=here, put_in_at=now, changed_at=now)
    row.contents = Seal(key).seal_contents(row.pk, {Field.NAME: f"nummer {number}"})
    rows.append(row)
    keys.append(key)
Envelope.objects.bulk_create(rows)
wrapped = identities().wrap(keys)
EnvelopeKey.objects.bulk_create(EnvelopeKey(envelope=row, wrapped=one) for row, one in zip(rows, wrapped))
"""
ROTATE = """
from sleutelwerk.config.keyrings import KEYRINGS
from sleutelwerk.vault.actions import rotate, rotating
rotating.BATCH = 50
rotate(ring=KEYRINGS["identities"], now=datetime.now(UTC), progress=lambda count: print("batch", count, flush=True))
"""
LOOK = """
from sleutelwerk.config.keyrings import KEYRINGS
from sleutelwerk.vault.models import Envelope
from sleutelwerk.vault.models.sealed import seal_of
from sleutelwerk.vault.queries import keys_of
read = sum(bool(seal_of(row.pk).open_contents(row.pk, bytes(row.contents))) for row in Envelope.objects.all())
print(read, *(f"{version}={count}" for version, count in sorted(keys_of(KEYRINGS["identities"]).under.items())))
"""


@contextmanager
def filled(folder: Path, count: int) -> Iterator[Installation]:
    """Make an installation with so many envelopes."""
    with installation(folder) as made:
        made.run(FILL, UUID(int=1), count)
        yield made


@pytest.mark.django_db
def test_a_rotation_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    count = 1_500
    with filled(tmp_path / "data", count) as made:
        victim = made.start(ROTATE, UUID(int=1))
        assert victim.stdout is not None
        for _ in range(5):
            assert victim.stdout.readline() == "batch 50\n"
        victim.send_signal(signal.SIGKILL)
        victim.communicate(timeout=30)
        assert victim.returncode == -signal.SIGKILL

        read, *under = made.run(LOOK, UUID(int=1)).split()
        assert int(read) == count, "half under each key, everything opens"
        halves = {version: int(number) for version, number in (part.split("=") for part in under)}
        assert sum(halves.values()) == count
        assert halves["file/1"] >= 250
        assert halves["file/0"] > 0, "it was killed before its end"

        told = made.command("keys", "rotate", "identities")
        assert told.returncode == 0, told.stderr
        assert "Een eerdere keer was nog niet klaar." in told.stdout
        assert f"file/1: {count:,}".replace(",", ".") in told.stdout
        assert "file/0: niets meer. Vernietig het bestand identities.key in de map met sleutels" in told.stdout
        assert sorted(path.name for path in (tmp_path / "data" / "keys").glob("identities*")) == [
            "identities.1.key", "identities.key",
        ]  # fmt: skip
        (tmp_path / "data" / "keys" / "identities.key").unlink()
        assert made.run(LOOK, UUID(int=1)).split() == [str(count), f"file/1={count}"]
