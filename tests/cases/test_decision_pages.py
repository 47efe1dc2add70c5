"""The pages of deciding: asking, the one page of who decides, the card in very plain Dutch, and what comes after."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cases.assessed import (
    REASONS,
    another_decider,
    at_decision,
    both_handed_in,
    decided,
    weighed,
)
from tests.cases.test_assessment_pages import browser_of, let_partner_in, page_of
from tests.cases.test_decision import is_police, joins_the_team, lock, loses_his_role, moves_away
from tests.people import NOW, Cast, make_person, sign_in, somebody_absent

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import decision as do
from sleutelwerk.cases.actions.team import add_member
from sleutelwerk.cases.models import Candidate, Case, Decision
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.core.plain_language import reading_ease
from sleutelwerk.privacy.models import GuardException

PAGES = ("decision", "ask-decision", "withdraw-decision", "write-outcome", "note-outcome-told")
GOOD = {"outcome": "go", "reasons_text": REASONS, "independent": "on"}


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of the lead."""
    return browser_of(cast, "professional")


@pytest.fixture
def decider(cast: Cast) -> Client:
    """The browser of who decides."""
    return browser_of(cast, "decision_maker")


def his_page(row: Decision) -> str:
    """Give the address of the one page of who decides."""
    return reverse("cases:decide", args=[row.pk])


def case_of(row: Decision) -> Case:
    """Give its case as it is now."""
    return Case.objects.get(candidate__decision=row.pk)


# asking


def test_a_lead_asks_and_everybody_sees_who_looks(client: Client, cast: Cast) -> None:
    row = weighed(cast)
    shown = client.get(page_of("ask-decision", row)).content.decode()
    assert re.findall(r"<option[^>]*>([^<]+)</option>", shown) == ["Kies een beslisser", "Decision Maker"]
    for wrong in ("", str(cast["colleague"].pk), str(somebody_absent())):
        assert client.post(page_of("ask-decision", row), {"decider": wrong, "x": "1"}).status_code == 422
    said = {"decider": str(cast["decision_maker"].pk)}
    assert client.post(page_of("ask-decision", row), said)["Location"] == page_of("open-case", row)
    assert client.post(page_of("ask-decision", row), said)["Location"] == page_of("open-case", row)
    assert Decision.objects.count() == 1
    let_partner_in(cast, row)
    for who in ("professional", "colleague", "outside_professional"):
        shown = browser_of(cast, who).get(page_of("open-case", row)).content.decode()
        assert "Decision Maker ziet één bladzijde, om te beslissen." in shown


def test_asking_too_early_says_what_is_first(client: Client, cast: Cast) -> None:
    row = both_handed_in(cast)
    shown = client.get(page_of("ask-decision", row)).content.decode()
    assert "Laat het hem eerst lezen" in shown
    assert "<select" not in shown
    said = {"decider": str(cast["decision_maker"].pk)}
    assert client.post(page_of("ask-decision", row), said).status_code == 422


def test_without_anybody_to_ask_the_page_says_whom_to_turn_to(client: Client, cast: Cast) -> None:
    row = weighed(cast)
    loses_his_role(cast, row)
    assert "de rol beslisser" in client.get(page_of("ask-decision", row)).content.decode()


def test_a_question_is_taken_back_after_a_second_look(client: Client, cast: Cast) -> None:
    row = case_of(at_decision(cast))
    assert "ziet er dan niets meer van" in client.get(page_of("withdraw-decision", row)).content.decode()
    assert "is ingetrokken" in client.post(page_of("withdraw-decision", row), follow=True).content.decode()
    assert client.get(page_of("withdraw-decision", row))["Location"] == page_of("open-case", row)
    assert "utrecht-alert--error" in client.post(page_of("withdraw-decision", row), follow=True).content.decode()
    assert "ziet één bladzijde" not in client.get(page_of("open-case", row)).content.decode()


