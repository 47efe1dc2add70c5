"""A closed room is closed at every address and for every way of asking; an open one costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from pytest_django import DjangoAssertNumQueries
from tests.access.addresses import Address, addresses
from tests.knowledge.marking.papers import texts
from tests.people import Cast, make_cast, sign_in
from tests.publishing.mirror import mirror_put_back

from sleutelwerk.audit.models import Entry
from sleutelwerk.config.published import route_map
from sleutelwerk.config.reading_rooms import ROOMS, Room
from sleutelwerk.deliberation.content import current as deliberation
from sleutelwerk.function_profiles.content import current as profiles
from sleutelwerk.knowledge.actions import copies
from sleutelwerk.knowledge.engine.marking import NotMarkable, TooBusy
from sleutelwerk.knowledge.models import Handout
from sleutelwerk.publishing.actions import mirror_visibility, set_visibility
from sleutelwerk.publishing.models import ReadingGrant
from sleutelwerk.publishing.rules import Kind

pytestmark = pytest.mark.django_db
GATE = "Alleen met toegang"
SLUGS = {
    "function_profiles": ("verbinder",),
    "deliberation": ("dilemmamethode", *(one.id for one in deliberation().dilemmas.dilemmas[:1])),  # type: ignore[union-attr]
    "route_map": (),
}


@pytest.fixture
def cast() -> Iterator[Cast]:
    """Give everybody; what a test closes is open again for the next."""
    with mirror_put_back():
        yield make_cast()


def close(cast: Cast, *kinds: Kind) -> None:
    """Close these kinds, and let every page hear of it as after a commit."""
    now = datetime.now(UTC)
    for kind in kinds:
        set_visibility(cast.actor("content_owner", proved_at=now), kind, gated=True, now=now)
    mirror_visibility()


def give_access(cast: Cast, name: str, **scope: str) -> ReadingGrant:
    """Give somebody access to the library, or to what `scope` says."""
    now = datetime.now(UTC)
    return ReadingGrant.objects.create(
        organisation=cast.here, person=cast[name], **({"scope_kind": "library"} | scope),
        since=now - timedelta(days=1), until=now + timedelta(days=30), granted_by=cast["access_reviewer"],
        request=uuid4(),
    )  # fmt: skip


def rooms() -> list[Any]:
    """Give every room that can be closed."""
    return [pytest.param(room, id=room.kind.value) for room in ROOMS]


def of(room: Room) -> list[Address]:
    """Give every address of a room."""
    return [one for one in addresses() if one.name.startswith(room.start.partition(":")[0] + ":")]


def filled(address: Address) -> Iterator[str]:
    """Fill an address in with every kind of thing that may stand there."""
    named = SLUGS[address.name.partition(":")[0]] if "slug" in address.takes else ("",)
    for slug in (*named, "bestaat-niet") if named != ("",) else named:
        yield reverse(address.name, kwargs={one: slug if one == "slug" else 1 for one in address.takes})


def secrets_of(room: Room) -> list[str]:
    """Give sentences that stand in a room and nowhere else."""
    if room.kind is Kind.PROFILES:
        return [layer.purpose for layer in profiles().profiles.layers if layer.purpose]
    if room.kind is Kind.DELIBERATION:
        found = deliberation()
        assert found.dilemmas
        return [*(one.title for one in found.methods.values()), *(one.title for one in found.dilemmas.dilemmas)]
    return [node.text for node in route_map()[0].questions]


@pytest.mark.parametrize("room", rooms())
def test_every_address_of_a_room_lies_below_its_door(room: Room) -> None:
    found = [path for address in of(room) for path in filled(address)]
    assert len(found) >= 8
    assert [path for path in found if not path.startswith(room.path)] == []
    assert reverse(room.start) == room.path


@pytest.mark.parametrize("room", rooms())
def test_nothing_of_a_closed_room_reaches_a_visitor_however_he_asks(room: Room, cast: Cast) -> None:
    close(cast, room.kind)
    client = Client()
    told = secrets_of(room)
    assert len(told) > 3
    for path in (path for address in of(room) for path in filled(address)):
        client.get(path)
        for answer in (
            client.get(path), client.get(path, headers={"If-None-Match": "*", "Accept": "application/pdf"}),
            client.post(path, {"answer": "1", "question": "Is dit goed?"}), client.options(path),
        ):  # fmt: skip
            text = unescape(answer.content.decode())  # a page in words: no PDF, no picture
            assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8"), path
            assert GATE in text
            assert str(room.title) in text
            assert reverse("knowledge:ask-access") in text
            assert reverse("account_login") in text
            assert [one for one in told if one in text] == [], path
            assert answer["Cache-Control"] == "no-store"
            assert "ETag" not in answer
            assert "sleutelwerk_session" not in answer.cookies
        assert client.head(path).content == b""
        for fragment in (
            client.get(path, headers={"HX-Request": "true"}),
            client.post(path, headers={"HX-Request": "1"}),
        ):
            assert (fragment.status_code, fragment.content) == (204, b"")
            assert fragment["HX-Redirect"] == room.path


@pytest.mark.parametrize("room", rooms())
def test_behind_a_closed_door_absent_and_there_look_the_same(room: Room, cast: Cast) -> None:
    close(cast, room.kind)
    client = Client()
    for address in of(room):
        pages = {client.get(path).content.decode().replace(urlencode({"next": path}), "") for path in filled(address)}
        assert len(pages) == 1, address.name
    assert client.get(f"{room.path}geen/adres/van/deze/kamer").status_code == 404


@pytest.mark.parametrize("room", rooms())
def test_a_visitor_of_a_closed_room_costs_the_database_nothing(
    room: Room, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    close(cast, room.kind)
    Client().get(room.path)
    with django_assert_num_queries(0):
        assert GATE in Client().get(room.path).content.decode()


@pytest.mark.parametrize("room", rooms())
def test_an_open_room_asks_nothing_and_keeps_its_headers(
    room: Room, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    close(cast, *(other.kind for other in ROOMS if other is not room))
    client = Client()
    sign_in(client, cast["reader"])
    client.get(room.path)
    with django_assert_num_queries(0):
        answer = client.get(room.path)
    assert GATE not in answer.content.decode()
    kept = "no-store" if room.kind is Kind.ROUTE_MAP else "public"  # a walk is never kept
    assert kept in answer["Cache-Control"]


@pytest.mark.parametrize("room", rooms())
@pytest.mark.parametrize("person", ["professional", "content_owner", "fg", "reader", "police_officer"])
def test_who_may_read_walks_in_and_nothing_of_it_is_kept(room: Room, person: str, cast: Cast) -> None:
    close(cast, room.kind)
    if person in {"reader", "police_officer"}:
        give_access(cast, person)
    client = Client()
    sign_in(client, cast[person])
    answer = client.get(room.path)
    assert answer.status_code == 200
    assert GATE not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    if room.kind is Kind.PROFILES:
        pdf = client.get(reverse("function_profiles:card-pdf", args=["verbinder"]))
        assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "no-store")


@pytest.mark.parametrize("person", ["reader", "administrator", "outside_professional", "newcomer"])
def test_an_account_alone_does_not_open_a_door(person: str, cast: Cast) -> None:
    close(cast, Kind.PROFILES)
    if person == "reader":
        give_access(cast, person, scope_kind="document", scope_key="verbinder")
    client = Client()
    sign_in(client, cast[person])
    text = client.get("/functieprofielen/verbinder/").content.decode()
    assert "maar u hebt hiervoor nog geen toegang" in text
    assert reverse("account_login") not in text
    assert reverse("knowledge:ask-access") in text


def test_access_that_ends_closes_the_door_at_once(cast: Cast) -> None:
    close(cast, Kind.ROUTE_MAP)
    grant = give_access(cast, "reader")
    client = Client()
    sign_in(client, cast["reader"])
    assert GATE not in client.get("/routekaart/").content.decode()
    ReadingGrant.objects.filter(pk=grant.pk).update(until=datetime.now(UTC))
    assert GATE in client.get("/routekaart/").content.decode()


def test_a_session_in_a_closed_room_is_guarded_like_any_other(cast: Cast) -> None:
    close(cast, Kind.PROFILES)
    client = Client()
    sign_in(client, cast["professional"], proved_ago=None)
    assert client.get("/functieprofielen/")["Location"] == reverse("accounts:choose-factor")
    sign_in(client, cast["professional"])
    session = client.session
    session["began_at"] = session["seen_at"] = 0
    session.save()
    assert client.get("/functieprofielen/basis/")["Location"] == "/inloggen/?next=/functieprofielen/basis/"
    assert GATE in client.get("/functieprofielen/basis/").content.decode()


def test_signing_in_leads_back_and_a_form_leads_to_the_door(cast: Cast) -> None:
    close(cast, Kind.PROFILES)
    asked = Client().get("/functieprofielen/vergelijken/?onderdeel=basis&toon=alles").content.decode()
    assert "?next=%2Ffunctieprofielen%2Fvergelijken%2F%3Fonderdeel%3Dbasis%26toon%3Dalles" in asked
    assert "?next=%2Ffunctieprofielen%2F&quot;" not in asked
    posted = Client().post("/functieprofielen/basis/").content.decode()
    assert '?next=%2Ffunctieprofielen%2F"' in posted


def plain_pages(room: Room) -> list[str]:
    """Give the addresses of a room's own content: none of what a group made of its deliberation."""
    mine = [one for one in of(room) if not {"deliberation", "token"} & set(one.takes)]
    return [path for one in mine for path in filled(one) if "bestaat-niet" not in path]


