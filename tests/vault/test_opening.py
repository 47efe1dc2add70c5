"""Opening an envelope: asked with a reason, agreed by another, for a time, in sight of the whole team."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from tests.people import NOW, Cast
from tests.vault.envelopes import REASON, asked, opened, sealed, told, trail

from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.vault import tasks
from sleutelwerk.vault.actions import (
    Swept,
    agree_to_open,
    close_opening,
    refuse_to_open,
    sweep,
)
from sleutelwerk.vault.models import EnvelopeKey, Opening
from sleutelwerk.vault.queries import openings_of, opens_until, still_open
from sleutelwerk.vault.rules import LONGEST, USUAL, WAITS, Asked, Ended, Keepers

MINUTE = timedelta(minutes=1)


def test_a_colleague_agrees_for_a_time(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opening = asked(cast, team, envelope)
    agree: dict[str, Any] = {"opening": opening, "keepers": team, "now": NOW}
    for who in ("professional", "fg", "outside_professional", "police_officer"):
        with pytest.raises(NotAllowedError):
            agree_to_open(actor=cast.actor(who), **agree)
    assert agree_to_open(actor=cast.actor("colleague"), lasting=2 * USUAL, **agree) == NOW + 2 * USUAL
    with pytest.raises(NotAllowedError):
        agree_to_open(actor=cast.actor("decision_maker"), **agree)
    assert '"minutes":120' in trail()
    assert opens_until(cast.actor("professional"), envelope, team, NOW) == NOW + 2 * USUAL
    assert opens_until(cast.actor("professional"), envelope, team, NOW + 2 * USUAL) is None
    assert opens_until(cast.actor("colleague"), envelope, team, NOW) is None
    assert opens_until(cast.actor("fg"), envelope, team, NOW) is None


def test_a_colleague_says_no_and_it_can_be_asked_again(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opening = asked(cast, team, envelope)
    with pytest.raises(NotAllowedError, match="al gevraagd"):
        asked(cast, team, envelope)
    refuse_to_open(actor=cast.actor("colleague"), opening=opening, keepers=team, now=NOW)
    with pytest.raises(NotAllowedError):
        agree_to_open(actor=cast.actor("colleague"), opening=opening, keepers=team, now=NOW)
    asked(cast, team, envelope)
    assert told() == ["envelope_sealed", "opening_asked", "opening_refused", "opening_asked"]


def test_the_team_sees_every_opening_and_nobody_else(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    first = asked(cast, team, envelope, "decision_maker", NOW - MINUTE)
    refuse_to_open(actor=cast.actor("colleague"), opening=first, keepers=team, now=NOW)
    second = opened(cast, team, envelope)
    for who in ("professional", "colleague", "decision_maker"):
        newest, oldest = openings_of(cast.actor(who), envelope, team)
        assert (newest.id, newest.reason, newest.ended) == (second, REASON, None)
        assert (newest.asked_by, newest.agreed_by) == (cast["professional"].pk, cast["colleague"].pk)
        assert newest.as_asked() == Asked(cast["professional"].pk, NOW, NOW + USUAL, agreed_at=NOW)
        assert (oldest.id, oldest.ended, oldest.agreed_by) == (first, Ended.REFUSED, None)
    for who in ("fg", "administrator", "outside_professional", "police_officer"):
        assert openings_of(cast.actor(who), envelope, team) == []
    assert openings_of(cast.actor("professional"), uuid4(), team) == []


def test_the_fg_can_follow_an_opening_through_the_trail(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opening = opened(cast, team, envelope)
    close_opening(actor=cast.actor("professional"), opening=opening, keepers=team, now=NOW)
    assert trail().count(str(opening)) == 3, "asked, agreed and ended"
    assert trail().count(f'"agreed_by":"{cast["colleague"].pk}"') == 2
    assert REASON not in trail()


def test_everybody_in_the_team_closes_an_opening(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opening = opened(cast, team, envelope)
    with pytest.raises(NotAllowedError):
        close_opening(actor=cast.actor("fg"), opening=opening, keepers=team, now=NOW)
    close_opening(actor=cast.actor("decision_maker"), opening=opening, keepers=team, now=NOW)
    with pytest.raises(NotAllowedError):
        close_opening(actor=cast.actor("decision_maker"), opening=opening, keepers=team, now=NOW)
    taken_back = asked(cast, team, envelope)
    close_opening(actor=cast.actor("professional"), opening=taken_back, keepers=team, now=NOW)
    assert list(Opening.objects.order_by("asked_at").values_list("pk", "ended_how")) in (
        [(opening, "closed"), (taken_back, "withdrawn")],
        [(taken_back, "withdrawn"), (opening, "closed")],
    )


def test_an_opening_that_is_not_there_is_refused(cast: Cast, team: Keepers) -> None:
    for does in (agree_to_open, refuse_to_open, close_opening):
        with pytest.raises(NotAllowedError, match="is er niet"):
            does(actor=cast.actor("colleague"), opening=uuid4(), keepers=team, now=NOW)


def test_a_sweep_ends_what_is_over_time(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opening, question = opened(cast, team, envelope), asked(cast, team, envelope, "colleague")
    assert sweep(now=NOW + USUAL - MINUTE) == Swept()
    assert sweep(now=NOW + USUAL) == Swept(over=1)
    assert sweep(now=NOW + WAITS - MINUTE) == Swept()
    tasks.sweep(NOW + WAITS)
    assert sweep(now=NOW + WAITS) == Swept()
    assert dict(Opening.objects.values_list("pk", "ended_how")) == {opening: "over", question: "unanswered"}
    assert told()[-2:] == ["opening_ended", "opening_ended"]
    assert '"how":"unanswered"' in trail()
    assert '"via":"task"' in trail()


def test_who_asks_again_after_the_time_need_not_wait_for_a_sweep(cast: Cast, team: Keepers) -> None:
    envelope = sealed(cast, team)
    opening = opened(cast, team, envelope)
    again = asked(cast, team, envelope, now=NOW + USUAL)
    assert dict(Opening.objects.values_list("pk", "ended_how")) == {opening: "over", again: ""}


MOMENT = datetime.fromisoformat


def test_the_database_itself_keeps_two_persons_one_opening_and_an_end(cast: Cast, team: Keepers) -> None:
    """What the rules say, the database says too: no other road leads around four eyes."""
    envelope = sealed(cast, team)
    one, two = cast["professional"].pk, cast["colleague"].pk
    good: dict[str, Any] = {
        "envelope_id": envelope, "asked_by_id": one, "reason": b"x", "asked_at": NOW, "agreed_by_id": two,
        "agreed_at": NOW, "until": NOW + LONGEST,
    }  # fmt: skip
    wrong: dict[str, dict[str, Any]] = {
        "vault_opening_two_persons": {"agreed_by_id": one},
        "vault_opening_not_too_long": {"until": NOW + LONGEST + timedelta(seconds=2)},
        "vault_opening_has_an_end": {"until": None},
        "vault_opening_ended_somehow": {"ended_at": NOW},
    }
    for name, change in wrong.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Opening.objects.create(**good | change)
    for change in ({"until": NOW}, {"until": NOW - MINUTE}, {"agreed_at": None}, {"agreed_at": None, "until": None}):
        with pytest.raises(IntegrityError, match="vault_opening_has_an_end"), transaction.atomic():
            Opening.objects.create(**good | change)
    Opening.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(**good | {"agreed_by_id": None, "agreed_at": None, "until": None})
    Opening.objects.create(**good | {"asked_by_id": two, "agreed_by_id": one})
    Opening.objects.create(**good | {"ended_at": NOW, "ended_how": "closed"})


def test_summer_time_makes_an_opening_no_longer(cast: Cast, team: Keepers) -> None:
    """On the night that clocks go back, eight hours are eight hours."""
    envelope = sealed(cast, team)
    begins = MOMENT("2026-10-24T22:00:00+00:00")
    Opening.objects.create(
        envelope_id=envelope, asked_by=cast["professional"], reason=b"x", asked_at=begins,
        agreed_by=cast["colleague"], agreed_at=begins, until=begins + LONGEST,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="not_too_long"), transaction.atomic():
        Opening.objects.update(until=begins + LONGEST + timedelta(minutes=1))


def test_what_is_still_open_is_told_of_many_envelopes_at_once(
    cast: Cast, team: Keepers, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ran, waited, ended, keyless = (sealed(cast, team) for _ in range(4))
    opened(cast, team, ran)
    asked(cast, team, waited)
    refuse_to_open(actor=cast.actor("colleague"), opening=asked(cast, team, ended), keepers=team, now=NOW)
    asked(cast, team, keyless)
    EnvelopeKey.objects.filter(envelope=keyless).delete()
    kept = dict.fromkeys((ran, waited, ended, keyless), team)
    colleague, fg = cast.actor("colleague"), cast.actor("fg")
    with django_assert_num_queries(1):
        found = still_open(colleague, kept)
    me = cast["professional"].pk
    assert found == {
        ran: [Asked(me, NOW, NOW + USUAL, agreed_at=NOW)],
        waited: [Asked(me, NOW)],
        ended: [],
        keyless: [],
    }
    with django_assert_num_queries(0):
        assert still_open(fg, kept) == still_open(colleague, {}) == {}