def test_a_lead_hears_that_who_was_asked_can_no_longer(client: Client, cast: Cast) -> None:
    row = case_of(at_decision(cast))
    loses_his_role(cast, row)
    assert "kan niet meer beslissen" in client.get(page_of("withdraw-decision", row)).content.decode()


# the page of who decides


def test_he_sees_goal_profile_findings_plan_answer_and_days_and_no_more(decider: Client, cast: Cast) -> None:
    row = at_decision(cast)
    shown = decider.get(his_page(row)).content.decode()
    for told in (
        "Meer kinderen gaan elke dag naar school", "Verbinder", "Hij is 18 jaar of ouder.",
        "Dat bleek in het gesprek.", "Hij luisterde rustig.", "Hij wil het graag.", "Hij loopt drie keer mee.",
        "De teamleider zoekt een coach.", "26 november 2026", "Professional, Colleague",
        "Opdrachtgever", "de wethouder jeugd", "de programmamanager", "de adviseur jeugd",
        Candidate.objects.get().pseudonym,
    ):  # fmt: skip
        assert told in shown, told
    case = case_of(row)
    for hidden in (
        "Samen naar school", case.code, str(case.pk), "Gemeente Hier", "collegebesluit",
        "Leerplichtwet", "Een kort bericht zonder inhoud", "envelop",
    ):  # fmt: skip
        assert hidden not in shown, hidden
    title = shown.partition("<title>")[2].partition("</title>")[0]
    assert Candidate.objects.get().pseudonym not in title
    assert Entry.objects.filter(kind="decision_read", actor=cast["decision_maker"].pk).count() == 1
    for name in ("open-case", "team", *PAGES):
        assert decider.get(page_of(name, case)).status_code == 404
    assert "Samen naar school" not in decider.get("/dossiers/").content.decode()


