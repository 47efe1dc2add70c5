"""The pages of the farewell, as people use them, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cases.as_shown import as_shown
from tests.cases.begun import at_agreement
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.cases.test_ending import with_partner
from tests.cases.working import paid, working
from tests.people import Cast

from sleutelwerk.cases.actions.holding import Wanted, put_on_hold
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.models import Case, Ending
from sleutelwerk.cases.rules.ending import Step
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.privacy.models import GuardException

ALL = {step.value: "done" for step in Step} | {"who_text": "de adviseur jeugd"}


def begin(cast: Cast, row: Case, who: str = "professional", **more: str) -> str:
    """Begin a farewell of today; give where it leads."""
    said = {"why": "done", "ends_on": str(timezone.localdate()), **more}
    return str(browser_of(cast, who).post(page_of("begin-ending", row), said)["Location"])


def test_an_allowance_that_stands_open_is_one_press_away(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    paid(row.candidate, timezone.localdate().replace(day=1), recorded=False)
    at = begin(cast, row)
    assert f'<a href="{page_of("allowances", row)}">Er staat er nog een open</a>' in text_of(client, at)


def test_while_a_case_is_held_its_days_say_so(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    at = begin(cast, row)
    assert "vastgehouden" not in text_of(client, at)
    until = timezone.localdate() + timedelta(days=60)
    put_on_hold(cast.actor("professional"), row.pk, Wanted("complaint", until), now=timezone.now())
    assert "Dit dossier wordt nu vastgehouden" in text_of(client, at)


def test_from_beginning_to_the_end(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    assert page_of("begin-ending", row) in text_of(client, page_of("open-case", row))
    assert "geen reden op" in text_of(client, page_of("begin-ending", row))
    at = begin(cast, row)
    assert "Nog niet alles" in text_of(client, at)
    refused = client.post(page_of("finish-ending", row), follow=True).content.decode()
    assert "Nog niet alles" in refused
    steps = page_of("save-ending", row)
    assert text_of(client, steps)
    assert client.post(steps, as_shown(client, steps, {"thanks": "done"}))["Location"] == at
    today = timezone.localdate()
    whole = {**ALL, "until": str(today.replace(year=today.year + 1, day=1))}
    late = client.post(steps, {**whole, "until": str(today.replace(year=today.year + 3, day=1))})
    assert "Nazorg kan tot en met" in late.content.decode()
    without = as_shown(client, steps, {**whole, "who_text": ""})
    assert "wie dat is" in client.post(steps, without).content.decode()
    assert client.post(steps, as_shown(client, steps, whole))["Location"] == at
    shown = text_of(client, at)
    assert "Rond de samenwerking af" in shown
    assert "de adviseur jeugd" in shown
    assert "archivaris" in shown
    assert "Rond de samenwerking af" not in text_of(browser_of(cast, "colleague"), at)


def test_when_it_is_over_partners_are_out_and_only_the_lead_reads(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    with_partner(cast, row)
    partner = browser_of(cast, "outside_professional")
    assert partner.get(page_of("open-case", row)).status_code == 200
    at, today = begin(cast, row), timezone.localdate()
    steps = page_of("save-ending", row)
    until = str(today.replace(year=today.year + 1, day=1))
    client.post(steps, as_shown(client, steps, {**ALL, "until": until}))
    done = client.post(page_of("finish-ending", row), follow=True).content.decode()
    assert "De samenwerking is afgerond" in done
    assert partner.get(page_of("open-case", row)).status_code == 404
    assert "Wie ziet dit?</strong> Professional." in text_of(client, at)
    assert browser_of(cast, "colleague").get(at).status_code == 404
    assert client.get(steps)["Location"] == at
    assert client.get(page_of("begin-ending", row)).status_code == 404
    assert "Er verandert niets meer" in client.post(page_of("finish-ending", row), follow=True).content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"why": ""}, "Kies hoe het eindigt"),
        ({"why": "he_stops", "reason_text": "hij verhuist"}, "reden hoort hier niet"),
        ({"why": "we_stop", "reason_text": ""}, "waarom u stopt"),
        ({"ends_on": ""}, "Kies een dag"),
        ({"ends_on": "2020-01-01"}, "vier weken geleden"),
        ({"why": "we_stop", "reason_text": "de imam wil het niet"}, "imam"),
    ],
)
def test_what_cannot_stand_there_comes_back_with_a_reason(cast: Cast, said: dict[str, str], told: str) -> None:
    row = working(cast)
    good = {"why": "done", "ends_on": str(timezone.localdate())}
    answer = browser_of(cast).post(page_of("begin-ending", row), {**good, **said})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Ending.objects.exists()


def test_words_that_stay_are_told_to_the_fg(cast: Cast) -> None:
    reasoned = {"reason_text": "de imam wil het niet", "reason_anyway": "on", "reason_reason": "Zo heet de functie."}
    begin(cast, working(cast), why="we_stop", **reasoned)
    assert GuardException.objects.get().place == "evaluation"


@pytest.mark.parametrize("page", ["begin-ending", "ending", "save-ending", "finish-ending"])
def test_the_team_gets_in_and_nobody_else(cast: Cast, page: str) -> None:
    row = working(cast)
    with_partner(cast, row)
    if page != "begin-ending":
        begin(cast, row, "colleague")
    for name in ("outside_professional", "decision_maker", "administrator", "fg"):
        client = browser_of(cast, name)
        answer = client.post(page_of(page, row)) if page == "finish-ending" else client.get(page_of(page, row))
        assert answer.status_code == 404
    if page != "finish-ending":
        assert browser_of(cast, "colleague").get(page_of(page, row)).status_code == 200
        assert browser_of(cast).get(page_of(page, at_agreement(cast))).status_code == 404


def test_he_stops_also_while_the_file_is_locked(cast: Cast) -> None:
    row = working(cast)
    today = timezone.localdate()
    note_request(cast.actor("professional"), row.pk, Question(Right.RESTRICT, today), now=timezone.now())
    locked = browser_of(cast).post(page_of("begin-ending", row), {"why": "done", "ends_on": str(today)})
    assert "op slot" in locked.content.decode()
    assert begin(cast, row, why="he_stops") == page_of("ending", row)


def test_without_a_farewell_there_is_no_page_of_it(cast: Cast) -> None:
    row = working(cast, stage="ending")
    assert browser_of(cast).get(page_of("ending", row)).status_code == 404
