"""Several people at one envelope at the same moment: four eyes stay four eyes, and what is destroyed stays so."""

from __future__ import annotations

import pytest
from tests.at_once import at_once
from tests.people import NOW, Cast, make_cast
from tests.vault.envelopes import TEXTS, asked, sealed, told

from sleutelwerk.vault.actions import agree_to_open, change, destroy, refuse_to_open
from sleutelwerk.vault.models import Envelope, EnvelopeKey, Opening
from sleutelwerk.vault.models.sealed import seal_of
from sleutelwerk.vault.rules import Field, Keepers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(on_disk: None) -> Cast:
    """Give everybody, in a database that is as real as a site's."""
    return make_cast()


def test_one_answer_counts(cast: Cast, team: Keepers) -> None:
    opening = asked(cast, team, sealed(cast, team))
    yes, no = cast.actor("colleague"), cast.actor("decision_maker")
    came = at_once(
        lambda: agree_to_open(actor=yes, opening=opening, keepers=team, now=NOW),
        lambda: refuse_to_open(actor=no, opening=opening, keepers=team, now=NOW),
        lambda: agree_to_open(actor=no, opening=opening, keepers=team, now=NOW),
    )
    assert came.count(True) == 1
    row = Opening.objects.get()
    assert (row.agreed_at is None) is (row.ended_how == "refused")
    assert len(told()) == 3, "sealed, asked, and one answer"


def test_somebody_asks_once_however_often_he_presses(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    came = at_once(*[lambda: asked(cast, team, envelope)] * 4)
    assert came.count(True) == 1
    assert Opening.objects.count() == 1


def test_a_change_does_not_bring_back_what_is_destroyed(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    one, other = cast.actor("colleague"), cast.actor("professional")
    came = at_once(
        lambda: destroy(actor=one, envelope=envelope, keepers=team, now=NOW),
        *[lambda: change(actor=other, envelope=envelope, keepers=team, texts={Field.NEVER: "x"}, now=NOW)] * 3,
    )
    assert came[0]
    assert (Envelope.objects.count(), EnvelopeKey.objects.count()) == (0, 0)
    assert told().count("envelope_changed") == came[1:].count(True)


def test_two_changes_at_once_are_both_kept(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    one, other = cast.actor("colleague"), cast.actor("professional")
    new = {Field.REACH: "Alleen via de school.", Field.NEVER: "Nooit bellen."}
    reach, never = ({field: new[field]} for field in (Field.REACH, Field.NEVER))
    came = at_once(
        lambda: change(actor=one, envelope=envelope, keepers=team, texts=reach, now=NOW),
        lambda: change(actor=other, envelope=envelope, keepers=team, texts=never, now=NOW),
    )
    assert came == [True, True]
    row = Envelope.objects.get()
    assert seal_of(envelope).open_contents(envelope, bytes(row.contents)) == TEXTS | new