def test_he_decides_once_and_a_second_press_does_no_harm(decider: Client, cast: Cast) -> None:
    row = at_decision(cast)
    answer = decider.post(his_page(row), GOOD, follow=True)
    assert "Uw besluit is bewaard" in answer.content.decode()
    again = decider.post(his_page(row), {**GOOD, "outcome": "no"}, follow=True)
    assert "U hebt al beslist" in again.content.decode()
    assert "U hebt al beslist" in decider.get(his_page(row), follow=True).content.decode()
    assert Decision.objects.get().outcome == "go"
    assert Entry.objects.filter(kind="candidate_decided").count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"outcome": ""}, "Kies wat u beslist"),
        ({"outcome": "misschien"}, "geldige keuze"),
        ({"reasons_text": "Ja hoor."}, "hele zin"),
        ({"reasons_text": "De imam van de moskee kent hem al lang."}, "moskee"),
        ({"independent": ""}, "Zonder deze verklaring"),
        ({"outcome": "conditions"}, "ten minste één voorwaarde"),
        ({"outcome": "conditions", "what_1_text": "Er is een coach."}, "wie het doet"),
        ({"what_1_text": "Er is een coach."}, "alleen bij"),
        (
            {"outcome": "conditions", "what_2_text": "Een coach.", "who_2_text": "P", "until_2": "2026-01-01"},
            "die nog komt",
        ),
        ({"outcome": "conditions", "until_1": "morgen"}, "Vul een dag in"),
    ],
)
def test_what_is_missing_comes_back_with_a_reason_and_nothing_is_lost(
    decider: Client, cast: Cast, given: dict[str, str], told: str
) -> None:
    row = at_decision(cast)
    said = {**GOOD, **given}
    said = {name: value for name, value in said.items() if value}
    answer = decider.post(his_page(row), said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert told in shown
    assert all(value in shown for name, value in said.items() if name.endswith("_text"))
    assert Decision.objects.get().outcome == ""


def test_conditions_are_kept_with_who_and_until(decider: Client, client: Client, cast: Cast) -> None:
    row = at_decision(cast)
    until = timezone.localdate() + timedelta(days=30)
    said = {
        **GOOD, "outcome": "conditions", "what_1_text": "Er is een coach.", "who_1_text": "de teamleider",
        "until_1": str(until),
    }  # fmt: skip
    assert decider.post(his_page(row), said).status_code == 302
    shown = client.get(page_of("decision", case_of(row))).content.decode()
    for told in ("Ja, als eerst iets is geregeld", REASONS, "Er is een coach.", "de teamleider", "Decision Maker"):
        assert told in shown


def test_what_he_lets_stand_is_told_to_the_fg(decider: Client, cast: Cast) -> None:
    row = at_decision(cast)
    said = {
        **GOOD, "reasons_text": "De imam van de moskee kent hem al lang.", "reasons_anyway": "on",
        "reasons_reason": "Zo heet de functie.",
    }  # fmt: skip
    assert decider.post(his_page(row), said).status_code == 302
    assert GuardException.objects.get().place == "decision"


@pytest.mark.parametrize("happens", [loses_his_role, moves_away, joins_the_team, is_police])
def test_when_he_is_no_longer_fit_his_page_is_not_there(
    decider: Client, cast: Cast, happens: Callable[[Cast, Case], None]
) -> None:
    row = at_decision(cast)
    assert decider.get(his_page(row)).status_code == 200
    happens(cast, case_of(row))
    theirs = Client()
    sign_in(theirs, cast["decision_maker"])
    absent = theirs.get(reverse("cases:decide", args=[somebody_absent()]))
    forbidden = theirs.get(his_page(row))
    assert (absent.status_code, forbidden.status_code) == (404, 404)
    assert absent.content == forbidden.content
    assert theirs.post(his_page(row), GOOD).status_code == 404
    assert Decision.objects.get().outcome == ""


@pytest.mark.parametrize(
    "who", ["professional", "colleague", "outside_professional", "administrator", "fg", "director"]
)
def test_his_page_is_there_for_nobody_else(cast: Cast, who: str) -> None:
    row = at_decision(cast)
    another_decider(cast)
    theirs = browser_of(cast, who)
    assert theirs.get(his_page(row)).status_code == 404
    assert theirs.post(his_page(row), GOOD).status_code == 404
    assert Decision.objects.get().outcome == ""


def test_a_partner_of_the_team_who_decides_elsewhere_does_not_decide_here(cast: Cast) -> None:
    row = at_decision(cast)
    Decision.objects.filter(pk=row.pk).update(decider=cast["outside_professional"])
    let_partner_in(cast, case_of(row))
    assert browser_of(cast, "outside_professional").get(his_page(row)).status_code == 404


def test_while_he_asked_to_let_it_lie_nothing_is_decided(decider: Client, cast: Cast) -> None:
    row = at_decision(cast)
    lock(case_of(row))
    answer = decider.post(his_page(row), GOOD)
    assert answer.status_code == 422
    assert "op slot" in answer.content.decode()


def test_without_a_key_the_page_is_not_there(decider: Client, cast: Cast) -> None:
    row = at_decision(cast)
    case_of(row).key.delete()
    assert decider.get(his_page(row)).status_code == 404


# telling him


def filled_in(page: str) -> dict[str, str]:
    """Give what the card's form holds as it is shown."""
    found = {}
    for one in re.findall(r"<input[^>]*>", page.partition('class="sw-form')[2]):
        name, value = re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)
        if name and 'type="radio"' not in one and "disabled" not in one and 'type="checkbox"' not in one:
            found[name[1]] = value[1] if value else ""
    return found


WORDS = {
    Outcome.GO: ("Nu kiest u.", {"ja_hierna_dag": "2026-12-10"}),
    Outcome.CONDITIONS: (
        "Maar eerst moet er iets geregeld zijn.",
        {"ja_mits_wij_regelen_wij_text": "een coach zoeken"},
    ),
    Outcome.NO: ("Wij gaan niet met u werken.", {"nee_waarom": "plan"}),
}


