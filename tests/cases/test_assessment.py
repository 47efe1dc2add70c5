"""Assessing a candidate: two people, each blind to the other until both are done, sealed, and then side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cases.assessed import TEXTS, at_decision, both_handed_in, decided, handed_in, weighed, whole, with_assessors
from tests.cases.begun import TODAY, at_assessment, seen_by, settled
from tests.people import NOW, Cast, make_person

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.audit.models import Entry
from sleutelwerk.cases.actions import assessment as do
from sleutelwerk.cases.actions.assessment import Together
from sleutelwerk.cases.actions.candidate import stop_candidate
from sleutelwerk.cases.actions.forgetting_undecided import forget_undecided
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.team import add_member, remove_member
from sleutelwerk.cases.models import (
    Assessment,
    Candidate,
    CandidateKey,
    Case,
    Decision,
    EarlierNo,
    RightsRequest,
    Weighing,
)
from sleutelwerk.cases.models.vault import candidate_vault
from sleutelwerk.cases.queries import assessment as look
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.criteria import measure_of
from sleutelwerk.cases.queries.decision import earlier_nos_of, looked_anew_for
from sleutelwerk.cases.queries.undecided import forgotten_on
from sleutelwerk.cases.rules.assessment import Noted, Section
from sleutelwerk.cases.rules.decision import Outcome
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.sealing import CannotOpenError
from sleutelwerk.core.verdict import NotAllowedError


def opened(cast: Cast, row: Case, who: str = "professional") -> OpenCase:
    """Give a case as somebody of its team sees it."""
    found = seen_by(cast, who, row)
    assert found is not None
    return found


def of(row: Case) -> Candidate:
    """Give the candidate of a case."""
    return Candidate.objects.get(case=row)


# who looks


def test_the_lead_asks_two_of_the_team(cast: Cast) -> None:
    row = with_assessors(cast)
    places = list(Assessment.objects.order_by("place").values_list("place", "assessor"))
    assert places == [(1, cast["professional"].pk), (2, cast["colleague"].pk)]
    assert Entry.objects.filter(kind="assessors_named").count() == 1
    assert [one.name for one in look.choosable_assessors(cast.actor("professional"), opened(cast, row))] == [
        "Professional", "Colleague"
    ]  # fmt: skip


def test_who_told_him_may_be_one_of_the_two(cast: Cast) -> None:
    row = with_assessors(cast)
    told = [one.told_him for one in look.choosable_assessors(cast.actor("professional"), opened(cast, row))]
    assert told == [True, False]


def test_only_the_lead_asks_and_only_his_own_team(cast: Cast) -> None:
    row = at_assessment(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    two = [cast["professional"].pk, cast["colleague"].pk]
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        do.name_assessors(cast.actor("colleague"), row.pk, two, now=NOW)
    with pytest.raises(NotAllowedError, match="in het team"):
        do.name_assessors(cast.actor("professional"), row.pk, [two[0], cast["decision_maker"].pk], now=NOW)
    with pytest.raises(NotAllowedError, match="er niet"):
        do.name_assessors(cast.actor("decision_maker"), row.pk, two, now=NOW)


def test_who_lost_his_role_does_not_assess(cast: Cast) -> None:
    row = at_assessment(cast)
    add_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    RoleGrant.objects.filter(user=cast["colleague"]).delete()
    two = [cast["professional"].pk, cast["colleague"].pk]
    with pytest.raises(NotAllowedError, match="in het team"):
        do.name_assessors(cast.actor("professional"), row.pk, two, now=NOW)


def test_assessing_waits_for_his_yes(cast: Cast) -> None:
    row = settled(cast)
    with pytest.raises(NotAllowedError, match="geen kandidaat"):
        do.name_assessors(cast.actor("professional"), row.pk, [], now=NOW)


def test_who_did_not_hand_in_makes_place_and_takes_what_he_wrote_along(cast: Cast) -> None:
    row = with_assessors(cast)
    cast.people["third"] = make_person("third", cast.here, (Role.PROFESSIONAL,))
    add_member(cast.actor("professional"), row.pk, cast["third"].pk, now=NOW)
    do.save_findings(cast.actor("colleague"), row.pk, whole(row), now=NOW)
    handed_in(cast, row, "professional")
    lead = cast.actor("professional")
    with pytest.raises(NotAllowedError, match="blijft staan"):
        do.name_assessors(lead, row.pk, [cast["third"].pk, cast["colleague"].pk], now=NOW)
    do.name_assessors(lead, row.pk, [cast["third"].pk, cast["professional"].pk], now=NOW)
    assert dict(Assessment.objects.values_list("assessor", "place")) == {
        cast["professional"].pk: 1, cast["third"].pk: 2
    }  # fmt: skip
    theirs = look.own_assessment(cast.actor("third"), opened(cast, row))
    assert theirs is not None
    assert look.findings_of(theirs) == {}
    with pytest.raises(NotAllowedError, match="niet gevraagd"):
        do.save_findings(cast.actor("colleague"), row.pk, whole(row), now=NOW)


def test_naming_the_same_two_in_another_order_changes_nothing(cast: Cast) -> None:
    row = with_assessors(cast)
    do.save_findings(cast.actor("colleague"), row.pk, whole(row), now=NOW)
    before = set(Assessment.objects.values_list("pk", "assessor", "place"))
    do.name_assessors(cast.actor("professional"), row.pk, [cast["colleague"].pk, cast["professional"].pk], now=NOW)
    assert set(Assessment.objects.values_list("pk", "assessor", "place")) == before


@pytest.mark.parametrize(
    "given", [{"place": 3}, {"place": 1, "assessor": "facilitator"}, {"place": 2, "assessor": "professional"}], ids=str
)
def test_the_database_knows_two_places_and_one_each(cast: Cast, given: dict[str, Any]) -> None:
    row = with_assessors(cast)
    Assessment.objects.filter(place=2).delete()
    person = cast[given.get("assessor", "facilitator")]
    with transaction.atomic(), pytest.raises(IntegrityError):
        Assessment.objects.create(candidate=of(row), assessor=person, place=given["place"], findings=b"", named_at=NOW)


# what each writes


def test_what_somebody_writes_lies_sealed_and_half_of_it_is_kept(cast: Cast) -> None:
    row = with_assessors(cast)
    actor = cast.actor("professional")
    do.save_findings(actor, row.pk, {"basis.volwassen": Noted("met", "Hij zei het zelf.")}, now=NOW)
    do.save_findings(actor, row.pk, {"basis.contact": Noted(words="Hij luistert."), "x.y": Noted("met")}, now=NOW)
    own = look.own_assessment(actor, opened(cast, row))
    assert own is not None
    assert set(look.findings_of(own)) == {"basis.volwassen", "basis.contact"}
    assert b"zelf" not in bytes(own.findings)
    trail = serializers.serialize("json", Entry.objects.all())
    assert "Hij zei" not in trail
    with pytest.raises(NotAllowedError, match="nog niet af"):
        do.hand_in(actor, row.pk, now=NOW)
    # what one wrote does not open in the place of the other
    other = Assessment.objects.get(assessor=cast["colleague"])
    with pytest.raises(CannotOpenError):
        candidate_vault(of(row).pk).open(look.findings_column(other.place), bytes(own.findings))


def test_of_a_vog_only_the_day_and_the_profile_are_kept(cast: Cast) -> None:
    row = with_assessors(cast)
    actor = cast.actor("professional")
    asks = [one.ref for one in measure_of(row).criteria if one.asks_vog]
    assert asks == ["basis.verleden-besproken"]
    seen = Noted("met", "Wij spraken erover.", TODAY.isoformat(), "verbinder")
    do.save_findings(actor, row.pk, {asks[0]: seen}, now=NOW)
    own = look.own_assessment(actor, opened(cast, row))
    assert own is not None
    assert look.findings_of(own)[asks[0]] == seen
    late = Noted("met", "Ja.", (TODAY + timedelta(days=1)).isoformat(), "verbinder")
    with pytest.raises(NotAllowedError, match="al geweest"):
        do.save_findings(actor, row.pk, {asks[0]: late}, now=NOW)


def test_what_was_handed_in_stands(cast: Cast) -> None:
    row = with_assessors(cast)
    handed_in(cast, row, "professional")
    actor = cast.actor("professional")
    with pytest.raises(NotAllowedError, match="staat nu vast"):
        do.save_findings(actor, row.pk, whole(row), now=NOW)
    with pytest.raises(NotAllowedError, match="staat nu vast"):
        do.hand_in(actor, row.pk, now=NOW)
    assert Entry.objects.filter(kind="assessment_handed_in").count() == 1


def test_a_colleague_who_was_not_asked_writes_nothing(cast: Cast) -> None:
    row = with_assessors(cast)
    remove_member(cast.actor("professional"), row.pk, cast["colleague"].pk, now=NOW)
    with pytest.raises(NotAllowedError, match="er niet"):
        do.save_findings(cast.actor("colleague"), row.pk, whole(row), now=NOW)


# neither sees the other's


@pytest.mark.parametrize("first", ["professional", "colleague"])
def test_nothing_of_the_other_is_opened_before_both_handed_in(cast: Cast, first: str) -> None:
    row = with_assessors(cast)
    handed_in(cast, row, first)
    sealed = {bytes(one).hex() for one in Assessment.objects.values_list("findings", flat=True)}
    assert len(sealed) == 2
    for viewer in ("professional", "colleague"):
        with CaptureQueriesContext(connection) as asked:
            found = opened(cast, row, viewer)
            assert look.compared(of(row), measure_of(row)) is None
            assert all("findings" in one.get_deferred_fields() for one in look.assessments_of(found.candidate))
        assert not any('"findings"' in one["sql"] for one in asked.captured_queries)
        own = look.own_assessment(cast.actor(viewer), found)
        assert own is not None
        assert own.assessor_id == cast[viewer].pk


def test_both_lie_side_by_side_in_words_without_any_total(cast: Cast) -> None:
    row = both_handed_in(cast, volwassen="not_yet")
    both = look.compared(of(row), measure_of(row))
    assert both is not None
    assert both.assessors == ["Professional", "Colleague"]
    assert both.handed_in_at == NOW
    his = both.parts[0]
    assert [line.criterion.ref for line in his.different] == ["basis.volwassen"]
    assert [str(said.choice) for said in his.different[0].both] == ["Ja", "Nog niet"]
    assert {line.criterion.ref for line in his.alike} == {
        one.ref for one in measure_of(row).of(Section.PRECONDITIONS) if one.ref != "basis.volwassen"
    }
    assert all(not part.different for part in both.parts[1:])


def test_what_both_miss_is_not_folded_away(cast: Cast) -> None:
    row = with_assessors(cast)
    for who in ("professional", "colleague"):
        handed_in(cast, row, who, volwassen="not")
    both = look.compared(of(row), measure_of(row))
    assert both is not None
    assert [line.criterion.ref for line in both.parts[0].missed] == ["basis.volwassen"]
    assert "basis.volwassen" not in {line.criterion.ref for line in both.parts[0].alike}


def test_a_criterion_that_is_gone_is_still_read(cast: Cast) -> None:
    row = both_handed_in(cast)
    measure = measure_of(row)
    fewer = type(measure)(measure.title, "", measure.criteria[1:], (), (), same=False)
    both = look.compared(of(row), fewer)
    assert both is not None
    assert both.parts[-1].section is None
    assert [line.criterion.text for line in both.parts[-1].alike] == ["basis.volwassen"]


def test_without_his_key_nothing_can_be_read(cast: Cast) -> None:
    row = weighed(cast)
    CandidateKey.objects.all().delete()
    both = look.compared(of(row), measure_of(row))
    assert both is not None
    assert both.findings == ({}, {})
    assert look.together_of(of(row)) == look.EMPTY_TOGETHER


# together


def test_what_both_come_to_lies_sealed_with_the_day_on_which_he_saw_it(cast: Cast) -> None:
    row = both_handed_in(cast)
    actor = cast.actor("colleague")
    do.save_weighing(actor, row.pk, Together(TEXTS, None), now=NOW)
    assert Entry.objects.filter(kind="assessment_shown").count() == 0
    do.save_weighing(actor, row.pk, Together({**TEXTS, "answer": "Hij wilde niets zeggen."}, TODAY), now=NOW)
    do.save_weighing(actor, row.pk, Together({**TEXTS, "answer": "Hij wilde niets zeggen."}, TODAY), now=NOW)
    kept = Weighing.objects.get()
    assert kept.shown_on == TODAY
    assert b"coach" not in bytes(kept.together)
    assert look.together_of(of(row))["answer"] == "Hij wilde niets zeggen."
    assert Entry.objects.filter(kind="assessment_shown").count() == 1
    with pytest.raises(NotAllowedError, match="nog niet ingeleverd"):
        do.save_weighing(actor, row.pk, Together(TEXTS, TODAY - timedelta(days=1)), now=NOW)


def test_nothing_is_written_together_before_both_are_done(cast: Cast) -> None:
    row = with_assessors(cast)
    handed_in(cast, row, "professional")
    with pytest.raises(NotAllowedError, match="beide afwegingen"):
        do.save_weighing(cast.actor("professional"), row.pk, Together(TEXTS, TODAY), now=NOW)


def every_change(cast: Cast, row: Case) -> Iterator[None]:
    """Try everything that belongs to assessing, one at a time."""
    actor, two = cast.actor("professional"), [cast["professional"].pk, cast["colleague"].pk]
    for what in (
        lambda: do.name_assessors(actor, row.pk, two, now=NOW),
        lambda: do.save_findings(actor, row.pk, whole(row), now=NOW),
        lambda: do.hand_in(actor, row.pk, now=NOW),
        lambda: do.save_weighing(actor, row.pk, Together(TEXTS, TODAY), now=NOW),
        lambda: do.look_again(actor, row.pk, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            what()
        yield


@pytest.mark.parametrize("change", [{"stage": "reward"}, {"stage": "candidate"}, {"ended_at": NOW}], ids=str)
def test_at_another_stage_or_in_a_finished_case_nothing_is_written(cast: Cast, change: dict[str, object]) -> None:
    row = both_handed_in(cast)
    Case.objects.filter(pk=row.pk).update(**change)
    assert len(list(every_change(cast, row))) == 5


# anew


def test_when_he_asks_two_people_look_anew(cast: Cast) -> None:
    row = decided(cast, Outcome.CONDITIONS).candidate.case
    with pytest.raises(NotAllowedError, match="Alleen de trekker"):
        do.look_again(cast.actor("colleague"), row.pk, now=NOW)
    note_request(cast.actor("professional"), row.pk, Question(Right.RECTIFY, TODAY), now=NOW)
    do.look_again(cast.actor("professional"), row.pk, now=NOW)
    assert not Assessment.objects.exists()
    assert not Weighing.objects.exists()
    assert not Decision.objects.exists()
    assert Case.objects.get(pk=row.pk).stage == "assessment"
    assert Entry.objects.filter(kind="assessment_begun_anew").count() == 1
    do.name_assessors(cast.actor("professional"), row.pk, [cast["colleague"].pk, cast["professional"].pk], now=NOW)


def said_no(cast: Cast) -> Case:
    """Begin one with a no, after which he asked to look again and the lead wants to."""
    row = decided(cast, Outcome.NO).candidate.case
    note_request(cast.actor("professional"), row.pk, Question(Right.ACCESS, TODAY), now=NOW)
    do.look_again(cast.actor("professional"), row.pk, now=NOW)
    return row


def test_after_a_no_a_lead_alone_wipes_nothing(cast: Cast) -> None:
    row = said_no(cast)
    assert Decision.objects.get().outcome == Outcome.NO
    assert Assessment.objects.count() == 2
    assert Case.objects.get(pk=row.pk).stage == "decision"
    assert Entry.objects.filter(kind="looking_anew_asked").count() == 1
    for again, words in ((do.look_again, "Dit staat al klaar"), (do.confirm_look_again, "Een ander dan u")):
        with pytest.raises(NotAllowedError, match=words):
            again(cast.actor("professional"), row.pk, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlierNo.objects.update(confirmed_by=cast["professional"].pk)


def test_after_a_no_another_of_the_team_confirms_that_he_asked_and_the_bare_fact_stays(cast: Cast) -> None:
    row = said_no(cast)
    do.confirm_look_again(cast.actor("colleague"), row.pk, now=NOW)
    assert not Decision.objects.exists()
    assert not Assessment.objects.exists()
    kept = EarlierNo.objects.get()
    assert (kept.decided_on, kept.decider, kept.confirmed_by) == (TODAY, cast["decision_maker"], cast["colleague"])
    assert earlier_nos_of(of(row)) == [TODAY]
    assert [one.pk for one in looked_anew_for(cast.actor("decision_maker"))] == [kept.pk]
    assert looked_anew_for(cast.actor("professional")) == []
    do.see_looking_anew(cast.actor("decision_maker"), kept, now=NOW)
    assert looked_anew_for(cast.actor("decision_maker")) == []
    stop_candidate(cast.actor("professional"), row.pk, now=NOW)
    assert not EarlierNo.objects.exists()


def test_nothing_is_confirmed_that_nobody_asked_or_that_he_no_longer_asks(cast: Cast) -> None:
    row = decided(cast, Outcome.NO).candidate.case
    with pytest.raises(NotAllowedError, match="niets om te bevestigen"):
        do.confirm_look_again(cast.actor("colleague"), row.pk, now=NOW)
    other = said_no(cast)
    RightsRequest.objects.update(answered_on=TODAY)
    with pytest.raises(NotAllowedError, match="Noteer eerst zijn vraag"):
        do.confirm_look_again(cast.actor("colleague"), other.pk, now=NOW)


def test_without_another_decision_the_term_of_the_no_counts_again(cast: Cast) -> None:
    row = said_no(cast)
    do.confirm_look_again(cast.actor("colleague"), row.pk, now=NOW)
    RightsRequest.objects.update(answered_on=TODAY)
    assert forgotten_on(row.pk) == TODAY + timedelta(days=28)
    assert forget_undecided(now=NOW + timedelta(days=27)) == 0
    assert forget_undecided(now=NOW + timedelta(days=28)) == 1
    assert not Candidate.objects.exists()


def test_nobody_looks_anew_while_somebody_is_asked_to_decide(cast: Cast) -> None:
    row = at_decision(cast).candidate.case
    with pytest.raises(NotAllowedError, match="Trek eerst"):
        do.look_again(cast.actor("professional"), row.pk, now=NOW)


def test_who_stops_leaves_nothing_of_it_behind(cast: Cast) -> None:
    row = at_decision(cast).candidate.case
    stop_candidate(cast.actor("professional"), row.pk, now=NOW)
    for model in (Candidate, CandidateKey, Assessment, Weighing, Decision):
        assert not model._default_manager.exists()


# what asks for attention


def test_who_is_asked_for_what(cast: Cast) -> None:
    today = timezone.localdate(NOW)

    def asked(row: Case, who: str) -> list[bool]:
        found, actor = opened(cast, row, who), cast.actor(who)
        wants = (look.to_name_assessors, look.asked_to_assess, look.to_weigh_together)
        return [one(actor, found, today) for one in wants]

    first = at_assessment(cast)
    assert asked(first, "professional") == [True, False, False]
    row = with_assessors(cast)
    assert asked(row, "professional") == asked(row, "colleague") == [False, True, False]
    handed_in(cast, row, "professional")
    assert asked(row, "professional") == [False, False, False]
    assert asked(row, "colleague") == [False, True, False]
    handed_in(cast, row, "colleague")
    assert asked(row, "professional") == asked(row, "colleague") == [False, False, True]
    do.save_weighing(cast.actor("professional"), row.pk, Together(TEXTS, TODAY), now=NOW)
    assert asked(row, "colleague") == [False, False, False]
    assert asked(settled(cast), "professional") == [False, False, False]
