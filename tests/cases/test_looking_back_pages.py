"""The pages of looking back, as people use them, without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cases.as_shown import as_shown
from tests.cases.begun import TODAY, at_agreement
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.cases.test_ending import all_done, with_partner
from tests.cases.working import spoke, working
from tests.people import NOW, Cast

from sleutelwerk.cases.actions.ending import Farewell, begin_ending, finish_ending, save_ending
from sleutelwerk.cases.actions.looking_back import begin_look_back
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.models import Agreement, Case, LookBack, Pause
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.privacy.models import GuardException


def test_the_team_gets_in_and_nobody_else(cast: Cast) -> None:
    row = working(cast)
    with_partner(cast, row)
    look = begin_look_back(cast.actor("professional"), row.pk, now=NOW)
    addresses = [
        page_of("look-backs", row),
        page_of("look-back-sheet", row),
        page_of("look-back", row, look=look.pk),
        page_of("look-back-side", row, look=look.pk, side="wij"),
        page_of("close-look-back", row, look=look.pk),
    ]
    for address in addresses:
        assert browser_of(cast, "colleague").get(address).status_code == 200
        for name in ("outside_professional", "decision_maker", "administrator"):
            assert browser_of(cast, name).get(address).status_code == 404
    Case.objects.filter(pk=row.pk).update(stage="ending", ended_at=NOW)
    assert "Wie ziet dit?</strong> Professional." in text_of(browser_of(cast), addresses[2])
    assert browser_of(cast, "colleague").get(addresses[2]).status_code == 404
    other = working(cast)
    client = browser_of(cast)
    assert client.get(page_of("look-back", other, look=look.pk)).status_code == 404
    assert client.get(page_of("look-back-side", row, look=look.pk, side="zij")).status_code == 404
    assert client.get(page_of("look-backs", at_agreement(cast))).status_code == 404


def test_from_beginning_to_going_on(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert "Begin met terugkijken" in text_of(client, page_of("look-backs", row))
    at = client.post(page_of("look-backs", row))["Location"]
    assert "Nog niet gevraagd" in text_of(client, at)
    assert "al terug" in client.post(page_of("look-backs", row), follow=True).content.decode()
    assert "Ga verder met terugkijken" in text_of(client, page_of("look-backs", row))
    assert "Ga verder met terugkijken" in text_of(client, page_of("open-case", row))
    sides: dict[str, dict[str, Any]] = {
        "wij": {"good": ["wil-nog"], "adjust": ["meer-uren"], "q_wij_doel_text": "het doel klopt"},
        "hij": {"good": ["wil-nog"], "q_hij_doel_text": "een goed plan"},
        "buitenstaander": {"function_text": "adviseur van elders", "q_buiten_vraag_text": "het gaat open"},
    }
    look = LookBack.objects.get()
    for side, said in sides.items():
        address = page_of("look-back-side", row, look=look.pk, side=side)
        assert text_of(client, address)
        assert client.post(address, said)["Location"] == at
        assert next(value for value in said.values() if isinstance(value, str)) in text_of(client, address)
    shown = text_of(client, at)
    assert "Hij wil het zelf nog graag." in shown.partition("Dat zien wij allebei")[2].partition("Alleen wij")[0]
    closing = page_of("close-look-back", row, look=look.pk)
    assert text_of(client, closing)
    assert client.post(closing, {"agreed_text": "", "later": "1"})["Location"] == at
    assert "Kies hoe het verder gaat" in client.post(closing, {"agreed_text": "vaker bellen"}).content.decode()
    assert "wat u samen afsprak" in client.post(closing, {"agreed_text": "", "following": "go_on"}).content.decode()
    assert client.post(closing, {"agreed_text": "vaker bellen", "following": "go_on"})["Location"] == at
    assert "vaker bellen" in text_of(client, at)
    for address in (closing, page_of("look-back-side", row, look=look.pk, side="wij")):
        assert client.get(address)["Location"] == at
    assert Case.objects.get().stage == "carrying_out"
    assert "afgerond" in text_of(client, page_of("look-backs", row))


def test_rounding_off_leads_to_the_farewell(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    client.post(page_of("look-backs", row))
    look = LookBack.objects.get()
    sides = {
        "wij": {"q_wij_doel_text": "ja"},
        "hij": {"declined": "on"},
        "buitenstaander": {"q_buiten_vraag_text": "nee"},
    }
    for side, said in sides.items():
        client.post(page_of("look-back-side", row, look=look.pk, side=side), said)
    closing = page_of("close-look-back", row, look=look.pk)
    answer = client.post(closing, {"agreed_text": "het is klaar", "following": "end"})
    assert answer["Location"] == page_of("begin-ending", row)
    assert text_of(client, answer["Location"])


def test_a_signal_to_stop_stops_and_says_what_comes_first(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    client.post(page_of("look-backs", row))
    side = page_of("look-back-side", row, look=LookBack.objects.get().pk, side="hij")
    first = client.post(side, {"stop": ["politie-stuurt"]}).content.decode()
    assert "Doe nu eerst dit" in first
    assert "Juridisch Loket" in first
    assert Pause.objects.count() == 1
    assert "politie" not in text_of(client, page_of("resume-work", row)).partition("<details")[0].lower()


def test_who_presses_twice_still_reads_what_comes_first(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    client.post(page_of("look-backs", row))
    side = page_of("look-back-side", row, look=LookBack.objects.get().pk, side="hij")
    said = {"good": ["wil-nog"], "stop": ["politie-stuurt"], "q_hij_doel_text": "een goed plan"}
    sent = as_shown(client, side, said)
    for _time in range(2):
        assert "Doe nu eerst dit" in client.post(side, sent).content.decode()
    assert Pause.objects.count() == 1


def test_words_are_guarded_and_overrules_told(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    client.post(page_of("look-backs", row))
    side = page_of("look-back-side", row, look=LookBack.objects.get().pk, side="wij")
    assert client.post(side, {"q_wij_doel_text": "de imam vindt van wel"}).status_code == 422
    words = {"text": "de imam vindt van wel", "anyway": "on", "reason": "Zo heet de functie."}
    reasoned = {f"q_wij_doel_{part}": said for part, said in words.items()}
    assert client.post(side, reasoned).status_code == 302
    assert GuardException.objects.get().place == "evaluation"


def test_while_it_is_locked_nothing_is_added(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    client.post(page_of("look-backs", row))
    note_request(cast.actor("professional"), row.pk, Question(Right.RESTRICT, NOW.date()), now=NOW)
    side = page_of("look-back-side", row, look=LookBack.objects.get().pk, side="wij")
    answer = client.post(side, {"q_wij_doel_text": "ja"})
    assert answer.status_code == 422
    assert "op slot" in answer.content.decode()


def test_the_sheet_for_him_holds_nothing_of_the_case(cast: Cast) -> None:
    row = working(cast)
    sheet = (
        text_of(browser_of(cast), page_of("look-back-sheet", row)).partition("<article")[2].partition("</article>")[0]
    )
    assert "Is dit nog een goed plan?" in sheet
    assert "school" not in sheet.lower()
    assert row.code not in sheet


@pytest.mark.parametrize(("days", "due"), [(27, False), (40, True)])
def test_a_day_to_look_back_is_told(cast: Cast, days: int, due: bool) -> None:
    row, client = working(cast), browser_of(cast)
    Agreement.objects.update(active_from=timezone.now() - timedelta(days=days))
    assert ("Het is tijd om terug te kijken" in text_of(client, page_of("open-case", row))) is due
    assert text_of(client, page_of("look-backs", row))


def card_of(client: Client, row: Case, heading: str) -> str:
    """Give what stands in one card of the overview."""
    shown = text_of(client, page_of("open-case", row)).partition("<main")[2]
    return next(part for part in shown.split("<section") if f'id="{heading}"' in part)


def test_looking_back_has_a_card_with_a_button_when_it_is_time(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert "sw-card" in card_of(client, row, "terugkijken")
    assert "Begin met terugkijken" not in card_of(client, row, "terugkijken")
    assert "Lees hoe terugkijken gaat" in card_of(client, row, "terugkijken")
    Agreement.objects.update(active_from=timezone.now() - timedelta(days=40))
    due = card_of(client, row, "terugkijken")
    assert "Het is tijd om terug te kijken" in due
    assert "Begin met terugkijken" in due
    assert "nl-button--primary" in due
    begin_look_back(cast.actor("professional"), row.pk, now=NOW)
    assert "Ga verder met terugkijken" in card_of(client, row, "terugkijken")


def test_that_it_stops_stands_last_with_contact(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    contact = card_of(client, row, "contact")
    assert contact.index("Zegt hij iets") < contact.index("Stopt het, of stopt hij?")
    assert text_of(client, page_of("open-case", row)).count("Stopt het, of stopt hij?") == 1
    Case.objects.filter(pk=row.pk).update(stage="reward")
    assert text_of(client, page_of("open-case", row)).count("Stopt het, of stopt hij?") == 1


def test_what_was_can_be_read_while_one_says_goodbye_and_after(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", TODAY), now=NOW)
    assert "Bekijk de contacten" not in card_of(client, row, "afscheid")  # there are none
    assert "Bekijk hoe u terugkeek" not in card_of(client, row, "afscheid")
    other = working(cast)
    spoke(cast, other)
    begin_look_back(cast.actor("professional"), other.pk, now=NOW)
    begin_ending(cast.actor("professional"), other.pk, Farewell("done", TODAY), now=NOW)
    for over in (False, True):
        card = card_of(client, other, "afscheid")
        assert ("Afgerond" in card) is over
        for name, words in (("contacts", "Bekijk de contacten"), ("look-backs", "Bekijk hoe u terugkeek")):
            assert words in card
            assert page_of(name, other) in card
            assert text_of(client, page_of(name, other))
        if not over:
            save_ending(cast.actor("professional"), other.pk, all_done(), now=NOW)
            finish_ending(cast.actor("professional"), other.pk, now=NOW)
    assert "Bekijk de contacten" not in text_of(browser_of(cast, "colleague"), page_of("open-case", other))


def test_a_day_on_which_nobody_looked_back_is_told_as_it_is(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    Agreement.objects.update(active_from=timezone.now() - timedelta(days=40))
    assert "nu</span>" in text_of(client, page_of("look-backs", row))
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", timezone.localdate()), now=timezone.now())
    shown = text_of(client, page_of("look-backs", row))
    assert shown.count("niet gedaan") == 1  # what would have come later is not told
    assert "nu</span>" not in shown
    assert "de volgende" not in shown
