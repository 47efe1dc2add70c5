"""The pages of assessing, without JavaScript: half done, handed in, side by side, and there for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.cases.as_shown import as_shown
from tests.cases.assessed import (
    again_at_decision,
    at_decision,
    both_handed_in,
    decided,
    handed_in,
    weighed,
    whole,
    with_assessors,
)
from tests.cases.begun import TODAY, at_assessment
from tests.people import NOW, Cast, make_person, sign_in

from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import assessment as do
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.team import add_member, answer_invitation, invite_partner
from sleutelwerk.cases.models import Assessment, Case, Decision, EarlierNo, Weighing
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.privacy.models import GuardException

PAGES = ("name-assessors", "hand-in", "compare-assessments", "save-weighing", "look-again")


def browser_of(cast: Cast, name: str) -> Client:
    """Give somebody's browser."""
    found = Client()
    sign_in(found, cast[name])
    return found


@pytest.fixture
def client(cast: Cast) -> Client:
    """The browser of the lead, who assesses as well."""
    return browser_of(cast, "professional")


def page_of(name: str, case: Case, **more: object) -> str:
    """Give the address of a page of a case."""
    return reverse(f"cases:{name}", kwargs={"case": case.pk, **more})


def every_page(case: Case) -> list[str]:
    """Give the address of every page of assessing."""
    one = page_of("save-findings", case, page="voorwaarden")
    return [one, *(page_of(name, case) for name in PAGES)]


def let_partner_in(cast: Cast, case: Case) -> None:
    """Let somebody of a partner into the team."""
    until, address = TODAY + timedelta(days=60), "outside_professional@voorbeeld.example"
    invite_partner(cast.actor("professional"), case.pk, address, until, site="https://x.example/", now=NOW)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=TODAY)
    answer_invitation(partner, place.pk, takes_part=True, now=NOW)


def filled_in(case: Case) -> dict[str, str]:
    """Give what somebody types in his assessment; of each page what stands there counts."""
    found: dict[str, str] = {}
    for ref, noted in whole(case).items():
        name = ref.replace(".", "__").replace("-", "_")
        found |= {f"choice_{name}": noted.choice, f"words_{name}_text": noted.words}
    return found


def test_a_lead_asks_two_and_sees_who_told_him(client: Client, cast: Cast) -> None:
    row = at_assessment(cast)
    assert "Kies wie kijken naar wat past" in client.get(page_of("open-case", row)).content.decode()
    assert "U bent nog alleen" in client.get(page_of("name-assessors", row)).content.decode()
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    shown = client.get(page_of("name-assessors", row)).content.decode()
    assert "Professional vertelde het hem." in shown
    assert "Wie het hem vertelde, mag een van de twee zijn" in shown
    me, other = str(cast["professional"].pk), str(cast["colleague"].pk)
    for said in ({"first": me}, {"first": me, "second": me}, {"first": me, "second": str(cast["fg"].pk)}):
        assert client.post(page_of("name-assessors", row), said).status_code == 422
    answer = client.post(page_of("name-assessors", row), {"first": me, "second": other}, follow=True)
    assert "elk voor zich" in answer.content.decode()
    assert "Werk aan uw afweging" in client.get(page_of("open-case", row)).content.decode()


def test_somebody_who_handed_in_stays_on_the_list(client: Client, cast: Cast) -> None:
    row = with_assessors(cast)
    handed_in(cast, row, "colleague")
    cast.people["third"] = make_person("third", cast.here, (Role.PROFESSIONAL,))
    add_member(cast.actor("professional"), row.pk, cast["third"].pk, now=NOW)
    said = {"first": str(cast["third"].pk), "second": str(cast["professional"].pk)}
    refused = client.post(page_of("name-assessors", row), said)
    assert refused.status_code == 422
    assert "blijft staan" in refused.content.decode()


