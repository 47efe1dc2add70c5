"""What somebody asks about what is kept of him: a term, a lock that stops every pen, and erasing for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.cases.begun import TODAY, seen_by
from tests.cases.test_candidate import PAPERS, with_candidate
from tests.cases.working import opened_by
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import rights as do
from sleutelwerk.cases.actions.candidate import note_yes, save_papers, stop_candidate
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.models import Candidate, CandidateKey, RightsRequest
from sleutelwerk.cases.queries.report import report_of
from sleutelwerk.cases.queries.rights import EMPTY_TEXTS, requests_of, texts_of, waits_for_answer
from sleutelwerk.cases.rules.rights import Right, due_on
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
WANTS = "Ik wil weten wat er staat."
WHY = "Uw vraag gaat ook over papieren van een ander."
ANSWER = "We lazen het samen door, op papier."


def ask(cast: Cast, row: Candidate, right: Right = Right.ACCESS, **given: Any) -> RightsRequest:
    """Note a question of today."""
    question = do.Question(right, given.get("received_on", TODAY), WANTS)
    return do.note_request(cast.actor("professional"), row.case_id, question, now=given.get("now", NOW))


def test_what_he_asks_lies_sealed_and_is_shown_to_his_team(cast: Cast) -> None:
    row = with_candidate(cast)
    asked = ask(cast, row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT texts FROM cases_rightsrequest")
        assert WANTS.encode() not in bytes(cursor.fetchone()[0])
    found = seen_by(cast, "professional", row.case)
    assert found is not None
    (shown,) = requests_of(found, today=TODAY)
    assert (shown.wants, shown.answer, shown.days_left, shown.overdue) == (WANTS, "", 30, False)
    assert not waits_for_answer(found, TODAY)
    assert waits_for_answer(found, TODAY + timedelta(days=20))
    do.answer_request(cast.actor("professional"), row.case_id, asked.pk, ANSWER, now=NOW)
    (shown,) = requests_of(found, today=TODAY)
    assert (shown.answer, shown.asked.open) == (ANSWER, False)
    assert not waits_for_answer(found, TODAY + timedelta(days=90))
    kinds = list(Entry.objects.order_by("number").values_list("kind", flat=True))
    assert kinds[-2:] == ["right_asked", "right_answered"]


def test_what_he_must_hear_first_stands_first(cast: Cast) -> None:
    row = with_candidate(cast)
    days = {Right.RECTIFY: 2, Right.ACCESS: 25, Right.OBJECT: 0}
    asked = {right: ask(cast, row, right, received_on=TODAY - timedelta(days=ago)) for right, ago in days.items()}
    found = seen_by(cast, "professional", row.case)
    assert found is not None
    assert [one.asked.right for one in requests_of(found, today=TODAY)] == [Right.ACCESS, Right.RECTIFY, Right.OBJECT]
    do.take_longer(cast.actor("professional"), row.case_id, asked[Right.ACCESS].pk, WHY, now=NOW)
    assert [one.asked.right for one in requests_of(found, today=TODAY)] == [Right.RECTIFY, Right.OBJECT, Right.ACCESS]
    do.answer_request(cast.actor("professional"), row.case_id, asked[Right.RECTIFY].pk, ANSWER, now=NOW)
    assert [one.asked.right for one in requests_of(found, today=TODAY)] == [Right.OBJECT, Right.ACCESS, Right.RECTIFY]


@pytest.mark.parametrize("right", [Right.RESTRICT, Right.OBJECT])
def test_a_locked_file_takes_no_pen_but_lets_him_go(cast: Cast, right: Right) -> None:
    row = with_candidate(cast)
    asked = ask(cast, row, right)
    actor = cast.actor("professional")
    found = seen_by(cast, "professional", row.case)
    assert found is not None
    assert found.on_lock
    with pytest.raises(NotAllowedError, match="staat op slot"):
        save_papers(actor, row.case_id, PAPERS, now=NOW)
    with pytest.raises(NotAllowedError, match="staat op slot"):
        note_yes(actor, row.case_id, TODAY + timedelta(days=1), now=NOW + timedelta(days=2))
    do.answer_request(actor, row.case_id, asked.pk, ANSWER, now=NOW)
    if right is Right.RESTRICT:
        with pytest.raises(NotAllowedError, match="staat op slot"):
            save_papers(actor, row.case_id, PAPERS, now=NOW)
        do.lift_lock(actor, row.case_id, asked.pk, now=NOW)
    save_papers(actor, row.case_id, PAPERS, now=NOW)
    found = seen_by(cast, "professional", row.case)
    assert found is not None
    assert not found.on_lock


def test_stopping_is_free_while_locked(cast: Cast) -> None:
    row = with_candidate(cast)
    ask(cast, row, Right.RESTRICT)
    stop_candidate(cast.actor("professional"), row.case_id, now=NOW)
    assert not Candidate.objects.exists()
    assert not RightsRequest.objects.exists()


def test_erasing_takes_everything_and_only_the_lead_does_it(cast: Cast) -> None:
    row = with_candidate(cast)
    lead = cast.actor("professional")
    with pytest.raises(NotAllowedError, match="Noteer eerst"):
        do.erase_candidate(lead, row.case_id, now=NOW)
    ask(cast, row, Right.ERASE)
    add_member(lead, row.case_id, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="trekker"):
        do.erase_candidate(cast.actor("colleague"), row.case_id, now=NOW)
    do.erase_candidate(lead, row.case_id, now=NOW)
    assert not Candidate.objects.exists()
    assert not CandidateKey.objects.exists()
    assert Entry.objects.order_by("number").values_list("kind", flat=True).last() == "candidate_erased"


def test_a_question_of_another_case_is_not_there(cast: Cast) -> None:
    row = with_candidate(cast)
    asked = ask(cast, row)
    other = with_candidate(cast)
    with pytest.raises(NotAllowedError, match="is er niet"):
        do.take_longer(cast.actor("professional"), other.case_id, asked.pk, WHY, now=NOW)
    with pytest.raises(NotAllowedError, match="is er niet"):
        do.lift_lock(cast.actor("professional"), other.case_id, asked.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="is er niet"):
        do.answer_request(cast.actor("outside_professional"), row.case_id, asked.pk, ANSWER, now=NOW)


def test_two_months_more_are_two_months_more(cast: Cast) -> None:
    row = with_candidate(cast)
    asked = ask(cast, row)
    do.take_longer(cast.actor("professional"), row.case_id, asked.pk, WHY, now=NOW)
    asked.refresh_from_db()
    assert WHY.encode() not in bytes(asked.texts)
    assert (texts_of(asked)["wants"], texts_of(asked)["longer"]) == (WANTS, WHY)
    assert (asked.due_on - TODAY).days == 92  # 27 November to 27 February
    with pytest.raises(NotAllowedError, match="drie maanden"):
        do.take_longer(cast.actor("professional"), row.case_id, asked.pk, WHY, now=NOW)


@pytest.mark.parametrize("wrong", [{"due_on": TODAY}, {"lifted_on": TODAY}], ids=str)
def test_the_database_refuses_as_well(cast: Cast, wrong: dict[str, Any]) -> None:
    asked = ask(cast, with_candidate(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(**wrong)


def test_without_his_key_nothing_opens(cast: Cast) -> None:
    asked = ask(cast, with_candidate(cast))
    CandidateKey.objects.all().delete()
    assert texts_of(asked) == EMPTY_TEXTS


def test_the_pages_lead_from_question_to_answer(client: Client, cast: Cast) -> None:
    row = with_candidate(cast)
    sign_in(client, cast["professional"])
    at = reverse("cases:rights", args=[row.case_id])
    assert "Hij vroeg nog niets" in client.get(at).content.decode()
    to = reverse("cases:note-request", args=[row.case_id])
    wrong = client.post(to, {"received_on": "2999-01-01"})
    assert wrong.status_code == 422
    assert "Kies wat hij vraagt" in wrong.content.decode()
    today = timezone.localdate()
    late = client.post(to, {"right": "restrict", "received_on": today + timedelta(days=1), "wants_text": ""})
    assert "al geweest" in late.content.decode()
    assert client.post(to, {"right": "restrict", "received_on": today, "wants_text": WANTS}).headers["Location"] == at
    page = client.get(at).content.decode()
    assert WANTS in page
    assert "staat op slot" in page
    asked = RightsRequest.objects.get()
    answer = reverse("cases:answer-request", args=[row.case_id, asked.pk])
    assert client.get(answer).status_code == 200
    assert client.post(answer, {"answer_text": "kort"}).status_code == 422
    assert client.post(answer, {"answer_text": ANSWER}).headers["Location"] == at
    assert client.get(answer).status_code == 404
    assert (
        "al beantwoord"
        in client.post(reverse("cases:take-longer", args=[row.case_id, asked.pk]), follow=True).content.decode()
    )
    lift = reverse("cases:lift-lock", args=[row.case_id, asked.pk])
    assert "weer open" in client.post(lift, follow=True).content.decode()
    assert "niet op slot" in client.post(lift, follow=True).content.decode()


def test_the_page_takes_longer_and_erases(client: Client, cast: Cast) -> None:
    row = with_candidate(cast)
    sign_in(client, cast["professional"])
    erase = reverse("cases:erase-candidate", args=[row.case_id])
    assert client.get(erase).status_code == 404
    today = timezone.localdate()
    asked = ask(cast, row, Right.ERASE, received_on=today, now=timezone.now())
    longer = reverse("cases:take-longer", args=[row.case_id, asked.pk])
    assert "Meer tijd nodig?" in client.get(reverse("cases:rights", args=[row.case_id])).content.decode()
    told = client.get(longer).content.decode()
    assert "Vertel het hem eerst" in told
    assert date_format(due_on(today, longer=True), "j F Y") in told
    assert RightsRequest.objects.get().due_on == due_on(today)  # looking asks for nothing
    short = client.post(longer, {"why_text": ""})
    assert short.status_code == 422
    assert "waarom u meer tijd nodig hebt" in short.content.decode()
    shown = client.post(longer, {"why_text": WHY}, follow=True).content.decode()
    assert "twee maanden langer" in shown
    assert WHY in shown
    assert "Meer tijd nodig?" not in shown
    assert "drie maanden" in client.get(longer, follow=True).content.decode()
    found = report_of(
        cast.actor("professional"), opened_by(cast, "professional", row.case), now=timezone.now(), today=today
    )
    assert WHY in str(found)
    assert "Eerst gaat zijn sleutel" in client.get(erase).content.decode()
    assert "Er staat niets meer over hem" in client.post(erase, follow=True).content.decode()
    assert client.get(reverse("cases:rights", args=[row.case_id])).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "outside_professional", "administrator", "fg"])
def test_for_others_the_pages_are_not_there(client: Client, cast: Cast, who: str) -> None:
    row = with_candidate(cast)
    asked = ask(cast, row, Right.ERASE)
    sign_in(client, cast[who])
    for name in ("rights", "note-request", "erase-candidate"):
        assert client.get(reverse(f"cases:{name}", args=[row.case_id])).status_code == 404
    assert client.get(reverse("cases:answer-request", args=[row.case_id, asked.pk])).status_code == 404
    assert client.get(reverse("cases:take-longer", args=[row.case_id, asked.pk])).status_code == 404
    for name in ("take-longer", "lift-lock"):
        assert client.post(reverse(f"cases:{name}", args=[row.case_id, asked.pk])).status_code == 404
    assert RightsRequest.objects.get().answered_on is None