@pytest.mark.parametrize("outcome", Outcome)
def test_the_card_is_filled_in_printed_read_aloud_and_kept_nowhere(
    client: Client, cast: Cast, outcome: Outcome
) -> None:
    case = case_of(decided(cast, outcome))
    address = page_of("write-outcome", case)
    page = client.get(address).content.decode()
    known = filled_in(page)
    assert known["wie_contact_organisatie"] == "het college"
    assert client.post(address, {**known, "x": "1"}).status_code == 422
    told, more = WORDS[outcome]
    said = {**known, **more, "wie_contact_vertrouwenspersoon": "Kim van het buurthuis, 06 12345678"}
    shown = client.post(address, said).content.decode()
    card = shown.partition('<article class="ca-letter">')[2].partition("</article>")[0]
    for words in (told, "Kim van het buurthuis", "28 dagen", "het college", "U mag lezen wat wij over u opschreven"):
        assert words in card, words
    assert "…" not in card
    assert "{" not in card
    ease = reading_ease(re.sub(r"<[^>]+>", " ", card))
    assert ease is not None
    assert ease > 70
    aloud = client.post(address, {**said, "aloud": "1"}).content.decode()
    spoken = aloud.partition('<article class="as-aloud">')[2].partition("</article>")[0]
    sentences = re.findall(r"<p>([^<]*)</p>", spoken)
    assert "Klopt het niet?" in sentences
    assert all(len(re.findall(r"[.!?](?:\s|$)", one)) <= 1 for one in sentences)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', aloud))
    assert "ca-letter" in client.post(address, hidden).content.decode()
    kept = serializers.serialize("json", [*Case.objects.all(), *Decision.objects.all(), *Entry.objects.all()])
    assert "buurthuis" not in kept
    assert Entry.objects.filter(kind="outcome_card_made").count() == 3


def test_what_he_is_asked_stands_on_the_card_only_when_there_is_something(client: Client, cast: Cast) -> None:
    case = case_of(decided(cast, Outcome.CONDITIONS))
    address = page_of("write-outcome", case)
    page = client.get(address).content.decode()
    assert "Dit vragen wij u: …" in page
    said = {
        **filled_in(page), **WORDS[Outcome.CONDITIONS][1], "wie_contact_vertrouwenspersoon": "Kim",
        "ja_mits_u_regelt_u_text": "er thuis over praten",
    }  # fmt: skip
    assert "er thuis over praten." not in client.post(address, said).content.decode()
    said |= {"ja_mits_u_regelt": "on"}
    assert "Dit vragen wij u: er thuis over praten." in client.post(address, said).content.decode()
    gap = client.post(address, {**said, "ja_mits_u_regelt_u_text": ""})
    assert gap.status_code == 422
    assert "Vul in" in gap.content.decode()


def test_what_the_site_promises_cannot_be_typed_over(client: Client, cast: Cast) -> None:
    case = case_of(decided(cast, Outcome.NO))
    address = page_of("write-outcome", case)
    known = filled_in(client.get(address).content.decode())
    said = {**known, "weg_dagen_dagen": "5", "nee_waarom": "plan", "wie_contact_vertrouwenspersoon": "Kim"}
    shown = client.post(address, said).content.decode()
    assert "Binnen 28 dagen" in shown
    assert "Binnen 5 dagen" not in shown


def test_a_card_gives_no_judgement_of_the_decider(client: Client, cast: Cast) -> None:
    case = case_of(decided(cast, Outcome.NO))
    assert REASONS not in client.get(page_of("write-outcome", case)).content.decode()