def test_an_assessor_fills_in_three_pages_half_done_and_hands_in(client: Client, cast: Cast) -> None:
    row = with_assessors(cast)
    first = page_of("save-findings", row, page="voorwaarden")
    shown = client.get(first).content.decode()
    assert "Hij is 18 jaar of ouder." in shown
    assert "Ga hier niet zelf naar zoeken" in shown
    assert "Niet alles schrijft u op" in shown
    assert 'type="file"' not in shown
    half = {"choice_basis__volwassen": "met", "words_basis__volwassen_text": "Hij zei het zelf."}
    assert client.post(first, {**half, "overview": "1"})["Location"] == page_of("open-case", row)
    assert "Hij zei het zelf." in client.get(first).content.decode()
    review = client.get(page_of("hand-in", row)).content.decode()
    assert "Nog niet af" in review
    assert "Lever in" not in review
    refused = client.post(page_of("hand-in", row), follow=True)
    assert "nog niet af" in refused.content.decode()
    pages = ["voorwaarden", "wat-hij-kan", "wat-u-regelt"]
    for page, after in zip(pages, [*pages[1:], ""], strict=True):
        at = page_of("save-findings", row, page=page)
        answer = client.post(at, as_shown(client, at, filled_in(row)))
        assert answer["Location"] == (page_of("save-findings", row, page=after) if after else page_of("hand-in", row))
    review = client.get(page_of("hand-in", row)).content.decode()
    assert "Zij is compleet" in review
    assert "Hij luisterde rustig." in review
    answer = client.post(page_of("hand-in", row), follow=True)
    assert "Ingeleverd" in answer.content.decode()
    assert "Zij staat vast" in client.get(page_of("hand-in", row)).content.decode()
    assert client.get(first)["Location"] == page_of("open-case", row)
    again = client.post(first, half)
    assert again["Location"] == page_of("open-case", row)
    assert "staat nu vast" in client.post(page_of("hand-in", row), follow=True).content.decode()


def test_competences_have_no_choice_and_what_we_arrange_has_its_own_page(client: Client, cast: Cast) -> None:
    row = with_assessors(cast)
    can = client.get(page_of("save-findings", row, page="wat-hij-kan")).content.decode()
    assert 'type="radio"' not in can
    assert 'type="number"' not in can
    assert "Zo merkt u het" in can
    ours = client.get(page_of("save-findings", row, page="wat-u-regelt")).content.decode()
    assert "Het telt nooit tegen hem." in ours
    assert "Een coach is bereikbaar" in ours
    assert (
        "Een coach is bereikbaar" not in client.get(page_of("save-findings", row, page="voorwaarden")).content.decode()
    )
    assert client.get(page_of("save-findings", row, page="anders")).status_code == 404


