"""Handing an envelope on to another organisation: what was open closes, and only the new people keep it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.people import NOW, Cast
from tests.vault.envelopes import asked, opened, sealed

from sleutelwerk.audit.models import Entry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.vault import actions
from sleutelwerk.vault.models import Envelope, Opening
from sleutelwerk.vault.rules import WAITS, Keepers

pytestmark = pytest.mark.django_db
LATER = NOW + WAITS + timedelta(hours=1)


def test_what_was_open_closes_and_both_trails_tell_it(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opened(cast, team, envelope)
    asked(cast, team, envelope, "colleague")
    new = Keepers(frozenset({cast["outside_professional"].pk}))
    receiver = cast.actor("outside_professional")
    actions.hand_on(actor=receiver, envelope=envelope, organisation=cast.elsewhere.pk, keepers=new, now=NOW)
    assert Envelope.objects.get().organisation == cast.elsewhere
    assert set(Opening.objects.values_list("ended_how", flat=True)) == {"closed", "withdrawn"}
    told = Entry.objects.filter(kind="envelope_handed_on").values_list("chain", flat=True)
    assert set(told) == {cast.here.pk, cast.elsewhere.pk}
    with pytest.raises(NotAllowedError):
        actions.read_envelope(actor=cast.actor("professional"), envelope=envelope, keepers=new, now=NOW)


def test_what_was_over_by_itself_ends_as_it_did(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opened(cast, team, envelope)
    asked(cast, team, envelope, "colleague")
    new = Keepers(frozenset({cast["outside_professional"].pk}))
    receiver = cast.actor("outside_professional")
    actions.hand_on(actor=receiver, envelope=envelope, organisation=cast.elsewhere.pk, keepers=new, now=LATER)
    assert set(Opening.objects.values_list("ended_how", flat=True)) == {"over", "unanswered"}


def test_police_and_who_is_no_keeper_get_none(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    for name in ("police_officer", "outside_professional"):
        keepers = team if name == "outside_professional" else Keepers(frozenset({cast[name].pk}))
        with pytest.raises(NotAllowedError, match="er niet"):
            actions.hand_on(
                actor=cast.actor(name), envelope=envelope, organisation=cast.elsewhere.pk, keepers=keepers, now=NOW
            )
    assert Envelope.objects.get().organisation == cast.here
