"""What happens in an open room: who comes in, what is taken and refused, and that nothing doubles or leaks."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tests.deliberation.deliberations import PLAN, Room, login_of, make_deliberation
from tests.people import NOW, Cast, make_cast

from sleutelwerk.audit.models import Entry as TrailEntry
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.deliberation.actions.opening import (
    CODE_SIGNS,
    has_desk,
    knock,
    new_code,
    open_room,
    plain_code,
    take_desk,
    take_over_seat,
)
from sleutelwerk.deliberation.actions.taking_part import Draft, claim, strike, write
from sleutelwerk.deliberation.engine.session.decide import KNOWS, WARNED, Command, Verb
from sleutelwerk.deliberation.engine.session.state import Role
from sleutelwerk.deliberation.engine.session.views import Audience
from sleutelwerk.deliberation.live.domain import newer
from sleutelwerk.deliberation.models import Deliberation, Device, LiveEntry, LiveHappening, LiveSend
from sleutelwerk.deliberation.models.table import forget
from sleutelwerk.deliberation.queries.live import listener_for, seat_of, standing_of, token_hash, versions_of

SECRET = "zijn zus werkt daar ook"


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    """Give an open room with Anna and Bram in it, who write in the first step."""
    room = Room(cast)
    room.comes("Anna")
    room.comes("Bram", Role.INBRENGER)
    room.goes_to("start", "preparing")
    return room


def shown(room: Room, audience: Audience) -> str:
    """Give what one kind of screen gets, as it goes over the line."""
    standing = standing_of(str(room.row.pk))
    assert standing is not None
    return standing.slices[audience.value].decode()


def test_a_warning_outlives_a_server_that_stops_and_so_does_what_was_written(room: Room) -> None:
    room.writes("Anna", "start", "hoop", hoop="Dat het blijft.")
    assert room.does(Verb.ADVANCE, "start", "writing").done
    assert '"warned":true' in shown(room, Audience.PEOPLE)
    forget(room.row.pk)  # a server that starts anew has nothing at hand
    assert '"warned":true' in shown(room, Audience.PEOPLE)
    assert "Dat het blijft." not in shown(room, Audience.PEOPLE) + shown(room, Audience.DESK)
    room.writes("Bram", "start", "hoop", hoop="Dat het mag.")
    for phase in (WARNED, "collected"):
        assert room.does(Verb.ADVANCE, "start", phase).done
    for hope in ("Dat het blijft.", "Dat het mag."):
        assert hope in shown(room, Audience.PEOPLE)


_NUMBERS = ["999990664", "9999.90.664", "9 9 9 9 9 0 6 6 4", "\u0669" * 5 + "0664", "99999\u200b0664"]


@pytest.mark.parametrize("number", _NUMBERS)
def test_a_service_number_is_refused_while_it_is_typed_live_and_mended_words_are_taken(room: Room, number: str) -> None:
    draft = Draft(uuid4(), "start", "hoop", uuid4().hex, 1, {"hoop": f"Zijn BSN is {number}."})
    before = room.fresh().live_version
    answer = write(room.seats["Anna"], uuid4(), draft, one_more=lambda _form: True)
    assert not answer.done
    assert "burgerservicenummer" in answer.why
    assert "staat nog op uw scherm" in answer.why
    parked = room.does(Verb.PARK, value=f"Later: BSN {number}")
    assert (parked.done, parked.why) == (False, answer.why)
    assert room.fresh().live_version == before, "nothing of it is kept"
    assert not LiveEntry.objects.filter(pk=draft.entry).exists()
    mended = replace(draft, revision=2, values={"hoop": "Zijn nummer is bekend bij de gemeente."})
    assert write(room.seats["Anna"], uuid4(), mended, one_more=lambda _form: True).done
    # a change of what lies there already is refused as well, and what lies there stays
    worse = replace(draft, revision=3)
    assert not write(room.seats["Anna"], uuid4(), worse, one_more=lambda _form: True).done
    room.does(Verb.READY, "start", by=room.seats["Anna"])
    room.ends("start", "writing")
    room.ends("start", "collected")
    assert "bekend bij de gemeente" in shown(room, Audience.PEOPLE)
    assert number not in shown(room, Audience.PEOPLE)


@pytest.mark.parametrize("text", ["Bel 06-12345678.", "Het zaaknummer is 123456789.", "Op 2026-11-29 om 10.00 uur."])
def test_other_numbers_are_only_pointed_out_afterwards(room: Room, text: str) -> None:
    draft = Draft(uuid4(), "start", "hoop", uuid4().hex, 1, {"hoop": text})
    assert write(room.seats["Anna"], uuid4(), draft, one_more=lambda _form: True).done


def test_only_who_leads_opens_the_room_and_once(cast: Cast) -> None:
    row = make_deliberation(cast)
    for name in ("professional", "decision_maker", "administrator", "fg"):
        with pytest.raises(NotAllowedError):
            open_room(cast.actor(name), row.pk, login="", now=NOW)
    open_room(cast.actor("facilitator"), row.pk, login="", now=NOW)
    with pytest.raises(NotAllowedError, match="al open geweest"):
        open_room(cast.actor("facilitator"), row.pk, login="", now=NOW)


def test_what_is_still_open_keeps_the_room_shut(cast: Cast) -> None:
    row = make_deliberation(cast)
    Deliberation.objects.filter(pk=row.pk).update(voice="")
    with pytest.raises(NotAllowedError):
        open_room(cast.actor("facilitator"), row.pk, login="", now=NOW)
    assert Deliberation.objects.get(pk=row.pk).state == "preparing"


def test_a_method_that_is_gone_opens_nothing(cast: Cast) -> None:
    row = make_deliberation(cast)
    Deliberation.objects.filter(pk=row.pk).update(method_version=99)
    with pytest.raises(NotAllowedError, match="methode"):
        open_room(cast.actor("facilitator"), row.pk, login="", now=NOW)


def test_what_was_prepared_lies_on_the_table_when_its_step_comes(room: Room) -> None:
    assert "mee te lopen" not in shown(room, Audience.DESK)
    room.goes_to("dilemma")
    assert "Mogen wij hem vragen om mee te lopen?" in shown(room, Audience.SCREEN)


def test_what_everybody_is_to_hear_stands_on_every_screen_of_who_is_in(room: Room) -> None:
    for audience in (Audience.PEOPLE, Audience.SCREEN, Audience.DESK):
        told = json.loads(shown(room, audience))["told"]
        assert told == {name: PLAN[name] for name in ("note_agreement", "voice_note", "decider_function")}
    assert PLAN["voice_note"] not in shown(room, Audience.WAITING)
    room.does(Verb.BLANK)
    assert PLAN["voice_note"] not in shown(room, Audience.PEOPLE)


def test_police_at_the_door_is_said_on_every_screen_only_when_the_key_figure_knows(room: Room) -> None:
    refused = room.does(Verb.JUSTICE)
    assert not refused.done
    assert "niet binnen" in refused.why
    assert "Stop dan het gesprek" in refused.why
    assert not any(json.loads(shown(room, audience))["justice"] for audience in Audience)
    assert not room.fresh().justice_takes_part
    assert not room.does(Verb.JUSTICE, value=KNOWS, by=room.seats["Anna"]).done
    for _twice in range(2):
        assert room.does(Verb.JUSTICE, value=KNOWS).done
    assert all(json.loads(shown(room, audience))["justice"] for audience in Audience)
    row = room.fresh()
    assert (row.justice_takes_part, row.justice_told_to_key_figure) == (True, True)
    assert TrailEntry.objects.filter(kind="justice_declared").count() == 1
    # it is read again from what happened, as after a restart
    forget(row.pk)
    assert json.loads(shown(room, Audience.WAITING))["justice"]


def test_while_the_screens_are_empty_only_the_desk_still_says_that_police_takes_part(room: Room) -> None:
    """Somebody walked in: who sits with whom is none of his business either."""
    room.does(Verb.BLANK)
    assert room.does(Verb.JUSTICE, value=KNOWS).done
    seen = {audience: json.loads(shown(room, audience))["justice"] for audience in Audience}
    assert seen == {**dict.fromkeys(Audience, False), Audience.DESK: True}
    room.does(Verb.UNBLANK)
    assert all(json.loads(shown(room, audience))["justice"] for audience in Audience)


def test_police_that_was_prepared_for_is_on_every_screen_from_the_start(cast: Cast) -> None:
    room = Room(cast, justice_takes_part=True, justice_told_to_key_figure=True)
    assert all(json.loads(shown(room, audience))["justice"] for audience in Audience)
    before = room.fresh().live_version
    assert room.does(Verb.JUSTICE).done, "it was said already"
    assert room.fresh().live_version == before


def test_codes_have_no_look_alikes_and_are_read_as_people_type_them() -> None:
    assert not set("01OILSBZ285UV") & set(CODE_SIGNS)
    code = new_code()
    assert plain_code(f" {code[:3].lower()}-{code[3:].lower()} ") == code
    assert plain_code("ABC") == plain_code("ABCDE1") == plain_code("") == ""


def test_a_code_opens_its_own_door_only_and_only_while_it_goes_on(room: Room) -> None:
    row = room.fresh()
    assert knock("", Role.PARTICIPANT, "X", now=NOW) is None
    assert knock(row.screen_code or "", Role.PARTICIPANT, "X", now=NOW) is None
    assert knock(row.join_code or "", Role.SCREEN, "X", now=NOW) is None
    Deliberation.objects.filter(pk=row.pk).update(state=Deliberation.State.CONCEPT)
    assert knock(row.join_code or "", Role.PARTICIPANT, "X", now=NOW) is None


def test_a_screen_code_works_once(room: Room) -> None:
    code = room.fresh().screen_code or ""
    room.comes("Scherm", Role.SCREEN)
    assert room.fresh().screen_code != code
    assert knock(code, Role.SCREEN, "Nog een", now=NOW) is None


def test_behind_a_shut_door_nobody_knocks(room: Room) -> None:
    room.does(Verb.LOCK)
    with pytest.raises(NotAllowedError, match="deur is dicht"):
        knock(room.fresh().join_code or "", Role.PARTICIPANT, "Laat", now=NOW)


def test_who_waits_hears_nothing_and_does_nothing(room: Room) -> None:
    waits = room.comes("Wim", admit=False)
    assert listener_for(str(room.row.pk), room.knocks["Wim"].token) == (Audience.WAITING, waits.name)
    draft = Draft(uuid4(), "start", "hoop", "k", 1, {"hoop": "x"})
    assert not write(waits, uuid4(), draft, one_more=lambda _form: True).done
    assert not room.does(Verb.READY, "start", by=waits).done


def test_what_is_hidden_reaches_no_screen_before_the_reveal(room: Room) -> None:
    room.writes("Anna", "start", "hoop", hoop=SECRET)
    for audience in Audience:
        assert SECRET not in shown(room, audience)
    for phase in ("writing", "collected"):
        assert room.ends("start", phase).done
    assert all(SECRET in shown(room, one) for one in (Audience.PEOPLE, Audience.SCREEN, Audience.DESK))
    assert SECRET not in shown(room, Audience.WAITING)


def test_no_frame_tells_that_somebody_writes(room: Room) -> None:
    name = str(room.row.pk)
    first = newer(name, -1)
    assert first is not None
    assert set(first.slices) == {audience.value for audience in Audience}
    draft = room.writes("Anna", "start", "hoop", hoop=SECRET)
    strike(room.seats["Anna"], uuid4(), draft)
    after = newer(name, first.version)
    assert after is not None
    assert after.version > first.version
    assert after.slices == {}
    room.does(Verb.READY, "start", by=room.seats["Anna"])
    told = newer(name, after.version)
    assert told is not None
    assert set(told.slices) == {"people", "screen", "desk"}
    room.row.keys.all().delete()
    forget(room.row.pk)
    assert newer(name, told.version) is None


def test_the_database_holds_no_word_and_no_name_in_clear(room: Room) -> None:
    room.writes("Anna", "start", "hoop", hoop=SECRET)
    for model in (LiveEntry, LiveHappening, Device, Deliberation):
        for row in model._default_manager.values_list():
            raw = b" ".join(bytes(one) if isinstance(one, (bytes, memoryview)) else str(one).encode() for one in row)
            assert SECRET.encode() not in raw
            assert b"Anna" not in raw
            assert b"mee te lopen" not in raw


def test_nothing_that_was_written_points_at_a_device(room: Room) -> None:
    draft = room.writes("Anna", "start", "hoop", hoop=SECRET)
    names = {field.name for field in LiveEntry._meta.get_fields()}
    assert names == {"id", "deliberation", "body"}
    assert {field.name for field in LiveSend._meta.get_fields()} == {"id", "deliberation"}
    devices = {str(key) for key in Device.objects.values_list("pk", flat=True)}
    forget(room.row.pk)
    from sleutelwerk.deliberation.models.table import table_at  # noqa: PLC0415 - read anew from the database

    entry = table_at(room.row.pk, room.fresh().live_version).entries[str(draft.entry)]
    told = json.dumps({name: str(getattr(entry, name)) for name in entry.__dataclass_fields__})
    assert not any(device in told for device in devices)
    assert draft.key not in told


def test_a_send_that_comes_again_changes_nothing(room: Room) -> None:
    send, draft = uuid4(), Draft(uuid4(), "start", "hoop", "sleutel", 1, {"hoop": "Rust."})
    seat = room.seats["Anna"]
    first = write(seat, send, draft, one_more=lambda _form: True)
    again = write(seat, send, draft, one_more=lambda _form: False)
    assert first.done
    assert again.done
    assert first == again
    assert LiveEntry.objects.filter(pk=draft.entry).count() == 1


def test_a_later_revision_stands_whatever_comes_after_it(room: Room) -> None:
    entry = uuid4()
    seat = room.seats["Anna"]
    for revision, text in ((1, "eerst"), (3, "laatst"), (2, "tussendoor")):
        draft = Draft(entry, "start", "hoop", "sleutel", revision, {"hoop": text})
        assert write(seat, uuid4(), draft, one_more=lambda _form: True).done
    for phase in ("writing", "collected"):
        room.ends("start", phase)
    told = shown(room, Audience.PEOPLE)
    assert "laatst" in told
    assert "tussendoor" not in told


def test_only_the_key_of_an_entry_changes_strikes_or_claims_it(room: Room) -> None:
    draft = room.writes("Anna", "start", "hoop", hoop="Van Anna.")
    other = Draft(draft.entry, "start", "hoop", "een andere sleutel", 9, {"hoop": "Vervalst."})
    bram = room.seats["Bram"]
    assert not write(bram, uuid4(), other, one_more=lambda _form: True).done
    assert not strike(bram, uuid4(), other).done
    assert not strike(room.desk, uuid4(), other).done  # not revealed yet: not the facilitator either
    for phase in ("writing", "collected"):
        room.ends("start", phase)
    assert not claim(bram, uuid4(), other, mine=True).done
    assert claim(room.seats["Anna"], uuid4(), draft, mine=True).done
    assert '"of":"Anna"' in shown(room, Audience.PEOPLE)
    assert claim(room.seats["Anna"], uuid4(), draft, mine=False).done
    assert '"of":"Anna"' not in shown(room, Audience.PEOPLE)
    assert strike(room.desk, uuid4(), other).done
    assert "Van Anna." not in shown(room, Audience.PEOPLE)


def test_an_entry_of_another_table_cannot_be_taken_over(room: Room, cast: Cast) -> None:
    other = Room(cast, method="terugblik")
    other.comes("Cato")
    other.goes_to("behouden", "preparing")
    there = other.writes("Cato", "behouden", "geleerd", geleerd="Van Cato.")
    mine = Draft(there.entry, "start", "hoop", "sleutel", 5, {"hoop": "Gekaapt."})
    answer = write(room.seats["Anna"], uuid4(), mine, one_more=lambda _form: True)
    assert not answer.done
    for phase in ("writing", "collected"):
        other.ends("behouden", phase)
    assert "Van Cato." in shown(other, Audience.PEOPLE)


@pytest.mark.parametrize(
    ("step", "form", "values", "why"),
    [
        ("start", "hoop", {"hoop": "x" * 10_000}, "maak het korter|Maak het korter"),
        ("start", "hoop", {}, "nog niets"),
        ("start", "geen-veld", {"hoop": "x"}, "er niet"),
        ("geen-stap", "hoop", {"hoop": "x"}, "er niet"),
        ("afweging", "weging", {"omdat": "x"}, "nog niet begonnen"),
        ("start", "hoop", {"vreemd": "x"}, "hoort niet"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(
    room: Room, step: str, form: str, values: dict[str, str], why: str
) -> None:
    draft = Draft(uuid4(), step, form, "sleutel", 1, values)
    answer = write(room.seats["Anna"], uuid4(), draft, one_more=lambda _form: True)
    assert not answer.done
    import re  # noqa: PLC0415 - only here

    assert re.search(why, answer.why), answer.why
    assert not LiveEntry.objects.filter(pk=draft.entry).exists()


def test_a_device_that_wrote_enough_is_told_so(room: Room) -> None:
    draft = Draft(uuid4(), "start", "hoop", "sleutel", 1, {"hoop": "x"})
    answer = write(room.seats["Anna"], uuid4(), draft, one_more=lambda _form: False)
    assert "hooguit 1 keer" in answer.why


def test_a_second_facilitator_takes_over_and_a_participant_never_can(cast: Cast) -> None:
    room = Room(cast, second_facilitator=cast["colleague"])
    anna = room.comes("Anna")
    assert not has_desk(cast.actor("colleague"), room.row.pk)  # he has not the role
    from sleutelwerk.accounts.models import RoleGrant  # noqa: PLC0415 - gives him the role

    RoleGrant.objects.create(
        user=cast["colleague"], organisation=cast.here, role="facilitator", granted_at=NOW, reviewed_at=NOW
    )
    assert has_desk(cast.actor("colleague"), room.row.pk)
    came = take_desk(cast.actor("colleague"), room.row.pk, login=login_of(cast["colleague"]), now=NOW)
    assert came is not None
    second = room.seat(came)
    assert "leidt nu het gesprek" in room.does(Verb.ADVANCE, "start", "preparing", by=second).why
    assert not room.does(Verb.TAKE_OVER, by=anna).done
    assert room.does(Verb.TAKE_OVER, by=second).done
    assert room.does(Verb.ADVANCE, "start", "preparing", by=second).done
    assert not room.does(Verb.LOCK).done


def test_a_facilitator_at_a_new_desk_still_leads_and_the_old_one_is_gone(room: Room, cast: Cast) -> None:
    came = take_desk(cast.actor("facilitator"), room.row.pk, login=login_of(cast["facilitator"]), now=NOW)
    assert came is not None
    assert not room.does(Verb.LOCK).done
    assert room.does(Verb.LOCK, by=room.seat(came)).done
    assert take_desk(cast.actor("decision_maker"), room.row.pk, login="", now=NOW) is None
    assert take_desk(cast.actor("facilitator"), uuid4(), login="", now=NOW) is None


def test_a_lost_phone_gets_its_seat_back_by_its_words_and_admission(room: Room) -> None:
    lost, code = room.knocks["Anna"], room.fresh().join_code or ""
    assert take_over_seat(code, "geen goede vier woorden", now=NOW) is None
    assert take_over_seat("", lost.words, now=NOW) is None
    came = take_over_seat(code, lost.words.upper(), now=NOW)
    assert came is not None
    assert seat_of(lost.token) is None
    assert listener_for(str(room.row.pk), lost.token) is None
    assert listener_for(str(room.row.pk), came.token) == (Audience.WAITING, str(came.device))
    assert room.does(Verb.ADMIT, str(came.device)).done
    assert '"name":"Anna"' in shown(room, Audience.DESK)


def test_who_is_put_out_is_out(room: Room) -> None:
    anna = room.seats["Anna"]
    assert room.does(Verb.REMOVE, anna.name).done
    assert listener_for(str(room.row.pk), room.knocks["Anna"].token) is None
    assert not room.does(Verb.READY, "start", by=anna).done
    standing = standing_of(str(room.row.pk))
    assert standing is not None
    assert anna.name not in standing.devices


def test_nobody_listens_with_a_token_of_elsewhere(room: Room, cast: Cast) -> None:
    other = Room(cast)
    assert listener_for(str(other.row.pk), room.knocks["Anna"].token) is None
    assert listener_for(str(room.row.pk), "") is None
    assert listener_for(str(uuid4()), room.knocks["Anna"].token) is None
    assert seat_of("") is None


def test_versions_grow_with_every_change_and_only_of_what_goes_on(room: Room) -> None:
    name = str(room.row.pk)
    before = versions_of([name, str(uuid4())])[name]
    room.does(Verb.PAUSE)
    assert versions_of([name]) == {name: before + 1}
    Deliberation.objects.filter(pk=room.row.pk).update(state=Deliberation.State.CONCEPT)
    assert versions_of([name]) == {}
    assert standing_of(name) is None
    assert standing_of("00000000-0000-4000-8000-000000000000") is None


def test_a_restart_in_the_middle_of_a_step_loses_nothing(room: Room) -> None:
    room.writes("Anna", "start", "hoop", hoop=SECRET)
    room.does(Verb.READY, "start", by=room.seats["Anna"])
    before = {audience: shown(room, audience) for audience in Audience}
    forget(room.row.pk)
    assert {audience: shown(room, audience) for audience in Audience} == before


def test_phones_hear_where_to_check_the_draft_at_the_end_only(room: Room) -> None:
    assert '"check"' not in shown(room, Audience.PEOPLE)
    assert room.does(Verb.FINISH).done
    token = room.fresh().check_token
    assert len(token) > 20
    assert f'"check":"{token}"' in shown(room, Audience.PEOPLE)
    assert token not in shown(room, Audience.SCREEN)
    assert token not in shown(room, Audience.DESK)


def test_after_the_keys_are_gone_there_is_nothing_to_show(room: Room) -> None:
    room.row.keys.all().delete()
    forget(room.row.pk)
    assert standing_of(str(room.row.pk)) is None
    assert listener_for(str(room.row.pk), room.knocks["Anna"].token) is None
    assert not room.does(Verb.PAUSE).done


def test_a_parked_matter_gets_a_name_of_its_own(room: Room) -> None:
    assert room.does(Verb.PARK, value="De zus.").done
    assert room.does(Verb.PARK, value="De buurt.").done
    parked = json.loads(shown(room, Audience.DESK))["parked"]
    assert [one["text"] for one in parked] == ["De zus.", "De buurt."]
    assert len({UUID(one["id"]) for one in parked}) == 2
    assert Command(Verb.UNPARK, parked[0]["id"]).about
    assert room.does(Verb.UNPARK, parked[0]["id"]).done


def test_numbers_leave_no_gap_where_somebody_wrote_face_down(room: Room) -> None:
    before = room.fresh().live_version
    for _ in range(3):
        room.writes("Anna", "start", "hoop", hoop=SECRET)
    room.does(Verb.READY, "start", by=room.seats["Anna"])
    assert room.fresh().live_version == before + 4
    numbers = list(LiveHappening.objects.filter(deliberation=room.row).values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_a_desk_ends_with_the_role_behind_it(room: Room, cast: Cast) -> None:
    from sleutelwerk.accounts.models import RoleGrant  # noqa: PLC0415 - takes the role

    assert room.does(Verb.PAUSE).done
    RoleGrant.objects.filter(user=cast["facilitator"]).delete()
    came = Device.objects.get(account=cast["facilitator"])
    Device.objects.filter(pk=came.pk).update(token_hash=token_hash("een eigen geheim"))
    assert seat_of("een eigen geheim") is None


def test_a_closed_account_has_no_desk(room: Room, cast: Cast) -> None:
    Device.objects.filter(account=cast["facilitator"]).update(token_hash=token_hash("een eigen geheim"))
    assert seat_of("een eigen geheim") is not None
    cast["facilitator"].is_active = False
    cast["facilitator"].save()
    assert seat_of("een eigen geheim") is None


def test_who_was_put_out_still_takes_his_own_words_back(room: Room) -> None:
    draft = room.writes("Anna", "start", "hoop", hoop="Van Anna.")
    anna = room.seats["Anna"]
    room.does(Verb.REMOVE, anna.name)
    assert not claim(anna, uuid4(), draft, mine=True).done
    assert strike(anna, uuid4(), draft).done
    for phase in ("writing", "collected"):
        room.ends("start", phase)
    assert "Van Anna." not in shown(room, Audience.DESK)


def test_a_second_knock_of_one_browser_takes_the_place_of_the_first(room: Room) -> None:
    code = room.fresh().join_code or ""
    tokens = [""]
    for _ in range(4):
        came = knock(code, Role.PARTICIPANT, "Ongeduldig", now=NOW, instead_of=tokens[-1])
        assert came is not None
        tokens.append(came.token)
    assert shown(room, Audience.DESK).count("Ongeduldig") == 1
    assert seat_of(tokens[-1]) is not None
    assert seat_of(tokens[1]) is None
    # whoever is in keeps his seat, whatever his browser asks at the door
    assert knock(code, Role.PARTICIPANT, "Nog een", now=NOW, instead_of=room.knocks["Anna"].token) is not None
    assert seat_of(room.knocks["Anna"].token) is not None


def test_the_code_of_the_door_shows_on_a_screen_that_is_in_and_in_the_first_step_only(room: Room) -> None:
    code = room.fresh().join_code or ""
    assert f'"door":"{code}"' in shown(room, Audience.SCREEN)
    assert code not in shown(room, Audience.PEOPLE)
    assert code not in shown(room, Audience.WAITING)
    room.goes_to("casus")
    assert code not in shown(room, Audience.SCREEN)
