"""Destroying an envelope: its key first, then its row, and a process that dies between them leaves nothing readable."""

from __future__ import annotations

import signal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from tests.audit.installations import installation
from tests.people import NOW, Cast
from tests.vault.envelopes import TEXTS, opened, sealed, told

from sleutelwerk.core.destroyed import key_name, note_destroyed
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.vault.actions import Swept, change, destroy, read_envelope, sweep
from sleutelwerk.vault.actions.ending import remove_row
from sleutelwerk.vault.models import Envelope, EnvelopeKey, Opening
from sleutelwerk.vault.models.sealed import seal_of
from sleutelwerk.vault.queries import openings_of
from sleutelwerk.vault.rules import Field, Keepers


def test_what_is_destroyed_opens_nowhere(cast: Cast, team: Keepers) -> None:
    envelope, other = sealed(cast, team), sealed(cast, team, texts={Field.NAME: "Een ander"})
    opened(cast, team, envelope)
    copy = Envelope.objects.get(pk=envelope)
    destroy(actor=cast.actor("colleague"), envelope=envelope, keepers=team, now=NOW)
    assert not Opening.objects.exists()
    assert list(Envelope.objects.values_list("pk", flat=True)) == [other]
    copy.save(force_insert=True)  # as a backup of the row alone would bring it back
    with pytest.raises(CannotOpenError):
        seal_of(envelope).open_contents(envelope, bytes(copy.contents))
    assert (
        seal_of(other).open_contents(other, bytes(Envelope.objects.get(pk=other).contents))[Field.NAME] == "Een ander"
    )
    assert told()[-1] == "envelope_destroyed"


@pytest.mark.parametrize("who", ["fg", "administrator", "outside_professional", "police_officer"])
def test_others_destroy_nothing(cast: Cast, team: Keepers, who: str) -> None:
    envelope = sealed(cast, team)
    for keepers in (team, None):
        with pytest.raises(NotAllowedError):
            destroy(actor=cast.actor(who), envelope=envelope, keepers=keepers, now=NOW)
    assert EnvelopeKey.objects.count() == 1


def test_the_site_itself_destroys_and_may_ask_twice(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    for _ in range(2):
        destroy(actor=None, envelope=envelope, keepers=None, now=NOW)
    assert not Envelope.objects.exists()
    assert told().count("envelope_destroyed") == 1
    with pytest.raises(NotAllowedError):
        destroy(actor=cast.actor("colleague"), envelope=envelope, keepers=team, now=NOW)


def test_an_envelope_with_a_key_is_never_removed_as_left_over(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    assert not remove_row(envelope)
    assert not remove_row(uuid4())
    assert sweep(now=NOW) == Swept()
    assert Envelope.objects.count() == 1


def test_an_envelope_without_a_key_is_there_for_nobody_and_goes(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opened(cast, team, envelope)
    EnvelopeKey.objects.all().delete()
    actor = cast.actor("professional")
    with pytest.raises(NotAllowedError, match="is er niet"):
        read_envelope(actor=actor, envelope=envelope, keepers=team, now=NOW)
    with pytest.raises(NotAllowedError, match="is er niet"):
        change(actor=actor, envelope=envelope, keepers=team, texts=TEXTS, now=NOW)
    assert openings_of(actor, envelope, team) == []
    assert sweep(now=NOW) == Swept(removed=1)
    assert not Envelope.objects.exists()
    assert told()[-1] == "envelope_removed"


PUT_IN = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from sleutelwerk.accounts.models import Organisation
from sleutelwerk.accounts.rules.actors import Actor
from sleutelwerk.vault.actions import put_in
from sleutelwerk.vault.rules import Field, Keepers
now, me = datetime.now(UTC), uuid.uuid4()
here = Organisation.objects.create(name="Hier", created_at=now)
actor = Actor(id=me, organisation=here.pk, roles=frozenset(), proved_at=now)
texts = {Field.NAME: "Hildegonda"}
print(put_in(actor=actor, organisation=here.pk, keepers=Keepers(frozenset({me})), texts=texts, now=now))
"""
DESTROY = """
from sleutelwerk.vault.actions import destroy, ending
def dies(envelope):
    print("the key is gone", flush=True)
    sys.stdin.readline()
ending.remove_row = dies
destroy(actor=None, envelope=chain, keepers=None, now=datetime.now(UTC))
"""
LOOK = """
from sleutelwerk.vault.models import Envelope, EnvelopeKey
from sleutelwerk.vault.models.sealed import seal_of
print(Envelope.objects.count(), EnvelopeKey.objects.count(), bool(seal_of(chain)))
"""
SWEEP = """
from sleutelwerk.vault.tasks import sweep
sweep(datetime.now(UTC))
"""


@pytest.mark.django_db
def test_a_process_killed_between_key_and_row_leaves_what_nothing_opens_and_the_next_run_removes(
    tmp_path: Path,
) -> None:
    with installation(tmp_path / "data") as made:
        envelope = UUID(made.run(PUT_IN, UUID(int=1)).strip())
        assert made.run(LOOK, envelope).split() == ["1", "1", "True"]
        victim = made.start(DESTROY, envelope)
        assert victim.stdout is not None
        assert victim.stdout.readline() == "the key is gone\n"
        victim.send_signal(signal.SIGKILL)
        victim.communicate(timeout=30)
        assert victim.returncode == -signal.SIGKILL
        assert made.run(LOOK, envelope).split() == ["1", "0", "False"]
        made.run(SWEEP, envelope)
        assert made.run(LOOK, envelope).split() == ["0", "0", "False"]


def test_a_key_on_the_list_of_what_was_destroyed_opens_nothing(
    cast: Cast, team: Keepers, settings: LazySettings, tmp_path: Path
) -> None:
    settings.KEYS_FOLDER = tmp_path
    envelope, other = sealed(cast, team), sealed(cast, team)
    assert seal_of(envelope)
    note_destroyed(tmp_path, [key_name("vault.EnvelopeKey", envelope)])
    assert not seal_of(envelope)
    assert seal_of(other)
    with pytest.raises(NotAllowedError, match="is er niet"):
        read_envelope(actor=cast.actor("professional"), envelope=envelope, keepers=team, now=NOW)
