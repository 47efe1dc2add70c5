"""The pages of preparing: nothing is lost, names are warned about, and nobody else finds anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.accounts.steps import everything_stored, kinds
from tests.deliberation.begun import QUESTION, begun, opened, settled
from tests.paper import breaches, text_of
from tests.people import NOW, Cast, make_cast, make_person, sign_in, somebody_absent

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.deliberation.models import Deliberation
from sleutelwerk.deliberation.queries.preparing import limits
from sleutelwerk.deliberation.rules.preparing import Page
from sleutelwerk.privacy.models import GuardException

MINE = "/beraad/voorbereiden/"
BEGIN = {"title_text": "De raad", "phase": "vooraf", "aim": "decide", "method": "zeven-vragen"}
INTAKE = {"own_experience": "yes", "real_doubt": "yes", "still_open": "yes", "decided": "no", "limits": "none",
          "not_discussed_text": "Het budget."}  # fmt: skip
METHOD = {"title_text": "Zijn gezin", "phase": "vooraf", "aim": "advise", "method_slug": "dilemmamethode"}
QUESTION_PAGE = {"question_text": QUESTION, "situation_text": "Hij wil vertellen waar hij voor staat.",
                 "turning_point_text": "Zijn dochter knikte.", "side_a_text": "Wij vragen hem.",
                 "side_b_text": "Wij vragen hem niet."}  # fmt: skip
PEOPLE = {"functions_text": "wijkadviseur\n\n jongerenwerker ", "mandate_text": "Dat is afgesproken in het team.",
          "decider": "later", "decider_function_text": "teamleider", "justice": "no", "voice": "asked",
          "voice_note_text": "Hij is gebeld."}  # fmt: skip
RECORD = {"note_agreement_text": "De redenen. Het team krijgt ze.", "keep_reflection_months": "12",
          "keep_decision_months": "60"}  # fmt: skip
MOMENT = {"day": "2096-12-03", "hour": "11:00", "minutes": "105", "room_text": "Kamer 3", "one_device": "no",
          "practicals_text": "Papier als reserve."}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def facilitator(client: Client, cast: Cast) -> Client:
    sign_in(client, cast["facilitator"])
    return client


def address(name: str, row: Deliberation, page: str = "") -> str:
    kwargs = {"deliberation": row.pk, **({"page": page} if page else {})}
    return reverse(f"sessions:{name}", kwargs=kwargs)


def page_of(client: Client, where: str) -> str:
    response = client.get(where)
    assert response.status_code == 200, where
    assert response["Cache-Control"] == "no-store"
    return response.content.decode()


def test_the_empty_list_explains_and_leads_to_an_exercise(facilitator: Client) -> None:
    html = page_of(facilitator, MINE)
    assert "U hebt nog geen beraad." in html
    assert f'href="{MINE}nieuw/?oefenen"' in html


def test_a_list_of_many_asks_as_much_as_a_list_of_one(
    facilitator: Client, cast: Cast, django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    settled(cast)
    with CaptureQueriesContext(connection) as one:
        page_of(facilitator, MINE)
    for _ in range(4):
        settled(cast)
    with django_assert_max_num_queries(len(one)):
        html = page_of(facilitator, MINE)
    assert html.count("Zijn gezin") == 5
    assert html.count("Klaar om te beginnen") == 5


def test_no_address_and_no_title_tells_what_it_is_about(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    for where in (MINE, address("preparation", row), address("prepare", row, "vraag"), address("invitation", row)):
        html = page_of(facilitator, where)
        assert "<title>Moreel beraad · Sleutelwerk</title>" in html
        assert "gezin" not in " ".join(re.findall(r'href="([^"]*)"', html))


def test_a_dilemma_is_begun_in_two_steps(facilitator: Client) -> None:
    html = page_of(facilitator, f"{MINE}nieuw/")
    assert html.count("?met=dilemma.") == 22
    assert html.count("?met=vraag.") == 4
    start = f"{MINE}nieuw/?met=dilemma.raad-weet-niet"
    assert re.search(r'value="zeven-vragen"[^>]* checked', page_of(facilitator, start))
    answer = facilitator.post(start, BEGIN)
    row = Deliberation.objects.get()
    assert answer["Location"] == address("prepare", row, "aanleiding")
    assert "Is dit iets voor een beraad?" in page_of(facilitator, answer["Location"])


def test_what_was_typed_comes_back_with_an_error(facilitator: Client) -> None:
    answer = facilitator.post(f"{MINE}nieuw/?met=eigen", {**BEGIN, "aim": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout: Moreel beraad" in html
    assert 'value="De raad"' in html
    assert Deliberation.objects.count() == 0


def test_an_exercise_can_open_its_room_at_once(facilitator: Client) -> None:
    assert "oefenen" in page_of(facilitator, f"{MINE}nieuw/?oefenen")
    facilitator.post(f"{MINE}nieuw/?met=dilemma.gunst&oefenen", {**BEGIN, "practice": "on", "aim": "learn"})
    row = Deliberation.objects.get()
    html = page_of(facilitator, address("preparation", row))
    assert "U kunt beginnen" in html
    assert f'action="{reverse("sessions:open", args=[row.pk])}"' in html
    # of somebody who does not exist nothing is asked
    people = page_of(facilitator, address("prepare", row, "deelnemers"))
    assert "Doet politie of justitie mee?" not in people
    assert "Gaat het over een van deze grenzen?" not in page_of(facilitator, address("prepare", row, "aanleiding"))


def test_page_by_page_it_becomes_ready(facilitator: Client, cast: Cast) -> None:
    row = begun(cast)
    assert "dan kan de kamer open" in page_of(facilitator, address("preparation", row))
    where = address("prepare", row, "aanleiding")
    for data in (INTAKE, METHOD, QUESTION_PAGE, PEOPLE, RECORD, MOMENT):
        answer = facilitator.post(where, data)
        assert answer.status_code == 302, answer.content.decode()
        where = answer["Location"]
    assert where == address("preparation", row)
    html = page_of(facilitator, where)
    assert "U kunt beginnen" in html
    assert "ma 3 dec 2096, 11:00–12:45" in html
    found = opened(cast, row)
    assert found.plan["functions"] == ["wijkadviseur", "jongerenwerker"]
    assert found.row.starts_at == datetime(2096, 12, 3, 10, 0, tzinfo=UTC)
    assert {point.code for point in found.points} == {"few", "second"}
    for page in Page:
        assert "gezin" in page_of(facilitator, address("prepare", row, page))


def test_a_day_of_long_ago_says_its_year_and_is_asked_about(facilitator: Client, cast: Cast) -> None:
    """A slip of the hand in the year stays unseen without it; a day of this year says none."""
    row = begun(cast)
    facilitator.post(address("prepare", row, "moment"), {**MOMENT, "day": "2020-11-01"})
    html = page_of(facilitator, address("preparation", row))
    assert "zo 1 nov 2020, 11:00" in html
    assert "Deze dag is al geweest. Klopt dat?" in html
    mine = page_of(facilitator, reverse("sessions:my-deliberations"))
    assert "<strong>1</strong> nov 2020 11:00" in mine
    today = timezone.localdate()
    facilitator.post(address("prepare", row, "moment"), {**MOMENT, "day": today.isoformat()})
    html = page_of(facilitator, address("preparation", row))
    assert "Deze dag is al geweest" not in html
    assert f" {today.year}, 11:00" not in html


def test_what_is_missing_at_the_beginning_is_said_in_words(facilitator: Client) -> None:
    html = facilitator.post(f"{reverse('sessions:new-deliberation')}?met=eigen", {"title_text": ""}).content.decode()
    for said in ("Kies waar de samenwerking staat.", "Kies waarvoor u bij elkaar komt.", "Kies een methode."):
        assert said in html
    assert "verplicht" not in html
    assert "elkaar?:" not in html.replace("</a>", "")


def test_to_leave_something_is_a_side_as_well(facilitator: Client, cast: Cast) -> None:
    """Half of our own dilemmas have it, as in 'Wij vragen het hem niet'."""
    html = page_of(facilitator, address("prepare", begun(cast), "vraag"))
    assert "Wat u dan doet of juist laat." in html
    assert "niets doen" not in html


def test_everything_may_be_left_for_later(facilitator: Client, cast: Cast) -> None:
    row = begun(cast)
    for page in ("aanleiding", "vraag", "deelnemers"):
        assert facilitator.post(address("prepare", row, page)).status_code == 302
    kept = {"keep_reflection_months": "12", "keep_decision_months": "60"}
    assert facilitator.post(address("prepare", row, "verslag"), kept).status_code == 302
    assert facilitator.post(address("prepare", row, "moment"), {"minutes": "90", "one_device": "no"}).status_code == 302


def test_a_page_leads_back_to_the_checklist_when_asked(facilitator: Client, cast: Cast) -> None:
    row = begun(cast)
    answer = facilitator.post(address("prepare", row, "aanleiding"), {**INTAKE, "overview": "1"})
    assert answer["Location"] == address("preparation", row)


@pytest.mark.parametrize("field", ["functions", "decider_function"])
def test_where_a_function_belongs_a_plain_name_is_remarked_on(facilitator: Client, cast: Cast, field: str) -> None:
    """Also one that nothing beside it gives away; the same in the story of the dilemma would pass."""
    where = address("prepare", begun(cast), "deelnemers")
    answer = facilitator.post(where, {**PEOPLE, f"{field}_text": "Jan Jansen"})
    assert answer.status_code == 422
    assert "Hier past alleen een functie, geen naam." in answer.content.decode()
    assert facilitator.post(where, {**PEOPLE, f"{field}_text": "Teamleider Jeugd"}).status_code == 302


@pytest.mark.parametrize("room", ["Spreekkamer 2", "Stadskantoor, Marktplein 1, 1234 AB"])
def test_where_people_meet_for_their_work_is_no_address_of_anybody(facilitator: Client, cast: Cast, room: str) -> None:
    """Without a reason for the FG; a name there is still remarked on, and an address anywhere else."""
    row = begun(cast)
    assert facilitator.post(address("prepare", row, "moment"), {**MOMENT, "room_text": room}).status_code == 302
    assert opened(cast, row).plan["answers"]["room"] == room
    assert not GuardException.objects.exists()
    for more in ({"room_text": "bij mevrouw Jansen"}, {"practicals_text": room}):
        answer = facilitator.post(address("prepare", row, "moment"), {**MOMENT, **more})
        assert (answer.status_code, "Toch zo laten" in answer.content.decode()) == (422, True)


def test_a_name_is_refused_kindly_and_the_text_stays(facilitator: Client, cast: Cast) -> None:
    row = begun(cast)
    typed = "wijkadviseur\nmevrouw Jansen"
    answer = facilitator.post(address("prepare", row, "deelnemers"), {**PEOPLE, "functions_text": typed})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Toch zo laten" in html
    assert "mevrouw Jansen" in html
    assert opened(cast, row).plan["functions"] == []
    anyway = {"functions_anyway": "on", "functions_reason": "Zo heet de functie in ons gebouw echt."}
    answer = facilitator.post(address("prepare", row, "deelnemers"), {**PEOPLE, "functions_text": typed, **anyway})
    assert answer.status_code == 302
    assert GuardException.objects.get().place == "deliberation"


def test_a_question_that_can_be_better_is_shown_once_and_never_blocks(facilitator: Client, cast: Cast) -> None:
    row = begun(cast)
    where, asked = address("prepare", row, "vraag"), "Hoe kan hij bijdragen?"
    answer = facilitator.post(where, {**QUESTION_PAGE, "question_text": asked})
    assert answer["Location"] == f"{where}#vraag-getoetst"
    html = page_of(facilitator, where)
    assert "Een vraag met ‘hoe’ zoekt een aanpak." in html
    again = facilitator.post(where, {**QUESTION_PAGE, "question_text": asked})
    assert again["Location"] == address("prepare", row, "deelnemers")
    assert opened(cast, row).plan["question"] == asked


def test_a_question_with_how_leads_to_agreements_with_one_click(facilitator: Client, cast: Cast) -> None:
    row = begun(cast)
    facilitator.post(address("prepare", row, "vraag"), {**QUESTION_PAGE, "question_text": "Hoe kan hij bijdragen?"})
    button = reverse("sessions:use-method", kwargs={"deliberation": row.pk, "method": "afspraken"})
    assert f'action="{button}"' in page_of(facilitator, address("prepare", row, "vraag"))
    assert facilitator.post(button)["Location"] == address("preparation", row)
    row.refresh_from_db()
    assert row.method_slug == "afspraken"
    assert "Gebruik het blok Afspraken" not in page_of(facilitator, address("prepare", row, "vraag"))
    nowhere = reverse("sessions:use-method", kwargs={"deliberation": row.pk, "method": "nergens"})
    assert facilitator.post(nowhere).status_code == 404


@pytest.mark.parametrize("limit", ["personen", "privacy", "vrijwillig", "geheim", "gevaar"])
def test_what_stands_cannot_be_deliberated_away(facilitator: Client, cast: Cast, limit: str) -> None:
    row = settled(cast)
    answer = facilitator.post(address("prepare", row, "aanleiding"), {**INTAKE, "limits": limit})
    assert answer["Location"] == address("preparation", row)
    html = page_of(facilitator, answer["Location"])
    found = next(one for one in limits() if one.id == limit)
    assert "Dit kan geen beraad worden" in html
    assert found.instead in html
    assert reverse("sessions:open", args=[row.pk]) not in html
    # the other pages go no further; only this answer can be changed
    assert facilitator.get(address("prepare", row, "vraag"))["Location"] == address("preparation", row)
    facilitator.post(address("prepare", row, "aanleiding"), INTAKE)
    assert "U kunt beginnen" in page_of(facilitator, address("preparation", row))


def test_an_intake_without_doubt_is_a_clear_stop_and_nothing_that_can_be_better(
    facilitator: Client, cast: Cast
) -> None:
    row = settled(cast)
    answer = facilitator.post(address("prepare", row, "aanleiding"), {**INTAKE, "real_doubt": "no"})
    assert answer["Location"] == address("preparation", row)
    html = page_of(facilitator, answer["Location"])
    assert "Stop: dit is nu geen beraad" in html
    assert "De inbrenger twijfelt niet echt." in html
    for word in ("U kunt beginnen", "dat beter kan", "Dat houdt u niet tegen"):
        assert word not in html
    # who leads may know better, but that is not what the page leads to
    assert re.search(r"nl-button--subtle[^>]*>Open de kamer toch<", html)
    primary = re.findall(r"nl-button--primary[^>]*>([^<]*)", html)
    assert primary == ["Verander uw antwoorden"]
    assert facilitator.post(address("prepare", row, "aanleiding"), INTAKE)["Location"].endswith("/aanpak/")
    assert "Stop" not in page_of(facilitator, address("preparation", row))


def test_police_of_whom_he_does_not_know_keeps_the_door_closed(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    facilitator.post(address("prepare", row, "deelnemers"), {**PEOPLE, "justice": "not_told"})
    html = page_of(facilitator, address("preparation", row))
    assert "Vertel het hem eerst" in html
    assert reverse("sessions:open", args=[row.pk]) not in html
    facilitator.post(address("prepare", row, "deelnemers"), {**PEOPLE, "justice": "told"})
    assert "U kunt beginnen" in page_of(facilitator, address("preparation", row))
    assert "Politie of justitie doet mee." in page_of(facilitator, address("invitation", row))


def test_whoever_is_of_the_police_cannot_deny_it(client: Client, cast: Cast) -> None:
    sign_in(client, cast["police_officer"])
    row = begun(cast, "police_officer")
    answer = client.post(address("prepare", row, "deelnemers"), {**PEOPLE, "justice": "no"})
    assert answer.status_code == 422
    assert "werkt bij de politie" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"day": ""}, "allebei in"),
        ({"hour": ""}, "allebei in"),
        ({"minutes": "0"}, "vanaf 1."),
        ({"minutes": "301"}, "tot en met 300."),
        ({"minutes": "veel"}, "heel getal"),
        ({"second_facilitator": "iemand"}, "geldige keuze"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(
    facilitator: Client, cast: Cast, changes: dict[str, str], error: str
) -> None:
    answer = facilitator.post(address("prepare", begun(cast), "moment"), {**MOMENT, **changes})
    assert answer.status_code == 422
    assert error in answer.content.decode()


def test_thirty_one_people_do_not_fit(facilitator: Client, cast: Cast) -> None:
    many = "\n".join(["wijkmanager"] * 31)
    answer = facilitator.post(address("prepare", begun(cast), "deelnemers"), {**PEOPLE, "functions_text": many})
    assert "Maak twee groepen" in answer.content.decode()


def test_the_second_facilitator_changes_all_but_who_leads(client: Client, cast: Cast) -> None:
    second = make_person("second", cast.here, (Role.FACILITATOR,))
    row = settled(cast)
    leader = Client()
    sign_in(leader, cast["facilitator"])
    leader.post(address("prepare", row, "moment"), {**MOMENT, "second_facilitator": str(second.pk)})
    sign_in(client, second)
    html = page_of(client, address("prepare", row, "moment"))
    assert "Tweede gespreksleider" not in html
    assert client.post(address("prepare", row, "moment"), MOMENT).status_code == 302
    row.refresh_from_db()
    assert row.second_facilitator_id == second.pk
    assert "Gooi dit beraad weg" not in page_of(client, address("preparation", row))


def test_the_invitation_says_when_and_where_and_not_why(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    assert "dag en tijd volgen" in page_of(facilitator, address("invitation", row))
    assert facilitator.get(address("calendar", row))["Location"] == address("prepare", row, "moment")
    facilitator.post(address("prepare", row, "moment"), MOMENT)
    letter = re.search(r'<div class="sw-letter".*?</div>', page_of(facilitator, address("invitation", row)), re.DOTALL)
    assert letter
    assert "maandag 3 december 2096, van 11:00 tot 12:45 uur" in letter[0]
    assert "Neem uw telefoon mee" in letter[0]
    file = facilitator.get(address("calendar", row))
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="overleg.ics"'
    assert file["Cache-Control"] == "no-store"
    told = letter[0] + file.content.decode()
    for content in (QUESTION, "gezin", "teamleider", "beraad", "Dilemmamethode", str(row.pk), "wijkadviseur"):
        assert content not in told


def test_the_invitation_promises_a_decision_only_when_whoever_decides_comes(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    promise = "Aan het eind ligt er een besluit"
    for decider, promised in (("last", True), ("later", False)):
        Deliberation.objects.filter(pk=row.pk).update(aim="decide", decider=decider)
        page = page_of(facilitator, address("invitation", row))
        assert (promise in page) is promised
        assert ("Wie beslist, hoort daarna onze redenen" in page) is not promised


def test_with_one_device_nobody_brings_a_phone(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    facilitator.post(address("prepare", row, "moment"), {**MOMENT, "one_device": "yes"})
    assert "telefoon" not in page_of(facilitator, address("invitation", row))


@pytest.mark.parametrize("start", ["eigen", "dilemma.gunst"])
def test_papers_are_tagged_and_hold_what_was_prepared(facilitator: Client, cast: Cast, start: str) -> None:
    row = settled(cast, start=start)
    for name, pages in (("preparation-pdf", 2), ("own-sheets-pdf", 10)):
        answer = facilitator.get(address(name, row))
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "no-store"
        assert breaches(answer.content) == []
        with pikepdf.open(BytesIO(answer.content)) as pdf:
            assert len(pdf.pages) == pages
            assert "gezin" not in str(pdf.docinfo)
        said = " ".join(text_of(answer.content).split())
        assert QUESTION in said
        assert "Wij vragen hem niet." in said


def test_the_form_for_an_observer_lies_with_what_is_taken_along(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    form = reverse("deliberation:observer-pdf", args=[row.method_slug])
    assert f'href="{form}"' in page_of(facilitator, address("preparation", row))
    assert facilitator.get(form)["Content-Type"] == "application/pdf"


def test_what_goes_on_the_wall_holds_no_more_than_the_question(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    facilitator.post(address("prepare", row, "vraag"), QUESTION_PAGE)
    said = text_of(facilitator.get(address("own-sheets-pdf", row)).content)
    assert "Hij wil vertellen" not in said
    assert "wijkadviseur" not in said
    assert "Hij wil vertellen" in text_of(facilitator.get(address("preparation-pdf", row)).content)


def test_without_its_method_the_papers_wait(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    Deliberation.objects.update(method_slug="weg")
    assert facilitator.get(address("own-sheets-pdf", row))["Location"] == address("prepare", row, "aanpak")
    assert facilitator.get(address("preparation-pdf", row)).content.startswith(b"%PDF")
    assert "De methode staat niet meer op deze site." in page_of(facilitator, address("preparation", row))


def test_throwing_away_asks_first(facilitator: Client, cast: Cast) -> None:
    row = settled(cast)
    where = address("delete-deliberation", row)
    assert where in page_of(facilitator, address("preparation", row))
    assert "Gooit u dit beraad weg?" in page_of(facilitator, where)
    assert Deliberation.objects.count() == 1
    assert facilitator.post(where)["Location"] == MINE
    assert Deliberation.objects.count() == 0
    assert facilitator.get(address("preparation", row)).status_code == 404


@pytest.mark.parametrize("state", ["live", "concept", "final"])
def test_after_opening_it_stands(facilitator: Client, cast: Cast, state: str) -> None:
    row = settled(cast)
    Deliberation.objects.update(state=state, closed_at=NOW, opened_at=NOW)
    html = page_of(facilitator, address("preparation", row))
    assert "De voorbereiding staat vast." in html
    assert "Gooi dit beraad weg" not in html
    # when the network fails in the middle, paper goes on
    assert (address("own-sheets-pdf", row) in html) is (state == "live")
    assert facilitator.get(address("prepare", row, "vraag"))["Location"] == address("preparation", row)
    assert facilitator.get(address("delete-deliberation", row)).status_code == 404
    follows = facilitator.post(address("follow-deliberation", row))
    assert (follows.status_code == 404) is (state == "live")
    if state != "live":
        assert "Het vorige beraad" in page_of(facilitator, follows["Location"]) or "Het beraad van" in page_of(
            facilitator, follows["Location"]
        )


def test_a_colleague_with_the_role_finds_nothing_and_that_is_recorded(client: Client, cast: Cast) -> None:
    row = settled(cast)
    sign_in(client, make_person("second", cast.here, (Role.FACILITATOR,)))
    assert "Zijn gezin" not in page_of(client, MINE)
    reads = ("preparation", "invitation", "calendar", "preparation-pdf", "own-sheets-pdf", "delete-deliberation")
    for name in reads:
        assert client.get(address(name, row)).status_code == 404, name
    for page in (*Page, "nergens"):
        assert client.get(address("prepare", row, page)).status_code == 404
        assert client.post(address("prepare", row, page), INTAKE).status_code == 404
    for name in ("follow-deliberation", "delete-deliberation"):
        assert client.post(address(name, row)).status_code == 404
    use = reverse("sessions:use-method", kwargs={"deliberation": row.pk, "method": "afspraken"})
    assert client.post(use).status_code == 404
    assert kinds(cast.here.pk).count("access_refused") >= len(reads) + 2 * len(Page) + 3
    assert opened(cast, row).plan["question"] == QUESTION


def test_forbidden_looks_like_absent(client: Client, cast: Cast) -> None:
    row = settled(cast)
    sign_in(client, make_person("second", cast.here, (Role.FACILITATOR,)))
    forbidden = client.get(address("preparation", row))
    absent = client.get(reverse("sessions:preparation", args=[somebody_absent()]))
    assert (forbidden.status_code, forbidden.content) == (absent.status_code, absent.content)


def test_a_page_that_is_not_there_is_absent(facilitator: Client, cast: Cast) -> None:
    assert facilitator.get(address("prepare", begun(cast), "nergens")).status_code == 404


def test_nothing_of_a_preparation_lies_in_the_database_in_plain_words(facilitator: Client, cast: Cast) -> None:
    row = begun(cast)
    for page, data in (("aanleiding", INTAKE), ("vraag", QUESTION_PAGE), ("deelnemers", PEOPLE), ("moment", MOMENT)):
        assert facilitator.post(address("prepare", row, page), data).status_code == 302
    stored = everything_stored()
    for words in (QUESTION, "Hij wil vertellen", "jongerenwerker", "Kamer 3", "Zijn gezin", "teamleider"):
        assert words not in stored


def test_public_pages_lead_a_facilitator_here(facilitator: Client) -> None:
    overview = facilitator.get("/moreel-beraad/").content.decode()
    assert f'href="{MINE}"' in overview
    dilemma = facilitator.get("/moreel-beraad/dilemmas/gunst/").content.decode()
    start = re.search(r'href="([^"]*\?met=dilemma\.gunst)"', dilemma)
    assert start
    assert "Begin een beraad" in page_of(facilitator, start[1])
