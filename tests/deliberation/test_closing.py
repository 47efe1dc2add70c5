"""Closing the room: codes, devices and names are gone at once, and the drafts hold what lay open and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.deliberation.deliberations import login_of
from tests.deliberation.held import CLOSED, OPENED, Held, a_talk, a_whole_talk, opened_record
from tests.people import Cast, make_cast, make_person

from sleutelwerk.accounts.rules.roles import Role as AccountRole
from sleutelwerk.audit.models import Entry
from sleutelwerk.deliberation.actions import opening
from sleutelwerk.deliberation.actions.closing import close_forgotten_rooms, close_room, ready_for_check
from sleutelwerk.deliberation.actions.vault import KEPT, RAW, destroy_key
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.state import Role, StepPhase
from sleutelwerk.deliberation.models import Deliberation, Device, LiveEntry, LiveSend, Record
from sleutelwerk.deliberation.models.table import forget
from sleutelwerk.deliberation.queries.live import seat_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return make_cast()


def second_desk(held: Held, cast: Cast) -> str:
    """Seat a second facilitator; his token."""
    person = make_person("second", cast.here, (AccountRole.FACILITATOR,))
    Deliberation.objects.filter(pk=held.row.pk).update(second_facilitator=person)
    cast.people["second"] = person
    came = opening.take_desk(cast.actor("second"), held.row.pk, login=login_of(person), now=OPENED)
    assert came is not None
    return came.token


def test_at_closing_devices_and_codes_are_gone(cast: Cast) -> None:
    """No device, name, code or send outlives the room; the drafts are there and can be checked for a week."""
    held = a_whole_talk(cast)
    assert Device.objects.count() == 7
    row = held.close()
    assert (row.state, row.closed_at, row.join_code, row.screen_code) == ("concept", CLOSED, None, None)
    assert Device.objects.count() == LiveSend.objects.count() == 0
    assert row.check_until == CLOSED + timedelta(days=7)
    assert len(row.check_token) == 24
    assert LiveEntry.objects.filter(deliberation=row).count() == 21
    assert {one.kind for one in Record.objects.filter(deliberation=row)} == {"reflection", "note"}
    assert "deliberation_closed" in Entry.objects.order_by("-number").values_list("body", flat=True)[0]


def test_no_seat_is_left_after_closing(cast: Cast) -> None:
    """A phone's cookie opens nothing, a code no door, and closing again does nothing."""
    held = a_talk(cast)
    code = held.fresh.join_code
    held.close()
    assert opening.knock(code or "", Role.PARTICIPANT, "Laat", now=CLOSED) is None
    assert not close_room(held.desk, now=CLOSED)
    assert seat_of("", held.row.pk) is None


def test_the_address_for_checking_is_made_before_and_stays(cast: Cast) -> None:
    """Phones learn the address when the talk is finished; closing keeps it."""
    held = a_talk(cast)
    token = ready_for_check(held.fresh)
    assert ready_for_check(held.fresh) == token
    assert held.close().check_token == token


def test_only_the_desk_that_leads_closes(cast: Cast) -> None:
    """A phone never closes; a second desk does only once the talk is finished, so that no room stays open."""
    held = a_talk(cast, people=1)
    token = second_desk(held, cast)
    second = seat_of(token)
    assert second is not None
    assert not close_room(held.phones[0], now=CLOSED)
    assert not close_room(second, now=CLOSED)
    assert held.fresh.state == "live"
    held.lead(Verb.FINISH)
    assert not close_room(held.phones[0], now=CLOSED)
    assert close_room(second, now=CLOSED)


def test_the_draft_holds_what_lay_open_and_no_names(cast: Cast) -> None:
    """Names, remarks of the evaluation and what was never revealed are not in it."""
    held = a_whole_talk(cast)
    held.go_to("alternatieven", StepPhase.WRITING)
    held.write(held.phones[0], "alternatieven", "weg", {"weg": "Nooit onthuld"})
    row = held.close()
    body = opened_record(row, "reflection")
    text = json.dumps([body, opened_record(row, "note")])
    assert "Naam0" not in text
    assert "Fijn" not in text
    assert "Nooit onthuld" not in text
    assert [one["damage_a"] for one in body["damage_a"]] == ["Hij loopt gevaar."]
    assert body["facts"] == {
        "aim": "advise", "method": "Dilemmamethode", "held_on": "2026-11-27", "people": 6,
        "functions": ["wijkadviseur", "jongerenwerker"],
    }  # fmt: skip
    assert body["evaluation"] == [{"label": "Ik begrijp het dilemma beter", "counts": {"3": 3, "4": 3}, "of": 6}]


def test_without_agreements_there_is_no_note(cast: Cast) -> None:
    """A talk to learn leaves a reflection report alone; a talk to decide always has a note."""
    assert {one.kind for one in Record.objects.filter(deliberation=a_talk(cast, people=1).close())} == {"reflection"}
    decided = a_talk(cast, people=1, aim="decide").close()
    assert Record.objects.filter(deliberation=decided).count() == 2
    assert opened_record(decided, "note")["decider"] == [{"entry": "", "decider": "teammanager"}]


def test_what_a_group_says_is_a_decision_only_when_whoever_decides_was_there(cast: Cast) -> None:
    """By default he hears it later: then nothing that the group wrote passes for what he decided."""
    for decider, part in (("last", "decision"), ("later", "our_advice")):
        held = a_talk(cast, people=1, aim="decide")
        Deliberation.objects.filter(pk=held.row.pk).update(decider=decider)
        held.lead(Verb.GO, "afspraken")
        held.write(held.desk, "afspraken", "conclusie", {"conclusie": "Wij vragen het hem."})
        note = opened_record(held.close(), "note")
        said = {name for name in ("decision", "our_advice") if note.get(name)}
        assert said == {part}, decider


def test_a_room_that_nobody_closed_is_closed_after_a_day(cast: Cast) -> None:
    """The site closes it, so that no code stays open and the terms begin to run."""
    held = a_talk(cast)
    assert close_forgotten_rooms(now=OPENED + timedelta(hours=24)) == 0
    assert close_forgotten_rooms(now=OPENED + timedelta(hours=25)) == 1
    assert held.fresh.state == "concept"
    assert Device.objects.count() == 0


def test_a_room_of_which_the_key_is_gone_does_not_close_with_an_error(cast: Cast) -> None:
    """Without its key there is nothing to draft from; the desk hears that it did not close."""
    held = a_talk(cast)
    destroy_key(held.row, RAW)
    forget(held.row.pk)
    assert not close_room(held.desk, now=CLOSED)


def test_a_forgotten_room_that_nobody_can_read_is_shut_all_the_same(cast: Cast) -> None:
    """No code stays open, and there is nothing to draft."""
    held = a_talk(cast, people=1)
    for kind in (RAW, KEPT):
        destroy_key(held.row, kind)
    forget(held.row.pk)
    assert close_forgotten_rooms(now=OPENED + timedelta(days=2)) == 1
    assert (held.fresh.state, held.fresh.join_code) == ("concept", None)
    assert not Record.objects.exists()