@pytest.mark.parametrize("outcome", [Outcome.GO, Outcome.NO])
def test_the_day_on_which_he_heard_it_is_noted_once(client: Client, cast: Cast, outcome: Outcome) -> None:
    case = case_of(decided(cast, outcome))
    address = page_of("note-outcome-told", case)
    assert "weet het" in client.get(address).content.decode()
    assert client.post(address, {"told_on": "2026-11-01"}).status_code == 422
    assert client.post(address, {"told_on": ""}).status_code == 422
    today = timezone.localdate()
    assert client.post(address, {"told_on": str(today)})["Location"] == page_of("open-case", case)
    assert client.post(address, {"told_on": str(today)})["Location"] == page_of("open-case", case)
    assert Decision.objects.get().told_on == today
    shown = client.get(page_of("open-case", case)).content.decode()
    stage = Case.objects.get(pk=case.pk).stage
    if outcome is Outcome.NO:
        assert stage == "decision"
        assert "wissen wij alles over hem" in shown
    else:
        assert stage == "agreement"
        assert "Lees het besluit" in shown
    assert REASONS in client.get(page_of("decision", case)).content.decode()


def test_before_a_decision_there_is_nothing_to_tell(client: Client, cast: Cast) -> None:
    case = case_of(at_decision(cast))
    for name in ("decision", "write-outcome", "note-outcome-told", "ask-decision"):
        assert client.get(page_of(name, case))["Location"] == page_of("open-case", case)


@pytest.mark.parametrize("who", ["other", "outside_professional", "facilitator", "fg"])
def test_outside_the_team_no_page_is_there(cast: Cast, who: str) -> None:
    cast.people["other"] = make_person("other", cast.here, (Role.PROFESSIONAL,))
    case = case_of(decided(cast))
    theirs = browser_of(cast, who)
    for name in PAGES:
        assert theirs.get(page_of(name, case)).status_code == 404
        assert theirs.post(page_of(name, case), {"x": "1"}).status_code in {404, 405}


def test_a_partner_knows_that_it_was_decided_and_not_what(cast: Cast) -> None:
    case = case_of(decided(cast, Outcome.NO))
    let_partner_in(cast, case)
    theirs = browser_of(cast, "outside_professional")
    shown = theirs.get(page_of("open-case", case)).content.decode()
    assert "Besloten op" in shown
    assert "Nee, niet met hem werken" not in shown
    assert "wissen wij alles" not in shown
    for name in PAGES:
        assert theirs.get(page_of(name, case)).status_code == 404


def test_a_colleague_of_the_team_reads_it_and_tells_him_and_does_not_ask(cast: Cast) -> None:
    case = case_of(decided(cast))
    theirs = browser_of(cast, "colleague")
    for name in ("decision", "write-outcome", "note-outcome-told"):
        assert theirs.get(page_of(name, case)).status_code == 200
    for name in ("ask-decision", "withdraw-decision"):
        assert theirs.get(page_of(name, case)).status_code == 404


def test_somebody_elses_number_leads_nowhere(client: Client, cast: Cast) -> None:
    mine = case_of(decided(cast))
    theirs = case_of(at_decision(cast))
    do.withdraw_decision(cast.actor("professional"), theirs.pk, now=NOW)
    add_member(cast.actor("professional"), mine.pk, make_person("late", cast.here, (Role.PROFESSIONAL,)).pk, now=NOW)
    decision = UUID(str(Decision.objects.get().pk))
    assert client.get(page_of("decision", theirs))["Location"] == page_of("open-case", theirs)
    assert client.get(f"/dossiers/{decision}/besluit/").status_code == 404
    assert client.get(f"/dossiers/besluit/{mine.pk}/").status_code == 404


@pytest.mark.parametrize("stage", ["reward", "ending"])
def test_later_the_decision_is_read_and_nothing_of_it_changes(client: Client, cast: Cast, stage: str) -> None:
    case = case_of(decided(cast))
    Case.objects.filter(pk=case.pk).update(stage=stage)
    assert REASONS in client.get(page_of("decision", case)).content.decode()
    for name in ("write-outcome", "note-outcome-told", "ask-decision"):
        assert client.get(page_of(name, case))["Location"] == page_of("open-case", case)
