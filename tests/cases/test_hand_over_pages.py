"""The pages of handing a case over: what its lead is told first, what who was asked sees, and where he comes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.cases.agreed import ready
from tests.cases.begun import begun, complete, settled
from tests.cases.envelopes import with_envelope, with_partner
from tests.cases.handed import OUTSIDE, handed_elsewhere, offered_elsewhere
from tests.cases.working import paid, working
from tests.people import NOW, Cast, sign_in

from sleutelwerk.cases.actions.candidate import save_papers
from sleutelwerk.cases.models import Candidate, Case, HandOver, Member

pytestmark = pytest.mark.django_db


def text_of(client: Client, name: str, case: Case) -> str:
    """Read a page of a case."""
    answer = client.get(reverse(f"cases:{name}", args=[case.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def offer(client: Client, case: Case, **said: str) -> int:
    """Fill the page in; give what came back."""
    return client.post(reverse("cases:offer-case", args=[case.pk]), said).status_code


def test_the_lead_finds_the_page_at_his_team_and_offers_it(client: Client, cast: Cast) -> None:
    case = working(cast)
    sign_in(client, cast["professional"])
    assert reverse("cases:offer-case", args=[case.pk]) in text_of(client, "team", case)
    assert "Wanneer zei de sleutelfiguur ja" in text_of(client, "offer-case", case)
    assert offer(client, case, address=OUTSIDE) == 422
    assert offer(client, case, address="geen adres", said_on="2026-11-27", told_how="phone") == 422
    today = timezone.localdate().isoformat()
    assert offer(client, case, address=OUTSIDE, said_on=today, told_how="by_mail") == 422
    assert not HandOver.objects.exists()
    assert offer(client, case, address=OUTSIDE, said_on=today, told_how="phone") == 302
    team = text_of(client, "team", case)
    assert "Er is nog geen antwoord" in team
    assert OUTSIDE in team
    assert "U bood dit dossier al aan" in text_of(client, "offer-case", case)
    client.post(reverse("cases:revoke-offer", args=[case.pk]))
    assert "teruggenomen" in text_of(client, "team", case)
    again = client.post(reverse("cases:revoke-offer", args=[case.pk]), follow=True).content.decode()
    assert "Dit aanbod is er niet meer" in again


def test_without_anybody_in_it_no_yes_is_asked(client: Client, cast: Cast) -> None:
    case = complete(cast)
    sign_in(client, cast["professional"])
    assert "sleutelfiguur ja" not in text_of(client, "offer-case", case)
    assert offer(client, case, address=OUTSIDE) == 302
    assert HandOver.objects.get().agreed_on is None


def test_what_keeps_it_is_said_instead_of_a_form(client: Client, cast: Cast) -> None:
    case = working(cast)
    paid(Candidate.objects.get(case=case), NOW.date().replace(day=1), recorded=False)
    sign_in(client, cast["professional"])
    said = text_of(client, "offer-case", case)
    assert "een vergoeding open" in said
    assert 'name="address"' not in said
    today = timezone.localdate().isoformat()
    assert offer(client, case, address=OUTSIDE, said_on=today, told_how="phone") == 422


def test_a_colleague_reads_that_it_is_offered_and_not_to_whom(client: Client, cast: Cast) -> None:
    case = working(cast)
    with_partner(cast, case)
    sign_in(client, cast["colleague"])
    for name in ("team", "open-case"):
        assert "andere organisatie aan" not in text_of(client, name, case)
    offered_elsewhere(cast, case, now=timezone.now())
    assert client.get(reverse("cases:offer-case", args=[case.pk])).status_code == 404
    team, overview = text_of(client, "team", case), text_of(client, "open-case", case)
    assert "De trekker bood dit dossier aan een andere organisatie aan." in team
    assert "Dit dossier is aangeboden aan een andere organisatie" in overview
    for text in (team, overview):
        assert OUTSIDE not in text
        assert reverse("cases:revoke-offer", args=[case.pk]) not in text
    partner = Client()
    sign_in(partner, cast["outside_professional"])
    for name in ("team", "open-case"):
        assert "andere organisatie aan" not in text_of(partner, name, case), "a partner takes no part in it"
    HandOver.objects.update(until=timezone.localdate() - timedelta(days=1))
    for name in ("team", "open-case"):
        assert "bood dit dossier aan een andere" not in text_of(client, name, case)
        assert "Dit dossier is aangeboden" not in text_of(client, name, case)


def test_a_partner_reads_what_his_part_is(client: Client, cast: Cast) -> None:
    case = working(cast)
    with_partner(cast, case)
    sign_in(client, cast["outside_professional"])
    last = Member.objects.get(case=case, part="partner").until
    assert last is not None
    until = date_format(last, "j F Y")
    assert f"U kunt dit dossier lezen tot en met {until}." in text_of(client, "open-case", case)
    sign_in(client, cast["professional"])
    assert "U doet mee als partner" not in text_of(client, "open-case", case)


def test_a_wrong_day_for_a_partner_is_said_on_top_and_with_its_question(client: Client, cast: Cast) -> None:
    case = working(cast)
    sign_in(client, cast["professional"])
    said = {"address": OUTSIDE, "until": "2030-01-01"}
    answer = client.post(reverse("cases:invite-partner", args=[case.pk]), said)
    assert answer.status_code == 422
    assert answer.context["partner"].errors == {
        "until": ["De opdracht eindigt op 31 december 2027. Kies die dag of een eerdere."]
    }
    text = answer.content.decode()
    assert text.index("Er klopt nog iets niet") < text.index('class="ca-team"'), "on a phone the team is a screen long"
    assert OUTSIDE in text


def test_who_was_asked_answers_from_his_own_list(client: Client, cast: Cast) -> None:
    case = with_envelope(cast)
    number = offered_elsewhere(cast, case, now=timezone.now()).pk
    sign_in(client, cast["outside_professional"])
    listed = client.get("/dossiers/").content.decode()
    assert "Gemeente Hier vraagt u een dossier over te nemen" in listed
    assert "Bel Professional" in listed
    pseudonym = Candidate.objects.get(case=case).pseudonym
    for word in (case.code, str(case.pk), "Samen naar school", pseudonym):
        assert word not in listed
    assert "U krijgt een dossier aangeboden" in client.get("/mijn/").content.decode()
    assert client.get(reverse("cases:open-case", args=[case.pk])).status_code == 404
    answer = client.post(reverse("cases:answer-offer", args=[number]), {"yes": "1"})
    assert answer["Location"] == reverse("cases:open-case", args=[case.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "Stel de opdracht opnieuw vast" in page
    assert pseudonym in page
    assert reverse("cases:stop-candidate", args=[case.pk]) in page
    assert reverse("cases:rights", args=[case.pk]) in page
    assert "Vul een opdracht opnieuw in" in client.get("/mijn/").content.decode()
    assert client.post(reverse("cases:answer-offer", args=[number]), {"yes": "1"}).status_code == 404


def test_who_says_no_leaves_it_where_it_is(client: Client, cast: Cast) -> None:
    case = complete(cast)
    number = offered_elsewhere(cast, case, now=timezone.now()).pk
    sign_in(client, cast["outside_professional"])
    answer = client.post(reverse("cases:answer-offer", args=[number]), {"no": "1"}, follow=True)
    assert "U neemt het niet over" in answer.content.decode()
    sign_in(client, cast["professional"])
    assert "niet overgenomen" in text_of(client, "team", case)


def test_who_cannot_take_it_now_hears_whom_to_call(client: Client, cast: Cast) -> None:
    case = working(cast)
    number = offered_elsewhere(cast, case, now=timezone.now()).pk
    paid(Candidate.objects.get(case=case), NOW.date().replace(day=1), recorded=False)
    sign_in(client, cast["outside_professional"])
    answer = client.post(reverse("cases:answer-offer", args=[number]), {"yes": "1"}, follow=True).content.decode()
    assert "Het kan nu niet. Bel wie het u aanbood." in answer
    assert "vergoeding open" not in answer


def test_the_new_lead_is_led_through_what_is_missing(client: Client, cast: Cast) -> None:
    case = handed_elsewhere(cast, working(cast))
    sign_in(client, cast["outside_professional"])
    page = text_of(client, "open-case", case)
    assert "blijft gelden" in page
    assert "Vertel hem zelf, binnen een maand: van welke organisatie u bent" in page, "his data have another controller"
    assert reverse("cases:save-assignment", kwargs={"case": case.pk, "page": "opdrachtgever"}) in page
    assert reverse("cases:pause-work", args=[case.pk]) in page
    assert reverse("cases:begin-ending", args=[case.pk]) in page
    assert reverse("cases:note-contact", args=[case.pk]) not in page
    mandate = {
        "commissioner_text": "de wethouder", "mandate_text": "collegebesluit van 1 december",
        "contact_text": "de teamleider", "deputy_text": "de adviseur",
    }  # fmt: skip
    client.post(reverse("cases:save-assignment", kwargs={"case": case.pk, "page": "opdrachtgever"}), mandate)
    basis = {"legal_basis": "public_task", "legal_task_text": "Leerplichtwet, artikel 16", "dpia_text": "DPIA 2026-90"}
    client.post(reverse("cases:save-assignment", kwargs={"case": case.pk, "page": "grondslag"}), basis)
    page = text_of(client, "open-case", case)
    assert reverse("cases:settle-assignment", args=[case.pk]) in page
    client.post(reverse("cases:settle-assignment", args=[case.pk]))
    assert "Stel de opdracht opnieuw vast" not in text_of(client, "open-case", case)
    case.refresh_from_db()
    assert (case.stage, case.resettle_due) == ("carrying_out", False)


@pytest.mark.parametrize("make", [begun, settled, lambda cast: ready(cast).candidate.case, with_envelope])
def test_the_first_page_is_there_at_every_stage(client: Client, cast: Cast, make: Callable[[Cast], Case]) -> None:
    case = handed_elsewhere(cast, make(cast))
    sign_in(client, cast["outside_professional"])
    assert text_of(client, "open-case", case)
    if Candidate.objects.filter(case=case).exists():
        papers = {"reach": "text", "place": "with_us", "note": ""}
        save_papers(cast.actor("outside_professional"), case.pk, papers, now=NOW + timedelta(hours=1))
        assert text_of(client, "read-report", case)
