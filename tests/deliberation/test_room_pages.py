"""The pages of a room: the door, the desk, what devices may ask, and what strangers find: nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from tests.deliberation.deliberations import Room, make_deliberation
from tests.deliberation.qr import picture_in, text_of
from tests.people import Cast, make_cast, sign_in, somebody_absent

from sleutelwerk.deliberation.actions.quota import BURST, LOOKS, is_flood, may_add, wait_before_looking
from sleutelwerk.deliberation.content import current
from sleutelwerk.deliberation.engine.session.decide import Verb
from sleutelwerk.deliberation.engine.session.path import form_of
from sleutelwerk.deliberation.engine.session.state import Role
from sleutelwerk.deliberation.forms.sends import BadSend, send_from
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries.live import COOKIE, SCREEN_COOKIE, standing_of


@pytest.fixture
def cast(db: None) -> Cast:
    """Give everybody."""
    cache.clear()
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    """Give an open room with Anna in it."""
    room = Room(cast)
    room.comes("Anna")
    return room


def phone_of(room: Room, name: str, cookie: str = COOKIE) -> Client:
    """Give the browser of somebody in the room."""
    client = Client()
    client.cookies[cookie] = room.knocks[name].token
    return client


def send(client: Client, room: Room, **act: Any) -> Any:
    """Send an act from a browser."""
    body = json.dumps({"send": str(uuid4()), **act})
    return client.post(f"/beraad/{room.row.pk}/doen/", body, content_type="application/json")


def test_from_the_door_to_the_phone(room: Room) -> None:
    client = Client()
    code = room.fresh().join_code or ""
    answer = client.post("/beraad/", {"code": code, "alias": "Dirk", "role": "participant"})
    assert answer.status_code == 200
    assert len(answer.context["words"].split()) == 4
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    page = client.get(f"/beraad/{room.row.pk}/")
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "Dirk" not in page.content.decode()
    assert code not in page.content.decode()


def told_to(page: Any) -> dict[str, Any]:
    """Give what a page of the room gets to know."""
    found: dict[str, Any] = page.context["room"]
    return found


def test_each_page_hears_what_its_role_fills_in(room: Room) -> None:
    room.comes("Iman", role=Role.INBRENGER)
    room.comes("Luca", role=Role.LISTENER)
    page = f"/beraad/{room.row.pk}/"
    told = {name: told_to(phone_of(room, name).get(page))["writes"] for name in ("Anna", "Iman", "Luca")}
    assert told == {"Anna": ["everyone"], "Iman": ["everyone", "inbrenger"], "Luca": []}
    desk = Client()
    desk.cookies[COOKIE] = room.desk_token
    assert told_to(desk.get(f"{page}regie/"))["writes"] == ["facilitator", "group", "inbrenger"]


def test_a_service_number_is_no_name_to_knock_with(room: Room) -> None:
    said = {"code": room.fresh().join_code, "alias": "Dirk 999990664", "role": "participant"}
    before = len(room.people())
    answer = Client().post("/beraad/", said)
    assert answer.status_code == 422
    assert "Haal het nummer weg." in answer.content.decode()
    assert len(room.people()) == before


@pytest.mark.parametrize("code", ["", "ABC", "ZZZZZZ", "ACDEFG"])
def test_a_wrong_code_is_told_and_what_was_typed_stays(room: Room, code: str) -> None:
    answer = Client().post("/beraad/", {"code": code, "alias": "Dirk", "role": "participant"})
    assert answer.status_code == 422
    assert 'value="Dirk"' in answer.content.decode()
    assert COOKIE not in answer.cookies


def test_guessing_codes_is_stopped_and_told_to_who_watches(room: Room) -> None:
    from sleutelwerk.audit.models import Entry  # noqa: PLC0415 - only here

    client = Client()
    right = {"code": room.fresh().join_code, "alias": "x", "role": "participant"}
    for _ in range(30):  # a whole room behind one address: who has the code is never counted
        assert Client().post("/beraad/", right).status_code in {200, 422}
    for _ in range(26):
        answer = client.post("/beraad/", {"code": "ACDEFG", "alias": "x", "role": "participant"})
    assert "te vaak een verkeerde code" in answer.content.decode()
    assert Entry.objects.filter(kind="deliberation_code_guessed").count() == 1


def test_who_watches_over_an_organisation_with_an_open_room_finds_that_codes_are_guessed(
    room: Room, cast: Cast
) -> None:
    """From the door to the page of the FG, also before a works council agreed to watching staff: strangers are none."""
    room.comes("Bram")
    for _ in range(25 + 11):
        Client().post("/beraad/", {"code": "ACDEFG", "alias": "x", "role": "participant"})
    for name, sees in (("fg", True), ("outside_fg", False)):
        watching = Client()
        sign_in(watching, cast[name])
        page = watching.get("/toezicht/").content.decode()
        assert ("Vaak geweigerd in korte tijd" in page) is sees, name
        assert ("niet ingelogd" in page) is sees
    assert "nog niet ingestemd" in page


def test_the_drawn_code_leads_to_the_door_and_keeps_the_code_from_every_log(room: Room) -> None:
    desk = Client()
    desk.cookies[COOKIE] = room.desk_token
    drawn = desk.get(f"/beraad/{room.row.pk}/code.svg").content.decode()
    assert text_of(picture_in(drawn, border=2, box=1.2)) == f"http://testserver/beraad/#{room.fresh().join_code}"


def test_who_practises_says_of_nobody_how_he_is_heard(cast: Cast) -> None:
    """With an invented case nobody is heard: the room opens without it, and no screen says anything of it."""
    room = Room(cast, practice=True)
    room.comes("Anna")
    Deliberation.objects.update(voice="")
    page = phone_of(room, "Anna").get(f"/beraad/{room.row.pk}/")
    assert page.status_code == 200
    assert page.context["room"]["words"]["voice"] == ""
    assert "Oefenen met een verzonnen situatie." in page.content.decode()


def test_nobody_makes_himself_facilitator_at_the_door(room: Room) -> None:
    answer = Client().post("/beraad/", {"code": room.fresh().join_code, "alias": "x", "role": "facilitator"})
    assert answer.status_code == 422


def test_a_screen_pairs_and_sees_its_page(room: Room) -> None:
    client = Client()
    answer = client.post("/beraad/groot-scherm/", {"code": room.fresh().screen_code})
    assert answer.status_code == 302
    assert SCREEN_COOKIE in answer.cookies
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert (room.fresh().join_code or "?") not in page.content.decode()
    # a screen that waits at the door shows nobody the way in
    assert client.get(f"/beraad/{room.row.pk}/code.svg").status_code == 404
    waits = next(one for one in room.people() if one["role"] == "screen")
    room.does(Verb.ADMIT, waits["id"])
    assert client.get(f"/beraad/{room.row.pk}/code.svg").status_code == 200
    wrong = Client().post("/beraad/groot-scherm/", {"code": "ACDEFG"})
    assert wrong.status_code == 422


def test_a_lost_phone_comes_back_by_its_words(room: Room) -> None:
    code = room.fresh().join_code
    words = room.knocks["Anna"].words
    answer = Client().post("/beraad/andere-telefoon/", {"code": code, "words": words})
    assert answer.status_code == 200
    assert COOKIE in answer.cookies
    assert phone_of(room, "Anna").get(f"/beraad/{room.row.pk}/").headers["Location"] == "/beraad/?voorbij"
    again = Client().post("/beraad/andere-telefoon/", {"code": code, "words": words})
    assert again.status_code == 422


def test_strangers_find_nothing(room: Room) -> None:
    for path in ("", "scherm/", "code.svg"):
        found = Client().get(f"/beraad/{room.row.pk}/{path}")
        absent = Client().get(f"/beraad/{somebody_absent()}/{path}")
        assert found.status_code == absent.status_code == 404
        assert found.content == absent.content
    assert phone_of(room, "Anna").get(f"/beraad/{room.row.pk}/code.svg").status_code == 404
    assert phone_of(room, "Anna").post(f"/beraad/{room.row.pk}/sluiten/").status_code == 404


def test_the_desk_of_a_facilitator_outlasts_his_sign_in(cast: Cast) -> None:
    row = make_deliberation(cast)
    client = Client()
    sign_in(client, cast["facilitator"])
    opened = client.post(f"/beraad/{row.pk}/openen/")
    assert opened.headers["Location"] == f"/beraad/{row.pk}/regie/"
    token = opened.cookies[COOKIE].value
    other = Client()
    other.cookies[COOKIE] = token
    page = other.get(f"/beraad/{row.pk}/regie/")
    assert page.status_code == 200
    assert other.get(f"/beraad/{row.pk}/").headers["Location"] == f"/beraad/{row.pk}/regie/"


def in_silence(client: Client, *, for_so_long: timedelta, since: timedelta = timedelta(hours=1)) -> bool:
    """Tell whether somebody is still signed in after a silence, in a session that began so long ago."""
    session, now = client.session, datetime.now(UTC)
    session["began_at"], session["seen_at"] = (now - since).timestamp(), (now - for_so_long).timestamp()
    session.save()
    return bool(client.get("/mijn/").status_code == 200)


def test_a_talk_that_goes_on_counts_as_activity_of_whoever_leads_it(cast: Cast) -> None:
    row = make_deliberation(cast)
    leads, elsewhere = Client(), Client()
    for client in (leads, elsewhere):
        sign_in(client, cast["facilitator"])
    leads.post(f"/beraad/{row.pk}/openen/")
    assert in_silence(leads, for_so_long=timedelta(hours=2), since=timedelta(hours=3))
    assert datetime.now(UTC).timestamp() - leads.session["seen_at"] < 60
    assert not in_silence(elsewhere, for_so_long=timedelta(minutes=16)), "another device of his has no desk"


def test_a_talk_keeps_nobody_signed_in_beyond_the_longest_session_nor_after_its_end(cast: Cast) -> None:
    row = make_deliberation(cast)
    leads, late = Client(), Client()
    sign_in(leads, cast["facilitator"])
    leads.post(f"/beraad/{row.pk}/openen/")
    assert in_silence(leads, for_so_long=timedelta(minutes=16))
    Deliberation.objects.filter(pk=row.pk).update(state=Deliberation.State.CONCEPT)
    assert not in_silence(leads, for_so_long=timedelta(minutes=16))
    other = make_deliberation(cast)
    sign_in(late, cast["facilitator"])
    late.post(f"/beraad/{other.pk}/openen/")
    assert not in_silence(late, for_so_long=timedelta(minutes=1), since=timedelta(hours=8))


def test_a_facilitator_sits_down_at_another_computer(room: Room, cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["facilitator"])
    assert "Open de regie op dit apparaat" in client.get(f"/beraad/{room.row.pk}/regie/").content.decode()
    assert client.post(f"/beraad/{room.row.pk}/regie/").status_code == 302
    assert "regietafel" not in client.get(f"/beraad/{room.row.pk}/regie/").content.decode().lower()


def test_other_facilitators_find_no_desk(room: Room, cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["police_officer"])
    assert client.get(f"/beraad/{room.row.pk}/regie/").status_code == 404
    assert client.post(f"/beraad/{room.row.pk}/regie/").status_code == 404
    assert client.post(f"/beraad/{room.row.pk}/openen/").status_code == 404


def test_a_participant_cannot_post_as_facilitator(room: Room) -> None:
    before = room.fresh().live_version
    for verb in ("advance", "admit", "lock", "blank", "finish", "take_over", "totals"):
        answer = send(phone_of(room, "Anna"), room, verb=verb, about="start", value="preparing")
        assert answer.status_code == 409
        assert answer.json()["why"]
    assert room.fresh().live_version == before


def test_totals_come_only_when_the_desk_asks_for_them_and_once_asked_on_every_screen(room: Room) -> None:
    for name in ("Bram", "Chris"):
        room.comes(name)
    room.goes_to("afweging", "preparing")
    for name, choice in (("Anna", "A"), ("Bram", "B"), ("Chris", "B")):
        room.writes(name, "afweging", "weging", keuze=choice, omdat=f"Reden van stoel {name[0]}.")
    desk = Client()
    desk.cookies[COOKIE] = room.desk_token
    weighing = {"about": "afweging", "value": "weging"}
    early = send(desk, room, verb="totals", **weighing)
    assert (early.status_code, early.json()["why"]) == (409, "Onthul eerst wat er geschreven is.")
    for phase in ("writing", "collected"):
        room.ends("afweging", phase)
    assert totals_of(room) == {"people": {}, "screen": {}, "desk": {}}
    assert send(phone_of(room, "Anna"), room, verb="totals", **weighing).status_code == 409
    for _ in range(2):  # a second press changes nothing
        assert send(desk, room, verb="totals", **weighing).json()["done"]
    counted = {"weging": {"keuze": {"A": 1, "B": 2}}}
    assert totals_of(room) == {"people": counted, "screen": counted, "desk": counted}


def totals_of(room: Room) -> dict[str, Any]:
    """Give what each kind of screen that sees the weighing gets of its totals."""
    standing = standing_of(str(room.row.pk))
    assert standing is not None
    seen = {name: json.loads(standing.slices[name]) for name in ("people", "screen", "desk")}
    return {name: shown["steps"]["afweging"]["totals"] for name, shown in seen.items()}


def test_writing_striking_and_claiming_by_a_phone(room: Room) -> None:
    room.goes_to("start", "preparing")
    anna, entry = phone_of(room, "Anna"), str(uuid4())
    mine = {"entry": entry, "step": "start", "form": "hoop", "key": "k" * 64}
    script = "<script>alert(1)</script>"
    assert send(anna, room, verb="write", revision=1, values={"hoop": script}, **mine).json()["done"]
    assert not send(anna, room, verb="claim", **mine).json()["done"]
    assert send(anna, room, verb="strike", **mine).json()["done"]
    assert not send(anna, room, verb="write", revision=2, values={"hoop": "terug"}, **mine).json()["done"]


def test_who_has_no_seat_is_told_that_it_is_over(room: Room) -> None:
    answer = send(Client(), room, verb="ready", about="start")
    assert answer.status_code == 404
    assert answer.json()["gone"]


def test_a_device_that_sat_there_and_does_no_longer_reads_so_at_the_door(room: Room) -> None:
    left = Client()
    left.cookies[COOKIE] = "a" * 43
    door = left.get(f"/beraad/{room.row.pk}/")
    assert door["Location"] == "/beraad/?voorbij"
    assert "Dit toestel zit niet meer aan tafel" in left.get(door["Location"]).content.decode()
    assert "zit niet meer" not in left.get("/beraad/").content.decode()
    assert Client().get(f"/beraad/{room.row.pk}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b'"x"', b"[" * 5000, b'{"send": "x", "verb": "ready"}', b'{"verb": "ready"}', b"\xff",
        b'{"send": "6b5f0f0e-54c2-4b1e-9a3c-0a4b1b0c9d11", "verb": "hack"}',
        b'{"send": "6b5f0f0e-54c2-4b1e-9a3c-0a4b1b0c9d11", "verb": 3}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_clear_answer(room: Room, body: bytes) -> None:
    address = f"/beraad/{room.row.pk}/doen/"
    answer = phone_of(room, "Anna").post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["why"]


def test_sends_are_bounded_in_every_part() -> None:
    good = {"send": str(uuid4()), "verb": "write", "entry": str(uuid4()), "step": "s", "form": "f", "key": "k"}
    assert send_from({**good, "values": {"a": "b"}}).draft is not None
    for worse in (
        {"values": {"a": 3}}, {"values": ["a"]}, {"values": {"a": "x" * 30_000}}, {"key": "k" * 1000},
        {"values": {str(n): "x" for n in range(40)}}, {"revision": -1}, {"revision": True}, {"revision": "1"},
        {"entry": "no"}, {"step": 7},
    ):  # fmt: skip
        with pytest.raises(BadSend):
            send_from({**good, **worse})


def test_a_flood_from_one_phone_is_held_and_others_go_on(room: Room) -> None:
    room.comes("Bram")
    anna = phone_of(room, "Anna")
    assert send(anna, room, verb="break").json()["done"]
    for _ in range(3 * BURST):  # as fast as no machine answers
        is_flood(room.seats["Anna"].name)
    refused = send(anna, room, verb="break")
    assert refused.status_code == 429
    assert refused.json()["wait"]
    assert send(phone_of(room, "Bram"), room, verb="break").json()["done"]


def test_the_bucket_fills_again() -> None:
    device = str(uuid4())
    assert [is_flood(device, clock=0.0) for _ in range(BURST)] == [False] * BURST
    assert is_flood(device, clock=0.0)
    assert not is_flood(device, clock=60.0)


def test_who_waits_as_long_as_he_is_told_may_look_again() -> None:
    device = str(uuid4())
    assert [wait_before_looking(device, clock=0.0) for _ in range(LOOKS)] == [0] * LOOKS
    wait = wait_before_looking(device, clock=0.0)
    assert wait >= 1
    assert wait_before_looking(device, clock=float(wait)) == 0
    other = str(uuid4())
    # a window that looks every three seconds, and two more beside it, never meet the brake
    assert not any(wait_before_looking(other, clock=n * 1.0) for n in range(600))


def test_a_device_adds_to_a_form_as_often_as_it_holds() -> None:
    form = form_of(current().methods["dilemmamethode"], "start", "hoop")
    assert form is not None
    device = str(uuid4())
    taken = [may_add(device, form, str(n)) for n in range(6)]
    assert taken == [True] * 4 + [False] * 2
    assert may_add(device, form, "0")  # what is known is no addition


def test_roles_at_the_door_are_those_that_write_or_listen() -> None:
    from sleutelwerk.deliberation.forms.joining import ROLES  # noqa: PLC0415 - only here

    assert {name for name, _ in ROLES} == {
        role.value for role in (Role.PARTICIPANT, Role.INBRENGER, Role.DECISION_MAKER, Role.LISTENER)
    }


def hope(client: Client, room: Room) -> Any:
    """Send one more hope for the first step."""
    body = {"entry": str(uuid4()), "step": "start", "form": "hoop", "key": uuid4().hex * 2, "revision": 1}
    return send(
        client, room, verb="write", **body, values={"hoop": "Dat wij hem niets laten doen wat hij niet wil."}
    ).json()


def test_with_one_device_its_facilitator_types_for_a_whole_room(cast: Cast) -> None:
    room = Room(cast, one_device=True)
    room.goes_to("start", "preparing")
    desk = Client()
    desk.cookies[COOKIE] = room.desk_token
    assert [hope(desk, room)["done"] for _ in range(12)] == [True] * 12


def test_on_a_phone_of_his_own_somebody_fills_in_no_more_than_his_part(room: Room) -> None:
    room.goes_to("start", "preparing")
    done = [hope(phone_of(room, "Anna"), room)["done"] for _ in range(6)]
    assert done == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("decider", "said"),
    [
        ("later", "Hoort het resultaat later"),
        ("last", "Is erbij en spreekt als laatste"),
        ("none", "Er hoeft niets besloten te worden"),
    ],
)
def test_every_screen_says_whether_who_decides_hears_it_later_or_speaks_last(
    cast: Cast, decider: str, said: str
) -> None:
    room = Room(cast, decider=decider)
    room.comes("Directeur", Role.DECISION_MAKER)
    room.comes("Scherm", Role.SCREEN)
    desk = Client()
    desk.cookies[COOKIE] = room.desk_token
    assert f"<dd>{said}</dd>" in desk.get(f"/beraad/{room.row.pk}/regie/").content.decode()
    pages = (
        phone_of(room, "Directeur").get(f"/beraad/{room.row.pk}/"),
        phone_of(room, "Scherm", SCREEN_COOKIE).get(f"/beraad/{room.row.pk}/scherm/"),
    )
    for page in pages:
        assert page.context["room"]["words"]["decider"] == said


def test_who_decides_and_is_there_writes_as_everybody_does_and_leads_nothing(cast: Cast) -> None:
    room = Room(cast, decider="last")
    room.comes("Directeur", Role.DECISION_MAKER)
    room.comes("Anna")
    room.goes_to("start", "preparing")
    for name in ("Anna", "Directeur"):
        room.writes(name, "start", "hoop", hoop=f"Hoop van {name[0]}.")
    for verb in ("advance", "totals", "go"):
        refused = send(phone_of(room, "Directeur"), room, verb=verb, about="start", value="writing")
        assert refused.status_code == 409
    room.ends("start", "writing")
    room.ends("start", "collected")
    standing = standing_of(str(room.row.pk))
    assert standing is not None
    entries = json.loads(standing.slices["screen"])["steps"]["start"]["entries"]
    # nothing tells his words from those of another
    assert {tuple(sorted(one)) for one in entries} == {("form", "id", "values")}
    assert {one["values"]["hoop"] for one in entries} == {"Hoop van A.", "Hoop van D."}


@pytest.mark.parametrize("slug", ["dilemmamethode", "zeven-vragen"])
def test_the_cards_of_the_desk_mind_that_who_decides_speaks_last(slug: str) -> None:
    """In the two methods that lead to an advice or a decision the cards of a step mind it."""
    lines = [line for step in current().methods[slug].steps for line in (*step.say, *step.ask, *step.watch)]
    assert any("spreekt als laatste" in line for line in lines)
