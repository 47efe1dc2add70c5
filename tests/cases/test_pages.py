"""The pages of case files as people use them, without JavaScript: what they ask, keep, show and refuse."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cases.as_shown import as_shown
from tests.cases.begun import GOAL, begun, complete, settled
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.team import add_member, invite_partner
from sleutelwerk.cases.models import Case, Invitation, Member
from sleutelwerk.privacy.models import GuardException
from sleutelwerk.route_map.engine.receipt import NOTE, SCHEMA
from sleutelwerk.route_map.queries.published import current_chart


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a professional."""
    client = Client()
    sign_in(client, cast["professional"])
    return client


def browser_of(cast: Cast, name: str) -> Client:
    """Give somebody's browser."""
    found = Client()
    sign_in(found, cast[name])
    return found


def page_of(name: str, case: Case, **more: object) -> str:
    """Give the address of a page of a case."""
    return reverse(f"cases:{name}", kwargs={"case": case.pk, **more})


def test_nobody_is_his_own_deputy(client: Client) -> None:
    at = client.post("/dossiers/nieuw/", {"title_text": "Samen naar school", "goal_text": GOAL})["Location"]
    said = {"contact_text": "de jongerenwerker", "deputy_text": "Jongerenwerker"}
    answer = client.post(f"{at}opdracht/opdrachtgever/", said)
    assert answer.status_code == 422
    assert "dezelfde als het aanspreekpunt" in str(answer.context["form"].errors["deputy"])
    assert client.post(f"{at}opdracht/opdrachtgever/", {**said, "deputy_text": "de wijkadviseur"}).status_code == 302


def test_a_case_is_begun_filled_in_page_by_page_and_settled(client: Client) -> None:
    assert "U hebt nog geen dossier" in client.get("/dossiers/").content.decode()
    answer = client.post("/dossiers/nieuw/", {"title_text": "Samen naar school", "goal_text": GOAL})
    assert answer.status_code == 302
    at = answer["Location"]
    assert "Nog 12 dingen" in client.get(at).content.decode()
    in_a_year = timezone.localdate() + timedelta(days=364)
    pages = {
        "doel": {"title_text": "Samen naar school", "goal_text": GOAL, "objective_text": "School en leerplicht."},
        "thema-en-gebied": {"theme": "school", "area_text": "Gemeente Hier"},
        "opdrachtgever": {
            "commissioner_text": "de wethouder jeugd", "mandate_text": "collegebesluit",
            "contact_text": "de programmamanager", "deputy_text": "de adviseur",
        },
        "grondslag": {"legal_basis": "public_task", "legal_task_text": "Leerplichtwet", "dpia_text": "2026-14"},
        "profiel-en-termijn": {
            "profile": "verbinder", "starts_on": str(timezone.localdate()), "ends_on": str(in_a_year)
        },
    }  # fmt: skip
    following = [*list(pages)[1:], None]
    for (page, said), after in zip(pages.items(), following, strict=True):
        address = f"{at}opdracht/{page}/"
        assert client.get(address).status_code == 200
        answer = client.post(address, as_shown(client, address, said))
        assert answer["Location"] == (f"{at}opdracht/{after}/" if after else at)
    shown = client.get(at).content.decode()
    assert "De opdracht is compleet" in shown
    answer = client.post(f"{at}opdracht/vaststellen/", follow=True)
    assert "Nu: eerst vertellen" in answer.content.decode()
    assert client.get(f"{at}opdracht/doel/")["Location"] == at
    assert client.get(f"{at}opdracht/routebewijs/")["Location"] == at
    assert client.post(f"{at}opdracht/openzetten/")["Location"] == at
    assert Case.objects.get().stage == "assignment"


def test_one_goes_back_to_the_overview_when_one_likes(client: Client, cast: Cast) -> None:
    row = begun(cast)
    answer = client.post(page_of("save-assignment", row, page="thema-en-gebied"), {"theme": "school", "overview": "1"})
    assert answer["Location"] == page_of("open-case", row)
    assert client.get(page_of("save-assignment", row, page="anders")).status_code == 404


