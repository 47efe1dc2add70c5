"""Handing a case over to another organisation: nothing travels without a yes of both, and then all of it at once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from tests.cases.agreed import his_yes, ready
from tests.cases.assessed import at_decision, decided
from tests.cases.begun import COMPLETE, TODAY, at_agreement, begun, complete, seen_by, settled
from tests.cases.envelopes import asked, envelope_number, opened, with_envelope, with_partner
from tests.cases.handed import OUTSIDE, SITE, handed_elsewhere, offered_elsewhere
from tests.cases.ordered import ordered
from tests.cases.working import opened_by, paid, spoke, working
from tests.people import NOW, Cast, make_person

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.cases import tasks
from sleutelwerk.cases.actions import hand_over as do
from sleutelwerk.cases.actions.agreement import note_his_yes
from sleutelwerk.cases.actions.assignment import Changes, reopen_assignment, save_assignment, settle_assignment
from sleutelwerk.cases.actions.beginning import open_case
from sleutelwerk.cases.actions.candidate import Told, note_told, save_papers, stop_candidate
from sleutelwerk.cases.actions.emergency import Plea, open_alone
from sleutelwerk.cases.actions.ending import Farewell, begin_ending, finish_ending
from sleutelwerk.cases.actions.envelope import ask_to_open, read_envelope
from sleutelwerk.cases.actions.examples import make_examples
from sleutelwerk.cases.actions.holding import Wanted, put_on_hold
from sleutelwerk.cases.actions.pausing import pause_work
from sleutelwerk.cases.actions.rights import Question, answer_request, note_request
from sleutelwerk.cases.actions.taking_over import accept_offer
from sleutelwerk.cases.actions.team import add_member, offer_lead, take_back_lead
from sleutelwerk.cases.models import Agreement, Allowance, Candidate, Case, Decision, HandOver, Member
from sleutelwerk.cases.queries.allowance import years_of
from sleutelwerk.cases.queries.cases import cases_of
from sleutelwerk.cases.queries.contact import stop_signals
from sleutelwerk.cases.queries.hand_over import OfferShown, offer_shown, offers_for, waiting_offer
from sleutelwerk.cases.queries.report import report_of
from sleutelwerk.cases.queries.touched import touched_cases
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.hand_over import WAITS
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError
from sleutelwerk.mailroom.models import Letter
from sleutelwerk.vault.models import Envelope, Opening

pytestmark = pytest.mark.django_db
RECEIVER = "outside_professional"
PAPERS = {"reach": "text", "place": "with_us", "note": ""}


def accept(cast: Cast, offer: HandOver, who: str = RECEIVER) -> Case:
    """Take a case over."""
    return accept_offer(cast.actor(who), offer.pk, site=SITE, now=NOW)


def kinds_in(cast: Cast, organisation: UUID) -> list[str]:
    """Give what the trail of an organisation holds, in its order."""
    rows = Entry.objects.filter(chain=organisation).order_by("number")
    return list(rows.values_list("kind", flat=True))


def shown_to_lead(cast: Cast, case: Case) -> OfferShown | None:
    """Give what the lead sees of his offer."""
    return offer_shown(cast.actor("professional"), opened_by(cast, "professional", case), TODAY)


# offering


def test_until_he_says_yes_who_was_asked_knows_whose_it_is_and_nothing_else(cast: Cast) -> None:
    row = working(cast)
    offered_elsewhere(cast, row)
    receiver = cast.actor(RECEIVER)
    assert seen_by(cast, RECEIVER, row) is None
    assert open_case(receiver, row.pk, now=NOW) is None
    assert cases_of(receiver, today=TODAY) == []
    (offer,) = offers_for(receiver, today=TODAY)
    assert (offer.organisation, offer.by, offer.until) == ("Gemeente Hier", "Professional", TODAY + WAITS)
    for name in ("colleague", "decision_maker", "police_officer", "reader", "outside_administrator"):
        assert offers_for(cast.actor(name), today=TODAY) == [], name


@pytest.mark.parametrize("address", ["niemand@voorbeeld.example", "police_officer@politie.nl",
                                     "colleague@voorbeeld.example", "outside_fg@voorbeeld.example"])  # fmt: skip
def test_the_lead_sees_the_same_whether_an_address_is_known_or_not(cast: Cast, address: str) -> None:
    row = complete(cast)
    unknown = offered_elsewhere(cast, row, address)
    seen = shown_to_lead(cast, row)
    assert seen == OfferShown(address, TODAY, TODAY + WAITS)
    assert unknown.receiver is None
    assert not Letter.objects.exists()
    assert kinds_in(cast, cast.here.pk).count("case_offered") == 1
    do.revoke_offer(cast.actor("professional"), row.pk, now=NOW)
    offered_elsewhere(cast, row)
    assert shown_to_lead(cast, row) == OfferShown(OUTSIDE, TODAY, TODAY + WAITS)


def test_police_is_never_asked_whatever_role_somebody_gave(cast: Cast) -> None:
    cast.people["agent"] = make_person("agent", cast.police, (Role.PROFESSIONAL,))
    row = complete(cast)
    assert offered_elsewhere(cast, row, "agent@politie.nl").receiver is None
    assert offers_for(cast.actor("agent"), today=TODAY) == []


def test_the_letters_tell_nothing(cast: Cast) -> None:
    row = working(cast)
    with_partner(cast, row)  # who takes it over: nothing of his is gone
    Letter.objects.all().delete()
    accept(cast, offered_elsewhere(cast, row, OUTSIDE.upper()))
    letters = list(Letter.objects.order_by("written_at", "pk"))
    assert {one.recipient for one in letters} == {
        OUTSIDE, "professional@voorbeeld.example", "colleague@voorbeeld.example",
    }  # fmt: skip
    assert [one.recipient for one in letters].count(OUTSIDE) == 1, "to him nothing is gone"
    (colleague,) = [one for one in letters if one.recipient.startswith("colleague")]
    assert "overgenomen door een andere organisatie" in colleague.body, "what he finds gone tomorrow went somewhere"
    for letter in letters:
        said = f"{letter.subject} {letter.body}".lower()
        assert "dossier" not in said
        assert "/mijn/\n" in letter.body
        for word in ("samen naar school", "gemeente hier", "gemeente elders", "sleutelfiguur", row.code, str(row.pk),
                     Candidate.objects.get(case=row).pseudonym.lower()):  # fmt: skip
            assert word not in said


def test_the_address_lies_sealed_and_goes_with_the_answer(cast: Cast) -> None:
    row = complete(cast)
    offer = offered_elsewhere(cast, row)
    assert OUTSIDE.encode() not in bytes(offer.address)
    do.refuse_offer(cast.actor(RECEIVER), offer.pk, site=SITE, now=NOW)
    offer.refresh_from_db()
    assert bytes(offer.address) == b""


def test_who_was_asked_is_not_kept_after_a_no(cast: Cast) -> None:
    row = working(cast)
    for end in ("refuse", "revoke", "lapse"):
        offer = offered_elsewhere(cast, row)
        if end == "refuse":
            do.refuse_offer(cast.actor(RECEIVER), offer.pk, site=SITE, now=NOW)
        elif end == "revoke":
            do.revoke_offer(cast.actor("professional"), row.pk, now=NOW)
        else:
            assert do.lapse_offers(now=NOW + WAITS) == 0
            tasks.lapse_offers(NOW + WAITS + timedelta(days=1))
        offer.refresh_from_db()
        assert (offer.receiver, offer.to_organisation, bytes(offer.address)) == (None, None, b"")
        assert offers_for(cast.actor(RECEIVER), today=TODAY) == []
        shown = shown_to_lead(cast, row)
        assert shown is not None
        assert shown.ended
    assert kinds_in(cast, cast.here.pk).count("case_offer_ended") == 3
    assert seen_by(cast, "professional", row) is not None


def test_one_offer_waits_at_a_time(cast: Cast) -> None:
    row = complete(cast)
    offered_elsewhere(cast, row)
    with pytest.raises(NotAllowedError, match="al aan"):
        offered_elsewhere(cast, row)
    with transaction.atomic(), pytest.raises(IntegrityError):
        HandOver.objects.create(case=row, offered_at=NOW, until=TODAY)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="andere organisatie"):
        offer_lead(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)


def test_an_offer_that_is_over_time_is_not_there_even_before_it_is_swept(cast: Cast) -> None:
    row = complete(cast)
    offer = offered_elsewhere(cast, row)
    late = NOW + WAITS + timedelta(days=1)
    assert offers_for(cast.actor(RECEIVER), today=late.date()) == []
    with pytest.raises(NotAllowedError, match="er niet meer"):
        accept_offer(cast.actor(RECEIVER), offer.pk, site=SITE, now=late)
    found = opened_by(cast, "professional", row)
    shown = offer_shown(cast.actor("professional"), found, late.date())
    assert shown is not None
    assert (str(shown.ended), shown.ended_on, shown.address) == ("vervallen", offer.until, "")
    with pytest.raises(NotAllowedError, match="er niet meer"):
        do.revoke_offer(cast.actor("professional"), row.pk, now=late)
    offered_elsewhere(cast, row, now=late)
    assert HandOver.objects.filter(case=row).count() == 2


def test_only_the_lead_offers_and_takes_back(cast: Cast) -> None:
    row = working(cast)
    with pytest.raises(NotAllowedError, match="trekker"):
        offered_elsewhere(cast, row, who="colleague")
    offered_elsewhere(cast, row)
    with pytest.raises(NotAllowedError, match="trekker"):
        do.revoke_offer(cast.actor("colleague"), row.pk, now=NOW)
    assert offer_shown(cast.actor("colleague"), opened_by(cast, "colleague", row), TODAY) is None
    do.revoke_offer(cast.actor("professional"), row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        do.revoke_offer(cast.actor("professional"), row.pk, now=NOW)


# his own yes


def test_without_his_yes_nothing_is_offered(cast: Cast) -> None:
    row = working(cast)
    lead = cast.actor("professional")
    for yes in (do.HisYes(), do.HisYes(TODAY, ""), do.HisYes(TODAY, "by_mail"), do.HisYes(None, "phone"),
                do.HisYes(TODAY + timedelta(days=1), "phone")):  # fmt: skip
        with pytest.raises(NotAllowedError):
            do.offer_case(lead, row.pk, OUTSIDE, yes, site=SITE, now=NOW)
    assert not HandOver.objects.exists()
    candidate = Candidate.objects.get(case=row)
    with transaction.atomic(), pytest.raises(IntegrityError):
        HandOver.objects.create(case=row, candidate=candidate, offered_at=NOW, until=TODAY)


@pytest.mark.parametrize("right", list(Right))
def test_whatever_he_asks_meanwhile_the_offer_falls_away(cast: Cast, right: Right) -> None:
    row = working(cast)
    offer = offered_elsewhere(cast, row)
    lead = cast.actor("professional")
    asked_for = note_request(lead, row.pk, Question(right, TODAY), now=NOW)
    assert offers_for(cast.actor(RECEIVER), today=TODAY) == []
    answer_request(lead, row.pk, asked_for.pk, "Wij lazen het samen door.", now=NOW)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        accept(cast, offer)


def test_an_offer_goes_with_whom_it_is_about(cast: Cast) -> None:
    row = at_agreement(cast)
    offer = offered_elsewhere(cast, row)
    stop_candidate(cast.actor("professional"), row.pk, now=NOW)
    assert not HandOver.objects.exists()
    with pytest.raises(NotAllowedError, match="er niet meer"):
        accept(cast, offer)


def test_when_he_stops_at_work_the_offer_falls_away(cast: Cast) -> None:
    row = working(cast)
    offer = offered_elsewhere(cast, row)
    begin_ending(cast.actor("professional"), row.pk, Farewell("he_stops", TODAY), now=NOW)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        accept(cast, offer)


def test_an_offer_of_an_empty_case_falls_away_when_somebody_comes_in(cast: Cast) -> None:
    row = settled(cast)
    offered_elsewhere(cast, row)
    told = Told(TODAY - timedelta(days=1), "phone", knows=True, papers=PAPERS)
    note_told(cast.actor("professional"), row.pk, told, now=NOW)
    assert waiting_offer(row.pk) is None
    with pytest.raises(NotAllowedError, match="denkt nog na"):
        offered_elsewhere(cast, row)


# what keeps it


def test_what_keeps_a_case_keeps_it_from_being_offered_and_from_being_taken(cast: Cast) -> None:
    row = working(cast)
    lead, candidate = cast.actor("professional"), Candidate.objects.get(case=row)
    offer = offered_elsewhere(cast, row)
    held = put_on_hold(lead, row.pk, Wanted("complaint", TODAY + timedelta(days=30)), now=NOW)
    with pytest.raises(NotAllowedError, match="Het kan nu niet"):
        accept(cast, offer)
    held.delete()
    order = ordered(cast, row)
    with pytest.raises(NotAllowedError, match="Het kan nu niet"):
        accept(cast, offer)
    # it ended and he was not told
    order.ended_at, order.ended_how = NOW, "withdrawn"
    order.save()
    with pytest.raises(NotAllowedError, match="Het kan nu niet"):
        accept(cast, offer)
    order.delete()
    waiting = paid(candidate, TODAY.replace(day=1), recorded=False)
    with pytest.raises(NotAllowedError, match="Het kan nu niet"):
        accept(cast, offer)
    do.revoke_offer(lead, row.pk, now=NOW)
    with pytest.raises(NotAllowedError, match="vergoeding"):
        offered_elsewhere(cast, row)
    waiting.delete()
    offer_lead(lead, row.pk, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="collega"):
        offered_elsewhere(cast, row)
    take_back_lead(lead, row.pk, now=NOW)
    accept(cast, offered_elsewhere(cast, row))


def test_an_emergency_is_looked_back_at_first(cast: Cast) -> None:
    row = with_envelope(cast)
    plea = Plea("warn_him", ("called_lead", "called_colleagues"), NOW)
    open_alone(cast.actor("colleague"), row.pk, plea, site=SITE, now=NOW)
    with pytest.raises(NotAllowedError, match="noodtoegang"):
        offered_elsewhere(cast, row)


def test_examples_and_who_was_not_chosen_go_nowhere(cast: Cast) -> None:
    make_examples(cast.actor("professional"), now=NOW)
    example = Case.objects.filter(practice=True).first()
    assert example is not None
    with pytest.raises(NotAllowedError, match="voorbeeld"):
        offered_elsewhere(cast, example)
    case = decided(cast, Outcome.NO).candidate.case
    with pytest.raises(NotAllowedError, match="niet met hem verder"):
        offered_elsewhere(cast, case)


# taking over


def test_it_changes_hands_whole_and_the_old_team_is_out(cast: Cast) -> None:
    row = working(cast)
    with_partner_too = "outside_colleague"
    cast.people[with_partner_too] = make_person(with_partner_too, cast.elsewhere, (Role.PROFESSIONAL,))
    spoke(cast, row)
    with_partner(cast, row)  # who takes over may have been a partner before
    before = Candidate.objects.get(case=row)
    accept(cast, offered_elsewhere(cast, row))
    (place,) = Member.objects.filter(case=row)
    assert (place.person, place.part, place.organisation) == (cast[RECEIVER], "lead", cast.elsewhere)
    for name in ("professional", "colleague", "fg", "decision_maker", with_partner_too):
        assert seen_by(cast, name, row) is None, name
        assert cases_of(cast.actor(name), today=TODAY) == [], name
    found = opened_by(cast, RECEIVER, row)
    assert found.title == "Samen naar school"
    assert found.candidate == before
    assert found.candidate.contacts.count() == 1
    assert found.row.organisation == cast.elsewhere
    assert found.row.content_seen == row.content_seen
    with pytest.raises(NotAllowedError):
        offered_elsewhere(cast, row)


def test_it_stands_in_the_trails_of_both(cast: Cast) -> None:
    row = working(cast)
    offer = offered_elsewhere(cast, row)
    assert kinds_in(cast, cast.elsewhere.pk) == []
    accept(cast, offer)
    assert kinds_in(cast, cast.here.pk)[-3:] == ["member_left", "member_left", "case_handed_elsewhere"]
    assert kinds_in(cast, cast.elsewhere.pk) == ["case_taken_over"]
    open_case(cast.actor(RECEIVER), row.pk, now=NOW)
    assert kinds_in(cast, cast.elsewhere.pk) == ["case_taken_over", "case_read"]


def test_an_answer_counts_once(cast: Cast) -> None:
    row = complete(cast)
    offer = offered_elsewhere(cast, row)
    accept(cast, offer)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        accept(cast, offer)
    with pytest.raises(NotAllowedError, match="er niet meer"):
        do.refuse_offer(cast.actor(RECEIVER), offer.pk, site=SITE, now=NOW)


def test_who_may_not_have_cases_does_not_take_one(cast: Cast) -> None:
    row = complete(cast)
    offer = offered_elsewhere(cast, row)
    for name in ("professional", "colleague", "outside_fg", "police_officer", "reader"):
        with pytest.raises(NotAllowedError, match="er niet meer"):
            accept(cast, offer, name)
    RoleGrant.objects.filter(user=cast[RECEIVER], role=Role.PROFESSIONAL).delete()
    with pytest.raises(NotAllowedError, match="professional"):
        accept(cast, offer)
    RoleGrant.objects.filter(user=cast[RECEIVER]).delete()
    with pytest.raises(NotAllowedError, match="er niet meer"):
        accept(cast, offer)


def test_without_advice_of_his_own_fg_nobody_takes_a_case_over(cast: Cast, settings: LazySettings) -> None:
    offer = offered_elsewhere(cast, complete(cast))
    settings.PRODUCTION = True
    with pytest.raises(NotAllowedError, match="functionaris gegevensbescherming"):
        accept(cast, offer)


def test_a_code_or_name_that_is_taken_there_makes_place(cast: Cast) -> None:
    own = at_agreement(cast, RECEIVER)
    row = at_agreement(cast)
    Case.objects.filter(pk=row.pk).update(code=own.code)
    name = Candidate.objects.get(case=own).pseudonym
    Candidate.objects.filter(case=row).update(pseudonym=name)
    moved = accept(cast, offered_elsewhere(cast, row))
    assert moved.code != own.code
    assert Candidate.objects.get(case=row).pseudonym != name


def test_a_question_that_waits_for_a_decision_ends(cast: Cast) -> None:
    row = at_decision(cast).candidate.case
    accept(cast, offered_elsewhere(cast, row))
    assert not Decision.objects.exists()
    row.refresh_from_db()
    assert row.stage == "assessment"


def test_a_yes_of_the_old_organisation_does_not_bind_the_new_one(cast: Cast) -> None:
    draft = ready(cast)
    row = draft.candidate.case
    later = NOW + timedelta(days=1)
    note_his_yes(cast.actor("professional"), row.pk, his_yes(cast, draft), now=later)
    accept(cast, offered_elsewhere(cast, row))
    draft.refresh_from_db()
    assert (draft.his_yes_on, draft.our_yes_at, draft.fingerprint) == (None, None, "")


def test_what_holds_with_him_goes_on_holding_and_his_sums_go_along(cast: Cast) -> None:
    row = working(cast)
    candidate = Candidate.objects.get(case=row)
    paid(candidate, TODAY.replace(day=1))
    years = years_of(candidate, TODAY)
    accept(cast, offered_elsewhere(cast, row))
    assert Agreement.objects.get(candidate=candidate).over_at is None
    assert Allowance.objects.get(candidate=candidate).cents == 5_000
    assert years_of(candidate, TODAY) == years


# the envelope


def test_only_the_new_team_can_open_the_envelope(cast: Cast) -> None:
    row = with_envelope(cast)
    opened(cast, row)
    assert read_envelope(cast.actor("professional"), row.pk, now=NOW)
    asked(cast, row, "colleague")
    accept(cast, offered_elsewhere(cast, row))
    assert Envelope.objects.get(pk=envelope_number(row)).organisation == cast.elsewhere
    assert set(Opening.objects.values_list("ended_how", flat=True)) == {"closed", "withdrawn"}
    for name in ("professional", "colleague"):
        with pytest.raises(NotAllowedError):
            read_envelope(cast.actor(name), row.pk, now=NOW)
        with pytest.raises(NotAllowedError):
            ask_to_open(cast.actor(name), row.pk, "Ik wil hem nog bellen.", now=NOW)
    with pytest.raises(NotAllowedError, match="Vraag eerst"):
        read_envelope(cast.actor(RECEIVER), row.pk, now=NOW)
    ask_to_open(cast.actor(RECEIVER), row.pk, "Ik wil kennismaken met hem.", now=NOW)
    kinds = kinds_in(cast, cast.elsewhere.pk)
    assert kinds == ["case_taken_over", "envelope_handed_on", "envelope_withheld", "opening_asked"]
    assert kinds_in(cast, cast.here.pk).count("envelope_handed_on") == 1


# the assignment


def test_without_an_assignment_of_its_own_the_work_waits_and_his_rights_do_not(cast: Cast) -> None:
    row = working(cast)
    settled_at = row.settled_at
    handed_elsewhere(cast, row)
    new = cast.actor(RECEIVER)
    found = opened_by(cast, RECEIVER, row)
    assert found.row.settled_at == settled_at  # past the first stage it must have one
    assert not found.settled
    assert {point.page.value for point in found.points} == {"opdrachtgever", "grondslag"}
    assert found.facts.text("goal")
    with pytest.raises(NotAllowedError, match="opnieuw vast"):
        spoke(cast, row, RECEIVER)
    with pytest.raises(NotAllowedError, match="niet compleet"):
        settle_assignment(new, row.pk, now=NOW)
    # what keeps him safe, and what he asks
    save_papers(new, row.pk, PAPERS, now=NOW)
    pause_work(new, row.pk, stop_signals()[0].id, now=NOW)
    asked_for = note_request(new, row.pk, Question(Right.ACCESS, TODAY), now=NOW)
    answer_request(new, row.pk, asked_for.pk, "Wij lazen het samen door.", now=NOW)
    report = report_of(new, opened_by(cast, RECEIVER, row), now=NOW, today=TODAY)
    assert report is not None


def test_the_new_lead_settles_it_anew_and_it_goes_on_where_it_was(cast: Cast) -> None:
    row = handed_elsewhere(cast, working(cast))
    new, kept = cast.actor(RECEIVER), dict(row.content_seen)
    save_assignment(new, row.pk, Changes(texts=COMPLETE.texts), now=NOW)
    before = (row.profile, row.profile_version, row.profile_hash)
    with pytest.raises(NotAllowedError, match="profiel blijft"):
        save_assignment(new, row.pk, Changes(columns={"profile": "vertaler"}), now=NOW)
    term = {"profile": row.profile, "starts_on": date(2027, 1, 1), "ends_on": date(2028, 1, 31)}
    save_assignment(new, row.pk, Changes(columns=term), now=NOW)
    settle_assignment(new, row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.stage, row.resettle_due, row.settled_by) == ("carrying_out", False, cast[RECEIVER])
    assert (row.profile, row.profile_version, row.profile_hash) == before
    assert row.content_seen == kept
    spoke(cast, row, RECEIVER)


def test_an_empty_case_begins_with_its_assignment_again(cast: Cast) -> None:
    row = handed_elsewhere(cast, settled(cast))
    assert (row.stage, row.settled_at, row.resettle_due) == ("assignment", None, False)
    row = handed_elsewhere(cast, begun(cast))
    assert row.stage == "assignment"


def test_he_may_stop_before_it_is_settled_anew(cast: Cast) -> None:
    early = handed_elsewhere(cast, at_agreement(cast))
    new = cast.actor(RECEIVER)
    stop_candidate(new, early.pk, now=NOW)
    assert not Candidate.objects.filter(case=early).exists()
    # its assignment still waits; whoever wants may open it whole
    reopen_assignment(new, early.pk, now=NOW)
    early.refresh_from_db()
    assert (early.stage, early.resettle_due) == ("assignment", False)
    late = handed_elsewhere(cast, working(cast))
    begin_ending(new, late.pk, Farewell("he_stops", TODAY), now=NOW)
    with pytest.raises(NotAllowedError, match="lijst is gedaan"):
        finish_ending(new, late.pk, now=NOW)


def test_the_database_keeps_to_its_purpose(cast: Cast) -> None:
    row = begun(cast)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Case.objects.filter(pk=row.pk).update(resettle_due=True)
    for wrong in ({"ended_how": "refused"}, {"ended_at": NOW},
                  {"from_organisation": cast.here, "to_organisation": cast.here}):  # fmt: skip
        with transaction.atomic(), pytest.raises(IntegrityError):
            HandOver.objects.create(case=row, offered_at=NOW, until=TODAY, **wrong)


# what is told of it


def test_his_report_names_the_hand_over_and_who_looked_before(cast: Cast) -> None:
    row = working(cast)
    offer = offered_elsewhere(cast, row)
    do.refuse_offer(cast.actor(RECEIVER), offer.pk, site=SITE, now=NOW)
    open_case(cast.actor("colleague"), row.pk, now=NOW)
    handed_elsewhere(cast, row, now=NOW + timedelta(minutes=1))
    report = report_of(cast.actor(RECEIVER), opened_by(cast, RECEIVER, row), now=NOW, today=TODAY)
    assert report is not None
    (section,) = [one for one in report.sections if one.key == "hand_over"]
    first, second = (dict(one.pairs) for one in section.blocks)
    assert (first["Hoe het afliep"], first["Aan"]) == ("niet overgenomen", "iemand van een andere organisatie")
    assert (second["Van"], second["Aan"]) == ("Gemeente Hier", "Gemeente Elders")
    assert second["Hoe verteld"] == "In een gesprek"
    assert second["U zei ja op"] == "27 november 2026"
    assert "Outside Professional" not in str(report.sections)
    assert sum(count for _who, count, _last in report.looked) == 1


def test_after_a_leak_the_old_organisation_knows_whom_to_call(cast: Cast) -> None:
    row = handed_elsewhere(cast, with_envelope(cast))
    subjects = {pseudonym("case", row.pk), pseudonym("envelope", envelope_number(row))}
    named = touched_cases(cast.actor("fg"), subjects)
    assert {one.lead for one in named.values()} == {"Gemeente Elders"}
    assert {one.lead for one in touched_cases(cast.actor("outside_fg"), subjects).values()} == {"Outside Professional"}