@pytest.mark.parametrize("room", rooms())
def test_what_a_closed_room_gives_carries_its_readers_mark(room: Room, cast: Cast) -> None:
    close(cast, room.kind)
    give_access(cast, "reader")
    client = Client()
    sign_in(client, cast["reader"])
    client.get(room.path)
    handout = Handout.objects.get()
    assert (handout.kind, handout.key, handout.title) == ("room", room.kind.value, str(room.title))
    kinds = []
    for path in plain_pages(room):
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        kinds.append(answer["Content-Type"])
        if answer["Content-Type"].startswith("text/html"):
            line = f"Voor Reader, zonder organisatie · {date_format(handout.day, 'j F Y')} · code {handout.code}"
            assert unescape(answer.content.decode()).count(line) == 1, path
        elif answer["Content-Type"] == "application/pdf":
            assert [page for page in texts(answer.content) if f"code {handout.code}" not in page] == [], path
            assert "ETag" not in answer
    assert {"application/pdf", "text/html; charset=utf-8"} <= set(kinds)
    assert Handout.objects.count() == 1  # one code a day, however long the walk is
    assert Entry.objects.filter(body__contains="closed_room_read").count() == 1


def test_an_open_room_and_a_part_of_an_open_page_carry_no_mark(cast: Cast) -> None:
    client = Client()
    sign_in(client, cast["professional"])
    assert "sw-reader-mark" not in client.get("/functieprofielen/").content.decode()
    close(cast, Kind.PROFILES)
    assert "sw-reader-mark" not in client.get("/functieprofielen/", headers={"HX-Request": "1"}).content.decode()
    assert not Handout.objects.exists()
    assert "sw-reader-mark" in client.get("/functieprofielen/").content.decode()


@pytest.mark.parametrize("busy", [True, False])
def test_a_document_that_cannot_be_marked_is_not_given(busy: bool, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    close(cast, Kind.PROFILES)
    client = Client()
    sign_in(client, cast["professional"])

    def fails(*_args: object) -> bytes:
        raise TooBusy if busy else NotMarkable("encrypted")

    monkeypatch.setattr(copies._DESK, "mark", fails)
    path = reverse("function_profiles:card-pdf", args=["verbinder"])
    answer = client.get(path)
    assert (answer.status_code, "Retry-After" in answer) == (503, busy)
    assert (f'href="{path}"' in answer.content.decode()) is busy
