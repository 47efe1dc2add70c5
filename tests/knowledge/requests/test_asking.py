"""Asking for access as a visitor: the form, the letter, the link that confirms, and replies that tell nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from statistics import median
from time import process_time

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.forms import Form
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.accounts.steps import everything_stored, kinds
from tests.knowledge.requests.asking import (
    ADDRESS,
    FILLED,
    NOW,
    SITE,
    an_ask,
    granted,
    in_queue,
    letters,
    link_to,
    path_in,
    path_to,
    post_ask,
)
from tests.people import Cast, make_person, sign_in

from sleutelwerk.accounts.models import Organisation
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.knowledge.actions import requests as asking
from sleutelwerk.knowledge.actions.judging import Decision, answer_request
from sleutelwerk.knowledge.forms.requests import AskForm, DecisionForm, ReplyForm
from sleutelwerk.knowledge.models import AccessRequest, RequestLink
from sleutelwerk.knowledge.rules.requests import Answer, LinkFor, State
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.privacy.models import GuardException

UNKNOWN = "niemand@gemeente-proef.nl"


def test_a_visitor_asks_and_confirms(cast: Cast, client: Client) -> None:
    assert client.get(reverse("knowledge:ask-access")).status_code == 200
    answer = post_ask(client)
    assert (answer.status_code, answer["Location"]) == (302, "/kennisbank/toegang/gevraagd/")
    assert "Kijk in uw mail" in client.get(answer["Location"]).content.decode()
    row = AccessRequest.objects.get()
    assert (row.state, row.queued_at) == (State.ASKED, None)
    page = client.get(path_to("bevestigen"))
    assert "Sanne Proef" in page.content.decode()
    row.refresh_from_db()
    assert row.state == State.ASKED, "a mail scanner that opens the link confirms nothing"
    assert client.post(path_to("bevestigen")).status_code == 200
    row.refresh_from_db()
    assert row.state == State.CONFIRMED
    assert row.queued_at is not None
    assert kinds(cast.here.pk)[-2:] == ["request_made", "request_confirmed"]
    follow = client.get(path_to("vraag"))
    assert "wacht op een beoordelaar" in follow.content.decode()
    assert follow["Cache-Control"] == "no-store"


def test_letters_name_nobody_and_nothing(cast: Cast, client: Client) -> None:
    post_ask(client)
    client.post(path_to("bevestigen"))
    for letter in letters():
        for word in ("Sanne", "Proef", "adviseur", "wijk", "sleutelfigu", "afgeschermd"):
            assert word not in f"{letter.subject} {letter.body}"
        assert "Niet gevraagd? Dan hoeft u niets te doen." in letter.body
        assert "dagen" in letter.body


def test_no_letter_has_room_for_a_name_or_a_topic() -> None:
    folder = Path(str(files("sleutelwerk"))) / "knowledge" / "templates" / "knowledge" / "mail"
    letters = [path.read_text(encoding="utf-8") for path in folder.glob("*.txt")]
    assert len(letters) > 8
    for letter in letters:
        assert set(re.findall(r"{{\s*([\w.]+)", letter)) <= {"link", "days"}
        assert not re.search(r"sleutelfigu|afgeschermd|kennisbank|politie|gemeenschap", letter, re.IGNORECASE)


@pytest.mark.parametrize("form", [AskForm({}), ReplyForm({}), DecisionForm({})])
def test_every_label_points_to_its_field(form: Form) -> None:
    page = str(form)
    labels = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    assert labels
    assert labels <= set(re.findall(r' id="([^"]+)"', page))


def test_only_the_hash_of_a_secret_is_kept(cast: Cast, client: Client) -> None:
    post_ask(client)
    secret = path_to("bevestigen").split("/")[-2]
    assert secret not in everything_stored(but=[Letter])


def test_used_wrong_foreign_and_expired_links_look_the_same(cast: Cast, client: Client) -> None:
    row = in_queue()
    used = path_to("bevestigen")
    follow = path_to("vraag").split("/")[-2]
    asking.ask_for_access(an_ask("jan@gemeente-proef.nl"), site=SITE, now=NOW)
    expired = path_to("bevestigen", "jan@gemeente-proef.nl")
    RequestLink.objects.exclude(request=row).update(expires_at=NOW - timedelta(days=300))
    tried = [
        used,
        expired,
        *(f"/kennisbank/toegang/{kind}/niets/" for kind in ("bevestigen", "vraag", "borg", "verlengen")),
    ]
    tried += [f"/kennisbank/toegang/{kind}/{follow}/" for kind in ("bevestigen", "borg", "verlengen")]
    before = everything_stored()
    answers = [(client.get(path), client.post(path, {"kent": "ja", "doe": "intrekken"})) for path in tried]
    assert {one.status_code for pair in answers for one in pair} == {404}
    assert len({one.content for pair in answers for one in pair}) == 1
    assert "Vraag toegang" in answers[0][0].content.decode()
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("sanne@gеmeente.nl", "letter die op een gewone letter lijkt"),
        ("sanne@xn--gmeente-p9g.nl", "letter die op een gewone letter lijkt"),
        ("sanne@gemeente.nl\r\nBcc: iedereen@voorbeeld.example", "teken dat er niet in hoort"),
        ("sanne@gemeente.nl\u202e", "teken dat er niet in hoort"),
        ("sanne@gemeente.nl,jan@gemeente.nl", "één volledig mailadres"),
        ("sanne@gemeente", "één volledig mailadres"),
    ],
)
def test_an_address_that_pretends_is_refused_with_one_clear_answer(
    typed: str, says: str, cast: Cast, client: Client
) -> None:
    answer = post_ask(client, email=typed)
    assert answer.status_code == 422
    assert answer.content.decode().count(says) == 2, "in the list of errors and at the field"
    assert (AccessRequest.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize("field", ["name", "workplace", "function"])
def test_a_new_line_gets_into_no_line(field: str, cast: Cast, client: Client) -> None:
    answer = post_ask(client, **{field: "Sanne\r\nBcc: iedereen@voorbeeld.example"})
    assert answer.status_code == 422
    assert "teken dat er niet in hoort" in answer.content.decode()
    assert Letter.objects.count() == 0


def test_capitals_and_wide_letters_are_one_address_and_the_plus_part_stays_for_sending(
    cast: Cast, client: Client
) -> None:
    post_ask(client, email=" ＳANNE+x@Gemeente-Proef.NL ")
    row = AccessRequest.objects.get()
    assert (row.email, row.address) == ("sanne+x@gemeente-proef.nl", ADDRESS)
    assert letters("sanne+x@gemeente-proef.nl")


def test_plus_addresses_are_one_mailbox(cast: Cast) -> None:
    in_queue()
    asking.ask_for_access(an_ask("sanne+2@gemeente-proef.nl"), site=SITE, now=NOW)
    (letter,) = letters("sanne+2@gemeente-proef.nl")
    assert "loopt nog" in letter.body


def test_who_asks_twice_before_confirming_has_one_request(cast: Cast) -> None:
    asking.ask_for_access(an_ask(), site=SITE, now=NOW)
    first = link_to(LinkFor.CONFIRM, "bevestigen")
    asking.ask_for_access(an_ask(), site=SITE, now=NOW + timedelta(minutes=1))
    asking.confirm_address(link_to(LinkFor.CONFIRM, "bevestigen"), now=NOW)
    assert AccessRequest.objects.count() == 1
    with pytest.raises(NotAllowedError):
        asking.confirm_address(first, now=NOW)


def test_replies_cost_and_look_the_same_whether_or_not_a_mailbox_is_known(cast: Cast) -> None:
    make_person("reader_2", None)
    granted(cast)
    granted(cast, "reader_2@voorbeeld.example")
    in_queue("loopt@gemeente-proef.nl")
    seen = set()
    known = (ADDRESS, "reader_2@voorbeeld.example", "loopt@gemeente-proef.nl", cast["professional"].email)
    for address in (*known, "niemand@gemeente-proef.nl"):
        client = Client()
        cache.clear()
        before = (AccessRequest.objects.count(), RequestLink.objects.count(), Letter.objects.count())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = post_ask(client, email=address)
        after = (AccessRequest.objects.count(), RequestLink.objects.count(), Letter.objects.count())
        shape = tuple(query["sql"].split(" ")[0] for query in asked.captured_queries)
        seen.add(
            (
                answer.status_code,
                answer["Location"],
                answer.content,
                shape,
                *(a - b for a, b in zip(after, before, strict=True)),
            )
        )
    assert len(seen) == 1
    (only,) = seen
    assert only[-3:] == (1, 1, 1)


#: So many turns for each address, and how far the medians may lie apart: wide, since it is about a road not taken.
TURNS, APART = 15, 1.5


def test_a_known_mailbox_takes_as_long_as_one_that_nobody_knows(cast: Cast) -> None:
    """The time of this process alone is measured, in turns, so that a busy machine slows both as much."""
    granted(cast)
    in_queue("loopt@gemeente-proef.nl")
    known = (ADDRESS, "loopt@gemeente-proef.nl", cast["professional"].email)
    took: dict[str, list[float]] = {address: [] for address in (*known, UNKNOWN)}
    client = Client()
    for turn in range(TURNS + 2):
        for address in took if turn % 2 else reversed(took):
            cache.clear()
            began = process_time()
            answer = post_ask(client, email=address)
            spent = process_time() - began
            assert answer.status_code == 302
            if turn > 1:  # the first ones load what is needed
                took[address].append(spent)
    medians = {address: median(times) for address, times in took.items()}
    assert max(medians.values()) < APART * min(medians.values()), medians


def test_only_the_mailbox_itself_hears_that_it_has_access(cast: Cast, client: Client) -> None:
    granted(cast)
    post_ask(client)
    newest = Letter.objects.filter(recipient=ADDRESS).order_by("-written_at").first()
    assert newest is not None
    assert "u hebt al toegang" in newest.body
    page = client.get(path_in(newest)).content.decode()
    assert "U hebt toegang" in page
    assert "Stuur mij een nieuwe link" in page


def test_whoever_lost_the_link_to_an_account_gets_a_new_one_into_his_mailbox(cast: Cast, client: Client) -> None:
    granted(cast)
    first = path_to("uitnodiging")
    follow = path_to("vraag")
    assert client.post(follow, {"doe": "account"}).status_code == 302
    second = path_to("uitnodiging")
    assert second != first
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_rate_limits_per_mailbox_and_per_sender(cast: Cast, client: Client) -> None:
    cache.clear()
    statuses = [post_ask(client, email=f"sanne+{i}@gemeente-proef.nl").status_code for i in range(6)]
    assert statuses == [302] * 5 + [429]
    assert [post_ask(client, email=f"a{i}@gemeente-proef.nl").status_code for i in range(14)] == [302] * 14
    answer = post_ask(client, email="nog@gemeente-proef.nl")
    assert answer.status_code == 429
    assert "Wacht een uur" in answer.content.decode()
    assert AccessRequest.objects.count() == 19


def test_a_text_about_groups_is_to_be_written_otherwise(cast: Cast, client: Client) -> None:
    text = "Voor gesprekken met Marokkaanse jongeren."
    for more in ({}, {"purpose_anyway": "on", "purpose_reason": "Dat moet echt zo blijven staan."}):
        answer = post_ask(client, purpose_text=text, **more)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "schrijf het anders" in page
        assert "Toch zo laten" not in page
    assert (AccessRequest.objects.count(), GuardException.objects.count()) == (0, 0)


def test_approaches_are_a_closed_list(cast: Cast, client: Client) -> None:
    assert post_ask(client, approach="de familie X").status_code == 422


@pytest.mark.parametrize(("chosen", "scope"), [("document", "document"), ("library", "library")])
def test_one_text_can_be_asked_for_by_itself(chosen: str, scope: str, cast: Cast) -> None:
    form = AskForm({**FILLED, "scope": chosen}, piece=("de-handreiking", "De handreiking"))
    assert form.is_valid(), form.errors
    assert "De handreiking" in str(form)
    asked = form.ask().scope
    assert (asked.kind, asked.key) == (scope, "de-handreiking" if scope == "document" else "")


def test_a_text_that_is_not_there_is_asked_for_by_nobody(cast: Cast, client: Client) -> None:
    page = client.get(f"{reverse('knowledge:ask-access')}?stuk=niets").content.decode()
    assert "Wat wilt u lezen?" not in page


def test_before_the_house_is_set_up_nothing_is_kept(db: None, client: Client) -> None:
    assert not Organisation.objects.exists()
    answer = post_ask(client)
    assert answer.status_code == 422
    assert "nog niet ingericht" in answer.content.decode()
    assert AccessRequest.objects.count() == 0


def test_a_member_of_another_organisation_goes_straight_into_the_queue(cast: Cast, client: Client) -> None:
    member = cast["outside_professional"]
    sign_in(client, member)
    page = client.get(reverse("knowledge:ask-access")).content.decode()
    assert member.email in page
    assert 'value="Gemeente Elders"' in page
    said = {name: value for name, value in FILLED.items() if name != "email"}
    answer = client.post(reverse("knowledge:ask-access"), {**said, "email": "een.ander@gemeente-proef.nl"})
    assert answer["Location"] == "/kennisbank/toegang/gevraagd/?lid"
    row = AccessRequest.objects.get()
    assert (row.state, row.email, row.person_id) == (State.CONFIRMED, member.email, member.pk)
    again = client.post(reverse("knowledge:ask-access"), said)
    assert again.status_code == 422
    assert "loopt nog" in again.content.decode()


def test_a_member_may_let_words_stand_with_a_reason_that_his_fg_sees(cast: Cast, client: Client) -> None:
    sign_in(client, cast["outside_professional"])
    said = {**FILLED, "purpose_text": "Voor ons project met Turkse ondernemers.", "purpose_anyway": "on",
            "purpose_reason": "Zo heet de subsidieregeling nu eenmaal."}  # fmt: skip
    assert client.post(reverse("knowledge:ask-access"), said).status_code == 302
    assert GuardException.objects.get().organisation_id == cast.elsewhere.pk


def test_an_address_that_was_only_typed_is_confirmed_first(cast: Cast, client: Client) -> None:
    member = cast["outside_professional"]
    EmailAddress.objects.filter(user=member).update(verified=False)
    sign_in(client, member)
    post_ask(client)
    assert AccessRequest.objects.get().state == State.ASKED


def test_who_works_here_or_has_access_is_told_so(cast: Cast, client: Client) -> None:
    sign_in(client, cast["professional"])
    assert "U kunt alles al lezen" in client.get(reverse("knowledge:ask-access")).content.decode()
    granted(cast, cast["reader"].email)
    reader = Client()
    sign_in(reader, cast["reader"])
    assert "U hebt al toegang" in reader.get(reverse("knowledge:ask-access")).content.decode()


def test_the_asker_answers_a_question_and_withdraws(cast: Cast, client: Client) -> None:
    row = in_queue()
    ask = Decision(Answer.QUESTION, note="Bij welk team werkt u?")
    answer_request(cast.actor("access_reviewer"), row.pk, ask, site=SITE, now=NOW)
    path = path_to("vraag")
    assert "Bij welk team werkt u?" in client.get(path).content.decode()
    assert client.post(path, {"doe": "antwoord", "reply_text": ""}).status_code == 422
    client.post(path, {"doe": "antwoord", "reply_text": "Bij het wijkteam."})
    row.refresh_from_db()
    assert (row.state, row.reply) == (State.CONFIRMED, "Bij het wijkteam.")
    client.post(path, {"doe": "antwoord", "reply_text": "Nog iets."})
    row.refresh_from_db()
    assert row.reply == "Bij het wijkteam."
    client.post(path, {"doe": "intrekken"})
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    assert "Dat kan niet meer" in client.post(path, {"doe": "intrekken"}, follow=True).content.decode()


def test_what_is_missing_is_said_field_by_field(client: Client) -> None:
    """Each field says what to do; the word 'verplicht' tells nobody that."""
    html = client.post(reverse("knowledge:ask-access"), {}).content.decode()
    for said in ("Vul uw naam in.", "Vul uw werkadres in.", "Vul uw organisatie in.", "Vul uw functie in.",
                 "Kies een aanpak.", "Schrijf waarvoor u de stukken nodig hebt."):  # fmt: skip
        assert html.count(said) == 2, said
    assert "verplicht" not in html
    assert not re.search(r"\?</a>:", html)
    assert re.search(r"Uw naam</a>: Vul uw naam in", html)
