"""The pages about what he gets as people use them, without JavaScript: what they show, ask, keep and refuse."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.cases.begun import TODAY, at_agreement, at_work
from tests.cases.working import agree
from tests.people import NOW, Cast, sign_in

from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.team import answer_invitation, invite_partner
from sleutelwerk.cases.engine.clauses import Choices
from sleutelwerk.cases.engine.stored_agreement import Paper, paper_data
from sleutelwerk.cases.models import Allowance, Candidate, Case
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries.agreement import PAPER as SEALED
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.privacy.models import GuardException

TEAM = ("colleague", "decision_maker")
SAID = {
    "kind": "vrijwilligersvergoeding", "month": "2026-11", "amount": "45,50", "hours": "10",
    "what_text": "tijd en reiskosten",
}  # fmt: skip
TALK, CARD, LIST, PROPOSE = "settle-reward", "benefits-card", "allowances", "propose-allowance"
ELSEWHERE, PAPER = "declare-elsewhere", "print-allowances"
PAGES = (TALK, CARD, LIST, PROPOSE, ELSEWHERE, PAPER)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages be looked at on the day of the cast, so that a year does not end under the tests."""
    monkeypatch.setattr("sleutelwerk.cases.views.allowance.timezone.now", lambda: NOW)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case at work, with a team of three."""
    return at_work(cast, team=TEAM)


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of a professional."""
    return browser_of(cast, "professional")


def browser_of(cast: Cast, name: str) -> Client:
    """Give somebody's browser."""
    found = Client()
    sign_in(found, cast[name])
    return found


def page_of(name: str, case: Case, **more: object) -> str:
    """Give the address of a page of a case."""
    return reverse(f"cases:{name}", kwargs={"case": case.pk, **more})


