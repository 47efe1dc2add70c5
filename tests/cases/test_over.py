"""What is over is closed: only its lead reads about him, nobody gets in, and erasing him leaves nothing behind."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cases.assessed import REASONS, TEXTS, at_decision, both_handed_in, weighed
from tests.cases.begun import TODAY, begun, settled
from tests.cases.envelopes import NAME, REASON, asked
from tests.cases.envelopes import TEXTS as SEALED
from tests.cases.handed import hand_over
from tests.cases.test_contact_pages import browser_of, page_of, text_of
from tests.cases.test_ending import AFTERCARE, all_done, ended, ending, with_partner
from tests.cases.working import opened_by, paid, spoke, working
from tests.people import NOW, Cast, make_person

from sleutelwerk.accounts.models import User
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases import events, urls
from sleutelwerk.cases.actions.candidate import Told, note_told, note_yes
from sleutelwerk.cases.actions.ending import Farewell, begin_ending, finish_ending, save_ending
from sleutelwerk.cases.actions.envelope import (
    agree_to_open,
    ask_to_open,
    close_opening,
    put_in_envelope,
    read_envelope,
    refuse_to_open,
)
from sleutelwerk.cases.actions.forgetting import remove_keyless
from sleutelwerk.cases.actions.rights import Question, erase_candidate, note_request
from sleutelwerk.cases.actions.team import add_member, answer_invitation, invite_partner, offer_lead
from sleutelwerk.cases.models import Candidate, CandidateKey, Case, CaseKey, Ending, Member
from sleutelwerk.cases.models.vault import forget_opened_keys, vault_of
from sleutelwerk.cases.queries.cases import invitations_for
from sleutelwerk.cases.queries.ending import ending_of
from sleutelwerk.cases.queries.envelope import asks_to_open, envelope_of, opening_lines
from sleutelwerk.cases.rules.ending import Why
from sleutelwerk.cases.rules.envelope import Next
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.vault.models import Envelope
from sleutelwerk.vault.rules import Field

#: What the team of an ended case still sees: that it is there, who is in it, and that it does not go further.
SHOWS_NOTHING_OF_HIM = {
    "open-case", "team", "delete-case", "write-letter", "attach-receipt", "settle-assignment", "reopen-assignment",
    "add-member", "invite-partner", "take-back-lead", "revoke-offer", "answer-lead", "look-at-content",
    "record-case-order",
}  # fmt: skip
ADDRESS = "outside_professional@voorbeeld.example"
TOLD = Told(TODAY, "phone", knows=True, papers={"reach": "text", "place": "with_us", "note": ""})


def every_page() -> list[str]:
    """Name every page that is about one case and is asked for with nothing but its number."""
    return sorted(str(one.name) for one in urls.urlpatterns if set(one.pattern.converters) == {"case"})


def finished(cast: Cast, row: Case) -> Case:
    """End a case of which the farewell was begun."""
    save_ending(cast.actor("professional"), row.pk, all_done(), now=NOW)
    finish_ending(cast.actor("professional"), row.pk, now=NOW)
    row.refresh_from_db()
    return row


def with_third(cast: Cast, row: Case) -> None:
    """Let another colleague in."""
    cast.people["third"] = make_person("third", cast.here, (Role.PROFESSIONAL,))
    add_member(cast.actor("professional"), row.pk, cast["third"].pk, now=NOW)


def ended_alone(cast: Cast) -> Case:
    """Bring one with nobody but its lead to its last step."""
    row = working(cast, team=())
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", TODAY), now=NOW)
    save_ending(cast.actor("professional"), row.pk, all_done(), now=NOW)
    return row


def over_with_envelope(cast: Cast) -> Case:
    """End one of which it lies in an envelope who he is."""
    row = working(cast)
    with_third(cast, row)
    put_in_envelope(cast.actor("professional"), row.pk, SEALED, now=NOW)
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", TODAY), now=NOW)
    return finished(cast, row)


def ask(cast: Cast, row: Case, right: Right) -> None:
    """Note a question of his."""
    note_request(cast.actor("professional"), row.pk, Question(right, TODAY, "wens"), now=NOW)


def reads() -> int:
    """Count how often the trail says that somebody looked at a case."""
    return Entry.objects.filter(kind=events.CASE_READ.name).count()


# who still reads


def test_after_the_end_a_colleague_reads_nothing_about_him(cast: Cast) -> None:
    row = working(cast)
    spoke(cast, row)
    paid(Candidate.objects.get(case=row), date(2026, 11, 1))
    begin_ending(cast.actor("professional"), row.pk, Farewell("we_stop", TODAY, "het geld is op"), now=NOW)
    finished(cast, row)
    pseudonym = Candidate.objects.get(case=row).pseudonym
    client, gone = browser_of(cast, "colleague"), set()
    for name in every_page():
        for answer in (client.get(page_of(name, row)), client.post(page_of(name, row))):
            shown = answer.content.decode()
            assert not [text for text in (pseudonym, "de cursus", "geld is op", "reiskosten") if text in shown], name
            gone |= {name} if answer.status_code == 404 else set()
    assert gone == set(every_page()) - SHOWS_NOTHING_OF_HIM
    lead = browser_of(cast)
    for name in ("rights", "read-report", "agreement", "allowances", "print-allowances", "contacts", "ending"):
        assert text_of(lead, page_of(name, row))


def test_the_pages_of_assessing_close_for_a_colleague_as_well(cast: Cast) -> None:
    row = both_handed_in(cast)
    Case.objects.filter(pk=row.pk).update(stage="ending", ended_at=NOW)
    for page in ("compare-assessments", "hand-in"):
        assert browser_of(cast, "colleague").get(page_of(page, row)).status_code == 404
        assert browser_of(cast).get(page_of(page, row)).status_code == 200


def test_the_overview_of_what_is_over_shows_the_team_the_case_and_its_lead_the_rest(cast: Cast) -> None:
    row = ended(cast)
    pseudonym = Candidate.objects.get(case=row).pseudonym
    for name, his in (("professional", True), ("colleague", False)):
        shown = text_of(browser_of(cast, name), page_of("open-case", row))
        assert (pseudonym in shown, page_of("rights", row) in shown, page_of("ending", row) in shown) == (his, his, his)
        assert "Alleen de trekker kan nog lezen wat er over hem staat." in shown
        assert "Samen naar school" in shown
        assert "Colleague" in shown
        assert "eerst vertellen" not in shown
    assert "Wie ziet dit?</strong> Professional." in text_of(browser_of(cast), page_of("rights", row))


def test_whoever_becomes_the_lead_reads_and_the_old_one_does_not(cast: Cast) -> None:
    row = ended(cast)
    hand_over(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    assert browser_of(cast, "colleague").get(page_of("rights", row)).status_code == 200
    assert browser_of(cast).get(page_of("rights", row)).status_code == 404
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        note_request(cast.actor("professional"), row.pk, Question(Right.ACCESS, TODAY), now=NOW)
    note_request(cast.actor("colleague"), row.pk, Question(Right.ACCESS, TODAY), now=NOW)


def test_once_it_is_over_only_the_lead_has_it_and_one_colleague_stays_as_the_second(cast: Cast) -> None:
    row = working(cast)
    with_third(cast, row)
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", TODAY), now=NOW)
    save_ending(cast.actor("professional"), row.pk, all_done(), now=NOW)
    told = text_of(browser_of(cast), page_of("ending", row))
    assert "Colleague blijft als tweede" in told
    assert "Voor alle anderen, collega’s en partners, is het er niet meer." in told
    finish_ending(cast.actor("professional"), row.pk, now=NOW)
    assert Entry.objects.filter(kind=events.MEMBER_LEFT.name).count() == 1
    names = {name: browser_of(cast, name) for name in ("professional", "colleague", "third")}
    pages = {name: client.get(page_of("open-case", row)).status_code for name, client in names.items()}
    assert pages == {"professional": 200, "colleague": 200, "third": 404}
    listed = {name for name, client in names.items() if page_of("open-case", row) in text_of(client, "/dossiers/")}
    assert listed == {"professional"}
    offer_lead(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    assert page_of("open-case", row) in text_of(names["colleague"], "/dossiers/")


def test_who_can_no_longer_sign_in_is_no_second(cast: Cast) -> None:
    row = working(cast)
    with_third(cast, row)
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", TODAY), now=NOW)
    save_ending(cast.actor("professional"), row.pk, all_done(), now=NOW)
    User.objects.filter(pk=cast["colleague"].pk).update(is_active=False)
    assert "Colleague blijft als tweede" not in text_of(browser_of(cast), page_of("ending", row))
    finish_ending(cast.actor("professional"), row.pk, now=NOW)
    stayed = set(Member.objects.filter(case=row).values_list("person", flat=True))
    assert stayed == {cast["professional"].pk, cast["third"].pk}


def test_a_lead_without_a_colleague_keeps_it_alone(cast: Cast) -> None:
    row = ended_alone(cast)
    assert "U houdt het dossier tot het weg is. Voor alle anderen" in text_of(browser_of(cast), page_of("ending", row))
    finish_ending(cast.actor("professional"), row.pk, now=NOW)
    assert Member.objects.get(case=row).person == cast["professional"]
    note_request(cast.actor("professional"), row.pk, Question(Right.ACCESS, TODAY), now=NOW)


# the envelope


def test_after_the_end_only_the_lead_opens_the_envelope_and_a_colleague_says_yes(cast: Cast) -> None:
    row = over_with_envelope(cast)
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        ask_to_open(cast.actor("colleague"), row.pk, REASON, now=NOW)
    opening = asked(cast, row)
    seen = opened_by(cast, "colleague", row)
    assert asks_to_open(cast.actor("colleague"), [seen], NOW) == {row.pk}
    held = envelope_of(cast.actor("colleague"), seen, NOW)
    assert held is not None
    assert (held.next, held.keepers) == (Next.ANSWER, ["Professional"])
    agree_to_open(cast.actor("colleague"), row.pk, opening, timedelta(hours=1), now=NOW)
    assert read_envelope(cast.actor("professional"), row.pk, now=NOW)[Field.NAME] == NAME
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        read_envelope(cast.actor("colleague"), row.pk, now=NOW)
    close_opening(cast.actor("colleague"), row.pk, opening, now=NOW)
    refuse_to_open(cast.actor("colleague"), row.pk, asked(cast, row), now=NOW)


def test_what_a_colleague_asked_before_the_end_opens_nothing_after_it(cast: Cast) -> None:
    row = working(cast)
    with_third(cast, row)
    put_in_envelope(cast.actor("professional"), row.pk, SEALED, now=NOW)
    waits, runs = asked(cast, row, "colleague"), asked(cast, row, "third")
    agree_to_open(cast.actor("professional"), row.pk, runs, timedelta(hours=1), now=NOW)
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", TODAY), now=NOW)
    finished(cast, row)
    with pytest.raises(NotAllowedError, match="Alleen de trekker opent"):
        agree_to_open(cast.actor("professional"), row.pk, waits, timedelta(hours=1), now=NOW)
    with pytest.raises(NotAllowedError, match="er niet"):
        read_envelope(cast.actor("third"), row.pk, now=NOW)
    seen = opened_by(cast, "professional", row)
    assert not asks_to_open(cast.actor("professional"), [seen], NOW)
    assert not any(one.may_answer for one in opening_lines(cast.actor("professional"), seen, NOW))
    held = envelope_of(cast.actor("professional"), seen, NOW)
    assert held is not None
    assert (held.next, held.standing.to_answer, held.standing.others) == (Next.ASK, 0, False)


def test_a_colleague_answers_by_a_page_that_says_nothing_about_him(cast: Cast) -> None:
    row, now = over_with_envelope(cast), timezone.now()
    client, pseudonym = browser_of(cast, "colleague"), Candidate.objects.get(case=row).pseudonym
    page = page_of("envelope", row)
    assert client.get(page).status_code == 404
    assert page not in text_of(client, page_of("open-case", row))
    for name, told in (("refuse-to-open", "U zei nee"), ("agree-to-open", "kan de envelop nu openen")):
        opening = asked(cast, row, now=now)
        assert page in text_of(client, page_of("open-case", row))
        shown = text_of(client, page)
        assert REASON in shown
        assert "Mag de envelop open?" in shown
        assert "Wie ziet dit?</strong> Professional." in shown
        for text in (pseudonym, page_of("ask-to-open", row), "Wie keek, en waarom"):
            assert text not in shown
        bad = client.post(page_of("agree-to-open", row, opening=opening), {"lasting": "ooit"})
        assert (bad.status_code, pseudonym in bad.content.decode()) == (422, False)
        done = client.post(page_of(name, row, opening=opening), {"lasting": "60"}, follow=True)
        assert done.redirect_chain[-1][0] == page_of("open-case", row)
        assert told in done.content.decode()
        assert client.post(page_of("close-opening", row, opening=opening)).status_code == 404
        assert client.get(page).status_code == 404
    for name in ("ask-to-open", "read-envelope", "put-in-envelope"):
        assert client.get(page_of(name, row)).status_code == 404
    assert pseudonym in text_of(browser_of(cast), page)


def test_a_lead_who_is_alone_is_not_sent_to_look_for_somebody(cast: Cast) -> None:
    row = over_with_envelope(cast)
    Member.objects.filter(case=row).exclude(person=cast["professional"]).delete()
    client = browser_of(cast)
    assert "de envelop blijft dicht" in text_of(client, page_of("envelope", row))
    assert "Vraag een collega erbij" not in text_of(client, page_of("open-case", row))


def test_what_is_over_offers_no_envelope_and_asks_for_no_name(cast: Cast) -> None:
    row, client = ended(cast), browser_of(cast)
    page = page_of("put-in-envelope", row)
    assert page not in text_of(client, page_of("open-case", row))
    assert "Leg hem in een envelop" not in text_of(client, page_of("envelope", row))
    assert "Er komt niets meer bij" in text_of(client, page_of("envelope", row))
    answer = client.get(page, follow=True)
    assert answer.redirect_chain[-1][0] == page_of("envelope", row)
    assert "afgerond" in answer.content.decode()
    kept = over_with_envelope(cast)
    for part in ("naam", "bereiken", "nooit"):
        assert client.get(page_of("change-envelope", kept, part=part)).status_code == 302


# nobody gets in


def test_nobody_is_added_or_invited_to_what_is_over(cast: Cast) -> None:
    row = ended(cast)
    with_late = make_person("late", cast.here, (Role.PROFESSIONAL,))
    lead, until = cast.actor("professional"), TODAY + timedelta(days=30)
    with pytest.raises(NotAllowedError, match="afgerond"):
        add_member(lead, row.pk, with_late.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="afgerond"):
        invite_partner(lead, row.pk, ADDRESS, until, site="https://x.example/", now=NOW)
    shown = text_of(browser_of(cast), page_of("team", row))
    assert "Er komt niemand meer bij" in shown
    assert page_of("add-member", row) not in shown
    assert page_of("invite-partner", row) not in shown
    hand_over(lead, row.pk, cast["colleague"].pk, now=NOW)
    assert Member.objects.get(case=row, part="lead").person == cast["colleague"]


def test_an_invitation_that_lies_there_opens_nothing_once_it_is_over(cast: Cast) -> None:
    row = working(cast)
    until = TODAY + timedelta(days=30)
    invite_partner(cast.actor("professional"), row.pk, ADDRESS, until, site="https://x.example/", now=NOW)
    partner = cast.actor("outside_professional")
    (place,) = invitations_for(partner, today=TODAY)
    Case.objects.filter(pk=row.pk).update(ended_at=NOW)
    assert not invitations_for(partner, today=TODAY)
    with pytest.raises(NotAllowedError, match="niet meer"):
        answer_invitation(partner, place.pk, takes_part=True, now=NOW)
    assert not Member.objects.filter(case=row, part="partner").exists()


def test_a_partner_whose_place_ended_with_the_case_stays_out(cast: Cast) -> None:
    row = working(cast)
    with_partner(cast, row)
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", TODAY), now=NOW)
    finished(cast, row)
    assert browser_of(cast, "outside_professional").get(page_of("open-case", row)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"ended_at": NOW}, "afgerond"), ({"stage": "agreement"}, "al voorbij"), ({"stage": "ending"}, "al voorbij")],
)
def test_nobody_is_told_of_a_case_at_another_stage_or_over(cast: Cast, changes: dict[str, object], told: str) -> None:
    row = settled(cast)
    Case.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(NotAllowedError, match=told):
        note_told(cast.actor("professional"), row.pk, TOLD, now=NOW)
    with pytest.raises(NotAllowedError, match="Stel eerst de opdracht vast"):
        note_told(cast.actor("professional"), begun(cast).pk, TOLD, now=NOW)
    assert not Candidate.objects.exists()


def test_the_day_of_his_yes_is_noted_once(cast: Cast) -> None:
    row = working(cast)
    before = Candidate.objects.get(case=row).agreed_on
    with pytest.raises(NotAllowedError, match="staat er al"):
        note_yes(cast.actor("colleague"), row.pk, TODAY, now=NOW + timedelta(days=10))
    client = browser_of(cast)
    for answer in (client.get(page_of("note-yes", row)), client.post(page_of("note-yes", row), {"said_on": TODAY})):
        assert answer["Location"] == page_of("open-case", row)
    assert Candidate.objects.get(case=row).agreed_on == before


# erasing after the end


def test_erasing_him_after_the_end_takes_the_case_and_its_keys_along(cast: Cast) -> None:
    row = over_with_envelope(cast)
    sealed = bytes(row.assignment)
    ask(cast, row, Right.ERASE)
    client = browser_of(cast)
    assert "De opdracht gaat ook weg" in text_of(client, page_of("erase-candidate", row))
    done = client.post(page_of("erase-candidate", row), follow=True)
    assert done.redirect_chain[-1][0] == "/dossiers/"
    assert "Er staat niets meer over hem" in done.content.decode()
    for model in (Case, CaseKey, Candidate, CandidateKey, Member, Ending, Envelope):
        assert not model.objects.exists()
    with pytest.raises(CannotOpenError):
        vault_of(row.pk).open("assignment", sealed)
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {events.CANDIDATE_ERASED.name, events.CASE_DELETED.name} <= kinds


def test_erasing_him_while_it_runs_leaves_the_assignment(cast: Cast) -> None:
    row = working(cast)
    ask(cast, row, Right.ERASE)
    assert "De opdracht blijft staan" in text_of(browser_of(cast), page_of("erase-candidate", row))
    erase_candidate(cast.actor("professional"), row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.stage, CaseKey.objects.count(), Candidate.objects.count()) == ("candidate", 1, 0)
    assert not Entry.objects.filter(kind=events.CASE_DELETED.name).exists()


def test_a_file_that_lost_its_key_after_the_end_leaves_nothing_either(cast: Cast) -> None:
    ended(cast)
    CandidateKey.objects.all().delete()
    assert remove_keyless(now=NOW) == 1
    assert not Case.objects.exists()
    assert not CaseKey.objects.exists()


# stopping sooner


def test_he_stops_at_once_while_a_farewell_runs_and_our_reason_goes(cast: Cast) -> None:
    row = working(cast)
    far = TODAY + timedelta(days=90)
    actor = cast.actor("professional")
    begin_ending(actor, row.pk, Farewell("we_stop", far, "het geld is op"), now=NOW)
    save_ending(actor, row.pk, all_done(), now=NOW)
    ask(cast, row, Right.RESTRICT)
    begin_ending(cast.actor("colleague"), row.pk, Farewell("he_stops", TODAY), now=NOW)
    shown = ending_of(opened_by(cast, "professional", row))
    assert shown is not None
    assert (shown.row.why, shown.row.ends_on, shown.reason) == (Why.HE_STOPS, TODAY, "")
    assert (shown.left, shown.until) == (0, AFTERCARE)
    assert Entry.objects.filter(kind=events.ENDING_BEGUN.name).count() == 2


def test_aftercare_never_lasts_longer_than_what_is_kept(cast: Cast) -> None:
    far = TODAY + timedelta(days=60)
    row = ending(cast, ends_on=far)
    actor = cast.actor("professional")
    save_ending(actor, row.pk, all_done(until=date(2029, 1, 20)), now=NOW)
    begin_ending(actor, row.pk, Farewell("he_stops", TODAY), now=NOW)
    shown = ending_of(opened_by(cast, "professional", row))
    assert shown is not None
    assert shown.until == date(2028, 11, 27)


@pytest.mark.parametrize(
    ("farewell", "told"),
    [
        (Farewell("he_stops", TODAY + timedelta(days=11)), "Kies een dag tot en met 7-12-2026"),
        (Farewell("he_stops", None), "Kies de laatste dag"),
        (Farewell("he_stops", TODAY - timedelta(days=29)), "vier weken geleden"),
        (Farewell("he_stops", TODAY, "hij verhuist"), "reden hoort hier niet"),
        (Farewell("we_stop", TODAY, "het geld is op"), "al voorbij"),
    ],
)
def test_stopping_sooner_is_his_and_never_later(cast: Cast, farewell: Farewell, told: str) -> None:
    row = ending(cast, ends_on=TODAY + timedelta(days=10))
    with pytest.raises(NotAllowedError, match=told):
        begin_ending(cast.actor("professional"), row.pk, farewell, now=NOW)
    kept = Ending.objects.get()
    assert (kept.why, kept.ends_on) == (Why.DONE, TODAY + timedelta(days=10))


def test_what_is_over_does_not_end_sooner(cast: Cast) -> None:
    row = ended(cast)
    with pytest.raises(NotAllowedError, match="al afgerond"):
        begin_ending(cast.actor("professional"), row.pk, Farewell("he_stops", TODAY), now=NOW)
    assert browser_of(cast).get(page_of("stop-sooner", row))["Location"] == page_of("ending", row)


def test_the_page_on_which_he_stops_sooner(cast: Cast) -> None:
    row, client, today = working(cast), browser_of(cast), timezone.localdate()
    far = today + timedelta(days=40)
    begin_ending(cast.actor("professional"), row.pk, Farewell("done", far), now=timezone.now())
    page, at = page_of("stop-sooner", row), page_of("ending", row)
    assert "Hij wil nu meteen stoppen" in text_of(client, at)
    shown = text_of(client, page)
    assert f'value="{today}"' in shown
    late = client.post(page, {"ends_on": str(far + timedelta(days=1))})
    assert (late.status_code, "Kies een dag tot en met" in late.content.decode()) == (422, True)
    assert client.post(page, {"ends_on": ""}).status_code == 422
    assert client.post(page, {"ends_on": str(today)})["Location"] == at
    assert Ending.objects.get().ends_on == today
    assert page not in text_of(client, at)
    assert browser_of(cast).get(page_of("stop-sooner", working(cast))).status_code == 404


# whoever looks leaves a trace


def test_whoever_sees_a_page_about_him_leaves_a_trace_by_whatever_method(cast: Cast) -> None:
    row, client = weighed(cast), browser_of(cast)
    form, before = page_of("save-weighing", row), reads()
    assert client.post(form, {"shown_on": "ooit"}).status_code == 422
    assert reads() == before + 1
    assert TEXTS["answer"] in text_of(client, form)
    assert client.head(form).status_code == 200
    assert reads() == before + 3


def test_what_is_done_and_shows_nothing_is_no_reading(cast: Cast) -> None:
    row, client = working(cast), browser_of(cast)
    before = reads()
    said = {"reach": "text", "place": "with_us", "note": ""}
    assert client.post(page_of("save-papers", row), said).status_code == 302
    assert client.get(page_of("note-yes", row)).status_code == 302
    assert reads() == before
    assert client.get(page_of("save-papers", row)).status_code == 200
    assert reads() == before + 1


@pytest.mark.parametrize("asked_for", ["get", "head", "post"])
def test_whoever_decides_leaves_a_trace_by_whatever_method(cast: Cast, asked_for: str) -> None:
    question = at_decision(cast)
    client = browser_of(cast, "decision_maker")
    answer = getattr(client, asked_for)(reverse("cases:decide", args=[question.pk]), {"outcome": "no"})
    assert answer.status_code == (422 if asked_for == "post" else 200)
    assert Entry.objects.filter(kind=events.DECISION_READ.name).count() == 1


def test_deciding_itself_is_no_reading_and_without_keys_nothing_is_decided(cast: Cast) -> None:
    question = at_decision(cast)
    client, page_to_decide = browser_of(cast, "decision_maker"), reverse("cases:decide", args=[question.pk])
    given = {"outcome": "no", "independent": "on", "reasons_text": REASONS}
    keys = list(CaseKey.objects.all())
    CaseKey.objects.all().delete()
    forget_opened_keys()
    assert client.post(page_to_decide, given).status_code == 404
    CaseKey.objects.bulk_create(keys)
    assert client.post(page_to_decide, given)["Location"] == reverse("home:dashboard")
    assert not Entry.objects.filter(kind=events.DECISION_READ.name).exists()


def test_what_is_not_there_leaves_no_trace(cast: Cast) -> None:
    row = ended(cast)
    before = reads()
    assert browser_of(cast, "colleague").get(page_of("rights", row)).status_code == 404
    row.pk = UUID(int=1)
    assert browser_of(cast).get(page_of("rights", row)).status_code == 404
    assert reads() == before
