"""What an envelope holds: sealed, seen in an opening of one's own only, and changed without being seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.people import NOW, Cast
from tests.vault.envelopes import REASON, TEXTS, asked, opened, sealed, told, trail

from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.vault.actions import change, close_opening, put_in, read_envelope
from sleutelwerk.vault.models import Envelope, EnvelopeKey, Opening
from sleutelwerk.vault.models.sealed import BLOCK, seal_of
from sleutelwerk.vault.rules import LONGEST_TEXTS, USUAL, Field, Keepers

HOUR = timedelta(hours=1)


def dump() -> Iterator[bytes]:
    """Give every value in every table, as a copy of the database holds it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield from (bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)


def test_who_has_an_opening_reads_what_was_put_in(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opened(cast, team, envelope)
    assert read_envelope(actor=cast.actor("professional"), envelope=envelope, keepers=team, now=NOW) == TEXTS
    assert told() == ["envelope_sealed", "opening_asked", "opening_agreed", "envelope_read"]


def test_no_text_stands_in_a_copy_of_the_database(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opened(cast, team, envelope)
    read_envelope(actor=cast.actor("professional"), envelope=envelope, keepers=team, now=NOW)
    everything = b"\n".join(dump())
    assert b"Gemeente Hier" in everything
    for text in (*TEXTS.values(), REASON, "Hildegonda"):
        assert text.encode() not in everything


def test_the_length_of_what_is_sealed_tells_nothing(cast: Cast, team: Keepers) -> None:
    for name in ("Jo", "Wilhelmina Petronella van der Zonnebloem"):
        sealed(cast, team, texts={Field.NAME: name})
    lengths = {len(bytes(row.contents)) for row in Envelope.objects.all()}
    assert lengths == {BLOCK + 28}


def test_the_trail_knows_a_pseudonym_only(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opening = opened(cast, team, envelope)
    assert str(envelope) not in trail()
    assert str(opening) in trail(), "one opening can be followed through the trail"
    assert set(Entry.objects.values_list("subject", flat=True)) == {pseudonym("envelope", envelope)}
    assert set(Entry.objects.values_list("chain", flat=True)) == {cast.here.pk}


@pytest.mark.parametrize("who", ["colleague", "fg", "administrator", "outside_professional", "police_officer"])
def test_somebody_elses_opening_opens_nothing(cast: Cast, team: Keepers, who: str) -> None:
    envelope = sealed(cast, team)
    opened(cast, team, envelope)
    with pytest.raises(NotAllowedError):
        read_envelope(actor=cast.actor(who), envelope=envelope, keepers=team, now=NOW)
    assert told()[-1] == "envelope_withheld", "that it was tried is recorded"


def test_without_agreement_or_a_fresh_factor_or_after_its_time_nothing_opens(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)

    def refused(at: timedelta = timedelta(), proved: timedelta | None = None) -> bool:
        actor = cast.actor("professional", proved_at=NOW + (at if proved is None else proved))
        try:
            read_envelope(actor=actor, envelope=envelope, keepers=team, now=NOW + at)
        except NotAllowedError:
            return True
        return False

    assert refused()
    asked(cast, team, envelope)
    assert refused()
    Opening.objects.all().delete()
    opening = opened(cast, team, envelope)
    assert not refused()
    assert refused(timedelta(minutes=6), timedelta())
    assert not refused(USUAL - timedelta(seconds=1))
    assert refused(USUAL)
    close_opening(actor=cast.actor("colleague"), opening=opening, keepers=team, now=NOW)
    assert refused()


def test_who_left_the_team_reads_no_more(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opened(cast, team, envelope)
    left = Keepers(team.people - {cast["professional"].pk})
    with pytest.raises(NotAllowedError):
        read_envelope(actor=cast.actor("professional"), envelope=envelope, keepers=left, now=NOW)


def test_changing_replaces_what_is_given_and_shows_nothing(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    texts = {Field.NEVER: "Nooit meer 06-oud."}
    change(actor=cast.actor("colleague"), envelope=envelope, keepers=team, texts=texts, now=NOW)
    assert '"fields":["never"]' in trail()
    opened(cast, team, envelope)
    found = read_envelope(actor=cast.actor("professional"), envelope=envelope, keepers=team, now=NOW)
    assert found == TEXTS | texts


@pytest.mark.parametrize("who", ["fg", "administrator", "outside_professional", "police_officer"])
def test_others_put_nothing_in_and_change_nothing(cast: Cast, team: Keepers, who: str) -> None:
    envelope = sealed(cast, team)
    before = bytes(Envelope.objects.get().contents)
    with pytest.raises(NotAllowedError):
        sealed(cast, team, actor=cast.actor(who))
    with pytest.raises(NotAllowedError):
        change(actor=cast.actor(who), envelope=envelope, keepers=team, texts={Field.REACH: "x"}, now=NOW)
    assert bytes(Envelope.objects.get().contents) == before
    assert told() == ["envelope_sealed"]


def test_police_put_in_a_team_still_finds_nothing(cast: Cast) -> None:
    everybody = Keepers(frozenset(user.pk for user in cast.people.values()))
    envelope = sealed(cast, everybody)
    for does in (
        lambda: sealed(cast, everybody, actor=cast.actor("police_officer")),
        lambda: asked(cast, everybody, envelope, "police_officer"),
        lambda: read_envelope(actor=cast.actor("police_officer"), envelope=envelope, keepers=everybody, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            does()


def test_an_envelope_without_a_name_or_that_is_not_there_is_refused(cast: Cast, team: Keepers) -> None:
    actor = cast.actor("professional")
    with pytest.raises(NotAllowedError, match="naam"):
        put_in(actor=actor, organisation=cast.here.pk, keepers=team, texts={Field.REACH: "x"}, now=NOW)
    for does in (
        lambda: change(actor=actor, envelope=uuid4(), keepers=team, texts={}, now=NOW),
        lambda: read_envelope(actor=actor, envelope=uuid4(), keepers=team, now=NOW),
        lambda: asked(cast, team, uuid4()),
    ):
        with pytest.raises(NotAllowedError, match="is er niet"):
            does()


def test_what_is_moved_to_another_row_or_column_does_not_open(cast: Cast, team: Keepers) -> None:
    """Whoever can write in the database cannot pass one person off as another, nor a reason as an identity."""
    one, other = sealed(cast, team), sealed(cast, team, texts={Field.NAME: "Een ander"})
    opening = opened(cast, team, one)
    rows = {row.pk: row for row in Envelope.objects.all()}
    with pytest.raises(CannotOpenError):
        seal_of(one).open_contents(one, bytes(rows[other].contents))
    EnvelopeKey.objects.filter(envelope=other).delete()
    EnvelopeKey.objects.filter(envelope=one).update(envelope=other)
    with pytest.raises(CannotOpenError):  # its own key, moved along with the text
        seal_of(other).open_contents(other, bytes(rows[one].contents))
    with pytest.raises(CannotOpenError):
        seal_of(other).open_contents(one, bytes(Opening.objects.get(pk=opening).reason))


def test_adding_keeps_what_nobody_saw(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team, texts={Field.NAME: "Jo", Field.NEVER: "Nooit de post."})
    add: dict[str, Any] = {"envelope": envelope, "keepers": team, "now": NOW, "adding": True}
    change(actor=cast.actor("colleague"), texts={Field.NEVER: "Ook niet bellen.", Field.REACH: "Loop langs."}, **add)
    opened(cast, team, envelope)
    read = read_envelope(actor=cast.actor("professional"), envelope=envelope, keepers=team, now=NOW)
    assert read == {Field.NAME: "Jo", Field.REACH: "Loop langs.", Field.NEVER: "Nooit de post.\nOok niet bellen."}
    with pytest.raises(NotAllowedError, match="wat er al in staat"):
        change(actor=cast.actor("colleague"), texts={Field.NEVER: "x" * LONGEST_TEXTS[Field.NEVER]}, **add)
    assert told()[-2:] == ["opening_agreed", "envelope_read"]
