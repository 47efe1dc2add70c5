"""Those who took part check the draft: they read it without account and strike their own words, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.deliberation.held import Held, a_talk, a_whole_talk, opened_record
from tests.people import Cast

from sleutelwerk.audit.models import Entry
from sleutelwerk.deliberation.actions.closing import ready_for_check
from sleutelwerk.deliberation.actions.forgetting import destroy_old_raw
from sleutelwerk.deliberation.actions.reporting import save_part
from sleutelwerk.deliberation.engine.report import Part
from sleutelwerk.deliberation.models import Deliberation, LiveEntry

pytestmark = pytest.mark.django_db


def page_of(held: Held) -> str:
    """Give the address for checking."""
    return reverse("sessions:check", args=[held.fresh.check_token])


def strike(client: Client, held: Held, entry: str, key: str) -> int:
    """Strike words; the status of the answer."""
    address = reverse("sessions:check-strike", args=[held.fresh.check_token])
    return client.post(address, {"entry": entry, "key": key}).status_code


def own(held: Held, part: str) -> str:
    """Give the entry of the first line of a part."""
    entry: str = opened_record(held.row, "reflection")[part][0]["entry"]
    return entry


def test_check(client: Client, held: Held) -> None:
    """The draft is there to read, for nobody's cache and no search engine; the note is not."""
    page = client.get(page_of(held))
    text = page.content.decode()
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Hij loopt gevaar." in text
    assert f'data-entry="{own(held, "damage_a")}"' in text
    assert "Hem bellen" not in text
    assert "Werktitel" not in text
    assert "Naam0" not in text


def test_strike(client: Client, held: Held) -> None:
    """With its key the words are gone from the draft and from what is kept raw, at once and for good; twice is once."""
    entry = own(held, "damage_a")
    before = bytes(LiveEntry.objects.get(pk=entry).body)
    assert strike(client, held, entry, held.keys[entry]) == 200
    assert strike(client, held, entry, held.keys[entry]) == 200
    assert opened_record(held.row, "reflection")["damage_a"] == []
    assert "Hij loopt gevaar." not in client.get(page_of(held)).content.decode()
    assert bytes(LiveEntry.objects.get(pk=entry).body) != before
    last = Entry.objects.order_by("-number").values_list("body", flat=True)[0]
    assert "own_words_struck" in last
    assert entry not in last


def test_nobody_strikes_anothers_words(client: Client, held: Held) -> None:
    """A wrong key, another's key, an unknown entry and no key at all are answered the same."""
    entry, other = own(held, "damage_a"), own(held, "damage_b")
    for said, key in ((entry, "0" * 64), (entry, held.keys[other]), (str(uuid4()), held.keys[entry]), (entry, "")):
        assert strike(client, held, said, key) == 404
    assert strike(client, held, entry, "\u00e9") == 404
    assert len(opened_record(held.row, "reflection")["damage_a"]) == 1


def test_an_entry_of_another_talk_is_not_struck_here(client: Client, cast: Cast, held: Held) -> None:
    """A key opens its own words at its own address only."""
    other = a_whole_talk(cast)
    other.close(timezone.now())
    entry = own(other, "damage_a")
    assert strike(client, held, entry, other.keys[entry]) == 404
    assert len(opened_record(other.row, "reflection")["damage_a"]) == 1


def test_a_wrong_address_and_one_that_is_over_look_the_same(client: Client, held: Held) -> None:
    """After the time, after the key is gone, and for every guess there is one page."""
    wrong = client.get(reverse("sessions:check", args=["geraden"]))
    entry = own(held, "damage_a")
    Deliberation.objects.filter(pk=held.row.pk).update(check_until=timezone.now() - timedelta(seconds=1))
    over = client.get(page_of(held))
    assert (over.status_code, over.content) == (wrong.status_code, wrong.content)
    assert over.status_code == 404
    assert "Dit adres is gesloten" in over.content.decode()
    assert strike(client, held, entry, held.keys[entry]) == 404


def test_after_the_raw_key_is_gone_nothing_is_struck(client: Client, held: Held) -> None:
    """The draft is frozen: it is read and edited, not struck."""
    entry = own(held, "damage_a")
    destroy_old_raw(now=timezone.now() + timedelta(days=14))
    assert strike(client, held, entry, held.keys[entry]) == 404
    assert len(opened_record(held.row, "reflection")["damage_a"]) == 1


def test_the_address_says_wait_until_the_room_is_closed(client: Client, cast: Cast) -> None:
    """The phones know it from the moment that the talk is finished."""
    held = a_talk(cast, people=1)
    token = ready_for_check(held.fresh)
    page = client.get(reverse("sessions:check", args=[token]))
    assert page.status_code == 200
    assert "Het concept komt zo" in page.content.decode()


def test_what_is_struck_does_not_come_back_by_a_later_save(cast: Cast, client: Client, held: Held) -> None:
    """Another change of the draft keeps it out."""
    entry = own(held, "reasons")
    assert strike(client, held, entry, held.keys[entry]) == 200
    save_part(cast.actor("facilitator"), held.row.pk, Part.REMAINING_DOUBT, None, now=timezone.now())
    assert entry not in {line["entry"] for line in opened_record(held.row, "reflection")["reasons"]}
