"""Whoever ever wrote anything about a candidate never decides on him, by whichever road he left."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from tests.cases.assessed import at_decision, both_handed_in
from tests.cases.begun import TODAY, at_assessment, begun, complete, seen_by, settled
from tests.cases.handed import hand_over
from tests.people import NOW, Cast

from sleutelwerk.accounts.models import RoleGrant
from sleutelwerk.accounts.rules.roles import Role
from sleutelwerk.cases.actions.assignment import Changes, save_assignment, settle_assignment
from sleutelwerk.cases.actions.candidate import Told, note_told, note_yes, save_papers
from sleutelwerk.cases.actions.rights import Question, note_request
from sleutelwerk.cases.actions.team import add_member, remove_member
from sleutelwerk.cases.models import Assessment, AssignmentHand, Case, Hand
from sleutelwerk.cases.queries.cases import OpenCase
from sleutelwerk.cases.queries.decision import asked_of, deciders_for, hands_before
from sleutelwerk.cases.rules.rights import Right
from sleutelwerk.core.verdict import NotAllowedError

pytestmark = pytest.mark.django_db
PAPERS = {"reach": "in_person", "place": "with_us", "note": ""}


def opened(cast: Cast, who: str, case: Case) -> OpenCase:
    """Give a case as somebody of its team sees it."""
    found = seen_by(cast, who, case)
    assert found is not None
    return found


def with_yes(cast: Cast, case: Case, who: str = "professional") -> None:
    """Let somebody be told and say yes."""
    told = Told(TODAY - timedelta(days=3), "face_to_face", knows=True, papers=PAPERS)
    note_told(cast.actor(who), case.pk, told, now=NOW)
    note_yes(cast.actor(who), case.pk, TODAY - timedelta(days=1), now=NOW)


def may_be_asked(cast: Cast, asker: str, case: Case, who: str) -> bool:
    """Tell whether somebody who may decide could be asked in a case."""
    RoleGrant.objects.get_or_create(
        user=cast[who], organisation=cast.here, role=Role.DECISION_MAKER,
        defaults={"granted_at": NOW, "reviewed_at": NOW},
    )  # fmt: skip
    return cast[who].pk in {one.id for one in deciders_for(cast.actor(asker), opened(cast, asker, case))}


def test_an_assessor_of_an_earlier_round_who_left(cast: Cast) -> None:
    case = both_handed_in(cast)
    lead = cast.actor("professional")
    remove_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    Assessment.objects.filter(assessor=cast["colleague"]).delete()
    candidate = opened(cast, "professional", case).candidate
    assert candidate is not None
    assert hands_before(lead.id, candidate).holds(cast["colleague"].pk)
    assert not may_be_asked(cast, "professional", case, "colleague")
    assert may_be_asked(cast, "professional", case, "decision_maker")


def test_a_lead_who_wrote_and_handed_over(cast: Cast) -> None:
    case = at_assessment(cast)
    lead = cast.actor("professional")
    save_papers(lead, case.pk, PAPERS, now=NOW)
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    hand_over(lead, case.pk, cast["colleague"].pk, now=NOW)
    remove_member(cast.actor("colleague"), case.pk, cast["professional"].pk, now=NOW)
    assert not may_be_asked(cast, "colleague", case, "professional")


def test_whoever_wrote_in_the_assignment_and_left(cast: Cast) -> None:
    lead, case = cast.actor("professional"), complete(cast)
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    save_assignment(cast.actor("colleague"), case.pk, Changes(texts={"mandate": "een ander besluit"}), now=NOW)
    remove_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    settle_assignment(lead, case.pk, now=NOW)
    with_yes(cast, case)
    candidate = opened(cast, "professional", case).candidate
    assert candidate is not None
    assert not Hand.objects.filter(person=cast["colleague"]).exists()
    assert hands_before(lead.id, candidate).holds(cast["colleague"].pk)
    assert not may_be_asked(cast, "professional", case, "colleague")
    assert may_be_asked(cast, "professional", case, "decision_maker")


def test_whoever_settled_the_assignment_and_handed_the_lead_over(cast: Cast) -> None:
    lead, case = cast.actor("professional"), settled(cast)
    add_member(lead, case.pk, cast["colleague"].pk, now=NOW)
    hand_over(lead, case.pk, cast["colleague"].pk, now=NOW)
    remove_member(cast.actor("colleague"), case.pk, cast["professional"].pk, now=NOW)
    with_yes(cast, case, "colleague")
    assert not Hand.objects.filter(person=cast["professional"]).exists()
    assert not may_be_asked(cast, "colleague", case, "professional")


def test_settling_alone_is_a_hand(cast: Cast) -> None:
    case = complete(cast)
    AssignmentHand.objects.all().delete()
    settle_assignment(cast.actor("professional"), case.pk, now=NOW)
    (hand,) = AssignmentHand.objects.all()
    assert (hand.person_id, str(hand)) == (cast["professional"].pk, "hand in an assignment")


def test_who_was_asked_and_turns_out_to_have_written_in_the_assignment_finds_nothing(cast: Cast) -> None:
    row = at_decision(cast)
    assert asked_of(cast.actor("decision_maker"), row.pk) is not None
    AssignmentHand.objects.create(case_id=row.candidate.case_id, person=cast["decision_maker"])
    assert asked_of(cast.actor("decision_maker"), row.pk) is None


def test_who_settled_before_this_was_kept_has_a_hand_as_well(cast: Cast) -> None:
    settled(cast)
    begun(cast)
    AssignmentHand.objects.all().delete()
    import_module("sleutelwerk.cases.migrations.0014_hands_in_assignments").note_who_settled(apps, None)
    (hand,) = AssignmentHand.objects.all()
    assert hand.person_id == cast["professional"].pk


def test_who_was_refused_left_no_hand(cast: Cast) -> None:
    case = at_assessment(cast)
    Hand.objects.all().delete()
    note_request(cast.actor("professional"), case.pk, Question(Right.RESTRICT, TODAY), now=NOW)
    with pytest.raises(NotAllowedError, match="op slot"), transaction.atomic():
        save_papers(cast.actor("professional"), case.pk, PAPERS, now=NOW)
    assert not Hand.objects.exists()


def test_a_hand_is_kept_once(cast: Cast) -> None:
    case = at_assessment(cast)
    for _ in range(2):
        save_papers(cast.actor("professional"), case.pk, PAPERS, now=NOW)
    (hand,) = Hand.objects.all()
    assert str(hand) == "hand"
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.create(candidate=hand.candidate, person=hand.person)