@pytest.mark.parametrize(
    ("page", "said", "told"),
    [
        ("doel", {"title_text": "X", "goal_text": "Een zin. Nog een zin."}, "één zin"),
        ("thema-en-gebied", {"area_text": "de Bloemenwijk"}, "hele gemeente"),
        ("thema-en-gebied", {"area_text": "Lombok"}, "Zet een vinkje"),
        ("profiel-en-termijn", {"starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "ligt voor de begindatum"),
        ("profiel-en-termijn", {"starts_on": "1900-01-01", "ends_on": "1901-01-01"}, "meer dan twee jaar geleden"),
        ("profiel-en-termijn", {"starts_on": "2100-01-01", "ends_on": "2101-01-01"}, "meer dan een half jaar"),
        ("profiel-en-termijn", {"starts_on": "morgen"}, "Vul een dag in"),
        ("opdrachtgever", {"contact_text": "de imam van de moskee"}, "moskee"),
    ],
)
def test_what_cannot_stand_there_comes_back_with_a_reason_and_nothing_is_lost(
    client: Client, cast: Cast, page: str, said: dict[str, str], told: str
) -> None:
    row = begun(cast)
    answer = client.post(page_of("save-assignment", row, page=page), said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert told in shown
    assert all(value in shown for value in said.values())


def test_words_that_stay_are_told_to_the_fg(client: Client, cast: Cast) -> None:
    row = begun(cast)
    said = {"commissioner_text": "de imam", "commissioner_anyway": "on", "commissioner_reason": "Zo heet de functie."}
    assert client.post(page_of("save-assignment", row, page="opdrachtgever"), said).status_code == 302
    assert GuardException.objects.get().place == "assignment"


def test_a_receipt_is_read_strictly_and_given_back_as_it_came(client: Client, cast: Cast) -> None:
    row = complete(cast)
    assert client.get(page_of("save-receipt", row)).status_code == 404
    address = page_of("attach-receipt", row)
    assert client.get(address).status_code == 200
    for wrong in (b"geen json", b"", b"x" * 300_000):
        assert client.post(address, {"file": SimpleUploadedFile("r.json", wrong)}).status_code == 422
    assert client.post(address).status_code == 422
    route_map = current_chart().route_map
    outcome = next(one for one in route_map.outcomes if one.profile == "verbinder")
    good = {
        "schema": SCHEMA, "note": NOTE, "slug": route_map.slug, "version": route_map.version, "outcome": outcome.id,
        "content_hash": route_map.content_hash, "engine_version": "0", "answers": [], "firsts": [],
    }  # fmt: skip
    answer = client.post(address, {"file": SimpleUploadedFile("r.json", json.dumps(good).encode())}, follow=True)
    assert outcome.title in answer.content.decode()
    assert outcome.title in client.get(page_of("open-case", row)).content.decode()
    assert page_of("save-receipt", row) in client.get(page_of("open-case", row)).content.decode()
    kept = client.get(page_of("save-receipt", row))
    assert json.loads(kept.content) == good
    assert "routekaart.json" in kept["Content-Disposition"]
    assert "case_read" in Entry.objects.latest("number").body
    assert browser_of(cast, "colleague").get(page_of("save-receipt", row)).status_code == 404


def test_the_team_page_lets_people_in_and_out(client: Client, cast: Cast) -> None:
    row = complete(cast)
    assert "Een collega erbij" in client.get(page_of("team", row)).content.decode()
    assert client.post(page_of("add-member", row), {"person": ""}).status_code == 422
    assert client.post(page_of("add-member", row), {"person": str(cast["fg"].pk)}).status_code == 422
    assert client.post(page_of("add-member", row), {"person": str(cast["colleague"].pk)}).status_code == 302
    theirs = browser_of(cast, "colleague")
    assert "Samen naar school" in theirs.get("/dossiers/").content.decode()
    assert "Een collega erbij" not in theirs.get(page_of("team", row)).content.decode()
    assert client.post(page_of("hand-over", row, person=cast["colleague"].pk)).status_code == 302
    asked = client.get(page_of("team", row)).content.decode()
    assert "Neem de vraag terug" in asked
    assert "Daarna blijft u in het team" in asked, "who hands over reads what he keeps"
    assert "Wilt u dit dossier overnemen?" not in client.get(page_of("team", row)).content.decode()
    assert "U bent gevraagd trekker te worden" in theirs.get("/mijn/").content.decode()
    for page in ("open-case", "team"):
        assert "Wilt u dit dossier overnemen?" in theirs.get(page_of(page, row)).content.decode()
    assert Member.objects.get(case=row, part="lead").person == cast["professional"]
    for answer, lead in (("no", "professional"), ("yes", "colleague")):
        assert client.post(page_of("hand-over", row, person=cast["colleague"].pk)).status_code == 302
        assert theirs.post(page_of("answer-lead", row), {answer: "1"}).status_code == 302
        assert Member.objects.get(case=row, part="lead").person == cast[lead]
        client.post(page_of("take-back-lead", row))
    assert Member.objects.get(case=row, part="lead").person == cast["colleague"]
    gone = client.post(page_of("remove-member", row, person=cast["professional"].pk))
    assert gone["Location"] == "/dossiers/"
    assert client.get(page_of("open-case", row)).status_code == 404


def test_refusals_on_the_team_page_say_why(client: Client, cast: Cast) -> None:
    row = complete(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    theirs = browser_of(cast, "colleague")
    for name, person in (("remove-member", "professional"), ("hand-over", "colleague")):
        answer = theirs.post(page_of(name, row, person=cast[person].pk), follow=True)
        assert "utrecht-alert--error" in answer.content.decode()
    answer = client.post(page_of("remove-member", row, person=cast["colleague"].pk), follow=True)
    assert "ziet het dossier niet meer" in answer.content.decode()


def test_a_partner_is_invited_and_answers(client: Client, cast: Cast) -> None:
    row = complete(cast)
    until = "2027-06-30"
    answers = [
        client.post(page_of("invite-partner", row), {"address": address, "until": until}, follow=True).content
        for address in ("niemand@voorbeeld.example", "outside_professional@voorbeeld.example")
    ]
    assert all("Kan iemand met dit adres meedoen" in one.decode() for one in answers)
    late = client.post(page_of("invite-partner", row), {"address": "x@voorbeeld.example", "until": "2030-01-01"})
    assert "De opdracht eindigt op 31 december 2027" in late.content.decode()
    theirs = browser_of(cast, "outside_professional")
    assert "Gemeente Hier vraagt u mee te doen" in theirs.get("/dossiers/").content.decode()
    place = Invitation.objects.get(case=row, person=cast["outside_professional"])
    answer = theirs.post(reverse("cases:answer-invitation", args=[place.pk]), {"yes": "1"}, follow=True)
    shown = answer.content.decode()
    assert "Samen naar school" in shown
    assert "Vul de opdracht aan" not in shown
    assert theirs.get(page_of("save-assignment", row, page="doel"))["Location"] == page_of("open-case", row)


def test_a_partner_says_no(client: Client, cast: Cast) -> None:
    row = complete(cast)
    actor, until = cast.actor("professional"), timezone.localdate() + timedelta(days=30)
    address = "outside_professional@voorbeeld.example"
    invite_partner(actor, row.pk, address, until, site="https://x.example/", now=NOW)
    place = Invitation.objects.get(case=row)
    theirs = browser_of(cast, "outside_professional")
    answer = theirs.post(reverse("cases:answer-invitation", args=[place.pk]), {"no": "1"}, follow=True)
    assert "U doet niet mee" in answer.content.decode()
    assert client.get(page_of("team", row)).status_code == 200


def test_throwing_away_asks_first(client: Client, cast: Cast) -> None:
    row = settled(cast)
    assert "Gooit u dit dossier weg?" in client.get(page_of("delete-case", row)).content.decode()
    assert Case.objects.exists()
    answer = client.post(page_of("delete-case", row), follow=True)
    assert "Het dossier is weg" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_case_with_somebody_in_it_is_not_thrown_away(client: Client, cast: Cast) -> None:
    row = settled(cast)
    Case.objects.filter(pk=row.pk).update(stage="assessment")
    assert "Rond het dossier af" in client.get(page_of("delete-case", row)).content.decode()
    assert "Rond het dossier af" in client.post(page_of("delete-case", row), follow=True).content.decode()
    assert Case.objects.exists()


def test_settling_too_early_says_what_to_do(client: Client, cast: Cast) -> None:
    answer = client.post(page_of("settle-assignment", begun(cast)), follow=True)
    assert "nog niet compleet" in answer.content.decode()


def test_absent_and_forbidden_look_the_same(cast: Cast) -> None:
    row = complete(cast)
    theirs = browser_of(cast, "colleague")
    absent = theirs.get("/dossiers/00000000-0000-4000-8000-000000000000/")
    forbidden = theirs.get(page_of("open-case", row))
    assert (absent.status_code, absent.content) == (forbidden.status_code, forbidden.content)


def test_titles_hold_nothing_of_the_case(client: Client, cast: Cast) -> None:
    row = complete(cast)
    for name in ("open-case", "team", "delete-case", "attach-receipt"):
        shown = client.get(page_of(name, row)).content.decode()
        title = shown.partition("<title>")[2].partition("</title>")[0]
        assert "school" not in title.lower()
        assert row.code not in title


def test_a_list_of_many_cases_asks_the_database_no_more_than_a_list_of_few(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        begun(cast)
    with django_assert_max_num_queries(14):
        assert client.get("/dossiers/").content.decode().count('ca-row"') == 12
    with django_assert_max_num_queries(16):
        client.get(page_of("open-case", Case.objects.all()[0]))


def test_while_the_fg_gave_no_advice_the_pages_say_so(client: Client, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    assert "nog geen dossier beginnen" in client.get("/dossiers/").content.decode()
    assert "advies over de DPIA" in client.get("/dossiers/nieuw/").content.decode()
    answer = client.post("/dossiers/nieuw/", {"title_text": "Samen naar school", "goal_text": GOAL})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_who_decides_sees_that_he_waits_for_an_invitation(cast: Cast) -> None:
    assert "Een trekker geeft u toegang" in browser_of(cast, "decision_maker").get("/dossiers/").content.decode()