def test_of_a_vog_only_a_day_is_asked_and_only_where_the_profile_asks_it(client: Client, cast: Cast) -> None:
    row = with_assessors(cast)
    address = page_of("save-findings", row, page="voorwaarden")
    assert re.findall(r'name="(vog_[^"]+)"', client.get(address).content.decode()) == ["vog_basis__verleden_besproken"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    late = client.post(address, {"vog_basis__verleden_besproken": str(tomorrow)})
    assert late.status_code == 422
    assert "al geweest" in late.content.decode()
    assert client.post(address, {"vog_basis__verleden_besproken": "2026-11-20"}).status_code == 302
    assert 'value="2026-11-20"' in client.get(address).content.decode()
    for page in ("wat-hij-kan", "wat-u-regelt"):
        assert "vog_" not in client.get(page_of("save-findings", row, page=page)).content.decode()


def test_the_guard_looks_through_what_is_typed(client: Client, cast: Cast) -> None:
    row = with_assessors(cast)
    address = page_of("save-findings", row, page="voorwaarden")
    said = {"words_basis__vertrouwd_text": "De imam kent hem."}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "De imam kent hem." in refused.content.decode()
    said |= {"words_basis__vertrouwd_anyway": "on", "words_basis__vertrouwd_reason": "Zo heet de functie."}
    assert client.post(address, said).status_code == 302
    assert GuardException.objects.get().place == "decision"


@pytest.mark.parametrize(("first", "other"), [("professional", "colleague"), ("colleague", "professional")])
def test_neither_sees_a_word_of_the_other_before_both_are_done(cast: Cast, first: str, other: str) -> None:
    row = with_assessors(cast)
    handed_in(cast, row, first)
    theirs = browser_of(cast, other)
    addresses = [
        page_of("open-case", row),
        page_of("hand-in", row),
        *(page_of("save-findings", row, page=one) for one in ("voorwaarden", "wat-hij-kan", "wat-u-regelt")),
    ]
    for address in addresses:
        shown = theirs.get(address).content.decode()
        assert "Dat bleek in het gesprek." not in shown
        assert "Hij luisterde rustig." not in shown
    for name in ("compare-assessments", "save-weighing"):
        assert theirs.get(page_of(name, row))["Location"] == page_of("open-case", row)
        assert browser_of(cast, first).get(page_of(name, row))["Location"] == page_of("open-case", row)
    handed_in(cast, row, other)
    assert "Dat bleek in het gesprek." in theirs.get(page_of("compare-assessments", row)).content.decode()


def test_side_by_side_shows_what_differs_and_counts_nothing(client: Client, cast: Cast) -> None:
    row = both_handed_in(cast, volwassen="not_yet")
    shown = client.get(page_of("compare-assessments", row)).content.decode()
    open_part = shown.partition("Hier kijken ze verschillend")[2].partition("<details")[0]
    assert "Hij is 18 jaar of ouder." in open_part
    assert "Nog niet." in open_part
    assert "vrije-keuze" not in open_part
    assert "Dit is volgens allebei in orde" in shown
    text = re.sub(r"<[^>]+>", " ", shown.partition("<h1>")[2].partition('class="sw-actions"')[0])
    assert not re.search(r"\b\d+ (van|verschil|punt|keer)|%|score|totaal", text)
    assert Entry.objects.filter(kind="assessment_read").count() == 1


def test_what_both_come_to_is_asked_with_what_is_missing_beside_it(client: Client, cast: Cast) -> None:
    row = both_handed_in(cast, volwassen="not_yet")
    address = page_of("save-weighing", row)
    shown = client.get(address).content.decode()
    assert "Dit is er volgens een van u nog niet" in shown
    assert "Hij is 18 jaar of ouder." in shown
    wrong = client.post(address, {"answer_text": "Hij wil het graag.", "shown_on": "2026-01-01"})
    assert wrong.status_code == 422
    assert "nog niet ingeleverd" in wrong.content.decode()
    assert "Hij wil het graag." in wrong.content.decode()
    said = {"answer_text": "Hij wil het graag.", "plan_text": "", "ours_text": "", "shown_on": str(TODAY)}
    assert client.post(address, said)["Location"] == page_of("open-case", row)
    assert Weighing.objects.get().shown_on == TODAY
    assert "Hij wil het graag." in client.get(address).content.decode()
    overview = client.get(page_of("open-case", row)).content.decode()
    assert "Vraag om een besluit" in overview
    assert "Hij wil het graag." not in overview


def test_a_deliberation_is_a_link_only(client: Client, cast: Cast) -> None:
    row = both_handed_in(cast)
    shown = client.get(page_of("compare-assessments", row)).content.decode()
    link = reverse("deliberation:dilemmas")
    assert f'href="{link}#vooraf"' in shown
    assert client.get(link).status_code == 200


def test_looking_anew_asks_first(client: Client, cast: Cast) -> None:
    row = decided(cast).candidate.case
    assert "Tot dat klaar is, wissen wij niets" in client.get(page_of("look-again", row)).content.decode()
    assert Assessment.objects.count() == 2
    assert "U begint opnieuw" in client.post(page_of("look-again", row), follow=True).content.decode()
    assert not Assessment.objects.exists()
    waiting = at_decision(cast).candidate.case
    assert "Trek eerst" in client.post(page_of("look-again", waiting), follow=True).content.decode()


def test_after_a_no_a_colleague_confirms_it_and_who_said_no_reads_it(client: Client, cast: Cast) -> None:
    row = decided(cast, Outcome.NO).candidate.case
    note_request(cast.actor("professional"), row.pk, Question(Right.ACCESS, TODAY), now=NOW)
    theirs, decider = browser_of(cast, "colleague"), browser_of(cast, "decision_maker")
    address = reverse("cases:decide", args=[Decision.objects.get().pk])
    assert theirs.get(page_of("look-again", row)).status_code == 404
    shown = client.get(page_of("look-again", row)).content.decode()
    assert "bevestigt een collega uit het team" in shown
    assert "28 dagen" in shown
    assert "Vraag nu een collega" in client.post(page_of("look-again", row), follow=True).content.decode()
    assert "wacht op een collega" in client.get(page_of("decision", row)).content.decode()
    assert "Vroeg hij om opnieuw te kijken?" in theirs.get(reverse("home:dashboard")).content.decode()
    assert "Ja, hij vroeg dit" in theirs.get(page_of("look-again", row)).content.decode()
    assert "U begint opnieuw" in theirs.post(page_of("look-again", row), follow=True).content.decode()
    assert "opnieuw nagedacht" in decider.get(reverse("home:dashboard")).content.decode()
    assert "opnieuw gekeken" in decider.get(address).content.decode()
    decider.post(address)
    assert decider.get(address).status_code == 404
    again_at_decision(cast, row)
    asked = reverse("cases:decide", args=[Decision.objects.get().pk])
    assert "Er was eerder een nee" in decider.get(asked).content.decode()


@pytest.mark.parametrize("who", ["professional", "colleague"])
def test_that_he_did_not_ask_it_is_said_on_the_same_page(cast: Cast, who: str) -> None:
    row = decided(cast, Outcome.NO).candidate.case
    note_request(cast.actor("professional"), row.pk, Question(Right.ACCESS, TODAY), now=NOW)
    do.look_again(cast.actor("professional"), row.pk, now=NOW)
    theirs, address = browser_of(cast, who), page_of("look-again", row)
    assert address in theirs.get(page_of("decision", row)).content.decode()
    assert "Nee, dat vroeg hij niet" in theirs.get(address).content.decode()
    for _time in range(2):
        assert theirs.post(address, {"not_asked": "1"})["Location"] == page_of("open-case", row)
    assert not EarlierNo.objects.exists()
    assert Decision.objects.get().outcome == Outcome.NO
    assert Assessment.objects.count() == 2
    assert Entry.objects.filter(kind="looking_anew_dropped").count() == 1
    assert "Vraag een collega" in browser_of(cast, "professional").get(address).content.decode()


@pytest.mark.parametrize("who", ["colleague", "outside_professional", "decision_maker", "facilitator", "fg"])
def test_outside_the_team_no_page_is_there(cast: Cast, who: str) -> None:
    row = weighed(cast)
    if who == "colleague":
        cast.people["colleague"] = make_person("other_colleague", cast.here, (Role.PROFESSIONAL,))
    theirs = browser_of(cast, who)
    for address in every_page(row):
        assert theirs.get(address).status_code == 404
        assert theirs.post(address, {"x": "1"}).status_code in {404, 405}


def test_a_partner_sees_that_it_goes_on_and_opens_nothing(cast: Cast) -> None:
    row = weighed(cast)
    let_partner_in(cast, row)
    theirs = browser_of(cast, "outside_professional")
    shown = theirs.get(page_of("open-case", row)).content.decode()
    assert "leverde in" in shown
    assert "Leg ze naast elkaar" not in shown.partition('class="sw-actions"')[2]
    for address in every_page(row):
        assert theirs.get(address).status_code == 404
        assert theirs.post(address, {"x": "1"}).status_code in {404, 405}


def test_a_colleague_of_the_team_reads_and_does_not_choose(cast: Cast) -> None:
    row = weighed(cast)
    cast.people["third"] = make_person("third", cast.here, (Role.PROFESSIONAL,))
    add_member(cast.actor("professional"), row.pk, cast["third"].pk, now=NOW)
    theirs = browser_of(cast, "third")
    assert theirs.get(page_of("compare-assessments", row)).status_code == 200
    assert theirs.get(page_of("name-assessors", row)).status_code == 404
    assert theirs.get(page_of("look-again", row)).status_code == 404
    for name in ("hand-in", "save-findings"):
        more = {"page": "voorwaarden"} if name == "save-findings" else {}
        assert theirs.get(page_of(name, row, **more))["Location"] == page_of("open-case", row)


@pytest.mark.parametrize("stage", ["candidate", "agreement"])
def test_at_another_stage_one_goes_back_to_the_case(client: Client, cast: Cast, stage: str) -> None:
    row = with_assessors(cast)
    Case.objects.filter(pk=row.pk).update(stage=stage)
    for address in [every_page(row)[0], page_of("name-assessors", row), page_of("save-weighing", row)]:
        assert client.get(address)["Location"] == page_of("open-case", row)
    assert "utrecht-alert--error" in client.post(page_of("hand-in", row), follow=True).content.decode()


def test_a_profile_that_changed_is_said_on_every_page_that_judges_by_it(client: Client, cast: Cast) -> None:
    row = both_handed_in(cast)
    Case.objects.filter(pk=row.pk).update(profile_hash="0" * 64)
    shown = client.get(page_of("compare-assessments", row)).content.decode()
    assert "De tekst van dit profiel is veranderd" in shown
    Case.objects.filter(pk=row.pk).update(profile="weg", profile_version=99)
    assert "Dit profiel is er niet meer" in client.get(page_of("compare-assessments", row)).content.decode()
    fresh = with_assessors(cast)
    Case.objects.filter(pk=fresh.pk).update(profile_hash="0" * 64)
    assert "is veranderd" in client.get(page_of("save-findings", fresh, page="voorwaarden")).content.decode()


def test_titles_hold_nothing_of_him_and_the_overview_asks_the_database_little(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = weighed(cast)
    for address in [*every_page(row), page_of("open-case", row)]:
        title = client.get(address, follow=True).content.decode().partition("<title>")[2].partition("</title>")[0]
        assert Case.objects.get(pk=row.pk).candidate.pseudonym not in title
    with django_assert_max_num_queries(24):
        client.get(page_of("open-case", row))