def shown_by(client: Client, address: str) -> str:
    """Give what a page shows."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def propose(client: Client, case: Case, **given: str) -> str:
    """Fill in a proposal and look whether it fits, then propose it as it was shown; give what came of it."""
    said = SAID | given
    first = client.post(page_of(PROPOSE, case), said)
    token = re.search(r'name="shown" value="(\w+)"', first.content.decode())
    assert token is not None
    answer = client.post(page_of(PROPOSE, case), {**said, "shown": token[1]}, follow=True)
    return answer.content.decode()


def test_the_talk_shows_seven_kinds_and_who_pays_the_other_three(client: Client, cast: Cast) -> None:
    case = at_work(cast, stage="reward")
    shown = shown_by(client, page_of(TALK, case))
    assert shown.count('id="soort-') == 7
    assert "Betalen per tip" in shown
    assert shown.count("Dit betaalt u niet hier") == 3
    overview = shown_by(client, page_of("open-case", case))
    assert "Nu: bespreek wat hij krijgt" in overview
    for name in (PROPOSE, ELSEWHERE):
        refused = client.get(page_of(name, case), follow=True).content.decode()
        assert "Bespreek eerst samen wat hij krijgt" in refused
    answer = client.post(page_of(TALK, case), follow=True).content.decode()
    assert "Meer bewaren wij daar niet van" in answer
    assert "Dit is besproken" not in shown_by(client, page_of(TALK, case))
    again = client.post(page_of(TALK, case), follow=True).content.decode()
    assert "al voorbij" in again


def test_the_card_is_plain_names_its_sources_and_sends_nothing(client: Client, case: Case) -> None:
    shown = shown_by(client, page_of(CARD, case))
    for said in ("jonger dan 27", "U meldt het geld zelf", "1.200 euro", "Wij geven niets door", "Laborijn"):
        assert said in shown
    assert "Nagekeken op 23 november 2026" in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main>")[0]


def test_sums_are_shown_before_anything_is_proposed(client: Client, case: Case) -> None:
    shown = shown_by(client, page_of(PROPOSE, case))
    assert "0 euro van hooguit 220 euro" in shown
    assert "0 euro van hooguit 2.200 euro" in shown
    assert shown.index("van hooguit") < shown.index('name="amount"')


def test_an_amount_is_judged_before_it_is_proposed_and_then_goes_through_three_hands(
    client: Client, cast: Cast, case: Case
) -> None:
    first = client.post(page_of(PROPOSE, case), SAID).content.decode()
    assert "Dit past" in first
    assert "vergoeding november" in first
    assert not Allowance.objects.exists()
    assert "Iemand anders van het team kijkt ernaar" in propose(client, case)
    row = Allowance.objects.get()
    assert (row.cents, row.minutes, row.month) == (4550, 600, date(2026, 11, 1))
    own = shown_by(client, page_of("allowance", case, allowance=row.pk))
    assert "Iemand anders van het team kijkt ernaar" in own
    assert "Colleague, Decision Maker" in own
    assert "Keur dit goed" not in own
    refused = client.post(page_of("approve-allowance", case, allowance=row.pk))
    assert refused.status_code == 422
    assert "U deed dit voorstel zelf" in refused.content.decode()
    second, third = browser_of(cast, "colleague"), browser_of(cast, "decision_maker")
    assert "Wacht op uw oordeel" in shown_by(second, page_of("open-case", case))
    assert "Keur dit goed" in shown_by(second, page_of("allowance", case, allowance=row.pk))
    answer = second.post(page_of("approve-allowance", case, allowance=row.pk), follow=True)
    assert "Goedgekeurd." in answer.content.decode()
    assert "Wacht tot u vastlegt" in shown_by(third, page_of("open-case", case))
    answer = third.post(page_of("record-allowance", case, allowance=row.pk), follow=True)
    assert "Vastgelegd." in answer.content.decode()
    assert "45,50 euro van hooguit 220 euro" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"amount": "veel"}, "Schrijf het bedrag"),
        ({"amount": "1.000"}, "zonder punt"),
        ({"amount": ""}, "Vul een bedrag in"),
        ({"hours": "acht"}, "Schrijf de uren"),
        ({"kind": "contract"}, "Dit betaalt u niet hier"),
        ({"kind": ""}, "Kies wat past"),
        ({"month": "2031-01"}, "Kies een maand uit de lijst"),
        ({"month": ""}, "Kies een maand."),
        ({"what_text": ""}, "Schrijf kort waarvoor het is"),
        ({"what_text": "voor de tip van maandag"}, "Geld is nooit voor een tip"),
        ({"what_text": "de imam weet ervan"}, "Schrijf het anders"),
    ],
)
def test_what_is_wrong_is_said_with_its_field(client: Client, case: Case, given: dict[str, str], said: str) -> None:
    answer = client.post(page_of(PROPOSE, case), SAID | given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Allowance.objects.exists()


def test_a_text_that_is_overruled_is_shown_to_the_fg(client: Client, case: Case) -> None:
    overruled = {"what_text": "de imam weet ervan", "what_anyway": "on", "what_reason": "Zo heet de functie."}
    propose(client, case, **overruled)
    assert GuardException.objects.get().place == "allowance"


def test_above_a_limit_it_stops_and_says_where_to_go(client: Client, case: Case) -> None:
    shown = client.post(page_of(PROPOSE, case), SAID | {"amount": "220,01", "hours": "60"}).content.decode()
    assert "Dit kan niet" in shown
    assert "De salarisadviseur van uw organisatie" in shown
    assert "Stel dit voor" not in shown
    assert "Dit bedrag is te hoog voor een vergoeding" in shown
    assert "Dit kan niet" in propose(client, case, amount="220,01", hours="60")
    assert not Allowance.objects.exists()


def test_close_to_a_limit_it_asks_whether_that_was_read(client: Client, case: Case) -> None:
    shown = propose(client, case, amount="220", hours="60")
    assert "vink aan" in shown
    assert "dicht bij de grens van 220 euro" in shown
    assert not Allowance.objects.exists()
    assert "Voorgesteld" in propose(client, case, amount="220", hours="60", seen="on")


@pytest.mark.parametrize(
    ("kind", "amount", "told"),
    [("kosten", "999999", "Hier kan hooguit 2.200 euro"), ("training", "9000", "Hier kan hooguit 1.500 euro")],
)
def test_costs_and_training_are_no_road_round_the_limits(
    client: Client, case: Case, kind: str, amount: str, told: str
) -> None:
    said = {"kind": kind, "amount": amount, "what_text": "reiskosten bus", "hours": "", "seen": "on", "receipts": "on"}
    shown = propose(client, case, **said)
    assert "Dit kan niet" in shown
    assert told in shown
    assert "afdeling inkoop" in shown
    assert not Allowance.objects.exists()


def test_each_hand_ticks_that_he_saw_the_receipts_of_high_costs(client: Client, cast: Cast, case: Case) -> None:
    said = {"kind": "kosten", "amount": "220,01", "what_text": "reiskosten bus", "hours": "", "seen": "on"}
    shown = propose(client, case, **said)
    assert "Ik zag zelf de bonnen" in shown
    assert "Bekijk eerst zelf de bonnen" in shown
    assert "Voorgesteld" in propose(client, case, **said, receipts="on")
    row = Allowance.objects.get()
    for who, verb in (("colleague", "approve-allowance"), ("decision_maker", "record-allowance")):
        hand = browser_of(cast, who)
        assert "Ik zag zelf de bonnen" in shown_by(hand, page_of("allowance", case, allowance=row.pk))
        refused = hand.post(page_of(verb, case, allowance=row.pk), {"seen": "on"})
        assert "Bekijk eerst zelf de bonnen" in refused.content.decode()
        hand.post(page_of(verb, case, allowance=row.pk), {"seen": "on", "receipts": "on"})
    row.refresh_from_db()
    assert row.recorded_at is not None


def agreed_on(case: Case, way: str, euros: str = "") -> None:
    """Let an agreement hold in which both chose how he is paid."""
    row = agree(Candidate.objects.get(case=case))
    choices = Choices(chosen={"vergoeding.vorm": way}, filled={"vergoeding.vorm.euro": euros})
    row.paper = candidate_vault(row.candidate_id).seal(SEALED, paper_data(Paper(choices=choices)))
    row.save(update_fields=["paper"])


@pytest.mark.parametrize(
    ("way", "told"), [("vast", "U sprak met hem 40 euro per maand af."), ("alleen-kosten", "geen vaste vergoeding af")]
)
def test_more_than_was_agreed_is_told_to_who_proposes_and_who_approves(
    client: Client, cast: Cast, case: Case, way: str, told: str
) -> None:
    agreed_on(case, way, "40")
    shown = propose(client, case)
    assert told in shown
    assert "Pas eerst samen de afspraken aan." in shown
    assert not Allowance.objects.exists()
    assert "Voorgesteld" in propose(client, case, seen="on")  # warned of, never stopped
    row = Allowance.objects.get()
    colleague = browser_of(cast, "colleague")
    assert told in shown_by(colleague, page_of("allowance", case, allowance=row.pk))
    approve = page_of("approve-allowance", case, allowance=row.pk)
    assert "vink aan" in colleague.post(approve).content.decode()
    assert "Goedgekeurd" in colleague.post(approve, {"seen": "on"}, follow=True).content.decode()


@pytest.mark.parametrize(("way", "euros"), [("vast", "46"), ("vast", ""), ("", "40")])
def test_what_was_agreed_or_not_talked_about_is_no_matter(client: Client, case: Case, way: str, euros: str) -> None:
    agreed_on(case, way, euros)
    assert "Voorgesteld" in propose(client, case)


def test_what_changed_since_it_was_shown_is_shown_again(client: Client, case: Case) -> None:
    first = client.post(page_of(PROPOSE, case), SAID).content.decode()
    token = re.search(r'name="shown" value="(\w+)"', first)
    assert token is not None
    answer = client.post(page_of(PROPOSE, case), {**SAID, "amount": "46", "shown": token[1]})
    assert "Dit past" in answer.content.decode()
    assert not Allowance.objects.exists()


def test_an_hour_of_who_is_younger_than_21_has_a_lower_limit(client: Client, case: Case) -> None:
    young = {"amount": "3,41", "hours": "1", "under_21": "on"}
    assert "De grens is 3,40 euro" in client.post(page_of(PROPOSE, case), SAID | young).content.decode()
    propose(client, case, amount="3,40", hours="1", under_21="on", seen="on")
    row = Allowance.objects.get()
    assert "Gerekend met de lagere grens per uur" in shown_by(client, page_of("allowance", case, allowance=row.pk))
    # costs have no limit of an hour: then nobody keeps hours, or which limit it was
    propose(client, case, kind="kosten", hours="1", under_21="on", what_text="bus", seen="on")
    costs = Allowance.objects.get(kind="kosten")
    assert costs.minutes is None
    assert "lagere grens" not in shown_by(client, page_of("allowance", case, allowance=costs.pk))


def test_a_proposal_is_called_off_with_a_reason_that_passes_the_guard(client: Client, case: Case) -> None:
    propose(client, case)
    row = Allowance.objects.get()
    address = page_of("refuse-allowance", case, allowance=row.pk)
    refused = client.post(address, {"why_not_text": "de imam betaalt al"})
    assert refused.status_code == 422
    assert "Schrijf het anders" in refused.content.decode()
    anyway = {"why_not_text": "de imam betaalt al", "why_not_anyway": "on", "why_not_reason": "Zo heet de functie."}
    answer = client.post(address, anyway, follow=True).content.decode()
    assert "Het gaat niet door" in answer
    assert GuardException.objects.get().place == "allowance"
    assert "betaalt al" in shown_by(client, page_of("allowance", case, allowance=row.pk))
    assert client.post(address).status_code == 422


def test_what_does_not_fit_any_more_can_only_be_called_off(client: Client, cast: Cast, case: Case) -> None:
    propose(client, case, amount="120", hours="60")
    client.post(page_of(ELSEWHERE, case), {"month": "2026-11", "amount": "150"})
    row = Allowance.objects.get(origin="here")
    theirs = browser_of(cast, "colleague")
    shown = shown_by(theirs, page_of("allowance", case, allowance=row.pk))
    assert "Dit past niet meer" in shown
    assert "Keur dit goed" not in shown
    refused = theirs.post(page_of("approve-allowance", case, allowance=row.pk), {"seen": "on"})
    assert "270 euro. De grens is 220 euro" in refused.content.decode()


def test_what_came_from_elsewhere_is_an_amount_only_and_goes_by_two(client: Client, cast: Cast, case: Case) -> None:
    shown = shown_by(client, page_of(ELSEWHERE, case))
    assert "Van wie, vraagt u niet" in shown
    assert client.post(page_of(ELSEWHERE, case), {"month": "2026-11", "amount": "x"}).status_code == 422
    answer = client.post(page_of(ELSEWHERE, case), {"month": "2026-02", "amount": "40"}, follow=True)
    assert "Van een ander kreeg hij 40 euro; dat telt mee." in answer.content.decode()
    row = Allowance.objects.get()
    address = page_of("allowance", case, allowance=row.pk)
    assert "Vraag om dit weg te halen" in shown_by(client, address)
    client.post(page_of("ask-removal", case, allowance=row.pk))
    assert "U vroeg dit zelf" in shown_by(client, address)
    assert "Haal dit bedrag weg" not in shown_by(client, address)
    assert "Wacht tot een collega dit weghaalt" in shown_by(client, page_of("open-case", case))
    colleague = browser_of(cast, "colleague")
    assert "Kijkt u ernaar?" in shown_by(colleague, page_of("open-case", case))
    assert "Haal dit bedrag weg" in shown_by(colleague, address)
    colleague.post(page_of("keep-elsewhere", case, allowance=row.pk))
    client.post(page_of("ask-removal", case, allowance=row.pk))
    colleague.post(page_of("remove-elsewhere", case, allowance=row.pk))
    assert "Weggehaald, telt niet mee" in shown_by(client, address)
    propose(client, case)
    ours = Allowance.objects.get(origin="here")
    told = shown_by(colleague, page_of("allowance", case, allowance=ours.pk))
    assert "Van een ander: wat wegging of weg moet" in told
    assert "Weggehaald:" in told
    assert "40 euro voor februari 2026" in told


def test_a_team_that_is_too_small_is_told_whom_it_lacks(client: Client, cast: Cast) -> None:
    case = at_work(cast)
    shown = shown_by(client, page_of(LIST, case))
    assert "Er zijn nog 2 collega’s nodig" in shown
    assert page_of("team", case) in shown
    propose(client, case)
    row = Allowance.objects.get()
    assert "Er is nu niemand in het team" in shown_by(client, page_of("allowance", case, allowance=row.pk))
    assert "nog 2 collega’s in het team nodig" in shown_by(client, page_of("open-case", case))


def test_the_paper_of_a_year_has_no_name_and_not_what_it_was_for(client: Client, cast: Cast, case: Case) -> None:
    assert "nog niets betaald" in shown_by(client, page_of(PAPER, case))
    propose(client, case)
    row = Allowance.objects.get()
    for who, name in (("colleague", "approve-allowance"), ("decision_maker", "record-allowance")):
        browser_of(cast, who).post(page_of(name, case, allowance=row.pk))
    shown = shown_by(client, f"{page_of(PAPER, case)}?jaar=2026")
    assert case.code in shown
    assert "Samen: 45,50 euro" in shown
    assert "reiskosten" not in shown
    assert Entry.objects.filter(kind="allowances_printed").count() == 2
    assert "nog niets betaald" in shown_by(client, f"{page_of(PAPER, case)}?jaar=2025")
    assert "in 2026" in shown_by(client, f"{page_of(PAPER, case)}?jaar=nooit")


def test_a_year_that_is_over_has_its_own_list(client: Client, case: Case) -> None:
    assert "Er staat nog niets" in shown_by(client, page_of(LIST, case))
    Allowance.objects.create(
        candidate=case.candidate, kind="oude-soort", month=date(2024, 3, 1), cents=100, note=b"", proposed_at=NOW
    )
    shown = shown_by(client, f"{page_of(LIST, case)}?jaar=2024")
    assert "oude-soort" in shown
    assert "de bedragen nog niet bekend" in shown
    assert "?jaar=2026" in shown


def test_a_case_that_is_rounded_off_can_be_read_and_not_changed(client: Client, cast: Cast, case: Case) -> None:
    propose(client, case)
    row = Allowance.objects.get()
    Case.objects.filter(pk=case.pk).update(stage="ending", ended_at=NOW)
    assert "Stel iets voor" not in shown_by(client, page_of(LIST, case))
    assert "Laat het niet doorgaan" not in shown_by(client, page_of("allowance", case, allowance=row.pk))
    assert "afgerond" in client.get(page_of(PROPOSE, case), follow=True).content.decode()
    approve = page_of("approve-allowance", case, allowance=row.pk)
    assert browser_of(cast, "colleague").post(approve).status_code == 404
    answer = client.post(approve)
    assert answer.status_code == 422
    assert "afgerond" in answer.content.decode()


def test_before_anything_is_agreed_none_of_it_is_there(client: Client, cast: Cast) -> None:
    case = at_agreement(cast)
    assert [client.get(page_of(name, case)).status_code for name in PAGES] == [404] * len(PAGES)


def test_a_partner_a_colleague_outside_the_team_and_another_house_find_nothing(
    client: Client, cast: Cast, case: Case
) -> None:
    propose(client, case)
    row = Allowance.objects.get()
    address = "outside_professional@voorbeeld.example"
    lead, partner = cast.actor("professional"), cast.actor("outside_professional")
    lonely = at_work(cast)
    assert browser_of(cast, "colleague").get(page_of(LIST, lonely)).status_code == 404
    others = browser_of(cast, "outside_professional")
    assert others.get(page_of(LIST, case)).status_code == 404
    invite_partner(lead, case.pk, address, date(2027, 6, 30), site="https://x.example/", now=NOW)
    (place,) = invitations_for(partner, today=TODAY)
    answer_invitation(partner, place.pk, takes_part=True, now=datetime.now(tz=NOW.tzinfo))
    assert "Wat hij krijgt" not in shown_by(others, page_of("open-case", case))
    assert [others.get(page_of(name, case)).status_code for name in PAGES] == [404] * len(PAGES)
    assert others.get(page_of("allowance", case, allowance=row.pk)).status_code == 404
    for name in (
        "approve-allowance",
        "record-allowance",
        "refuse-allowance",
        "ask-removal",
        "keep-elsewhere",
        "remove-elsewhere",
    ):
        assert others.post(page_of(name, case, allowance=row.pk)).status_code == 404
    assert client.get(page_of("allowance", lonely, allowance=row.pk)).status_code == 404
    row.refresh_from_db()
    assert row.approved_at is None


def test_titles_and_addresses_hold_nothing_of_him(client: Client, case: Case) -> None:
    for name in PAGES:
        shown = shown_by(client, page_of(name, case))
        title = shown.partition("<title>")[2].partition("</title>")[0]
        # what prints says nothing of this site, so not in its title either: a browser may print that as well
        printed = name in {"benefits-card", "print-allowances"}
        assert ("Sleutelwerk" in title) is not printed
        assert title
        assert "vergoed" not in title.lower()
        assert case.code not in title


def test_a_list_of_many_asks_the_database_no_more_than_a_list_of_few(
    client: Client, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Allowance.objects.bulk_create(
        Allowance(
            candidate=case.candidate, kind="kosten", month=date(2026, 11, 1), cents=100, note=b"", proposed_at=NOW
        )
        for _ in range(200)
    )
    with django_assert_max_num_queries(18):
        assert shown_by(client, page_of(LIST, case)).count('ca-row"') == 200


def test_a_table_of_our_own_that_is_not_right_lets_nothing_pass(
    client: Client, case: Case, settings: LazySettings, tmp_path: Path
) -> None:
    own = tmp_path / "allowances" / "vergoedingen" / "2026"
    own.mkdir(parents=True)
    (own / "allowances.yaml").write_text("schema: sleutelwerk/allowances/1\n", "utf-8")
    settings.CONTENT_FOLDER = str(tmp_path)
    shown = client.post(page_of(PROPOSE, case), SAID).content.decode()
    assert "Voor dit jaar zijn de bedragen nog niet bekend" in shown
    assert "Stel dit voor" not in shown


def test_while_the_work_lies_still_the_offer_is_gone(client: Client, cast: Cast, case: Case) -> None:
    assert "Stel iets voor" in shown_by(client, page_of("allowances", case))
    pause_work(cast.actor("professional"), case.pk, "dreiging", now=NOW)
    shown = shown_by(client, page_of("allowances", case))
    assert "Stel iets voor" not in shown
    assert "begint u geen nieuwe vergoeding" in shown
    answer = client.get(page_of("propose-allowance", case), follow=True)
    assert "Het werk ligt stil" in answer.content.decode()


def test_while_the_work_lies_still_each_hand_reads_so_before_it_goes_on(client: Client, cast: Cast, case: Case) -> None:
    propose(client, case)
    one, colleague = page_of("allowance", case, allowance=Allowance.objects.get().pk), browser_of(cast, "colleague")
    assert "Het werk ligt stil" not in shown_by(colleague, one)
    pause_work(cast.actor("professional"), case.pk, "gunst", now=NOW)
    shown = shown_by(colleague, one)
    assert "Het werk ligt stil" in shown
    assert "Wacht dan tot het is doorgepraat" in shown
    assert "Keur dit goed" in shown
